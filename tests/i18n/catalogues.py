"""Small catalogues written out in a test."""

import io
from collections.abc import Callable

from babel.messages.pofile import read_po

from i18n.catalogue import Translations, sound_translations
from i18n.languages import LANGUAGES

ONE_SEAT = ("%(n)s seat is free", "%(n)s seats are free")


def po(language: str, *entries: str) -> str:
    """The text of a catalogue with a right header."""
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return header + f'"Plural-Forms: {LANGUAGES[language].plural_forms}\\n"\n\n' + "\n\n".join(entries) + "\n"


def entry(source: str, translation: str) -> str:
    return f"msgid {quoted(source)}\nmsgstr {quoted(translation)}"


def plural_entry(sources: tuple[str, str], *forms: str) -> str:
    lines = [f"msgid {quoted(sources[0])}", f"msgid_plural {quoted(sources[1])}"]
    return "\n".join([*lines, *(f"msgstr[{index}] {quoted(form)}" for index, form in enumerate(forms))])


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def speaking(language: str, *entries: str) -> Callable[[str], Translations]:
    """Stands in for `i18n.catalogue.translations`: this language says this, all others nothing."""
    catalogue = read_po(io.BytesIO(po(language, *entries).encode()))
    said = sound_translations(catalogue, LANGUAGES[language])
    return lambda tag: said if tag == language else Translations(said.plural)
