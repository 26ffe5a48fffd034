"""Numbers in a file: as programs write them, or the site's way. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sites.records.cells import Cell, text_of
from sites.records.days import with_ascii_digits
from sites.records.locale_formats import LocaleFormats
from sites.records.refusals import CellRefused, RefusalCode

_ISO = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_SPACES_BETWEEN_THOUSANDS = re.compile(r"(-?\d{1,3})((?: \d{3})+)(?!\d)(.*)")
_HUNDREDTH = Decimal("0.01")
_ARABIC_MARKS = str.maketrans({"٫": ".", "٬": None, "−": "-"})


@lru_cache(maxsize=64)
def _local(formats: LocaleFormats) -> tuple[re.Pattern[str], re.Pattern[str]]:
    group, decimal = re.escape(formats.group), re.escape(formats.decimal)
    grouped = re.compile(rf"-?\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d{{1,15}})?")
    plain = re.compile(rf"-?\d{{1,15}}(?:{decimal}\d{{1,15}})?")
    return grouped, plain


def decimal_number(cell: Cell, formats: LocaleFormats) -> Decimal | None:
    """Rounded to hundredths. `1.234` is refused where it means a thousand to people and one to programs."""
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _rounded(text)
    typed = with_ascii_digits(text).translate(_ARABIC_MARKS)
    if spaced := _SPACES_BETWEEN_THOUSANDS.fullmatch(typed):
        typed = spaced[1] + spaced[2].replace(" ", "") + spaced[3]
    grouped, plain = _local(formats)
    is_iso, is_grouped = _ISO.fullmatch(typed), grouped.fullmatch(typed)
    if is_iso and not is_grouped:
        return _rounded(typed)
    if (is_grouped and not is_iso) or plain.fullmatch(typed):
        return _rounded(typed.replace(formats.group, "").replace(formats.decimal, "."))
    raise CellRefused(RefusalCode.UNREADABLE_NUMBER, text, example="1234.5")


def _rounded(text: str) -> Decimal:
    """An absurdly long number stays absurd and is refused by its range, whatever its decimals."""
    value = Decimal(text)
    return value.quantize(_HUNDREDTH, ROUND_HALF_UP) if abs(value) < 10**15 else value


def number_between(cell: Cell, formats: LocaleFormats, *, lowest: int, highest: int) -> Decimal | None:
    value = decimal_number(cell, formats)
    if value is not None and not lowest <= value <= highest:
        raise CellRefused(RefusalCode.OUT_OF_RANGE, text_of(cell), lowest=str(lowest), highest=str(highest))
    return value


def whole_number(cell: Cell, formats: LocaleFormats) -> int | None:
    value = decimal_number(cell, formats)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise CellRefused(RefusalCode.UNREADABLE_NUMBER, text_of(cell), example="1987")
    return int(value)
