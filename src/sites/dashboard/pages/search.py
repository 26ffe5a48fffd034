"""`/manage/{site}/search`: learners, cohorts and pages, from one box."""

from litestar import Controller, get
from litestar.params import FromQuery

from core.forms import clean
from core.permissions import Permission, needs
from core.web.dependencies import Db
from core.web.pages import Page
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.dashboard.queries.search import MOST, cohorts_like, learners_like, pages_like
from sites.navigation import WORK

_LONGEST = 100


class SearchPages(Controller):
    path = "/manage/{site_code:str}/search"
    include_in_schema = False

    @get(name="dashboard.search", **needs(Permission.COHORTS_VIEW))
    async def search_page(self, session: Db, site: CurrentSite, visitor: SignedIn, q: FromQuery[str] = "") -> Page:
        wanted = clean(q)[:_LONGEST]
        sees_people = visitor.may(Permission.LEARNERS_VIEW, units=site.path)
        context = {
            "wanted": wanted,
            "sees_people": sees_people,
            "learners": await learners_like(session, wanted) if wanted and sees_people else [],
            "cohorts": await cohorts_like(session, wanted) if wanted else [],
            "pages": pages_like([one for one in WORK if visitor.may(one.needs, units=site.path)], wanted)
            if wanted
            else [],
            "most": MOST,
        }
        return Page("dashboard/search.html", context)
