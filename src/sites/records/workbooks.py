"""Excel workbooks: the first sheet, formulas as the values that were saved with them.

A workbook is a zip of XML that a stranger wrote, so its size is judged before it is unpacked.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import cast

import openpyxl

from sites.records.cells import Cell, is_blank
from sites.records.errors import (
    ColumnsTooMany,
    FileRefused,
    RowsTooMany,
    WorkbookBroken,
    WorkbookOld,
    WorkbookTooLarge,
)
from sites.records.tables import HIGHEST_COLUMNS, HIGHEST_ROWS, Table, table_of

_HIGHEST_UNPACKED = 256_000_000
_HIGHEST_UNPACKED_PART = 64_000_000  # every part but the sheets is held in memory as a whole
_HIGHEST_PARTS = 2_000
_HIGHEST_LINES = 1_048_576  # of a sheet in Excel


def read_workbook(content: bytes) -> Table:
    try:
        _refuse_bombs(content)
        lines = _first_sheet(content)
    except FileRefused:
        raise
    except Exception as error:  # the library raises whatever a crafted file makes it stumble over
        raise WorkbookBroken from error
    return table_of(iter(lines))


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise WorkbookOld
    others = [part.file_size for part in parts if not part.filename.startswith("xl/worksheets/")]
    if (
        len(parts) > _HIGHEST_PARTS
        or sum(part.file_size for part in parts) > _HIGHEST_UNPACKED
        or sum(others) > _HIGHEST_UNPACKED_PART
    ):
        raise WorkbookTooLarge


def _first_sheet(content: bytes) -> list[Sequence[Cell]]:
    """All lines that hold anything, and a blank one for each line between them, so that numbers stay right."""
    lines: list[Sequence[Cell]] = []
    blank = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, of no interest here
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        rows = cast("Iterator[Sequence[Cell]]", sheet.iter_rows(max_col=HIGHEST_COLUMNS + 1, values_only=True))
        for number, line in enumerate(rows):
            if number >= _HIGHEST_LINES:
                raise RowsTooMany(rows=HIGHEST_ROWS)
            if not _last_filled(line):
                blank += 1
                continue
            lines.extend([()] * blank)
            blank = 0
            lines.append(_cut(line))
            if len(lines) > _HIGHEST_LINES:
                raise RowsTooMany(rows=HIGHEST_ROWS)
        book.close()
    return lines


def _last_filled(line: Sequence[Cell]) -> int:
    return next((position for position in range(len(line), 0, -1) if not is_blank(line[position - 1])), 0)


def _cut(line: Sequence[Cell]) -> Sequence[Cell]:
    filled = _last_filled(line)
    if filled > HIGHEST_COLUMNS:
        raise ColumnsTooMany(columns=HIGHEST_COLUMNS)
    return tuple(line[:filled])
