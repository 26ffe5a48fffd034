"""The state of a centre's website, page by page and language by language."""

from litestar import Controller, get, post
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.content import Localized
from i18n.messages import lazy
from network.units.current import CurrentSite
from sites.cohorts.pages.forms import typed_again
from sites.website.actions.pages import NewNews, add_news
from sites.website.models import PageKind
from sites.website.queries.pages import Draft, drafts
from sites.website.rules import completeness
from sites.website.words import PAGE_NAMES

_MAY = needs(Permission.SITE_EDIT)


class WebsitePages(Controller):
    path = "/manage/{site_code:str}/website"
    include_in_schema = False

    @get(name="website.overview", **_MAY)
    async def overview(self, session: Db, site: CurrentSite, today: Today) -> Page:
        found = await drafts(session)
        return Page(
            "website/overview.html",
            {
                "pages": [draft for draft in found if draft.kind is not PageKind.NEWS],
                "news": [draft for draft in found if draft.kind is PageKind.NEWS],
                "names": PAGE_NAMES,
                "progress": completeness(_texts_of(found), site.languages),
                "today": today,
            },
        )

    @get("/news/new", name="website.new_news", **_MAY)
    async def new_news(self, today: Today) -> Page:
        return Page("website/new_news.html", {"typed": {"dated_on": today.isoformat()}, "errors": {}})

    @post("/news/new", name="website.add_news", **_MAY)
    async def add(self, session: Db, site: CurrentSite, form: FormFields, now: Now) -> Page | Redirect:
        read = attempt(NewNews, texts(form, "code", "dated_on"))
        if isinstance(read, Invalid):
            context = {"typed": typed_again(form), "errors": read.fields}
            return Page("website/new_news.html", context, status=422)
        await add_news(session, read, now=now)
        return see(f"/manage/{site.code}/website/pages/{read.code}", say=lazy("Saved."))


def _texts_of(found: list[Draft]) -> list[Localized]:
    return [text for draft in found for text in (draft.title, draft.body)]
