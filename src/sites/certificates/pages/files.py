"""Certificates as files to save."""

from typing import Any

from litestar import Response

# Whoever has the link may have the file; nobody in between keeps it.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


def as_file(content: bytes, name: str, kind: str, *, is_shown: bool = False) -> Response[Any]:
    """`is_shown`: opened in the browser rather than saved."""
    how = "inline" if is_shown else "attachment"
    headers = {**PRIVATE, "Content-Disposition": f'{how}; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
