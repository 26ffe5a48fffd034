"""A centre's pages and news, for programs: read what is published and what is drafted, write, publish."""

from datetime import date
from typing import Any

from litestar import Controller, Request, delete, get, put
from litestar.params import FromPath, FromQuery
from pydantic import BaseModel, ConfigDict, Field

from core.errors import BadRequest
from core.forms import read_json
from core.pagination import checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Now
from core.web.json_body import json_body
from i18n.content import Localized
from i18n.messages import lazy
from network.units.current import CurrentSite
from sites.cohorts.actions.typed import Day, Text, Title
from sites.website.actions.pages import NewNews, add_news, delete_news, publish, write_page
from sites.website.errors import PageNotFound
from sites.website.models import PageKind
from sites.website.queries.pages import Draft, draft_of, drafts

_READ = needs(Permission.SITE_ENTER, Scope.SITE_READ)
_WRITE = needs(Permission.SITE_EDIT, Scope.SITE_WRITE)


class DateMissing(BadRequest):
    code = "date_missing"
    message = lazy("New news need `dated_on`, the day they stand under.")


class ApiPage(BaseModel):
    """The whole text, every language: what is not given is taken away. `publish` lets everybody read it at once."""

    model_config = ConfigDict(extra="forbid")

    title: Title
    body: Text = Field(default_factory=Localized)
    dated_on: Day | None = None
    publish: bool = False


class WebsiteApi(Controller):
    path = "/api/v1/sites/{site_code:str}"
    tags = ["Website"]

    @get("/pages", operation_id="listPages", name="api.pages", **_READ)
    async def list_pages(self, session: Db, site: CurrentSite) -> dict[str, Any]:
        """The pages of a centre's website (home, about, practical, accessibility): draft and published text."""
        found = [draft for draft in await drafts(session) if draft.kind is not PageKind.NEWS]
        return {"data": [_shown(draft, site.languages) for draft in found], "next": None}

    @put("/pages/{page_code:str}", operation_id="writePage", name="api.write_page", **_WRITE)
    async def write_one(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
        page_code: FromPath[str],
    ) -> dict[str, Any]:
        """Write a page, in all its languages at once.

        Body: title and body (objects of languages and texts, the body in Markdown), publish (true or false).
        """
        if (await draft_of(session, page_code)).kind is PageKind.NEWS:
            raise PageNotFound
        wanted = read_json(ApiPage, (await json_body(request))[1])
        return await _write(session, page_code, wanted, site.languages, now=now)

    @get("/news", operation_id="listNews", name="api.news", **_READ)
    async def list_news(
        self,
        session: Db,
        site: CurrentSite,
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """The news of a centre, by their address: draft and published text."""
        most, last = checked_limit(limit), decode(after)
        news = sorted(
            (draft for draft in await drafts(session) if draft.kind is PageKind.NEWS), key=lambda draft: draft.code
        )
        following = [draft for draft in news if last is None or draft.code > last]
        return page_of(
            following[: most + 1],
            limit=most,
            show=lambda draft: _shown(draft, site.languages),
            cursor=lambda draft: draft.code,
        )

    @put("/news/{page_code:str}", operation_id="writeNews", name="api.write_news", **_WRITE)
    async def write_news(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        now: Now,
        page_code: FromPath[str],
    ) -> dict[str, Any]:
        """Write news, or change them. Sending the same again changes nothing.

        Body: dated_on (needed when they are new), title and body (objects of languages and texts, the body in
        Markdown), publish (true or false).
        """
        wanted = read_json(ApiPage, (await json_body(request))[1])
        known = {draft.code for draft in await drafts(session) if draft.kind is PageKind.NEWS}
        if page_code not in known:
            await add_news(session, _new(page_code, wanted.dated_on), now=now)
        return await _write(session, page_code, wanted, site.languages, now=now)

    @delete("/news/{page_code:str}", operation_id="deleteNews", name="api.delete_news", status_code=204, **_WRITE)
    async def delete_one(self, session: Db, page_code: FromPath[str]) -> None:
        """Delete news, in all languages and with all versions."""
        await delete_news(session, page_code)


def _new(code: str, dated_on: date | None) -> NewNews:
    if dated_on is None:
        raise DateMissing
    return read_json(NewNews, {"code": code, "dated_on": dated_on})


async def _write(session: Db, code: str, wanted: ApiPage, languages: tuple[str, ...], *, now: Now) -> dict[str, Any]:
    await write_page(session, code, title=wanted.title, body=wanted.body, dated_on=wanted.dated_on, now=now)
    if wanted.publish:
        await publish(session, code, now=now)
    return _shown(await draft_of(session, code), languages)


def _shown(draft: Draft, languages: tuple[str, ...]) -> dict[str, Any]:
    published = draft.published
    return {
        "code": draft.code,
        "kind": draft.kind.value,
        "dated_on": draft.dated_on,
        "title": dict(draft.title),
        "body": dict(draft.body),
        "missing": list(draft.title.missing(languages)),
        "published": published
        and {
            "version": published.number,
            "at": published.published_at,
            "title": dict(published.title),
            "body": dict(published.body),
        },
    }
