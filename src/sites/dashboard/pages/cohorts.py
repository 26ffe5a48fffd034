"""The list of cohorts, and one cohort with its places and sessions."""

from typing import Annotated, Any, cast, get_args
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.params import FromPath, FromQuery, QueryParameter

from core.permissions import Permission, needs
from core.web.dependencies import Db, Now, Today
from core.web.pages import Page
from i18n.active import current
from i18n.messages import _
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.cohorts.queries import trainers
from sites.cohorts.rules import STATE_NAMES, CohortState
from sites.dashboard.queries.cohorts import (
    CURRENT,
    PAGE_LENGTH,
    Order,
    cohort_counts,
    cohort_line,
    cohort_lines,
    marked_sessions,
)

_TABS = (CohortState.UPCOMING, CohortState.RUNNING, CohortState.DRAFT, CohortState.OVER, CohortState.CANCELLED)


class CohortListPages(Controller):
    path = "/manage/{site_code:str}/cohorts"
    include_in_schema = False

    @get(name="cohorts.list", **needs(Permission.COHORTS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        state_word: Annotated[str, QueryParameter(name="state")] = "",
        sort: FromQuery[str] = "",
        page: FromQuery[str] = "1",
    ) -> Page:
        chosen = CohortState(state_word) if state_word in set(CohortState) else None
        order = _order(sort, chosen)
        number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
        number = max(number, 1)
        states = CURRENT if chosen is None else (chosen,)
        lines = await cohort_lines(session, today=today, states=states, order=order, page=number)
        counts = await cohort_counts(session, today=today)
        here = f"/{current().tag}/manage/{site.code}/cohorts"
        query = {"state": chosen.value} if chosen else {}
        context = {
            "lines": lines[:PAGE_LENGTH],
            "tabs": _tabs(here, chosen, counts),
            "state": chosen,
            "state_names": STATE_NAMES,
            "any": bool(counts),
            "sort": order,
            "query": query,
            "may_edit": visitor.may(Permission.COHORTS_EDIT, units=site.path),
            "previous": _address(here, query, order, number - 1) if number > 1 else None,
            "next": _address(here, query, order, number + 1) if len(lines) > PAGE_LENGTH else None,
        }
        return Page("dashboard/cohorts.html", context)

    @get("/{cohort_code:str}", name="cohorts.overview", **needs(Permission.COHORTS_VIEW))
    async def overview_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, now: Now, cohort_code: FromPath[str]
    ) -> Page:
        line = await cohort_line(session, cohort_code, today=today)
        context: dict[str, Any] = {
            "line": line,
            "cohort": line.cohort,
            "state_names": STATE_NAMES,
            "sessions": await marked_sessions(session, line.cohort.id),
            "trainers": await trainers(session, line.cohort.id),
            "now": now,
            "may_edit": visitor.may(Permission.COHORTS_EDIT, units=site.path),
            "may_mark": visitor.may(Permission.ATTENDANCE_MARK, units=site.path),
            "sees_people": visitor.may(Permission.LEARNERS_NAMES, units=site.path)
            or visitor.may(Permission.LEARNERS_VIEW, units=site.path),
        }
        return Page("dashboard/cohort.html", context)


def _order(sort: str, state: CohortState | None) -> Order:
    """What is over is read from the newest back, what comes from the soonest on."""
    if sort in get_args(Order):
        return cast(Order, sort)
    return "-starts_on" if state in (CohortState.OVER, CohortState.CANCELLED) else "starts_on"


def _tabs(here: str, chosen: CohortState | None, counts: dict[CohortState, int]) -> list[tuple[str, str, bool, int]]:
    both = sum(counts.get(one, 0) for one in CURRENT)
    first = (_("Running and upcoming"), here, chosen is None, both)
    others = [(str(STATE_NAMES[one]), f"{here}?state={one.value}", chosen is one, counts.get(one, 0)) for one in _TABS]
    return [first, *others]


def _address(here: str, query: dict[str, str], order: Order, page: int) -> str:
    return f"{here}?{urlencode({**query, 'sort': order, 'page': page})}"
