"""Gives every request its language, around the whole application.

Outside the framework on purpose: application middleware does not run for addresses that lead nowhere (404)
or are asked in the wrong way (405), and those pages must speak the reader's language too.
"""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import quote

from i18n.active import make_state, use_locale
from i18n.languages import INTERFACE_LANGUAGES, PSEUDO, SOURCE_LANGUAGE
from i18n.negotiation import COOKIE, negotiate

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

WITHOUT_LANGUAGE: Final = frozenset(
    ("api", "static", "healthz", "readyz", "metrics", "network", "robots.txt", "sitemap.xml")
)
"""First words of addresses that carry no language: their answers follow the headers."""

_SPEECHLESS: Final = frozenset(("static", "healthz", "readyz", "metrics", "robots.txt", "sitemap.xml"))
"""Of these, the ones whose good answers have no language at all and must stay cacheable for everybody."""

_FILES: Final = ("calendar.ics", "sitemap.xml")
"""What a centre offers to programs, in all its languages or in one that the query names."""

_VARY: Final = ("Accept-Language", "Cookie")
_PATH_SAFE: Final = "/%:@!$&'()*+,;=~"
_QUERY_SAFE: Final = _PATH_SAFE + "?[]"


class LocaleASGI:
    """`/fr/…` sets the language and `root_path`, so that handlers see `/…`; a page without language is redirected."""

    def __init__(self, app: ASGIApp, *, pseudo: bool = False, default: str = SOURCE_LANGUAGE) -> None:
        self.app = app
        self.default = default
        self.offered = INTERFACE_LANGUAGES
        self.in_addresses = frozenset((*INTERFACE_LANGUAGES, *(PSEUDO if pseudo else ())))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        mount = scope.get("root_path", "")
        path = str(scope["path"]).removeprefix(mount)
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        if first in self.in_addresses:
            inner = {**scope, "root_path": f"{mount}/{first}"}
            await self._answer(inner, receive, _with_headers(send, first), first)
        elif _is_page(path, first) and _can_be_redirected(scope):
            await _redirect(send, _address(scope, mount, self._negotiated(scope)))
        else:
            tag = self._negotiated(scope)
            speechless = first in _SPEECHLESS
            answer = _with_headers(send, tag, vary=_VARY, only_errors=speechless)
            await self._answer(scope, receive, answer, tag)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, tag: str) -> None:
        with use_locale(make_state(tag)):
            await self.app(scope, receive, send)

    def _negotiated(self, scope: Scope) -> str:
        cookies = b"; ".join(_headers(scope, b"cookie")).decode("latin-1")
        accepted = b",".join(_headers(scope, b"accept-language")).decode("latin-1")
        return negotiate(self.offered, cookie=_cookie(cookies), accept_language=accepted, default=self.default)


def _is_page(path: str, first: str) -> bool:
    """A page has a language in its address; the rest has not, a centre's calendar feed among it."""
    return first not in WITHOUT_LANGUAGE and path not in {f"/{first}/{file}" for file in _FILES}


def _can_be_redirected(scope: Scope) -> bool:
    """What was sent with a form would be lost on the way."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")


def _headers(scope: Scope, wanted: bytes) -> Iterable[bytes]:
    return (value for name, value in scope["headers"] if name.lower() == wanted)


def _cookie(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:  # somebody else's broken cookie is no reason to fail
        return None
    return found.value if found else None


def _address(scope: Scope, mount: str, tag: str) -> bytes:
    """The same path and query below a language, still encoded as they came."""
    raw = scope.get("raw_path")
    path = raw.split(b"?", 1)[0] if raw else str(scope["path"]).replace("%", "%25").encode("utf-8", "replace")
    prefix = quote(mount, safe="/")
    below = "/" + quote(path, safe=_PATH_SAFE).removeprefix(prefix).removeprefix("/")
    query = scope.get("query_string", b"")
    return (f"{prefix}/{tag}{below}" + ("?" + quote(query, safe=_QUERY_SAFE) if query else "")).encode()


async def _redirect(send: Send, location: bytes) -> None:
    headers = [
        (b"location", location),
        (b"vary", ", ".join(_VARY).encode()),
        (b"cache-control", b"private"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(send: Send, tag: str, *, vary: tuple[str, ...] = (), only_errors: bool = False) -> Send:
    """Says on the answer which language it is in, and on what that depended. An answer that says so itself is right."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start" and not (only_errors and message["status"] < 400):
            headers: list[Header] = list(message.get("headers", ()))
            if not any(name.lower() == b"content-language" for name, _ in headers):
                headers.append((b"content-language", tag.encode()))
            message = {**message, "headers": _varying(headers, vary)}
        await send(message)

    return send_with_headers


def _varying(headers: list[Header], more: tuple[str, ...]) -> list[Header]:
    if not more:
        return headers
    given = ",".join(value.decode("latin-1") for name, value in headers if name.lower() == b"vary")
    words = [word.strip() for word in given.split(",") if word.strip()]
    known = {word.lower() for word in words}
    merged = words if "*" in words else [*words, *(word for word in more if word.lower() not in known)]
    others = [header for header in headers if header[0].lower() != b"vary"]
    return [*others, (b"vary", ", ".join(merged).encode("latin-1"))]
