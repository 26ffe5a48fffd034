"""Lists taken away as files: CSV, Excel and PDF of the same rows, written the reader's way."""

from core.exports.csv_file import as_csv
from core.exports.document import as_pdf
from core.exports.sheet import Column, Kind, Sheet, Value
from core.exports.workbook import as_workbook

__all__ = ["Column", "Kind", "Sheet", "Value", "as_csv", "as_pdf", "as_workbook"]
