"""Pages of the public, kept as they were made and given again while nothing in the database has changed.

A state of the database has a name: its snapshot, read with the question that every request asks anyway. While the
name is the same, no transaction has ended in between, and a page made now would be the page made before: nothing on it
is ever old. Only pages that say so (`needs(…, kept=True)`), and only for somebody who is not signed in, so that no page
of one person is ever shown to another.
"""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, Response
from litestar.response.base import ASGIResponse

from core.web.flashes import COOKIE as FLASH_COOKIE

_LONGEST_QUERY: Final = 200
_LARGEST: Final = 400_000
_THEMES: Final = ("light", "dark")

Key = tuple[str, str, bytes, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """`made_at`: seconds of a clock that never goes back."""

    as_of: str
    made_at: float
    body: bytes
    tag: str


class KeptPages:
    """Of one process: others have their own, and need not be told of a change."""

    def __init__(self, *, most: int = 256, seconds: float = 20) -> None:
        """A page may also say what time it is (“open now”), so it is made again after some `seconds`."""
        self._most = most
        self._seconds = seconds
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def find(self, key: Key, *, as_of: str, now: float) -> Kept | None:
        found = self._pages.get(key)
        if found is None or found.as_of != as_of or now - found.made_at > self._seconds:
            return None
        self._pages.move_to_end(key)
        return found

    def keep(self, key: Key, page: Kept) -> None:
        """The one that was not asked for longest makes room."""
        if len(page.body) > _LARGEST:
            return
        self._pages[key] = page
        self._pages.move_to_end(key)
        if len(self._pages) > self._most:
            self._pages.popitem(last=False)


async def kept_answer(request: Request[Any, Any, Any]) -> Response[bytes] | None:
    """Before the handler: the page as it was made, or None where it is to be made now."""
    state = request.scope["state"]
    key = _key(request)
    if key is None or not state.get("as_of"):
        return None
    found = request.app.state.kept_pages.find(key, as_of=state["as_of"], now=time.monotonic())
    if found is not None:
        status, body, headers = _answer(request, found.body, found.tag)
        return Response(body, status_code=status, headers=headers, media_type="text/html")
    state["keep_as"] = key
    return None


def keep(request: Request[Any, Any, Any], answer: ASGIResponse) -> ASGIResponse:
    """After the page was made: kept, if it is of the kind that may be."""
    state = request.scope["state"]
    key = state.get("keep_as")
    if key is None or answer.status_code != 200:
        return answer
    tag = f'"{hashlib.blake2b(answer.body, digest_size=12).hexdigest()}"'
    request.app.state.kept_pages.keep(key, Kept(state["as_of"], time.monotonic(), answer.body, tag))
    status, body, headers = _answer(request, answer.body, tag)
    return ASGIResponse(body=body, status_code=status, headers=headers, media_type="text/html")


def _key(request: Request[Any, Any, Any]) -> Key | None:
    scope = request.scope
    query = scope["query_string"]
    is_kept = scope["route_handler"].opt.get("kept") and scope["method"] == "GET"
    if not is_kept or scope["state"].get("visitor") is not None or len(query) > _LONGEST_QUERY:
        return None
    if FLASH_COOKIE in request.cookies or "hx-request" in request.headers:
        return None
    theme = request.cookies.get("archipel_theme", "")
    return scope.get("root_path", ""), scope["path"], query, theme if theme in _THEMES else ""


def _answer(request: Request[Any, Any, Any], body: bytes, tag: str) -> tuple[int, bytes, dict[str, str]]:
    """The browser may keep it too, and asks each time whether it is still the same."""
    headers = {"etag": tag, "vary": "Cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return 304, b"", headers
    return 200, body, headers
