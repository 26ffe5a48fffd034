"""CSV that a spreadsheet of the reader's country opens rightly: its separator, its decimal sign, days as ISO 8601."""

import csv
import io
from datetime import datetime

from babel.numbers import get_decimal_symbol

from core.exports.sheet import Sheet, Value, is_words
from i18n.active import current

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, so that Excel reads the letters; without title and lines, so that programs read the rows."""
    comma = get_decimal_symbol(current().cldr) == ","
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([column.label for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value, comma=comma) for value in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def harmless(text: str) -> str:
    """A spreadsheet calculates what begins like a formula; text must stay text."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _cell(value: Value, *, comma: bool) -> str:
    if value is None:
        return ""
    if is_words(value):
        return harmless(str(value))
    if isinstance(value, datetime):
        local = value.astimezone(current().zone_info)
        return local.replace(tzinfo=None).isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float):
        value = round(value, 4)
    return str(value).replace(".", ",") if comma else str(value)
