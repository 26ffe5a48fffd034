"""What is planned to be spent."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.funding.actions.lines import drop_plan, plan_spending
from sites.funding.forms import NewBudget
from sites.funding.pages.choices import WORDS, purpose_choices, typed_text
from sites.funding.queries.ledger import budget
from sites.funding.queries.sources import line_id, site_currency

_FIELDS = ("from_on", "until_on", "amount", "category", "programme", "cohort", "source", "note")


class BudgetPages(Controller):
    path = "/manage/{site_code:str}/money/budget"
    include_in_schema = False

    @get(name="funding.budget", **needs(Permission.MONEY_VIEW))
    async def budget_page(self, session: Db, site: CurrentSite, visitor: SignedIn) -> Page:
        return await _page(session, {}, {}, may_edit=visitor.may(Permission.MONEY_EDIT, units=site.path))

    @post(name="funding.plan", **needs(Permission.MONEY_EDIT))
    async def plan(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        read = attempt(NewBudget, texts(form, *_FIELDS))
        if isinstance(read, Invalid):
            errors = {"until_on" if name == "form" else name: text for name, text in read.fields.items()}
            return await _page(session, typed_text(form), errors, may_edit=True)
        await plan_spending(session, read)
        return see(f"/manage/{site.code}/money/budget", say=lazy("Saved."))

    @post("/{line:str}/remove", name="funding.drop_plan", **needs(Permission.MONEY_EDIT))
    async def drop(self, session: Db, site: CurrentSite, line: FromPath[str]) -> Redirect:
        await drop_plan(session, line_id(line))
        return see(f"/manage/{site.code}/money/budget", say=lazy("The budget line has been removed."))


async def _page(session: Db, typed: dict[str, Any], errors: dict[str, str], *, may_edit: bool) -> Page:
    lines = await budget(session)
    return Page(
        "funding/budget.html",
        {
            **WORDS,
            **await purpose_choices(session),
            "lines": lines,
            "total": sum(one.amount for one in lines),
            "currency": await site_currency(session),
            "typed": typed,
            "errors": errors,
            "may_edit": may_edit,
        },
        status=422 if errors else 200,
    )
