"""FabLab projects for programs: those of a centre, a new one, the next stage, hours on machines."""

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
from sites.projects.actions.projects import NewProject, NextStep, begin_project, move_project
from sites.projects.actions.work import MachineHours, log_hours
from sites.projects.queries import ProjectLine, project, projects_after

_EDIT = needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE)
_VIEW = needs(Permission.LEARNERS_VIEW, Scope.SITE_READ)


class ProjectsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/projects"
    tags = ["Projects and start-ups"]

    @get(operation_id="listProjects", name="api.projects", **_VIEW)
    async def list_projects(
        self, session: Db, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """All projects of the FabLab, in the order in which they were entered."""
        most = checked_limit(limit)
        found = await projects_after(session, after=decode_id(after), limit=most)
        return page_of(found, limit=most, show=shown_project, cursor=lambda one: str(one.id))

    @post(operation_id="beginProject", name="api.begin_project", **_EDIT)
    async def begin(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Begin a project. Body: title (object of languages and texts), started_on; optional summary, partner, stage
        (idea, prototype, tested, finished), code."""
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=b"projects\n" + raw)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        begun = await begin_project(session, read_json(NewProject, document), today=today)
        answer = shown_project(await project(session, begun.code))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)

    @get("/{project_code:str}", operation_id="getProject", name="api.project", **_VIEW)
    async def one(self, session: Db, project_code: FromPath[str]) -> dict[str, Any]:
        """One project."""
        return shown_project(await project(session, project_code))

    @post("/{project_code:str}/stage", operation_id="moveProject", name="api.move_project", status_code=200, **_EDIT)
    async def move(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        project_code: FromPath[str],
    ) -> dict[str, Any]:
        """To another stage. Body: stage, on; reason, when it goes back. The same stage again: 422."""
        shown = await project(session, project_code)
        _, document = await json_body(request)
        await move_project(session, shown.code, read_json(NextStep, document), today=today)
        return shown_project(await project(session, project_code))

    @post("/{project_code:str}/machine-hours", operation_id="logMachineHours", name="api.log_hours", **_EDIT)
    async def log(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        today: Today,
        project_code: FromPath[str],
    ) -> Response[dict[str, Any]]:
        """Note hours on a machine. Body: machine, on, hours; optional member (id in the team)."""
        raw, document = await json_body(request)
        about = b"machine-hours\n" + project_code.encode() + b"\n" + raw
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=about)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        shown = await project(session, project_code)
        await log_hours(session, shown.code, read_json(MachineHours, document), today=today)
        answer = shown_project(await project(session, project_code))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)


def shown_project(one: ProjectLine) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "code": one.code,
        "title": dict(one.title),
        "summary": dict(one.summary),
        "stage": str(one.stage),
        "started_on": one.started_on.isoformat(),
        "finished_on": None if one.finished_on is None else one.finished_on.isoformat(),
        "partner": one.partner,
        "machine_hours": str(one.machine_hours),
        "team": one.team,
    }
