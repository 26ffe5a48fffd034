"""Reads the catalogues: `locales/<language>/LC_MESSAGES/messages.po`, each when its language is first used.

No compiled files: 5 000 messages are read in about a tenth of a second, once.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from i18n.languages import SOURCE_LANGUAGE, Language, find_language
from i18n.message_rules import Plural, check_message, plural_of

LOCALES: Final = Path(__file__).resolve().parents[2] / "locales"
_log = logging.getLogger(__name__)

Key = tuple[str | None, str]
"""Context and source text; of a plural message the singular."""


@dataclass(frozen=True, slots=True)
class Translations:
    """What one language says. Only translations that passed the check are in it."""

    plural: Plural
    texts: Mapping[Key, str] = field(default_factory=dict)
    plurals: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)

    def find(self, context: str | None, source: str) -> str | None:
        return self.texts.get((context, source))

    def find_plural(self, context: str | None, singular: str, n: int) -> str | None:
        forms = self.plurals.get((context, singular))
        return None if forms is None else forms[self.plural.form_of(abs(n))]


def catalogue_path(language: Language, folder: Path = LOCALES) -> Path:
    return folder / language.folder / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=64)
def translations(tag: str) -> Translations:
    """What the language says; nothing at all for a language without a catalogue."""
    language = find_language(tag) or find_language(SOURCE_LANGUAGE)
    assert language is not None  # noqa: S101 -- the source language is always known
    path = catalogue_path(language)
    if language.is_pseudo or not path.exists():
        return Translations(plural_of(language.plural_forms))
    return sound_translations(read_catalogue(path), language)


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=False)


def messages_of(catalogue: Catalog) -> Iterable[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    return message.context, sources_of(message)[0]


def sources_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation; for a plural message every form. Empty texts where nothing is translated."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def sound_translations(catalogue: Catalog, language: Language) -> Translations:
    """Leaves out what is empty, fuzzy, or would harm a page: there the source text is shown."""
    plural = plural_of(language.plural_forms)
    texts: dict[Key, str] = {}
    plurals: dict[Key, tuple[str, ...]] = {}
    for message in messages_of(catalogue):
        sources, forms = sources_of(message), forms_of(message)
        if message.fuzzy or not any(forms) or not _is_sound(message, language, plural):
            continue
        if len(sources) == 1:
            texts[key_of(message)] = forms[0]
        else:
            plurals[key_of(message)] = forms
            texts.setdefault(key_of(message), forms[plural.form_of(1)])  # said without a number elsewhere
    return Translations(plural, texts, plurals)


def _is_sound(message: Message, language: Language, plural: Plural) -> bool:
    problems = check_message(sources_of(message), forms_of(message), language=language.tag, plural=plural)
    harmful = [problem for problem in problems if problem.harmful]
    for problem in harmful:
        _log.warning(
            "translation not shown: language=%s message=%r rule=%s (%s)",
            language.tag,
            sources_of(message)[0],
            problem.rule,
            problem.text,
        )
    return not harmful
