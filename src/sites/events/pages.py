"""The list of a centre's events."""

from datetime import timedelta

from litestar import Controller, get

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, Now, Today
from core.web.pages import Page
from network.units.current import CurrentSite
from sites.events.described import described_events
from sites.events.queries import past_events, upcoming_events
from sites.events.words import KIND_NAMES

_A_YEAR = timedelta(days=365)


class EventPages(Controller):
    include_in_schema = False

    @get("/{site_code:str}/events", name="events.list", **needs(Permission.ANYONE, public_site=True, kept=True))
    async def list_page(
        self, session: Db, site: CurrentSite, now: Now, today: Today, app_settings: AppSettings
    ) -> Page:
        events = await upcoming_events(session, now=now)
        return Page(
            "events/list.html",
            {
                "events": events,
                "described": described_events(events, site=site, base_url=app_settings.base_url),
                "past": await past_events(session, since=today - _A_YEAR, now=now),
                "kinds": KIND_NAMES,
            },
        )
