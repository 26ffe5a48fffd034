"""What is left, what a learner costs, what needs a look."""

from typing import Any

from litestar import Controller, get
from litestar.params import FromQuery

from core.permissions import Permission, needs
from core.web.dependencies import Db, Today
from core.web.pages import Page
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.funding.pages.choices import WORDS
from sites.funding.queries.balance import accounts, cohort_money
from sites.funding.rules import NOTHING, per_person


def chosen_year(text: str, usual: int) -> int:
    """What is no year shows the usual one."""
    return int(text) if text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2100 else usual


class MoneyPages(Controller):
    path = "/manage/{site_code:str}/money"
    include_in_schema = False

    @get(name="funding.overview", **needs(Permission.MONEY_VIEW))
    async def overview_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, year: FromQuery[str] = ""
    ) -> Page:
        known = await accounts(session, today=today)
        shown = chosen_year(year, today.year)
        balances = known.balances()
        running = [one for one in balances if one.source.runs_on(today)]
        spent_in, people_in = known.spent_in(shown), known.people_in(shown)
        given = [one.source.given for one in running if one.source.given is not None]
        context: dict[str, Any] = {
            **WORDS,
            "known": known,
            "balances": balances,
            "running": running,
            "given": sum(given, NOTHING),
            "spent": sum((one.spent for one in running), NOTHING),
            "uncarried": known.carried.get(None, NOTHING),
            "alerting": [one for one in balances if one.alerts and one.source.until_on >= today],
            "year": shown,
            "years": [(str(one), str(one)) for one in range(today.year + 1, today.year - 6, -1)],
            "programme_lines": known.by_programme(shown),
            "cohort_lines": await cohort_money(session, known, year=shown),
            "spent_in": spent_in,
            "people_in": people_in,
            "per_person": per_person(spent_in, people_in),
            "may_edit": visitor.may(Permission.MONEY_EDIT, units=site.path),
        }
        return Page("funding/overview.html", context)
