"""Cohorts with their places, for programs: list them, open one."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery
from pydantic import Field

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Today
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.cohorts import NewCohort, open_cohort
from sites.cohorts.api import shown_cohort
from sites.dashboard.queries.cohorts import CohortLine, cohort_line, cohorts_after


class ApiCohort(NewCohort):
    """A program that opens a cohort means it: without a status it is open to the public, and
    without languages it is taught in the centre's first."""

    languages: list[str] = Field(default_factory=list, max_length=20)
    status: Any = "open"


class CohortsApi(Controller):
    path = "/api/v1/sites/{site_code:str}/cohorts"
    tags = ["Cohorts and sessions"]

    @get(operation_id="listCohorts", name="api.cohorts", **needs(Permission.COHORTS_VIEW, Scope.SITE_READ))
    async def list_cohorts(
        self,
        session: Db,
        today: Today,
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """The cohorts of a centre by code, with the places taken and the people waiting."""
        most = checked_limit(limit)
        found = await cohorts_after(session, today=today, after=decode(after), limit=most + 1)
        return page_of(found, limit=most, show=_shown, cursor=lambda line: line.cohort.code)

    @post(operation_id="openCohort", name="api.open_cohort", **needs(Permission.COHORTS_EDIT, Scope.SITE_WRITE))
    async def open_one(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Open a cohort.

        Body: code, curriculum (code, published), starts_on, ends_on; optional capacity, languages, venue (code),
        title and summary (objects of languages and texts), trainers (ids), status (draft or open).
        """
        raw, document = await json_body(request)
        key = request.headers.get("idempotency-key")
        kept = await earlier_answer(session, key, caller=visitor.person_id, request=b"cohorts\n" + raw)
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        opened = await open_cohort(session, _new_cohort(document, site), units=site.path)
        answer = _shown(await cohort_line(session, opened.code, today=today))
        if kept is not None:
            kept.answer, kept.status = answer, 201
        return Response(answer, status_code=201)

    @get(
        "/{cohort_code:str}",
        operation_id="getCohort",
        name="api.cohort",
        **needs(Permission.COHORTS_VIEW, Scope.SITE_READ),
    )
    async def get_cohort(self, session: Db, today: Today, cohort_code: FromPath[str]) -> dict[str, Any]:
        """One cohort with its places."""
        return _shown(await cohort_line(session, cohort_code, today=today))


def _new_cohort(document: Any, site: SiteContext) -> NewCohort:
    read = read_json(ApiCohort, document)
    given = read.model_dump()
    return read_json(NewCohort, {**given, "languages": read.languages or [site.languages[0]]})


def _shown(line: CohortLine) -> dict[str, Any]:
    return {**shown_cohort(line.cohort, taken=line.taken, waiting=line.waiting), "state": line.state.value}
