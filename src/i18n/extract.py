"""Collects the words of code and templates and brings every catalogue up to date: `python -m i18n.extract`.

Nothing in the files depends on when or where it ran, so that a change shows only what changed. No guesses: a
message is translated or it is not (fuzzy matching attaches translations to the wrong text).
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from i18n.catalogue import LOCALES, Key, catalogue_path, key_of, messages_of, read_catalogue, sources_of
from i18n.languages import LANGUAGES, SOURCE_LANGUAGE, Language

SOURCE: Final = Path(__file__).resolve().parents[1]
TEMPLATE_KINDS: Final = (".html", ".txt", ".xml")

_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_n": (1, 2),
    "_p": ((1, "c"), 2),
    "_np": ((1, "c"), 2, 3),
}
_TRANSLATOR_COMMENT: Final = "i18n:"
_JINJA: Final = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
}
_WIDTH: Final = 110


def extract_messages(source: Path = SOURCE) -> Catalog:
    """Every message in the code and templates below `source`, without translations."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path, method in _files(source):
        place = path.relative_to(source.parent).as_posix()
        options = _JINJA if method == "jinja2" else {}
        with path.open("rb") as file:
            found = list(extract(method, file, _KEYWORDS, (_TRANSLATOR_COMMENT,), options, strip_comment_tags=True))
        for _line, message, comments, context in found:
            catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def merged(template: Catalog, existing: Catalog | None, language: Language) -> Catalog:
    """The messages of today with the translations there are; what is no longer said is dropped."""
    known = {_identity(message): message for message in messages_of(existing)} if existing else {}
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", language.plural_forms)]
    for message in messages_of(template):
        before = known.get(_identity(message))
        catalogue.add(
            message.id,
            before.string if before else _nothing(message, language),
            message.locations,
            flags=before.flags if before else message.flags,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    return catalogue


def template_text(catalogue: Catalog) -> str:
    """The file `messages.pot`."""
    return _written(catalogue, ["Content-Type: text/plain; charset=utf-8"], "Words of Archipel, to be translated.")


def catalogue_text(catalogue: Catalog, language: Language) -> str:
    """The file `messages.po` of one language."""
    header = [
        f"Language: {language.folder}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {language.plural_forms}",
    ]
    return _written(catalogue, header, f"Words of Archipel in {language.endonym} ({language.tag}).")


def update(source: Path = SOURCE, locales: Path = LOCALES) -> dict[str, bool]:
    """Rewrites what has to change; says of each file whether it did."""
    template = extract_messages(source)
    texts = {locales / "messages.pot": template_text(template)}
    for language in LANGUAGES.values():
        path = catalogue_path(language, locales)
        existing = read_catalogue(path) if path.exists() else None
        texts[path] = catalogue_text(merged(template, existing, language), language)
    return {str(path.relative_to(locales)): _write(path, text) for path, text in texts.items()}


def read_template(locales: Path = LOCALES) -> Catalog:
    """The committed `messages.pot`; empty when there is none yet."""
    path = locales / "messages.pot"
    return read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog()


def _files(source: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py":
            yield path, "python"
        elif path.suffix in TEMPLATE_KINDS and "templates" in path.relative_to(source).parts[:-1]:
            yield path, "jinja2"


def _identity(message: Message) -> tuple[Key, tuple[str, ...]]:
    """A text that got a plural is another message: its translation has too few forms."""
    return key_of(message), sources_of(message)


def _nothing(message: Message, language: Language) -> str | tuple[str, ...]:
    if len(sources_of(message)) == 1:
        return ""
    forms = int(language.plural_forms.partition("=")[2].partition(";")[0])
    return ("",) * forms


def _written(catalogue: Catalog, header: list[str], title: str) -> str:
    body = io.BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    lines = [f"# {title}", 'msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header)]
    return "\n".join(lines) + "\n\n" + body.getvalue().decode().strip() + "\n"


def _write(path: Path, text: str) -> bool:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def main() -> int:
    changed = [name for name, was_changed in update().items() if was_changed]
    sys.stdout.write(f"{len(list(messages_of(read_template())))} messages in {SOURCE_LANGUAGE}\n")
    for name in changed:
        sys.stdout.write(f"changed: {name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
