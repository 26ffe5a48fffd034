"""The list of cohorts as a file."""

from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

from core.exports import Column, Kind, Sheet, Value
from core.permissions import Permission, needs
from core.web.dependencies import Db, Today
from core.web.downloads import as_file
from i18n.messages import _
from network.units.current import CurrentSite
from sites.cohorts.rules import STATE_NAMES, CohortState
from sites.dashboard.queries.cohorts import CURRENT, CohortLine, cohorts_after

_ALL = 1_000_000


@get(
    "/manage/{site_code:str}/downloads/cohorts/{file_format:str}",
    name="cohorts.download",
    include_in_schema=False,
    **needs(Permission.COHORTS_VIEW),
)
async def cohorts_download(
    session: Db,
    site: CurrentSite,
    today: Today,
    file_format: FromPath[str],
    state_word: Annotated[str, QueryParameter(name="state")] = "",
) -> Response[bytes]:
    """All of the tab that was open, on all its pages."""
    states = (CohortState(state_word),) if state_word in set(CohortState) else CURRENT
    found = [line for line in await cohorts_after(session, today=today, after=None, limit=_ALL) if line.state in states]
    found.sort(key=lambda line: (line.cohort.starts_on, line.cohort.code))
    sheet = Sheet(_("Cohorts"), _columns(), [_row(line) for line in found], lines=[str(site.name)])
    return await as_file(sheet, file_format, name=f"{site.code}-cohorts")


def _columns() -> list[Column]:
    return [
        Column(_("Code")),
        Column(_("Title")),
        Column(_("First day"), Kind.DAY),
        Column(_("Last day"), Kind.DAY),
        Column(_("Hours"), Kind.NUMBER),
        Column(_("Venue")),
        Column(_("Places"), Kind.NUMBER),
        Column(_("Places taken"), Kind.NUMBER),
        Column(_("Waiting"), Kind.NUMBER),
        Column(_("State")),
    ]


def _row(line: CohortLine) -> list[Value]:
    cohort = line.cohort
    return [
        cohort.code,
        str(cohort.title),
        cohort.starts_on,
        cohort.ends_on,
        cohort.hours,
        str(cohort.venue_name or ""),
        cohort.capacity,
        line.taken,
        line.waiting,
        str(STATE_NAMES[line.state]),
    ]
