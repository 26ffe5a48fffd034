"""Start-ups for programs: those of a centre, a new one, the next stage, jobs and money."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import checked_limit, decode_id, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Today
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.startups.actions.help import NewGain, note_gain
from sites.startups.actions.startups import NewStartup, NextStep, move_startup, take_in
from sites.startups.queries import StartupLine, startup, startups_after

_EDIT = needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE)
_VIEW = needs(Permission.LEARNERS_VIEW, Scope.SITE_READ)


class StartupsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/startups"
    tags = ["Projects and start-ups"]

    @get(operation_id="listStartups", name="api.startups", **_VIEW)
    async def list_startups(
        self, session: Db, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """All start-ups, in the order in which they were entered."""
        most = checked_limit(limit)
        found = await startups_after(session, after=decode_id(after), limit=most)
        return page_of(found, limit=most, show=shown_startup, cursor=lambda one: str(one.id))

    @post(operation_id="takeStartupIn", name="api.take_startup_in", **_EDIT)
    async def take_one_in(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Take a start-up in. Body: name, joined_on; optional summary (object of languages and texts), stage, code."""
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=b"startups\n" + raw)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        taken = await take_in(session, read_json(NewStartup, document), today=today, currency=site.currency)
        answer = shown_startup(await startup(session, taken.code))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)

    @get("/{startup_code:str}", operation_id="getStartup", name="api.startup", **_VIEW)
    async def one(self, session: Db, startup_code: FromPath[str]) -> dict[str, Any]:
        """One start-up."""
        return shown_startup(await startup(session, startup_code))

    @post("/{startup_code:str}/stage", operation_id="moveStartup", name="api.move_startup", status_code=200, **_EDIT)
    async def move(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        startup_code: FromPath[str],
    ) -> dict[str, Any]:
        """To another stage. Body: stage, on; reason, when it goes back. The same stage again: 422."""
        shown = await startup(session, startup_code)
        _, document = await json_body(request)
        await move_startup(session, shown.code, read_json(NextStep, document), today=today)
        return shown_startup(await startup(session, startup_code))

    @post("/{startup_code:str}/gains", operation_id="noteGain", name="api.note_gain", **_EDIT)
    async def gain(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        today: Today,
        startup_code: FromPath[str],
    ) -> Response[dict[str, Any]]:
        """Note jobs created or money raised. Body: on, currency; jobs, amount, or both; optional source."""
        raw, document = await json_body(request)
        about = b"gains\n" + startup_code.encode() + b"\n" + raw
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=about)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        shown = await startup(session, startup_code)
        await note_gain(session, shown.code, read_json(NewGain, document), today=today)
        answer = shown_startup(await startup(session, startup_code))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)


def shown_startup(one: StartupLine) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "name": one.name,
        "summary": dict(one.summary),
        "stage": str(one.stage),
        "joined_on": one.joined_on.isoformat(),
        "left_on": None if one.left_on is None else one.left_on.isoformat(),
        "jobs_created": one.jobs_created,
        "funds_raised": str(one.funds_raised),
        "currency": one.currency,
        "founders": one.founders,
    }
