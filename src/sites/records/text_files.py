"""Text files: which characters, which delimiter, which lines belong together."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from sites.records.columns import columns_recognised
from sites.records.errors import FileEmpty, QuotesOpen, TextDamaged, TextNotText
from sites.records.tables import Table, table_of

_DELIMITERS = (",", ";", "\t")
_NOTHING = "".join(_DELIMITERS) + ' \r\n"'
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NEVER_IN_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
_TOLERATED_SHARE = 0.01  # more control characters than that: it never was text
_SPREADSHEET_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line


def read_text_file(content: bytes) -> Table:
    text, is_windows_1252 = _decoded(content)
    _refuse_binary(text)
    text = text.removesuffix("\x1a")  # the end of a file in DOS
    if not text.strip(_NOTHING):
        raise FileEmpty
    if hint := _SPREADSHEET_HINT.match(text):
        text, delimiter = text[hint.end() :], hint[1]
    else:
        delimiter = _delimiter_of(text)
    return table_of(_lines(text, delimiter), is_windows_1252=is_windows_1252)


def _decoded(content: bytes) -> tuple[str, bool]:
    """UTF-8, UTF-16 where it says so, else Windows-1252. Broken UTF-8 is not taken for Windows-1252."""
    if content.startswith(_UTF16_MARKS):
        return _strictly(content, "utf-16"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError as error:
        if content.startswith(_UTF8_MARK) or _is_mostly_utf8(content):
            raise TextDamaged(line=_line_at(content, error.start)) from error
    return _strictly(content, "cp1252"), True


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if _control_share(content.decode("latin-1")) > _TOLERATED_SHARE:
            raise TextNotText from error
        raise TextDamaged(line=_line_at(content, error.start)) from error


def _is_mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    damaged = text.count("\N{REPLACEMENT CHARACTER}")
    return len(text) - len(text.encode("ascii", "ignore")) > 2 * damaged


def _line_at(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def _control_share(text: str) -> float:
    return len(_NEVER_IN_TEXT.findall(text)) / max(len(text), 1)


def _refuse_binary(text: str) -> None:
    first = _NEVER_IN_TEXT.search(text)
    if first is None:
        return
    if _control_share(text) > _TOLERATED_SHARE:
        raise TextNotText
    raise TextDamaged(line=text.count("\n", 0, first.start()) + 1)


def _delimiter_of(text: str) -> str:
    """The one that makes most known headings out of the first line."""
    return max(_DELIMITERS, key=lambda delimiter: _headings_found(text, delimiter))


def _headings_found(text: str, delimiter: str) -> tuple[int, int]:
    try:
        line = next((line for line in _lines(text, delimiter) if any(cell.strip() for cell in line)), [])
    except QuotesOpen:
        return (-1, 0)
    return columns_recognised(line), len(line)


def _lines(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise QuotesOpen(line=reader.line_num) from error
