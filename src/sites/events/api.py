"""Events for programs: those of a centre, a new one, who registered, and how many came."""

from typing import Any

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, FromQuery

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import checked_limit, decode_id, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Today
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.events.actions.planning import HeadCount, NewEvent, count_heads, plan_event
from sites.events.queries import Guest, PublicEvent, event, events_after, guests


class EventsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/events"
    tags = ["Events"]

    @get(operation_id="listEvents", name="api.events", **needs(Permission.COHORTS_VIEW, Scope.SITE_READ))
    async def list_events(
        self, session: Db, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """All events of the centre, drafts too, in the order in which they were entered."""
        most = checked_limit(limit)
        found = await events_after(session, after=decode_id(after), limit=most)
        return page_of(found, limit=most, show=shown_event, cursor=lambda one: str(one.id))

    @post(operation_id="planEvent", name="api.plan_event", **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE))
    async def plan(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
    ) -> Response[dict[str, Any]]:
        """Plan an event.

        Body: kind (workshop, conference, open_lab), title (object of languages and texts), languages, on, begins, ends
        (local day and times); optional summary, venue (code), capacity, registration (none, named, count), code,
        status (draft, open).
        """
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=b"events\n" + raw)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        planned = await plan_event(session, read_json(NewEvent, document), zone=site.zone)
        answer = shown_event(await event(session, planned.code))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)

    @get(
        "/{event_code:str}",
        operation_id="getEvent",
        name="api.event",
        **needs(Permission.COHORTS_VIEW, Scope.SITE_READ),
    )
    async def one(self, session: Db, event_code: FromPath[str]) -> dict[str, Any]:
        """One event, with the places taken and the people who came."""
        return shown_event(await event(session, event_code))

    @get(
        "/{event_code:str}/places",
        operation_id="listEventPlaces",
        name="api.event_places",
        **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ),
    )
    async def places(self, session: Db, event_code: FromPath[str]) -> dict[str, Any]:
        """Who registered, those who cancelled last."""
        shown = await event(session, event_code)
        return {"data": [shown_guest(one) for one in await guests(session, shown.id)], "next": None}

    @put(
        "/{event_code:str}/head-count",
        operation_id="countEventHeads",
        name="api.event_head_count",
        **needs(Permission.ATTENDANCE_MARK, Scope.SITE_WRITE),
    )
    async def count(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        event_code: FromPath[str],
    ) -> dict[str, Any]:
        """How many people came, registered or not. Body: people (null: not counted)."""
        shown = await event(session, event_code)
        _, document = await json_body(request)
        await count_heads(session, shown.code, read_json(HeadCount, document).people, today=today)
        return shown_event(await event(session, event_code))


def shown_event(one: PublicEvent) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "kind": str(one.kind),
        "status": str(one.status),
        "title": dict(one.title),
        "summary": dict(one.summary),
        "languages": list(one.languages),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "zone": one.zone,
        "held_on": one.held_on.isoformat(),
        "venue": one.venue,
        "capacity": one.capacity,
        "registration": str(one.registration),
        "taken": one.taken,
        "head_count": one.head_count,
    }


def shown_guest(one: Guest) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name,
        "email": one.email,
        "language": one.language,
        "places": one.places,
        "status": str(one.status),
        "came": one.came,
    }
