"""Days in a file: ISO, a real date of a workbook, or the site's short form. Pure.

A day that could be another one is refused rather than guessed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from unicodedata import decimal

from sites.records.cells import Cell, text_of
from sites.records.locale_formats import DayOrder, LocaleFormats
from sites.records.refusals import CellRefused, RefusalCode, shown_day

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.]) ?(\d{{1,2}})\2 ?(\d{{4}}|\d{{2}})(?:\.| ?[рг]\.?)?{_TIME}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that make sense in a column. Two digits of a year count from `two_digits_from` on."""

    earliest: date
    latest: date
    two_digits_from: date
    when_later: RefusalCode = RefusalCode.OUT_OF_RANGE


def with_ascii_digits(text: str) -> str:
    """٢٠١٣ and 2013 are the same year."""
    if text.isascii():
        return text
    return "".join(str(decimal(letter)) if letter.isdecimal() else letter for letter in text)


def day_of(cell: Cell, formats: LocaleFormats, span: Span) -> date | None:
    found = _read(cell, formats, span)
    if found is not None and not span.earliest <= found <= span.latest:
        raise CellRefused(
            span.when_later if found > span.latest else RefusalCode.OUT_OF_RANGE,
            text_of(cell),
            lowest=shown_day(span.earliest),
            highest=shown_day(span.latest),
        )
    return found


def _read(cell: Cell, formats: LocaleFormats, span: Span) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    days = [day for candidate in _candidates(with_ascii_digits(text), formats) if (day := _existing(*candidate))]
    if len(days) > 1:
        days = [day for day in days if span.two_digits_from <= day <= span.latest]
    if len(days) != 1:
        raise CellRefused(RefusalCode.UNREADABLE_DATE, text)
    return days[0]


def _candidates(typed: str, formats: LocaleFormats) -> list[tuple[int, int, int]]:
    if found := _YEAR_FIRST.fullmatch(typed):
        return [(int(found[1]), int(found[3]), int(found[4]))]
    if found := _COMPACT.fullmatch(typed):
        return [(int(found[1]), int(found[2]), int(found[3]))]
    if found := _YEAR_LAST.fullmatch(typed):
        return _local_days(int(found[1]), int(found[3]), found[4], formats.day_order)
    return []


def _local_days(first: int, second: int, year: str, order: DayOrder) -> list[tuple[int, int, int]]:
    """Every day that the numbers may mean. One that begins with the year elsewhere has no habit to go by."""
    years = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    pairs = {
        DayOrder.DAY_FIRST: {(second, first)},
        DayOrder.MONTH_FIRST: {(first, second)},
        DayOrder.YEAR_FIRST: {(second, first), (first, second)},
    }[order]
    return [(year, month, day) for year in years for month, day in pairs]


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
