"""A centre's events, one of them, and a place at it: without an account and without a script."""

from datetime import datetime, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.throttle import count_attempt
from core.web.dependencies import AppDatabase, AppSettings, Db, FormFields, Now, Today, client_address, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.events.actions.places import Coming, give_back, take_place, too_many, who_is_missing
from sites.events.models import PlaceStatus
from sites.events.queries import (
    PublicEvent,
    event_by_id,
    guest_behind_link,
    past_events,
    public_event,
    upcoming_events,
)
from sites.events.rules import MOST_PLACES
from sites.events.words import KIND_NAMES
from sites.registrations.choices import language_options

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_KEPT = needs(Permission.ANYONE, public_site=True, kept=True)
_A_YEAR = timedelta(days=365)
_HOUR = timedelta(hours=1)
_FIELDS = ("name", "email", "language", "places")
# A person does not see this field; a program that fills in every field gives itself away.
_TRAP = "website"
# Not "no-referrer": browsers then send the page's own form without an origin, as a stranger's would be.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


class EventPages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/events", name="events.list", **_KEPT)
    async def list_page(self, session: Db, now: Now, today: Today) -> Page:
        return Page(
            "events/list.html",
            {
                "events": await upcoming_events(session, now=now),
                "past": await past_events(session, since=today - _A_YEAR, now=now),
                "kinds": KIND_NAMES,
                "now": now,
            },
        )

    @get("/events/{event_code:str}", name="events.one", **_KEPT)
    async def event_page(
        self, session: Db, site: CurrentSite, now: Now, app_settings: AppSettings, event_code: FromPath[str]
    ) -> Page:
        event = await public_event(session, event_code)
        return Page(
            "events/event.html",
            {
                "event": event,
                "kinds": KIND_NAMES,
                "may_register": event.may_register(now),
                "is_over": event.ends_at <= now,
                "described": described(event, site=site, base_url=app_settings.base_url),
            },
        )

    @get("/events/{event_code:str}/register", name="events.form", **_PUBLIC)
    async def form_page(self, session: Db, site: CurrentSite, now: Now, event_code: FromPath[str]) -> Page:
        return _form(site, await public_event(session, event_code), {}, {}, now=now)

    @post("/events/{event_code:str}/register", name="events.register", **_PUBLIC)
    async def register(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        database: AppDatabase,
        app_settings: AppSettings,
        site: CurrentSite,
        now: Now,
        form: FormFields,
        event_code: FromPath[str],
    ) -> Response[Any]:
        limit = app_settings.registrations_per_hour
        await count_attempt(database, kind="event", who=client_address(request), limit=limit, window=_HOUR)
        event = await public_event(session, event_code)
        typed = texts(form, *_FIELDS, _TRAP)
        coming = attempt(Coming, {name: value for name, value in typed.items() if name in _FIELDS})
        errors = coming.fields if isinstance(coming, Invalid) else _problems(event, coming)
        if typed.get(_TRAP):
            errors = {**errors, _TRAP: _("Please leave the last field empty.")}
        if errors or isinstance(coming, Invalid):
            return _form(site, event, typed, errors, now=now)
        taken = await take_place(session, event.code, coming, now=now, secret=app_settings.secret())
        return see(f"/{site.code}/event-places/{taken.token}")

    @get("/event-places/{token:str}", name="events.mine", **_PUBLIC)
    async def my_place(self, session: Db, now: Now, token: FromPath[str]) -> Page:
        """Only shows: a mail program that looks at the link beforehand cancels nothing."""
        who = await guest_behind_link(session, token)
        event = await event_by_id(session, who.event_id)
        is_coming = who.status is PlaceStatus.REGISTERED and not event.is_cancelled
        return Page(
            "events/mine.html",
            {
                "who": who,
                "event": event,
                "kinds": KIND_NAMES,
                "token": token,
                "is_coming": is_coming,
                "is_over": event.ends_at <= now,
                "may_register": event.may_register(now),
            },
            headers=_PRIVATE,
        )

    @post("/event-places/{token:str}", name="events.cancel_mine", **_PUBLIC)
    async def cancel_mine(self, session: Db, site: CurrentSite, now: Now, token: FromPath[str]) -> Response[Any]:
        who = await guest_behind_link(session, token)
        await give_back(session, who.id, now=now)
        return see(f"/{site.code}/event-places/{token}", say=lazy("Your registration is cancelled."))


def _problems(event: PublicEvent, coming: Coming) -> dict[str, str]:
    return {**who_is_missing(coming, event.registration), **too_many(event.left, coming.places)}


def _form(
    site: SiteContext, event: PublicEvent, typed: dict[str, Any], errors: dict[str, str], *, now: datetime
) -> Page:
    spoken = current().tag if current().tag in site.languages else site.languages[0]
    return Page(
        "events/register.html",
        {
            "event": event,
            "kinds": KIND_NAMES,
            "typed": {**dict.fromkeys(_FIELDS, ""), "language": spoken, "places": "1", **typed},
            "errors": errors,
            "may_register": event.may_register(now),
            "is_over": event.ends_at <= now,
            "languages_of_mail": language_options(site.languages),
            "most": MOST_PLACES if event.left is None else min(event.left, MOST_PLACES),
            "trap": _TRAP,
        },
        status=422 if errors else 200,
    )


def described(event: PublicEvent, *, site: SiteContext, base_url: str) -> dict[str, Any]:
    """The event in the words of schema.org, for search engines."""
    address = f"{base_url}/{current().tag}/{site.code}"
    mode = "OnlineEventAttendanceMode" if event.is_online else "OfflineEventAttendanceMode"
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": str(event.title),
        "description": str(event.summary) or str(event.title),
        "url": f"{address}/events/{event.code}",
        "startDate": event.starts_at.isoformat(),
        "endDate": event.ends_at.isoformat(),
        "inLanguage": list(event.languages),
        "eventStatus": f"https://schema.org/{'EventCancelled' if event.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{mode}",
        "organizer": {"@type": "EducationalOrganization", "name": str(site.name), "url": address},
        "isAccessibleForFree": True,
    }
    if event.venue_name is not None and not event.is_online:
        place = {"@type": "Place", "name": str(event.venue_name), "address": event.address or str(event.venue_name)}
        told["location"] = place
    return told
