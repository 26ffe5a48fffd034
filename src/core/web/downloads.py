"""A list as a file to take away: `…/download/{file_format}` beside the page that shows it."""

import asyncio
import re
from typing import Final

from litestar import Response

from core.errors import NotFound
from core.exports import Sheet, as_csv, as_pdf, as_workbook

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


async def as_file(sheet: Sheet, file_format: str, *, name: str) -> Response[bytes]:
    """`name` is the file's, without ending; what every system takes in a file's name stays of it.
    Raises NotFound for a format there is not."""
    if file_format not in MEDIA_TYPES:
        raise NotFound
    if file_format == "pdf":
        content = await as_pdf(sheet)
    else:
        # A long list takes a while to write, and other requests should not wait for it.
        content = await asyncio.to_thread(as_csv if file_format == "csv" else as_workbook, sheet)
    disposition = f'attachment; filename="{_UNSAFE.sub("-", name)}.{file_format}"'
    return Response(content, media_type=MEDIA_TYPES[file_format], headers={"Content-Disposition": disposition})
