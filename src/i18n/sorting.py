"""Alphabetical order as each language has it, without help from the database.

PostgreSQL builds without ICU sort by code point, so the key is made here and stored as `bytea` where a list is
paged in SQL. One key, one order, everywhere.
"""

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from pyuca import Collator

from i18n.active import active_language
from i18n.languages import base_language

Item = TypeVar("Item")
_Element = tuple[int, int, int, int]
"""Primary weight, place after that letter, secondary, tertiary."""

_AFTER: Final = MappingProxyType(
    {
        "pl": {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z"},
        "es": {"ñ": "n"},
        "uk": {"ґ": "г"},
    }
)
"""Letters of their own that stand right after another one: ą comes after every a."""


def sort_key(text: str, language: str | None = None) -> bytes:
    """Keys of one language compare as its dictionary does; without `language`, the reader's."""
    elements = _elements(text, base_language(language or active_language()))
    primary = b"".join(weight.to_bytes(2, "big") + bytes([rank]) for weight, rank, _, _ in elements if weight)
    secondary = b"".join(weight.to_bytes(2, "big") for _, _, weight, _ in elements if weight)
    tertiary = bytes(weight for _, _, _, weight in elements if weight)
    return b"\0\0".join((primary, secondary, tertiary))


def sorted_by_name(items: Iterable[Item], key: Callable[[Item], object], language: str | None = None) -> list[Item]:
    """`key` gives the name; content in several languages counts as the reader reads it."""
    tag = language or active_language()
    return sorted(items, key=lambda item: sort_key(str(key(item)), tag))


def _elements(text: str, language: str) -> list[_Element]:
    letters = _AFTER.get(language, {})
    composed = unicodedata.normalize("NFC", text)
    if language == "ca":  # l·l is a doubled l, the dot decides nothing
        composed = composed.replace("l·l", "ll").replace("L·L", "LL")
    elements: list[_Element] = []
    plain = ""
    for character in composed:
        if character.lower() in letters:
            elements += _weights(plain)
            elements += _letter(character, letters)
            plain = ""
        else:
            plain += character
    return elements + _weights(plain)


def _letter(character: str, letters: dict[str, str]) -> list[_Element]:
    base = letters[character.lower()]
    rank = [letter for letter, after in letters.items() if after == base].index(character.lower()) + 1
    shape = base.upper() if character.isupper() else base
    return [(weight, rank, second, third) for weight, _, second, third in _weights(shape)]


def _weights(text: str) -> list[_Element]:
    if not text:
        return []
    found = _collator().collation_elements(unicodedata.normalize("NFD", text))
    return [(element[0], 0, element[1], element[2]) for element in found]


@lru_cache(maxsize=1)
def _collator() -> Collator:
    """The default Unicode table, read when the first list is sorted."""
    return Collator()
