"""Money for programs: funding sources with what is left of them, and spending."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from core.forms import read_json
from core.idempotency import earlier_answer
from core.pagination import BadCursor, checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Today
from core.web.json_body import json_body
from network.access.visitors import SignedIn
from sites.funding.actions.lines import book_spending, reverse_spending
from sites.funding.actions.sources import add_source
from sites.funding.forms import NewSource, NewSpending, Reversal
from sites.funding.queries.balance import Balance, accounts
from sites.funding.queries.ledger import Spent, spending_line, spending_page
from sites.funding.queries.sources import line_id, source

_READ = needs(Permission.MONEY_VIEW, Scope.SITE_READ)
_WRITE = needs(Permission.MONEY_EDIT, Scope.SITE_WRITE)


class FundingApi(Controller):
    path = "/api/v1/sites/{site_code:str}"
    tags = ["Money"]

    @get("/funding-sources", operation_id="listFundingSources", name="api.funding_sources", **_READ)
    async def list_sources(
        self,
        session: Db,
        today: Today,
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """Sources with what is spent and left in the centre's currency, by their codes. Amounts are texts."""
        most, last = checked_limit(limit), decode(after) or ""
        known = await accounts(session, today=today)
        found = sorted(known.balances(), key=lambda one: one.source.code)
        shown = [one for one in found if one.source.code > last][: most + 1]
        page = page_of(shown, limit=most, show=_balance, cursor=lambda one: one.source.code)
        people = {"learners_together": known.different_people(), "currency": known.currency}
        return {**page, **people}

    @get("/funding-sources/{source_code:str}", operation_id="getFundingSource", name="api.funding_source", **_READ)
    async def get_source(self, session: Db, today: Today, source_code: FromPath[str]) -> dict[str, Any]:
        """One source with what is spent and left."""
        shown = await source(session, source_code)
        known = await accounts(session, today=today)
        return _balance(known.balance(shown))

    @post("/funding-sources", operation_id="addFundingSource", name="api.add_funding_source", **_WRITE)
    async def add(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Add a source.

        Body: code, name, kind, from_on, until_on, amount, currency; optional rate (units of the currency for one of
        the centre's), conditions (language: text), target_indicator with target_percent. Accepts Idempotency-Key.
        """
        raw, document = await json_body(request)
        kept = await earlier_answer(
            session, request.headers.get("idempotency-key"), caller=visitor.person_id, request=b"sources\n" + raw
        )
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        added = await add_source(session, read_json(NewSource, document))
        known = await accounts(session, today=today)
        answer = _balance(next(one for one in known.balances() if one.source.id == added.id))
        if kept is not None:
            kept.status, kept.answer = 201, answer
        return Response(answer, status_code=201)

    @get("/spending", operation_id="listSpending", name="api.spending", **_READ)
    async def list_spending(
        self, session: Db, limit: FromQuery[int | None] = None, after: FromQuery[str | None] = None
    ) -> dict[str, Any]:
        """Lines in the order they were written. `value` is in the centre's currency; none where no rate is said."""
        most = checked_limit(limit)
        found = await spending_page(session, after=_last_seen(after), limit=most)
        return page_of(found, limit=most, show=_line, cursor=lambda one: str(one.id))

    @post("/spending", operation_id="bookSpending", name="api.book_spending", **_WRITE)
    async def book(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        today: Today,
    ) -> Response[dict[str, Any]]:
        """Book a line; it is never changed later.

        Body: booked_on, amount, category; optional currency and rate, programme or cohort, source (none: by the shares
        that sources carry), supplier, note. Accepts Idempotency-Key.
        """
        raw, document = await json_body(request)
        kept = await earlier_answer(
            session, request.headers.get("idempotency-key"), caller=visitor.person_id, request=b"spending\n" + raw
        )
        if kept is not None and kept.answer is not None:
            return Response(kept.answer, status_code=kept.status)
        booked = await book_spending(session, read_json(NewSpending, document), today=today)
        answer = _line(await spending_line(session, booked.id))
        if kept is not None:
            kept.status, kept.answer = 201, answer
        return Response(answer, status_code=201)

    @post("/spending/{line:str}/reversal", operation_id="reverseSpending", name="api.reverse_spending", **_WRITE)
    async def reverse(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        line: FromPath[str],
    ) -> Response[dict[str, Any]]:
        """Take a line back by another one, booked today. Body: reason. Asked again: 409 already_reversed."""
        await spending_line(session, line_id(line))  # what is not there is not found before its document is read
        _, document = await json_body(request)
        given = read_json(Reversal, document)
        booked = await reverse_spending(session, line_id(line), reason=given.reason, today=today)
        return Response(_line(await spending_line(session, booked.id)), status_code=201)


def _balance(one: Balance) -> dict[str, Any]:
    source = one.source
    return {
        "code": source.code,
        "name": source.name,
        "kind": str(source.kind),
        "from_on": source.from_on.isoformat(),
        "until_on": source.until_on.isoformat(),
        "amount": str(source.amount),
        "currency": source.currency,
        "rate": _text(source.rate),
        "conditions": dict(source.conditions),
        "target_indicator": source.target_indicator,
        "target_share": _text(source.target_share),
        "target_reached": None if one.reached is None else str(round(one.reached, 4)),
        "spent": str(one.spent),
        "planned": str(one.planned),
        "left": _text(one.left),
        "learners": one.learners,
        "per_learner": _text(one.per_learner),
        "alerts": [str(alert) for alert in one.alerts],
        "shares": [
            {
                "programme": None if share.programme is None else str(share.programme),
                "cohort": share.cohort_code,
                "share": str(share.share),
            }
            for share in source.shares
        ],
    }


def _line(one: Spent) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "booked_on": one.booked_on.isoformat(),
        "amount": str(one.amount),
        "currency": one.currency,
        "rate": _text(one.rate),
        "value": _text(one.value),
        "category": str(one.category),
        "programme": None if one.programme is None else str(one.programme),
        "cohort": one.cohort_code,
        "source": one.source_code,
        "supplier": one.supplier,
        "note": one.note,
        "reverses": None if one.reverses_id is None else str(one.reverses_id),
        "is_reversed": one.is_reversed,
    }


def _text(value: Decimal | None) -> str | None:
    """An amount as a text: a JSON number would lose cents in many programs."""
    return None if value is None else str(value)


def _last_seen(after: str | None) -> UUID | None:
    text = decode(after)
    try:
        return None if text is None else UUID(text)
    except ValueError as error:
        raise BadCursor from error
