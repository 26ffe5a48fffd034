"""`/manage/{site}/paths`: how many people went from a course to a project to a start-up."""

from datetime import date

from litestar import Controller, get
from litestar.params import FromQuery

from core.permissions import Permission, needs
from core.web.dependencies import Db, Today
from core.web.pages import Page
from i18n.active import current
from i18n.messages import _
from network.units.current import CurrentSite
from sites.paths.queries import paths

_YEARS_BACK = 10


class PathPages(Controller):
    path = "/manage/{site_code:str}/paths"
    include_in_schema = False

    @get(name="paths.centre", **needs(Permission.LEARNERS_VIEW))
    async def centre_page(self, session: Db, site: CurrentSite, today: Today, year: FromQuery[str] = "") -> Page:
        """Of one calendar year; a word that is none is this year."""
        years = [str(today.year - back) for back in range(_YEARS_BACK)]
        chosen = int(year) if year in years else today.year
        return Page(
            "paths/centre.html",
            {
                "paths": await paths(session, first=date(chosen, 1, 1), last=date(chosen, 12, 31)),
                "year": chosen,
                "years": [(one, one) for one in years],
                "today": today,
            },
            breadcrumbs=[
                (_("Projects"), f"/{current().tag}/manage/{site.code}/projects"),
                (_("From course to project to start-up"), None),
            ],
        )
