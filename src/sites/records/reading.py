"""A file that somebody sent -> its heading and its rows, whatever program wrote it.

Everything that is wrong with a file as a whole is a `FileRefused`; nothing else is ever raised.
"""

from sites.records.errors import FileEmpty, FileTooLarge, TextNotText, WorkbookOld
from sites.records.tables import HIGHEST_BYTES, Table
from sites.records.text_files import read_text_file
from sites.records.workbooks import read_workbook

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OTHER_FORMATS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf")


def read_table(content: bytes) -> Table:
    """Judged by what is in it, never by its name. Rows of a text file are read while they are asked for."""
    if len(content) > HIGHEST_BYTES:
        raise FileTooLarge(megabytes=HIGHEST_BYTES // 10**6)
    if not content.strip():
        raise FileEmpty
    if content.startswith(_ZIP) and content[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return read_workbook(content)
    if content.startswith(_OLD_OFFICE):
        raise WorkbookOld
    if content.startswith(_OTHER_FORMATS):
        raise TextNotText
    return read_text_file(content)
