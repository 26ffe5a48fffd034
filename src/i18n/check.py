"""Finds what is wrong with the words of the interface: `python -m i18n.check`, exit status 1 with findings.

Catalogues against the code, translations against their sources, words in templates that nobody can translate.
Languages of tier 1 must be complete, those of tier 2 nearly.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message

from i18n.catalogue import (
    LOCALES,
    catalogue_path,
    forms_of,
    key_of,
    messages_of,
    read_catalogue,
    sources_of,
)
from i18n.extract import SOURCE, TEMPLATE_KINDS, extract_messages, read_template, template_text
from i18n.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from i18n.message_rules import check_message, check_source, plural_of
from i18n.status import CatalogueStatus, catalogue_status
from i18n.template_lint import bare_words

COMPLETE: Final = {1: 1.0, 2: 0.95}
"""The share of messages that must be translated, by tier."""

FOR_DEVELOPERS: Final = {"patterns.html"}
"""Templates that are served in development only; their samples are not translated."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is a short fixed name, `where` a file (and line)."""

    where: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.text}"


def check_all(source: Path = SOURCE, locales: Path = LOCALES) -> list[Finding]:
    """Everything; an empty list is what we want."""
    template = extract_messages(source)
    return [
        *check_sources(template),
        *check_template_file(template, locales),
        *(finding for language in LANGUAGES.values() for finding in check_language(language, template, locales)),
        *check_completeness(catalogue_status(locales)),
        *check_templates(source),
    ]


def check_sources(template: Catalog) -> Iterator[Finding]:
    """Messages that are wrong as they stand in the code."""
    for message in messages_of(template):
        place = message.locations[0][0] if message.locations else "messages.pot"
        for problem in check_source(sources_of(message)):
            yield Finding(place, problem.rule, f"{problem.text} in {_short(message)}")


def check_template_file(template: Catalog, locales: Path = LOCALES) -> Iterator[Finding]:
    """Whether `messages.pot` says what the code says today."""
    path = locales / "messages.pot"
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if written != template_text(template):
        yield from _differences("messages.pot", template, read_template(locales))
        yield Finding("messages.pot", "stale", "run python -m i18n.extract")


def check_language(language: Language, template: Catalog, locales: Path = LOCALES) -> Iterator[Finding]:
    """One catalogue: its header, the messages it must have, and each translation."""
    path = catalogue_path(language, locales)
    place = path.relative_to(locales).as_posix()
    if not path.exists():
        yield Finding(place, "stale", "there is no catalogue: run python -m i18n.extract")
        return
    catalogue = read_catalogue(path)
    if language.plural_forms not in path.read_text(encoding="utf-8").replace('"\n"', ""):
        yield Finding(place, "plural", f"the header must say {language.plural_forms}")
    yield from _differences(place, template, catalogue)
    yield from check_translations(catalogue, language, place)


def check_translations(catalogue: Catalog, language: Language, place: str) -> Iterator[Finding]:
    """Every translation against its source."""
    plural = plural_of(language.plural_forms)
    for message in messages_of(catalogue):
        if not any(forms_of(message)):
            continue
        if message.fuzzy:
            yield Finding(place, "fuzzy", f"confirm or change {_short(message)}")
        for problem in check_message(sources_of(message), forms_of(message), language=language.tag, plural=plural):
            yield Finding(place, problem.rule, f"{problem.text} in {_short(message)}")


def check_completeness(statuses: Iterable[CatalogueStatus]) -> Iterator[Finding]:
    for status in statuses:
        tier = LANGUAGES[status.language].tier
        if status.language != SOURCE_LANGUAGE and status.share < COMPLETE.get(tier, 0):
            rest = status.missing + status.fuzzy
            yield Finding(
                status.language, "untranslated", f"{rest} of {status.messages} messages, {status.fuzzy} of them fuzzy"
            )


def check_templates(source: Path = SOURCE) -> Iterator[Finding]:
    """Words in templates outside gettext."""
    for path in sorted(source.rglob("templates/**/*")):
        if path.suffix in TEMPLATE_KINDS and path.name not in FOR_DEVELOPERS:
            place = path.relative_to(source.parent).as_posix()
            for word in bare_words(path.read_text(encoding="utf-8"), html=path.suffix != ".txt"):
                yield Finding(f"{place}:{word.line}", "bare-word", word.text)


def _differences(place: str, template: Catalog, catalogue: Catalog) -> Iterator[Finding]:
    wanted = {(key_of(message), sources_of(message)): message for message in messages_of(template)}
    there = {(key_of(message), sources_of(message)): message for message in messages_of(catalogue)}
    for identity in wanted.keys() - there.keys():
        yield Finding(place, "new", f"not in the catalogue: {_short(wanted[identity])}")
    for identity in there.keys() - wanted.keys():
        yield Finding(place, "unused", f"nobody says this any more: {_short(there[identity])}")


def _short(message: Message) -> str:
    text = sources_of(message)[0]
    return repr(text if len(text) <= 60 else text[:59] + "…")


def main() -> int:
    findings = check_all()
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    sys.stdout.write(f"{len(findings)} findings\n")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
