"""Answers made of templates: whole pages, and fragments for htmx."""

from typing import Any

from litestar import Request
from litestar.enums import MediaType
from litestar.response import Redirect, Template

from i18n.active import current


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
        return {**request.app.state.page_context(request), **self.context}


class Fragment(Page):
    """Part of a page, for htmx to put in place."""


def see(path: str, *, language: str | None = None) -> Redirect:
    """After a form: go and look at `path` (without language), in the same or a given language."""
    return Redirect(f"/{language or current().tag}{path}", status_code=303)


def is_fragment_request(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asked, and not for a whole page (boosted links and restored history)."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and "hx-boosted" not in headers
        and "hx-history-restore-request" not in headers
    )
