"""Sessions for programs: list those of a cohort, plan one."""

from typing import Any

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
from sites.cohorts.actions.sessions import SessionMoments, SessionPlan, plan_moments, plan_session
from sites.cohorts.queries import FullCohort, SessionView, cohort, sessions


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
        and ends (local day and times); optional title (object of languages and texts), venue (code).
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
        "status": str(one.status),
    }


def _position(one: SessionView) -> str:
    return f"{one.starts_at.isoformat()} {one.id}"
