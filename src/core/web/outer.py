"""The outermost layer: what must hold for every answer, also for those that meet no route."""

import re
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from core.log import logger

log = logger("access")

_REQUESTS = Counter("archipel_requests_total", "Requests answered", ["method", "route", "status"])
_SECONDS = Histogram("archipel_request_seconds", "Time to answer", ["route"])

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_SECURITY: Mapping[bytes, bytes] = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_REQUEST_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class OuterLayer:
    """Request id, security headers, HEAD, access log and metrics, for pages and for 404s alike."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self.app = app
        self.headers = dict(_SECURITY)
        if https:
            self.headers[b"strict-transport-security"] = b"max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        outer: dict[str, Any] = dict(scope)
        outer.setdefault("state", {})
        outer["state"] = dict(outer["state"])
        request_id = _request_id(outer)
        outer["state"]["request_id"] = request_id
        method = str(outer["method"])
        is_head = method == "HEAD"
        if is_head:
            outer["method"] = "GET"
        status = 500
        begun = time.perf_counter()

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name.lower() for name, _ in message["headers"]}
                extra = [(name, value) for name, value in self.headers.items() if name not in present]
                if b"cache-control" not in present:
                    extra.append((b"cache-control", _keeping(outer["state"])))
                message = {**message, "headers": [*message["headers"], *extra, (b"x-request-id", request_id.encode())]}
            elif message["type"] == "http.response.body" and is_head:
                message = {**message, "body": b""}
            await send(message)

        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self.app(outer, receive, answer)  # type: ignore[arg-type]  # Litestar and the others type ASGI differently
        finally:
            seconds = time.perf_counter() - begun
            self._note(outer, method, status, seconds)
            structlog.contextvars.unbind_contextvars("request_id")

    def _note(self, scope: Mapping[str, Any], method: str, status: int, seconds: float) -> None:
        route = str(scope["state"].get("route", "unmatched"))
        known = method if method in _METHODS else "other"
        _REQUESTS.labels(known, route, str(status)).inc()
        _SECONDS.labels(route).observe(seconds)
        if route not in {"/healthz", "/readyz", "/metrics", "static"}:
            site = scope["state"].get("site_code")
            log.info("answered", method=known, route=route, site=site, status=status, ms=round(seconds * 1000, 1))


def _keeping(state: Mapping[str, Any]) -> bytes:
    """Whoever signs out must not be followed by a page from the browser's memory, or a proxy's."""
    return b"private, no-store" if state.get("visitor") else b"no-cache"


def _request_id(scope: Mapping[str, Any]) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.match(text := value.decode("latin-1")):
            return str(text)
    return str(uuid4())
