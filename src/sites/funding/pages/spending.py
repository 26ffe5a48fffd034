"""What was spent: the list, a new line, and taking one back."""

from typing import Any
from urllib.parse import urlencode

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import lazy
from network.access.visitors import SignedIn
from network.curricula.models import Programme
from network.units.current import CurrentSite
from sites.funding.actions.lines import book_spending, reverse_spending
from sites.funding.forms import Reversal, TypedSpending
from sites.funding.pages.choices import WORDS, purpose_choices, typed_text
from sites.funding.pages.overview import chosen_year
from sites.funding.queries.ledger import Narrowed, Spent, spending, spending_line
from sites.funding.queries.sources import line_id, site_currency

_PAGE = 50
_FIELDS = (
    "booked_on",
    "amount",
    "currency",
    "rate",
    "category",
    "programme",
    "cohort",
    "source",
    "supplier",
    "note",
)


class SpendingPages(Controller):
    path = "/manage/{site_code:str}/money/spending"
    include_in_schema = False

    @get(name="funding.spending", **needs(Permission.MONEY_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        year: FromQuery[str] = "",
        source: FromQuery[str] = "",
        cohort: FromQuery[str] = "",
        programme: FromQuery[str] = "",
        page: FromQuery[str] = "1",
    ) -> Page:
        number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 5 else 1
        number = max(number, 1)
        shown = chosen_year(year, today.year)
        narrowed = Narrowed(
            year=shown,
            source=source or None,
            cohort=cohort or None,
            programme=Programme(programme) if programme in set(Programme) else None,
        )
        lines = await spending(session, narrowed)
        here = f"/{current().tag}/manage/{site.code}/money/spending"
        query = {"year": str(shown), "source": source, "cohort": cohort, "programme": programme}
        first = (number - 1) * _PAGE
        return Page(
            "funding/spending.html",
            {
                **WORDS,
                **await purpose_choices(session),
                "lines": lines[first : first + _PAGE],
                "count": len(lines),
                "total": sum(one.value or 0 for one in lines),
                "unconverted": sum(one.value is None for one in lines),
                "currency": await site_currency(session),
                "query": query,
                "years": [(str(one), str(one)) for one in range(today.year, today.year - 7, -1)],
                "previous": f"{here}?{urlencode({**query, 'page': number - 1})}" if number > 1 else None,
                "next": f"{here}?{urlencode({**query, 'page': number + 1})}" if len(lines) > first + _PAGE else None,
                "may_edit": visitor.may(Permission.MONEY_EDIT, units=site.path),
            },
        )

    @get("/new", name="funding.new_spending", **needs(Permission.MONEY_EDIT))
    async def new_page(self, session: Db, site: CurrentSite, today: Today) -> Page:
        return await _form(session, {"booked_on": today.isoformat(), "currency": site.currency}, {})

    @post("/new", name="funding.book", **needs(Permission.MONEY_EDIT))
    async def book(self, session: Db, site: CurrentSite, today: Today, form: FormFields) -> Page | Redirect:
        read = attempt(TypedSpending, texts(form, *_FIELDS))
        if isinstance(read, Invalid):
            return await _form(session, typed_text(form), read.fields)
        await book_spending(session, read, today=today)
        again = f"?year={read.booked_on.year}"
        return see(f"/manage/{site.code}/money/spending{again}", say=lazy("The line has been booked."))

    @get("/{line:str}", name="funding.line", **needs(Permission.MONEY_VIEW))
    async def line_page(self, session: Db, site: CurrentSite, visitor: SignedIn, line: FromPath[str]) -> Page:
        may_edit = visitor.may(Permission.MONEY_EDIT, units=site.path)
        shown = await spending_line(session, line_id(line))
        return await _line_page(session, shown, may_edit=may_edit)

    @post("/{line:str}/reverse", name="funding.reverse", **needs(Permission.MONEY_EDIT))
    async def reverse(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, line: FromPath[str]
    ) -> Page | Redirect:
        shown = await spending_line(session, line_id(line))
        read = attempt(Reversal, texts(form, "reason"))
        if isinstance(read, Invalid):
            return await _line_page(session, shown, may_edit=True, errors=read.fields)
        await reverse_spending(session, shown.id, reason=read.reason, today=today)
        return see(f"/manage/{site.code}/money/spending", say=lazy("The line has been taken back."))


async def _form(session: Db, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    return Page(
        "funding/spending_form.html",
        {
            **await purpose_choices(session),
            "typed": typed,
            "errors": errors,
            "currency": await site_currency(session),
        },
        status=422 if errors else 200,
    )


async def _line_page(session: Db, shown: Spent, *, may_edit: bool, errors: dict[str, str] | None = None) -> Page:
    return Page(
        "funding/line.html",
        {
            **WORDS,
            "line": shown,
            "currency": await site_currency(session),
            "may_reverse": may_edit and not shown.is_reversed and shown.reverses_id is None,
            "errors": errors or {},
        },
        status=422 if errors else 200,
    )
