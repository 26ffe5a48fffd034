"""Events as the centre works with them: planned, announced, copied, cancelled; who comes, who came."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt, read_form
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, many, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES, endonym
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread, typed_again
from sites.cohorts.queries import venues
from sites.events.actions.places import Coming, check_off, give_back, take_place, too_many
from sites.events.actions.planning import (
    CancelReason,
    EventPlan,
    HeadCount,
    NewEvent,
    announce_event,
    cancel_event,
    change_event,
    count_heads,
    plan_event,
    plan_problems,
)
from sites.events.errors import PlaceNotFound
from sites.events.models import EventRegistration, PlaceStatus
from sites.events.queries import Guest, PublicEvent, event, event_by_id, event_counts, events_in, guest, guests
from sites.events.rules import MOST_PLACES, STATE_NAMES, EventState
from sites.events.words import KIND_NAMES, REGISTRATION_NAMES
from sites.registrations.choices import language_options

_LENGTH = 50
_PLAN_FIELDS = ("kind", "on", "begins", "ends", "venue", "capacity", "registration")
_GUEST_FIELDS = ("name", "email", "language", "places")


class EventPlanningPages(Controller):
    path = "/manage/{site_code:str}/events"
    include_in_schema = False

    @get(name="events.plans", **needs(Permission.COHORTS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        now: Now,
        state_word: Annotated[str, QueryParameter(name="state")] = "",
        page: FromQuery[str] = "1",
    ) -> Page:
        state = EventState(state_word) if state_word in set(EventState) else EventState.UPCOMING
        number = max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        found = await events_in(session, state, now=now, page=number, length=_LENGTH)
        counts = await event_counts(session, now=now)
        here = f"/{current().tag}/manage/{site.code}/events"

        def address(page: int) -> str:
            return f"{here}?{urlencode({'state': state.value, 'page': page})}"

        return Page(
            "events/plans.html",
            {
                "events": found[:_LENGTH],
                "tabs": [
                    (STATE_NAMES[one], f"{here}?state={one.value}", one is state, counts[one]) for one in EventState
                ],
                "state": state,
                "any": any(counts.values()),
                "kinds": KIND_NAMES,
                "may_edit": visitor.may(Permission.COHORTS_EDIT, units=site.path),
                "previous": address(number - 1) if number > 1 else None,
                "next": address(number + 1) if len(found) > _LENGTH else None,
            },
        )

    @get("/new", name="events.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self, session: Db, site: CurrentSite, copy: FromQuery[str] = "") -> Page:
        """With `copy`, all of another event but its day and its code."""
        typed: dict[str, Any] = {"status": "draft", "languages": [site.languages[0]], "registration": "none"}
        if copy:
            typed = {**_as_typed(await event(session, copy)), "on": "", "status": "draft"}
        return await _plan_form(session, site, None, typed)

    @post("/new", name="events.plan", **needs(Permission.COHORTS_EDIT))
    async def plan(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        read = attempt(NewEvent, _plan_fields(form, site, "code", "status"))
        problems = read.fields if isinstance(read, Invalid) else await plan_problems(session, read, zone=site.zone)
        if problems or isinstance(read, Invalid):
            return await _plan_form(session, site, None, typed_again(form), errors=problems)
        planned = await plan_event(session, read, zone=site.zone)
        return see(f"/manage/{site.code}/events/{planned.code}", say=lazy("Saved."))

    @get("/{event_code:str}/edit", name="events.edit", **needs(Permission.COHORTS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, event_code: FromPath[str]) -> Page:
        shown = await event(session, event_code)
        return await _plan_form(session, site, shown, _as_typed(shown))

    @post("/{event_code:str}/edit", name="events.change", **needs(Permission.COHORTS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, form: FormFields, now: Now, event_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await event(session, event_code)
        read = attempt(EventPlan, _plan_fields(form, site, kept=shown))
        problems = (
            read.fields
            if isinstance(read, Invalid)
            else await plan_problems(session, read, zone=site.zone, event_id=shown.id)
        )
        if problems or isinstance(read, Invalid):
            return await _plan_form(session, site, shown, typed_again(form), errors=problems)
        await change_event(session, shown.code, read, zone=site.zone, now=now)
        return see(f"/manage/{site.code}/events/{shown.code}", say=lazy("Saved."))

    @post("/{event_code:str}/announce", name="events.announce", **needs(Permission.COHORTS_EDIT))
    async def announce(self, session: Db, site: CurrentSite, now: Now, event_code: FromPath[str]) -> Redirect:
        changed = await announce_event(session, event_code, now=now)
        return see(f"/manage/{site.code}/events/{changed.code}", say=lazy("The event is on the public page now."))

    @post("/{event_code:str}/cancel", name="events.cancel", **needs(Permission.COHORTS_EDIT))
    async def cancel(
        self, session: Db, site: CurrentSite, form: FormFields, now: Now, event_code: FromPath[str]
    ) -> Redirect:
        given = read_form(CancelReason, texts(form, "reason"))
        changed = await cancel_event(session, event_code, reason=given.reason, now=now)
        return see(f"/manage/{site.code}/events/{changed.code}", say=lazy("The event is cancelled."))


class EventDeskPages(Controller):
    """At the door: trainers check people off, so they see names; addresses are for who looks after learners."""

    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/events/{event_code:str}", name="events.overview", **needs(Permission.COHORTS_VIEW))
    async def overview_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, now: Now, today: Today, event_code: FromPath[str]
    ) -> Page:
        return await _overview(session, site, visitor, await event(session, event_code), now=now, today=today)

    @post("/events/{event_code:str}/head-count", name="events.count", **needs(Permission.ATTENDANCE_MARK))
    async def count(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        form: FormFields,
        now: Now,
        today: Today,
        event_code: FromPath[str],
    ) -> Page | Redirect:
        shown = await event(session, event_code)
        typed = texts(form, "people")
        read = attempt(HeadCount, typed)
        if isinstance(read, Invalid):
            return await _overview(session, site, visitor, shown, now=now, today=today, typed=typed, errors=read.fields)
        await count_heads(session, shown.code, read.people, today=today)
        return see(f"/manage/{site.code}/events/{shown.code}", say=lazy("Saved."))

    @get("/events/{event_code:str}/places/new", name="events.add_guest", **needs(Permission.LEARNERS_NAMES))
    async def add_page(self, session: Db, site: CurrentSite, event_code: FromPath[str]) -> Page:
        return _guest_form(site, await event(session, event_code), {}, {})

    @post("/events/{event_code:str}/places/new", name="events.add_guest_now", **needs(Permission.LEARNERS_NAMES))
    async def add(
        self,
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        form: FormFields,
        now: Now,
        event_code: FromPath[str],
    ) -> Response[Any]:
        shown = await event(session, event_code)
        typed = texts(form, *_GUEST_FIELDS)
        coming = attempt(Coming, {"language": site.languages[0], **typed})
        errors = coming.fields if isinstance(coming, Invalid) else too_many(shown.left, coming.places)
        if errors or isinstance(coming, Invalid):
            return _guest_form(site, shown, typed, errors)
        await take_place(session, shown.code, coming, now=now, secret=app_settings.secret(), by_staff=True)
        return see(f"/manage/{site.code}/events/{shown.code}", say=lazy("Saved."))

    @post("/event-places/{place_id:str}/came", name="events.check_off", **needs(Permission.ATTENDANCE_MARK))
    async def mark(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, place_id: FromPath[str]
    ) -> Redirect:
        """One person at a time: two at the door never overwrite each other."""
        read = read_form(HeadCount, {"people": texts(form, "came").get("came", "")})
        place = await check_off(session, _id(place_id), read.people, today=today)
        shown = await event_by_id(session, place.event_id)
        return see(f"/manage/{site.code}/events/{shown.code}#g-{place.id}")

    @post("/event-places/{place_id:str}/cancel", name="events.cancel_place", **needs(Permission.LEARNERS_NAMES))
    async def cancel_place(self, session: Db, site: CurrentSite, now: Now, place_id: FromPath[str]) -> Redirect:
        who = await guest(session, _id(place_id))
        await give_back(session, who.id, now=now)
        shown = await event_by_id(session, who.event_id)
        return see(f"/manage/{site.code}/events/{shown.code}", say=lazy("The registration is cancelled."))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise PlaceNotFound from error


async def _overview(
    session: AsyncSession,
    site: SiteContext,
    visitor: SignedIn,
    shown: PublicEvent,
    *,
    now: datetime,
    today: Any,
    typed: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> Page:
    sees_names = visitor.may(Permission.LEARNERS_NAMES, units=site.path)
    listed: list[Guest] = await guests(session, shown.id) if sees_names else []
    return Page(
        "events/overview.html",
        {
            "event": shown,
            "state": shown.state(now),
            "state_names": STATE_NAMES,
            "kinds": KIND_NAMES,
            "how": REGISTRATION_NAMES,
            "coming": [one for one in listed if one.status is PlaceStatus.REGISTERED],
            "gone": [one for one in listed if one.status is PlaceStatus.CANCELLED],
            "sees_names": sees_names,
            "sees_addresses": visitor.may(Permission.LEARNERS_VIEW, units=site.path),
            "may_edit": visitor.may(Permission.COHORTS_EDIT, units=site.path),
            "may_mark": visitor.may(Permission.ATTENDANCE_MARK, units=site.path) and shown.held_on <= today,
            "typed": typed or {"people": shown.head_count if shown.head_count is not None else ""},
            "errors": errors or {},
        },
        status=422 if errors else 200,
        breadcrumbs=[(_("Events"), f"/{current().tag}/manage/{site.code}/events"), (shown.title, None)],
    )


def _plan_fields(
    form: dict[str, Any], site: SiteContext, *names: str, kept: PublicEvent | None = None
) -> dict[str, Any]:
    return {
        **texts(form, *_PLAN_FIELDS, *names),
        "title": localized(form, "title", site.languages, kept.title if kept else None),
        "summary": localized(form, "summary", site.languages, kept.summary if kept else None),
        "languages": many(form, "languages"),
    }


async def _plan_form(
    session: AsyncSession,
    site: SiteContext,
    shown: PublicEvent | None,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
) -> Page:
    here = f"/{current().tag}/manage/{site.code}/events"
    own = [(shown.title, f"{here}/{shown.code}")] if shown else []
    return Page(
        "events/form.html",
        {
            "event": shown,
            "typed": typed,
            "errors": errors or {},
            "kinds": list(KIND_NAMES.items()),
            "ways": list(REGISTRATION_NAMES.items()),
            "venues": [(one.code, str(one.name)) for one in await venues(session)],
            "offered": _languages(site.languages, many(typed, "languages")),
            "chosen_languages": many(typed, "languages"),
        },
        status=422 if errors else 200,
        breadcrumbs=[(_("Events"), here), *own, (_("Change") if shown else _("Plan an event"), None)],
    )


def _guest_form(site: SiteContext, shown: PublicEvent, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    here = f"/{current().tag}/manage/{site.code}/events"
    return Page(
        "events/guest.html",
        {
            "event": shown,
            "typed": {**dict.fromkeys(_GUEST_FIELDS, ""), "language": site.languages[0], "places": "1", **typed},
            "errors": errors,
            "languages_of_mail": language_options(site.languages),
            "most": MOST_PLACES,
        },
        status=422 if errors else 200,
        breadcrumbs=[(_("Events"), here), (shown.title, f"{here}/{shown.code}"), (_("Add a person"), None)],
    )


def _languages(own: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str, None, str]]:
    """The centre's own first; an event may be in any other."""
    known = [tag for tag in chosen if tag in INTERFACE_LANGUAGES]
    return [(tag, endonym(tag), None, tag) for tag in dict.fromkeys((*own, *known, *INTERFACE_LANGUAGES))]


def _as_typed(shown: PublicEvent) -> dict[str, Any]:
    zone = ZoneInfo(shown.zone)
    return {
        **spread("title", shown.title),
        **spread("summary", shown.summary),
        "kind": shown.kind.value,
        "languages": list(shown.languages),
        "on": shown.held_on.isoformat(),
        "begins": f"{shown.starts_at.astimezone(zone):%H:%M}",
        "ends": f"{shown.ends_at.astimezone(zone):%H:%M}",
        "venue": shown.venue,
        "capacity": shown.capacity,
        "registration": EventRegistration(shown.registration).value,
    }
