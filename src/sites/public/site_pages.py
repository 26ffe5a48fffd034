"""What a centre writes of itself: about, practical information, accessibility, news."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery

from core.pagination import decode, encode
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.pages import Page
from i18n.active import current
from i18n.content import Localized
from i18n.formatting import weekday
from network.units.current import CurrentSite
from sites.public.atom import news_feed
from sites.website.models import PageKind
from sites.website.queries.contact import Presence, presence
from sites.website.queries.pages import PublishedPage, published_article, published_news, published_page
from sites.website.rendering import lead, rendered
from sites.website.rules import Hours, open_state
from sites.website.words import CONFORMITY, PAGE_NAMES

_PUBLIC = needs(Permission.ANYONE, public_site=True, kept=True)
_ON_ONE_PAGE = 10
_IN_THE_FEED = 20
_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class DayShown:
    """One of the coming days, with the times that hold on it."""

    day: date
    name: str
    hours: list[Hours]
    why: Localized
    is_today: bool


class SitePages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/about", name="public.about", **_PUBLIC)
    async def about(self, session: Db, today: Today) -> Page:
        page = await published_page(session, PageKind.ABOUT)
        short = Localized() if page else (await presence(session, today=today)).about
        context = {"draft": page or _plain(PageKind.ABOUT), "body": rendered(page.body if page else short)}
        return Page("public/text.html", {**context, "name": PAGE_NAMES[PageKind.ABOUT]})

    @get("/practical", name="public.practical", **_PUBLIC)
    async def practical(self, session: Db, today: Today, now: Now) -> Page:
        found = await presence(session, today=today)
        page = await published_page(session, PageKind.PRACTICAL)
        return Page(
            "public/practical.html",
            {
                "found": found,
                "draft": page or _plain(PageKind.PRACTICAL),
                "body": rendered(page.body if page else found.practical),
                "name": PAGE_NAMES[PageKind.PRACTICAL],
                "state": open_state(found.timetable, now=now),
                "days": coming_days(found, today=today),
                "transport": rendered(found.details.transport),
                "step_free": rendered(found.details.step_free),
            },
        )

    @get("/accessibility", name="public.accessibility", **_PUBLIC)
    async def accessibility(self, session: Db, today: Today) -> Page:
        found = await presence(session, today=today)
        page = await published_page(session, PageKind.ACCESSIBILITY)
        return Page(
            "public/accessibility.html",
            {
                "contact": found.contact_email,
                "phone": found.details.phone,
                "conformity": found.details.conformity,
                "conformity_name": CONFORMITY[found.details.conformity],
                "checked_on": found.details.checked_on,
                "step_free": rendered(found.details.step_free),
                "own": rendered(page.body) if page else None,
            },
        )

    @get("/news", name="public.news", **_PUBLIC)
    async def news(self, session: Db, today: Today, after: FromQuery[str | None] = None) -> Page:
        found = await published_news(session, until=today, limit=_ON_ONE_PAGE + 1, before=_before(after))
        shown = found[:_ON_ONE_PAGE]
        following = encode(f"{shown[-1].dated_on} {shown[-1].code}") if len(found) > _ON_ONE_PAGE else None
        return Page("public/news.html", {"news": shown, "lead": lead, "following": following})

    @get("/news/{page_code:str}", name="public.article", **_PUBLIC)
    async def article(self, session: Db, today: Today, page_code: FromPath[str]) -> Page:
        page = await published_article(session, page_code, until=today)
        context = {"draft": page, "body": rendered(page.body), "name": PAGE_NAMES[PageKind.NEWS]}
        return Page("public/text.html", context)

    @get("/news.atom", name="public.news_feed", **needs(Permission.ANYONE, public_site=True))
    async def feed(self, session: Db, site: CurrentSite, today: Today, app_settings: AppSettings) -> Response[bytes]:
        """Atom, in the language of the address."""
        found = await published_news(session, until=today, limit=_IN_THE_FEED)
        content = news_feed(found, name=str(site.name), address=f"{app_settings.base_url}/{current().tag}/{site.code}")
        return Response(content, media_type="application/atom+xml", headers={"Cache-Control": "public, max-age=900"})


def coming_days(found: Presence, *, today: date) -> list[DayShown]:
    """A week from today on: what holds on a holiday or on a day with other hours is said of that day."""
    table = found.timetable
    if table.is_empty:
        return []
    days = [today + timedelta(days=count) for count in range(_A_WEEK)]
    return [DayShown(day, weekday(day), list(table.hours_of(day)), _why(found, day), day == today) for day in days]


def _why(found: Presence, day: date) -> Localized:
    special = found.timetable.specials.get(day)
    if special is not None and special.note:
        return special.note
    return found.timetable.holiday(day, current().tag)


def _before(after: str | None) -> tuple[date, str] | None:
    """What the link to the following page carried; the first page for anything else."""
    if not after:
        return None
    day, _, code = (decode(after) or "").partition(" ")
    try:
        return date.fromisoformat(day), code
    except ValueError:
        return None


def _plain(kind: PageKind) -> PublishedPage:
    """Stands where nothing has been published: the page then shows the text of the settings."""
    never = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    return PublishedPage(None, kind.value, kind, None, Localized(), Localized(), 0, never)
