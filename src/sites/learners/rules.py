"""When two records look like one person. Pure."""

from typing import Final

from rapidfuzz import fuzz

from i18n.search import fold

ALIKE: Final = 86
"""Of 100. Lets through a changed letter, another order of names, a second given name; not two siblings."""


def alike(one: str, other: str) -> int:
    """How much two full names resemble each other, 0 to 100, whatever the accents and the order."""
    first, second = fold(one), fold(other)
    return round(max(fuzz.token_sort_ratio(first, second), fuzz.token_set_ratio(first, second) - 8))


def is_same_name(one: str, other: str) -> bool:
    return alike(one, other) >= ALIKE
