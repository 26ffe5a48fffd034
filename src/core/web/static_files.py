"""Built styles and scripts. Their names change with their content, so browsers keep them."""

import mimetypes
from functools import lru_cache

from litestar import Response, get
from litestar.params import FromPath

from core.errors import NotFound
from core.permissions import Permission, needs
from core.web.asset_manifest import BUILT


@get("/static/{file_name:str}", include_in_schema=False, name="static", **needs(Permission.ANYONE))
async def static_file(file_name: FromPath[str]) -> Response[bytes]:
    """Raises NotFound for whatever is not one of the built files."""
    found = _read(file_name) if file_name in _names() else None
    if found is None:
        raise NotFound
    kind = mimetypes.guess_type(file_name)[0] or "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found, media_type=kind, headers=headers)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(path.name for path in BUILT.iterdir() if path.is_file()) if BUILT.is_dir() else frozenset()


@lru_cache(maxsize=64)
def _read(file_name: str) -> bytes:
    return (BUILT / file_name).read_bytes()
