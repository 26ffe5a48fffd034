"""Answers made of templates: whole pages, and fragments for htmx."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.response import Redirect, Template
from litestar.response.base import ASGIResponse

from core.settings import settings
from core.web.flashes import COOKIE as FLASH_COOKIE
from core.web.flashes import Flash, to_cookie
from core.web.kept_pages import keep
from i18n.active import current
from i18n.messages import LazyText


class Page(Template):
    """A rendered template. Beside its own context it sees what `page_context` in the app's state
    says of every request: language, visitor, site, navigation, …"""

    def __init__(
        self,
        template_name: str,
        context: dict[str, Any] | None = None,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        breadcrumbs: list[tuple[Any, str | None]] | None = None,
    ) -> None:
        super().__init__(
            template_name=template_name,
            context={"breadcrumbs": breadcrumbs or [], **(context or {})},
            status_code=status,
            headers=headers,
            media_type=MediaType.HTML,
        )

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        shared = request.app.state.page_context(request)
        if shared["flashes"]:
            # In place: `delete_cookie` makes a new list, and the old one is already on its way out.
            self.cookies.append(Cookie(FLASH_COOKIE, path="/", expires=0, max_age=0))
        return {**shared, **self.context}

    def to_asgi_response(self, request: Request[Any, Any, Any], **how: Any) -> ASGIResponse:  # type: ignore[override]  # what else the framework says is handed on
        return keep(request, super().to_asgi_response(request=request, **how))


class Fragment(Page):
    """Part of a page, for htmx to put in place."""


def see(
    path: str, *, language: str | None = None, say: LazyText | None = None, kind: str = "success", **values: Any
) -> Redirect:
    """After a form: go and look at `path` (without language), which then says `say`, filled with
    `values`, once."""
    answer = Redirect(f"/{language or current().tag}{path}", status_code=303)
    if say is not None:
        cookie = to_cookie(Flash(kind, say), values, settings().secret())
        answer.set_cookie(FLASH_COOKIE, cookie, max_age=60, httponly=True, samesite="lax")
    return answer


def is_fragment_request(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asked, and not for a whole page (boosted links and restored history)."""
    headers = request.headers
    whole = "hx-boosted" in headers or "hx-history-restore-request" in headers
    return headers.get("hx-request") == "true" and not whole
