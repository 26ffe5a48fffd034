"""Sessions and rooms for programs: list, plan, move, cancel."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.cohorts.actions.moving import Cancellation, NewTime, cancel_session, reschedule
from sites.cohorts.actions.rooms import NewRoom, add_room
from sites.cohorts.actions.sessions import SessionMoments, SessionPlan, plan_moments, plan_session
from sites.cohorts.queries import (
    FullCohort,
    RoomView,
    SessionView,
    cohort,
    room,
    rooms,
    session_with_cohort,
    sessions,
)
from sites.cohorts.site_days import site_days


class SessionsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/cohorts"
    tags = ["Cohorts and sessions"]

    @get(
        "/{cohort_code:str}/sessions",
        operation_id="listSessions",
        name="api.sessions",
        **needs(Permission.COHORTS_VIEW, Scope.SITE_READ),
    )
    async def list_sessions(
        self,
        session: Db,
        cohort_code: FromPath[str],
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """The sessions of a cohort in their order."""
        most, last = checked_limit(limit), decode(after)
        shown = await cohort(session, cohort_code)
        found = await sessions(session, shown.id)
        rest = [one for one in found if last is None or _position(one) > last]
        return page_of(rest[: most + 1], limit=most, show=shown_session, cursor=_position)

    @post(
        "/{cohort_code:str}/sessions",
        operation_id="planSession",
        name="api.plan_session",
        **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE),
    )
    async def plan(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        cohort_code: FromPath[str],
    ) -> Response[dict[str, Any]]:
        """Plan a session.

        Body: starts_at and ends_at (ISO 8601; without an offset they are local time of the centre), or on, begins
        and ends (local day and times); optional title (object of languages and texts), venue (code), room (code; nobody
        else can have it then), trainers (ids; none given: those of the cohort).
        """
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        about = b"sessions\n" + cohort_code.encode() + b"\n" + raw
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=about)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        shown = await cohort(session, cohort_code)
        if isinstance(document, dict) and "on" in document:
            planned = await plan_session(
                session, shown.code, read_json(SessionPlan, document), zone=site.zone, units=site.path
            )
        else:
            planned = await plan_moments(
                session, shown.code, read_json(SessionMoments, document), zone=site.zone, units=site.path
            )
        all_sessions = await sessions(session, shown.id)
        answer = shown_session(next(one for one in all_sessions if one.id == planned.id))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)


def shown_cohort(one: FullCohort, *, taken: int, waiting: int) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "curriculum": one.curriculum,
        "title": dict(one.title),
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "languages": one.languages,
        "venue": one.venue,
        "status": str(one.status),
        "capacity": one.capacity,
        "taken": taken,
        "waiting": waiting,
    }


def shown_session(one: SessionView) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "zone": one.zone,
        "held_on": one.held_on.isoformat(),
        "minutes": one.minutes,
        "title": dict(one.title),
        "venue": one.venue,
        "room": one.room,
        "status": str(one.status),
    }


def _position(one: SessionView) -> str:
    return f"{one.starts_at.isoformat()} {one.id}"


class RoomsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/rooms"
    tags = ["Cohorts and sessions"]

    @get(operation_id="listRooms", name="api.rooms", **needs(Permission.COHORTS_VIEW, Scope.SITE_READ))
    async def list_rooms(
        self, session: Db, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """The rooms of the centre by code."""
        most, last = checked_limit(limit), decode(after)
        found = sorted(await rooms(session), key=lambda one: one.code)
        rest = [one for one in found if last is None or one.code > last]
        return page_of(rest[: most + 1], limit=most, show=shown_room, cursor=lambda one: one.code)

    @post(operation_id="addRoom", name="api.add_room", **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE))
    async def add(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
    ) -> Response[dict[str, Any]]:
        """Add a room to a venue.

        Body: code, venue (code), name (object of languages and texts); optional capacity, equipment (list of words),
        hours (list of weekday, 0 is Monday, opens and closes; none: always open).
        """
        _raw, document = await json_body(request)
        added = await add_room(session, read_json(NewRoom, document))
        return Response(shown_room(await room(session, added.code)), status_code=201)


class SessionChangesApi(Controller):
    path = "/api/v1/sites/{site_code:str}/sessions/{session_id:uuid}"
    tags = ["Cohorts and sessions"]

    @post(
        "/reschedule",
        operation_id="rescheduleSession",
        name="api.reschedule_session",
        status_code=200,
        **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE),
    )
    async def reschedule_one(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        session_id: FromPath[UUID],
    ) -> dict[str, Any]:
        """Move a session, or it and all that follow it in its cohort.

        Body: on, begins, ends (local day and times); optional following and around_holidays (booleans), room (code),
        reason, tell (boolean: write to the learners). Answers 409 room_is_taken or trainer_is_taken, naming the other
        session.
        """
        await session_with_cohort(session, session_id)  # what is not there is not found before its document is read
        _raw, document = await json_body(request)
        moved = await reschedule(session, session_id, read_json(NewTime, document), days=site_days(site))
        changed = {one.id for one in moved}
        every = await sessions(session, moved[0].cohort_id)
        return {"data": [shown_session(one) for one in every if one.id in changed]}

    @post(
        "/cancel",
        operation_id="cancelSession",
        name="api.cancel_session",
        status_code=200,
        **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE),
    )
    async def cancel_one(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        session_id: FromPath[UUID],
    ) -> dict[str, Any]:
        """Cancel a session. Body: optional reason and tell (boolean: write to the learners)."""
        await session_with_cohort(session, session_id)
        _raw, document = await json_body(request)
        given = read_json(Cancellation, document)
        await cancel_session(session, session_id, reason=given.reason, tell=given.tell)
        return shown_session((await session_with_cohort(session, session_id)).session)


def shown_room(one: RoomView) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "venue": one.venue,
        "name": dict(one.name),
        "capacity": one.capacity,
        "equipment": [str(thing) for thing in one.equipment],
        "hours": [
            {"weekday": day.weekday, "opens": f"{day.opens:%H:%M}", "closes": f"{day.closes:%H:%M}"}
            for day in one.hours
        ],
    }
