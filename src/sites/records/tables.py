"""What every kind of file is turned into, and how large it may be."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sites.records.cells import Cell, is_blank, text_of
from sites.records.errors import ColumnsTooMany, FileEmpty, FileRefused, RowsMissing, RowsTooMany
from sites.records.refusals import CellRefused

HIGHEST_BYTES = 50_000_000
HIGHEST_ROWS = 200_000
HIGHEST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Table:
    """Rows come with their number: 1 is the first after the header. Blank ones are counted, not given."""

    header: Sequence[str]
    rows: Iterable[tuple[int, Sequence[Cell]]]
    is_windows_1252: bool = False


def table_of(lines: Iterator[Sequence[Cell]], *, is_windows_1252: bool = False) -> Table:
    """The first line that holds anything is the header."""
    first = next((line for line in lines if not _is_blank_line(line)), None)
    if first is None:
        raise FileEmpty
    return Table(_headings(first), _numbered(lines), is_windows_1252)


def _headings(line: Sequence[Cell]) -> list[str]:
    try:
        headings = [text_of(cell) for cell in line]
    except CellRefused as refused:
        raise FileRefused from refused
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > HIGHEST_COLUMNS:
        raise ColumnsTooMany(columns=HIGHEST_COLUMNS)
    return headings


def _numbered(lines: Iterator[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    given = 0
    for number, line in enumerate(lines, start=1):
        if _is_blank_line(line):
            continue
        given += 1
        if given > HIGHEST_ROWS:
            raise RowsTooMany(rows=HIGHEST_ROWS)
        yield number, line
    if not given:
        raise RowsMissing


def _is_blank_line(line: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in line)
