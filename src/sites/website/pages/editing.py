"""One page or piece of news: write it in one language beside another, look at it, publish it, take that back."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.errors import Conflict, Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, texts
from core.web.navigation import shown
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import LANGUAGES
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.navigation import PUBLIC
from sites.website.actions.pages import (
    WrittenText,
    delete_news,
    publish,
    take_down,
    undo_publication,
    write_text,
)
from sites.website.errors import DraftChanged
from sites.website.models import PageKind
from sites.website.queries.pages import Draft, draft_of
from sites.website.rendering import rendered
from sites.website.words import PAGE_NAMES

_MAY = needs(Permission.SITE_EDIT)


class EditingPages(Controller):
    path = "/manage/{site_code:str}/website/pages/{page_code:str}"
    include_in_schema = False

    @get(name="website.page", **_MAY)
    async def page(
        self,
        session: Db,
        site: CurrentSite,
        page_code: FromPath[str],
        language: FromQuery[str] = "",
        source: FromQuery[str] = "",
    ) -> Page:
        draft = await draft_of(session, page_code)
        tag = _language(site, language)
        return _form(site, draft, tag, _source(site, draft, tag, source), _as_typed(draft, tag))

    @post(name="website.write", **_MAY)
    async def write(
        self, session: Db, site: CurrentSite, page_code: FromPath[str], form: FormFields, now: Now
    ) -> Page | Redirect:
        tag, source = _language(site, form.get("language")), form.get("source", "")
        read = attempt(WrittenText, {**texts(form, "title", "body", "revision"), "language": tag})
        draft = await draft_of(session, page_code)
        if isinstance(read, Invalid):
            return _form(site, draft, tag, _source(site, draft, tag, source), _typed(form), error=read)
        if read.revision != draft.revision:
            return _form(site, draft, tag, tag, _typed(form), error=DraftChanged())
        await write_text(session, page_code, read, now=now)
        return await _after_writing(session, site, page_code, form, tag, now=now)

    @get("/preview", name="website.preview", **_MAY)
    async def preview(self, session: Db, site: CurrentSite, page_code: FromPath[str]) -> Page:
        """In the language of this address, which is one of those the centre writes in."""
        draft = await draft_of(session, page_code)
        public = f"/{current().tag}/{site.code}"
        return Page(
            "website/preview.html",
            {
                "draft": draft,
                "body": rendered(draft.body),
                "name": PAGE_NAMES[draft.kind],
                "navigation": shown(PUBLIC, base=public, here=""),
                "languages": [LANGUAGES[tag] for tag in site.languages if tag in LANGUAGES],
            },
        )

    @post("/publish", name="website.publish", **_MAY)
    async def publish_page(self, session: Db, site: CurrentSite, page_code: FromPath[str], now: Now) -> Redirect:
        await publish(session, page_code, now=now)
        return see(_address(site, page_code), say=lazy("Published: everybody reads this version now."))

    @post("/undo", name="website.undo", **_MAY)
    async def undo(self, session: Db, site: CurrentSite, page_code: FromPath[str], now: Now) -> Redirect:
        await undo_publication(session, page_code, now=now)
        return see(_address(site, page_code), say=lazy("Everybody reads the earlier version again."))

    @post("/take-down", name="website.take_down", **_MAY)
    async def take_it_down(self, session: Db, site: CurrentSite, page_code: FromPath[str]) -> Redirect:
        await take_down(session, page_code)
        return see(
            _address(site, page_code), say=lazy("The public no longer sees this page. Your draft is still here.")
        )

    @post("/delete", name="website.delete_news", **_MAY)
    async def delete(self, session: Db, site: CurrentSite, page_code: FromPath[str]) -> Redirect:
        await delete_news(session, page_code)
        return see(f"/manage/{site.code}/website", say=lazy("Deleted."))


async def _after_writing(
    session: Db, site: SiteContext, code: str, form: dict[str, Any], tag: str, *, now: Now
) -> Redirect:
    if form.get("then") == "preview":
        return see(f"{_address(site, code)}/preview", language=tag)
    if form.get("then") == "publish":
        await publish(session, code, now=now)
        return see(_address(site, code), say=lazy("Published: everybody reads this version now."))
    source = form.get("source", "")
    kept = f"&source={source}" if source in site.languages else ""
    return see(f"{_address(site, code)}?language={tag}{kept}", say=lazy("Saved."))


def _address(site: SiteContext, code: str) -> str:
    return f"/manage/{site.code}/website/pages/{code}"


def _language(site: SiteContext, wanted: Any) -> str:
    """The one asked for, else the manager's own, else the centre's first."""
    for tag in (wanted, current().tag):
        if tag in site.languages:
            return str(tag)
    return site.languages[0]


def _source(site: SiteContext, draft: Draft, tag: str, wanted: Any) -> str | None:
    """The language to translate from: the one asked for, else the first other one that has a text."""
    others = [other for other in site.languages if other != tag]
    if wanted in others:
        return str(wanted)
    return next((other for other in others if other in draft.body or other in draft.title), None)


def _as_typed(draft: Draft, tag: str) -> dict[str, Any]:
    return {"title": draft.title.get(tag, ""), "body": draft.body.get(tag, ""), "revision": draft.revision}


def _typed(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _form(
    site: SiteContext,
    draft: Draft,
    tag: str,
    source: str | None,
    typed: dict[str, Any],
    *,
    error: Invalid | Conflict | None = None,
) -> Page:
    fields = error.fields if isinstance(error, Invalid) else {}
    context = {
        "draft": draft,
        "tag": tag,
        "source": source,
        "typed": {**typed, "revision": draft.revision},
        "errors": fields,
        "conflict": error if isinstance(error, Conflict) else None,
        "name": PAGE_NAMES[draft.kind],
        "is_news": draft.kind is PageKind.NEWS,
        "progress": [(one, one in draft.title and (one in draft.body or not draft.body)) for one in site.languages],
    }
    return Page("website/page.html", context, status=error.status if error else 200)
