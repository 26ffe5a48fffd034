"""The same list for paper: a tagged PDF, its headings again on every page."""

from datetime import date, datetime
from decimal import Decimal

from core.exports.sheet import Column, Kind, Sheet, Value
from core.pdf import compile_pdf
from i18n import formatting

_MANY_COLUMNS = 6


async def as_pdf(sheet: Sheet) -> bytes:
    return await compile_pdf(
        "documents/sheet.typ",
        {
            "title": sheet.title,
            "lines": list(sheet.lines),
            "headings": [column.label for column in sheet.columns],
            "numeric": [column.kind in (Kind.NUMBER, Kind.MONEY, Kind.SHARE) for column in sheet.columns],
            "rows": [
                [_said(column, value) for column, value in zip(sheet.columns, row, strict=True)] for row in sheet.rows
            ],
            "flipped": len(sheet.columns) > _MANY_COLUMNS,
        },
    )


def _said(column: Column, value: Value) -> str:
    if isinstance(value, datetime):
        return str(formatting.moment(value))
    if isinstance(value, date):
        return str(formatting.day(value))
    if isinstance(value, int | float | Decimal):
        if column.kind is Kind.SHARE:
            return str(formatting.percent(value, decimals=1))
        return str(formatting.number(value, decimals=2 if column.kind is Kind.MONEY else None))
    return "" if value is None else str(value)
