"""Lists in pages: `?limit=&after=`, answered with `{"data": […], "next": "…"|null}`."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from core.errors import BadRequest
from i18n.messages import lazy

Item = TypeVar("Item")

MOST = 500
USUAL = 100


class BadCursor(BadRequest):
    code = "bad_cursor"
    message = lazy("`after` must be the `next` of the page before, and `limit` a number from 1 to 500.")


def page_of(
    items: Sequence[Item], *, limit: int, show: Callable[[Item], Any], cursor: Callable[[Item], str]
) -> dict[str, Any]:
    """The page of a query that asked for `limit + 1` rows."""
    shown = items[:limit]
    more = len(items) > limit
    return {"data": [show(item) for item in shown], "next": encode(cursor(shown[-1])) if more and shown else None}


def checked_limit(limit: int | None) -> int:
    """Raises BadCursor outside 1..500."""
    if limit is None:
        return USUAL
    if not 1 <= limit <= MOST:
        raise BadCursor
    return limit


def encode(value: str) -> str:
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def decode(cursor: str | None) -> str | None:
    """What `next` carried. Raises BadCursor for anything else."""
    if cursor is None:
        return None
    try:
        padded = (cursor + "=" * (-len(cursor) % 4)).encode("ascii")
        read = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        if "\x00" in read:
            raise ValueError
        return read
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error


def decode_id(cursor: str | None) -> UUID | None:
    """Of a list whose cursor is a row's id. Raises BadCursor."""
    text = decode(cursor)
    try:
        return None if text is None else UUID(text)
    except ValueError as error:
        raise BadCursor from error
