"""The list of a centre's events."""

from datetime import timedelta

from litestar import Controller, get

from core.permissions import Permission, needs
from core.web.dependencies import Db, Now, Today
from core.web.pages import Page
from sites.events.queries import past_events, upcoming_events
from sites.events.words import KIND_NAMES

_A_YEAR = timedelta(days=365)


class EventPages(Controller):
    include_in_schema = False

    @get("/{site_code:str}/events", name="events.list", **needs(Permission.ANYONE, public_site=True, kept=True))
    async def list_page(self, session: Db, now: Now, today: Today) -> Page:
        return Page(
            "events/list.html",
            {
                "events": await upcoming_events(session, now=now),
                "past": await past_events(session, since=today - _A_YEAR, now=now),
                "kinds": KIND_NAMES,
            },
        )
