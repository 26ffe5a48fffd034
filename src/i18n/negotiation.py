"""Which language to answer in, when the address does not say. Pure."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from i18n.languages import SOURCE_LANGUAGE

COOKIE: Final = "archipel_language"

_RANGE: Final = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
_LONGEST: Final = 1000


def negotiate(
    offered: Sequence[str],
    *,
    preference: str | None = None,
    cookie: str | None = None,
    accept_language: str = "",
    default: str = SOURCE_LANGUAGE,
) -> str:
    """What the person chose for good, else chose last, else what their browser asks for, else the default."""
    for wish in (preference, cookie):
        if wish and (found := look_up(wish, offered)):
            return found
    refused = refused_languages(accept_language)
    for wish in accepted_languages(accept_language):
        if (found := look_up(wish, offered)) and found.lower() not in refused:
            return found
    return default if default in offered or not offered else offered[0]


def look_up(wish: str, offered: Collection[str]) -> str | None:
    """RFC 4647 look-up: `nl-Latn-BE`, then `nl-Latn`, then `nl`."""
    known = {tag.lower(): tag for tag in offered}
    parts = wish.lower().split("-")
    while parts:
        if found := known.get("-".join(parts)):
            return found
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return None


def accepted_languages(header: str) -> tuple[str, ...]:
    """The languages of an Accept-Language header, most wanted first; what cannot be read is left out."""
    ranges = [(tag, quality) for tag, quality in _ranges(header) if quality > 0 and tag != "*"]
    return tuple(tag for tag, _ in sorted(ranges, key=lambda entry: -entry[1]))


def refused_languages(header: str) -> frozenset[str]:
    """Those that the header says no to (`en;q=0`)."""
    return frozenset(tag.lower() for tag, quality in _ranges(header) if quality == 0)


def _ranges(header: str) -> list[tuple[str, float]]:
    found = (_RANGE.fullmatch(part) for part in header[:_LONGEST].split(","))
    return [(part[1], float(part[2] or 1)) for part in found if part]
