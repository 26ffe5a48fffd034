"""Empty participations files to fill in, with headings in the reader's language."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from i18n.languages import direction
from sites.records.columns import header
from sites.records.locale_formats import formats_of
from sites.records.rows import Column

_DAYS = {
    Column.BIRTH_DATE,
    Column.COHORT_STARTS_ON,
    Column.COHORT_ENDS_ON,
    Column.REGISTERED_ON,
    Column.LEFT_ON,
}
_CODES = {Column.LEARNER_REF, Column.CURRICULUM, Column.COHORT}


def blank_csv(language: str, country: str) -> bytes:
    """With the mark and the delimiter by which a spreadsheet of that country opens it well."""
    stream = io.StringIO(newline="")
    delimiter = ";" if formats_of(language, country).decimal == "," else ","
    csv.writer(stream, delimiter=delimiter).writerow([header(column, language) for column in Column])
    return stream.getvalue().encode("utf-8-sig")


def blank_workbook(language: str) -> bytes:
    """Codes are text cells, so that a spreadsheet keeps their leading zeros; days are day cells."""
    book = Workbook(iso_dates=True)
    sheet = book.worksheets[0]
    sheet.sheet_view.rightToLeft = direction(language) == "rtl"
    sheet.freeze_panes = "A2"
    for position, column in enumerate(Column, start=1):
        heading = sheet.cell(1, position, header(column, language))
        heading.font = Font(bold=True)
        cells = sheet.column_dimensions[get_column_letter(position)]
        cells.width = max(12, len(str(heading.value)) + 2)
        cells.number_format = "yyyy-mm-dd" if column in _DAYS else "@" if column in _CODES else "General"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
