"""A checked file travels in its own page until it is imported: nothing of it waits on the server."""

import base64
import binascii
import zlib

from sites.records.errors import FileRefused
from sites.records.tables import HIGHEST_BYTES


def packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def unpacked(text: str) -> bytes:
    """Raises FileRefused for what was not made here, or unpacks to more than a file may have."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, validate=True), HIGHEST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise FileRefused from error
    if not unpacking.eof:
        raise FileRefused
    return content
