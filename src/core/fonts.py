"""The letters that documents are set in: one family per script, built into the assets, the same on every machine."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from core.web.asset_manifest import BUILT, AssetsMissing

FOLDER: Final = BUILT / "fonts"
_FACES: Final = (
    "NotoSans_400Regular.ttf",
    "NotoSans_700Bold.ttf",
    "NotoSansArabic_400Regular.ttf",
    "NotoSansArabic_700Bold.ttf",
)
_INSTEAD: Final = "\ufffd"
# Kept for the order of words and the joining of letters; nobody sees them.
_INVISIBLE: Final = frozenset(
    "\n\t\r\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u2066\u2067\u2068\u2069"
)


def font_files() -> list[Path]:
    """Raises AssetsMissing, which names the command that brings them."""
    files = [FOLDER / name for name in _FACES]
    if not all(path.is_file() for path in files):
        raise AssetsMissing("The fonts of documents are not built yet: run ./dev assets.")
    return files


def letters_without_font(text: str) -> list[str]:
    """What no font of ours can draw, each once, in order."""
    return list(dict.fromkeys(letter for letter in text if ord(letter) not in _drawn() and letter not in _INVISIBLE))


def drawable(text: str) -> str:
    """The text with � in place of every letter that no font of ours can draw. A list of 25 people is still
    printed when one of them has such a name; what is handed to one person should be refused instead."""
    missing = letters_without_font(text)
    return text.translate(dict.fromkeys(map(ord, missing), _INSTEAD)) if missing else text


@cache
def _drawn() -> frozenset[int]:
    found: set[int] = set()
    for path in font_files():
        found.update(_characters(path.read_bytes()))
    return frozenset(found)


def _characters(font: bytes) -> Iterator[int]:
    """From the font's table of characters (OpenType `cmap`), in the two formats that are in use."""
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s4xI4x", font, 12 + 16 * index) for index in range(count))
    start = dict(records)[b"cmap"]
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        table = start + struct.unpack_from(">I", font, start + 4 + 8 * index + 4)[0]
        kind = struct.unpack_from(">H", font, table)[0]
        if kind == 4:
            yield from _short_ranges(font, table)
        elif kind == 12:
            yield from _long_ranges(font, table)


def _short_ranges(font: bytes, table: int) -> Iterator[int]:
    size = struct.unpack_from(">H", font, table + 6)[0]
    ends = struct.unpack_from(f">{size // 2}H", font, table + 14)
    starts = struct.unpack_from(f">{size // 2}H", font, table + 16 + size)
    for first, last in zip(starts, ends, strict=True):
        if first != 0xFFFF:
            yield from range(first, last + 1)


def _long_ranges(font: bytes, table: int) -> Iterator[int]:
    for index in range(struct.unpack_from(">I", font, table + 12)[0]):
        first, last = struct.unpack_from(">II", font, table + 16 + 12 * index)
        yield from range(first, last + 1)
