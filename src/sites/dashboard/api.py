"""Cohorts with their places, for programs."""

from typing import Any

from litestar import Controller, get
from litestar.params import FromPath, FromQuery

from core.pagination import checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Today
from sites.cohorts.api import shown_cohort
from sites.dashboard.queries.cohorts import CohortLine, cohort_line, cohorts_after


class CohortListApi(Controller):
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

    @get(
        "/{cohort_code:str}",
        operation_id="getCohort",
        name="api.cohort",
        **needs(Permission.COHORTS_VIEW, Scope.SITE_READ),
    )
    async def get_cohort(self, session: Db, today: Today, cohort_code: FromPath[str]) -> dict[str, Any]:
        """One cohort with its places."""
        return _shown(await cohort_line(session, cohort_code, today=today))


def _shown(line: CohortLine) -> dict[str, Any]:
    return {**shown_cohort(line.cohort, taken=line.taken, waiting=line.waiting), "state": line.state.value}
