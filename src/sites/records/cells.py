"""One cell of a file -> tidy text, a choice, an address, a code. What cannot be taken raises `CellRefused`.

Days and numbers are read in `days.py` and `numbers.py`.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from sites.records.columns import squeezed
from sites.records.refusals import CellRefused, RefusalCode
from sites.registrations.identity import is_email, normal_email

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Value = TypeVar("Value")

# Direction marks, joiners and byte order marks that come along when text is copied.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_FORMULA_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_UNSTORABLE = frozenset({"Cc", "Cs", "Cn"})  # control, half of a pair, not assigned
_COHORT_CODE = re.compile(r"[^\W_][\w.-]*")


def text_of(cell: Cell) -> str:
    """What a person sees in the cell, tidied."""
    shown = _shown(cell)
    if shown.isascii() and shown.isprintable() and not shown.startswith("#"):
        return " ".join(shown.split())
    text = " ".join(unicodedata.normalize("NFC", shown.translate(_INVISIBLE)).split())
    if text in _FORMULA_ERRORS or any(unicodedata.category(letter) in _UNSTORABLE for letter in text):
        raise CellRefused(RefusalCode.UNREADABLE_TEXT, _printable(text))
    return text


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
        case datetime():
            return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
        case _:
            return str(cell)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.translate(_INVISIBLE).strip())


def limited_text(cell: Cell, *, highest: int) -> str:
    text = text_of(cell)
    if len(text) > highest:
        raise CellRefused(RefusalCode.TOO_LONG, text, highest=highest)
    return text


def choice(cell: Cell, words: Mapping[str, Value], *, allowed: str) -> Value | None:
    """`words` maps squeezed words to what they mean; `allowed` are the codes named in a refusal."""
    text = text_of(cell)
    if not text:
        return None
    if (found := words.get(squeezed(text))) is None:
        raise CellRefused(RefusalCode.NOT_ALLOWED, text, allowed=allowed)
    return found


def email(cell: Cell) -> str | None:
    """An address that a mail could be sent to, as it is stored."""
    text = text_of(cell)
    if not text:
        return None
    if not is_email(text):
        raise CellRefused(RefusalCode.EMAIL_MALFORMED, text)
    return normal_email(text)


def cohort_code(cell: Cell) -> str:
    """A code that can stand in an address: `/fr/brussels/courses/WEB-2026-1`."""
    text = limited_text(cell, highest=80)
    if text and not _COHORT_CODE.fullmatch(text):
        raise CellRefused(RefusalCode.CODE_MALFORMED, text)
    return text
