"""Why a file of records cannot be taken at all, in words. What is wrong with a row: `refusals.py`."""

from core.errors import Invalid
from i18n.messages import lazy


class FileRefused(Invalid):
    code = "file_refused"
    message = lazy("This file cannot be read. Send a CSV file or an Excel workbook (.xlsx).")


class FileTooLarge(FileRefused):
    status = 413
    code = "file_too_large"
    message = lazy("This file is too large: at most %(megabytes)s MB can be imported at once. Split it.")


class FileEmpty(FileRefused):
    code = "file_empty"
    message = lazy("This file is empty.")


class RowsMissing(FileRefused):
    code = "rows_missing"
    message = lazy("This file has headings, but not one row under them.")


class RowsTooMany(FileRefused):
    code = "rows_too_many"
    message = lazy("This file has more than %(rows)s rows. Split it and import the parts one by one.")


class ColumnsTooMany(FileRefused):
    code = "columns_too_many"
    message = lazy("This file has more than %(columns)s columns. Keep only those that the template has.")


class ColumnsMissing(FileRefused):
    code = "columns_missing"
    message = lazy("Columns are missing in the first row of the file: %(columns)s.")


class ColumnsTwice(FileRefused):
    code = "columns_twice"
    message = lazy("These columns stand twice in the first row of the file: %(columns)s.")


class TextDamaged(FileRefused):
    code = "text_damaged"
    message = lazy("Line %(line)s holds characters that cannot be read. Save the file again as CSV UTF-8.")


class TextNotText(FileRefused):
    code = "text_not_text"
    message = lazy("This is neither text nor an Excel workbook (.xlsx). Save it as CSV UTF-8 or as .xlsx.")


class QuotesOpen(FileRefused):
    code = "quotes_open"
    message = lazy("A quotation mark is misplaced or never closed near line %(line)s. Save the file again as CSV.")


class WorkbookOld(FileRefused):
    code = "workbook_old"
    message = lazy(
        "This workbook is protected by a password or in the old Excel format. Save it without password as .xlsx."
    )


class WorkbookBroken(FileRefused):
    code = "workbook_broken"
    message = lazy("This workbook is damaged or not an Excel workbook. Open it, save it as .xlsx and try again.")


class WorkbookTooLarge(FileRefused):
    code = "workbook_too_large"
    message = lazy("This workbook becomes too large when it is unpacked. Save the first sheet as CSV instead.")
