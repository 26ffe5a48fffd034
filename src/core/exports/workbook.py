"""An Excel workbook with real days and numbers, which the reader's Excel shows its own way."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.exports.sheet import Column, Kind, Sheet, Value, is_words
from i18n.active import current

# Formats 14, 22 and 4 of the file format follow the country of whoever opens it.
_NUMBER_FORMATS: Mapping[Kind, Any] = {Kind.DAY: 14, Kind.MOMENT: 22, Kind.MONEY: 4, Kind.SHARE: "0.0%"}
_NARROWEST, _WIDEST = 8, 48
_LONGEST_NAME = 31
_FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_workbook(sheet: Sheet) -> bytes:
    """One worksheet: a row of headings that stays in sight and filters, then the rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": sheet.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001 -- equal lists give equal files
        worksheet = book.add_worksheet(_name(sheet.title))
        if current().direction == "rtl":
            worksheet.right_to_left()
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBER_FORMATS.items()}
        for number, column in enumerate(sheet.columns):
            worksheet.write_string(0, number, column.label, heading)
            worksheet.set_column(number, number, _width(sheet, number))
        for line, row in enumerate(sheet.rows, start=1):
            for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                _write(worksheet, (line, number), column, value, formats)
        worksheet.freeze_panes(1, 0)
        worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        worksheet.repeat_rows(0)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
    return file.getvalue()


def _write(
    worksheet: Worksheet, at: tuple[int, int], column: Column, value: Value, formats: Mapping[Kind, Format]
) -> None:
    if value is None:
        return
    if is_words(value):
        worksheet.write_string(*at, str(value))
    elif isinstance(value, datetime):
        # A workbook knows no zones: the clock on the reader's wall.
        local = value.astimezone(current().zone_info).replace(tzinfo=None)
        worksheet.write_datetime(*at, local, formats[Kind.MOMENT])
    elif isinstance(value, date):
        worksheet.write_datetime(*at, value, formats[Kind.DAY])
    else:
        worksheet.write_number(*at, float(value), formats.get(column.kind))  # type: ignore[arg-type]  # words and days are done with


def _width(sheet: Sheet, number: int) -> int:
    longest = max((len(str(row[number] or "")) for row in sheet.rows), default=0)
    return min(max(longest + 2, len(sheet.columns[number].label) + 4, _NARROWEST), _WIDEST)


def _name(title: str) -> str:
    return " ".join(title.translate(_FORBIDDEN_IN_NAME).split())[:_LONGEST_NAME] or "1"
