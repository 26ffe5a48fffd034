"""The money of a centre: pages, programs, and two people at once."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from core.database import Database, unit_of_work
from core.errors import Invalid
from core.tenancy import DataScope
from network.access.roles import Role
from network.curricula.models import Programme
from sites.funding.actions.lines import book_spending, reverse_spending
from sites.funding.actions.sources import add_share, add_source
from sites.funding.errors import AlreadyReversed
from sites.funding.forms import NewShare, NewSource, NewSpending
from sites.funding.models import BudgetLine, FundingShare, FundingSource, SpendingLine
from sites.funding.queries.balance import accounts
from sites.registrations.models import Registration
from tests.factories import NewSite
from tests.network.results.world import figure
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import TODAY, bearer, rows

HOME = "/en/manage/brussels/money"
TERMS: dict[str, Any] = {
    "name": "Federal grant",
    "kind": "federal_grant",
    "from_on": (TODAY - timedelta(days=100)).isoformat(),
    "until_on": (TODAY + timedelta(days=265)).isoformat(),
    "amount": "100000.00",
    "currency": "EUR",
}
LINE: dict[str, Any] = {"booked_on": TODAY.isoformat(), "amount": "120.50", "currency": "EUR", "category": "materials"}


async def make_source(database: Database, site: NewSite, code: str = "federal", **more: Any) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        await add_source(session, NewSource.model_validate({**TERMS, "code": code, **more}))


async def share(database: Database, site: NewSite, code: str, percent: str, **target: Any) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        await add_share(session, code, NewShare.model_validate({"percent": percent, **target}))


async def book(database: Database, site: NewSite, **more: Any) -> SpendingLine:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return await book_spending(session, NewSpending.model_validate({**LINE, **more}), today=TODAY)


async def test_a_source_is_added_shared_and_seen_with_what_is_left(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_running_course(database, brussels, learners=3)
    await work_as(database, client, brussels)
    form = {
        **TERMS,
        "code": "federal",
        "amount": "100 000,00",
        "target_indicator": "women_share",
        "target_percent": "60",
    }
    made = await client.post("/fr/manage/brussels/money/sources/new", data={**form, "conditions_fr": "60 % de femmes"})
    assert made.headers["location"] == "/fr/manage/brussels/money/sources/federal"
    shared = await client.post(f"{HOME}/sources/federal/shares", data={"programme": "coding-school", "percent": "80"})
    assert shared.status_code == 303
    booked = await client.post(
        "/fr/manage/brussels/money/spending/new", data={**LINE, "amount": "1 000,50", "programme": "coding-school"}
    )
    assert booked.status_code == 303

    page = await client.get(f"{HOME}/sources/federal")
    assert page.status_code == 200
    assert "800\xa0€" in page.text  # 80 % of 1.000,50
    assert "99.200\xa0€" in page.text  # as English is written in Belgium
    assert "60 % de femmes" in page.text
    overview = await client.get(HOME)
    assert overview.status_code == 200
    for path in ("/budget", "/spending", "/spending/new", "/sources/new", "/sources/federal/edit"):
        assert (await client.get(HOME + path)).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": "abc"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1,005"}, "amount"),
        ({"amount": "9" * 400}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"booked_on": "31/02/2026"}, "booked_on"),
        ({"booked_on": (TODAY + timedelta(days=2)).isoformat()}, None),
        ({"currency": "XYZW"}, "currency"),
        ({"currency": "PLN"}, None),
        ({"currency": "PLN", "rate": "0"}, "rate"),
        ({"category": "gold"}, "category"),
        ({"cohort": "unknown"}, None),
        ({"source": "unknown"}, None),
        ({"note": "x" * 201}, "note"),
    ],
)
async def test_a_line_that_cannot_be_is_named_and_not_booked(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, change: dict[str, str], field: str | None
) -> None:
    await work_as(database, client, brussels)
    answer = await client.post(f"{HOME}/spending/new", data={**LINE, **change})
    assert answer.status_code in ((422,) if field else (404, 422))
    assert field is None or f'href="#f-{field}"' in answer.text
    assert await rows(database, brussels, SpendingLine) == {"SpendingLine": 0}


async def test_nothing_is_kept_of_bytes_that_are_no_text(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    assert (await client.post(f"{HOME}/spending/new", data={**LINE, "note": "a\x00b"})).status_code == 400
    assert (
        await client.post(f"{HOME}/sources/new", data={**TERMS, "code": "ok-code", "name": "\x00"})
    ).status_code == 400
    assert await rows(database, brussels, SpendingLine, FundingSource) == {"SpendingLine": 0, "FundingSource": 0}


async def test_a_line_is_taken_back_once_however_many_try(database: Database, brussels: NewSite) -> None:
    line = await book(database, brussels)

    async def take_back() -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await reverse_spending(session, line.id, reason="Twice", today=TODAY)

    results = await asyncio.gather(*(take_back() for _ in range(5)), return_exceptions=True)
    assert results.count(None) == 1
    assert all(isinstance(result, AlreadyReversed) for result in results if result is not None)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = (await session.execute(select(col(SpendingLine.amount)))).scalars().all()
    assert sorted(found) == [Decimal("-120.50"), Decimal("120.50")]
    spend = await figure(database, "spend_per_learner", "brussels", str(TODAY.year), own=brussels)
    assert spend["numerator"] == 0


async def test_what_is_taken_back_is_given_back_to_those_who_carried_it(database: Database, brussels: NewSite) -> None:
    """Also when the source has ended meanwhile."""
    ended = {"from_on": (TODAY - timedelta(days=50)).isoformat(), "until_on": (TODAY - timedelta(days=10)).isoformat()}
    await make_source(database, brussels, **ended)
    await share(database, brussels, "federal", "33.33", programme="fablab")
    line = await book(database, brussels, booked_on=(TODAY - timedelta(days=20)).isoformat(), programme="fablab")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        before = (await accounts(session, today=TODAY)).balances()[0].spent
        await reverse_spending(session, line.id, reason="Wrong", today=TODAY)
        after = await accounts(session, today=TODAY)
    assert before == Decimal("40.16")
    assert after.balances()[0].spent == 0
    assert after.carried.get(None, 0) == 0


async def test_together_sources_never_carry_more_than_all(database: Database, brussels: NewSite) -> None:
    for code in ("one", "two", "three"):
        await make_source(database, brussels, code)
    results = await asyncio.gather(
        *(share(database, brussels, code, "60", programme="fablab") for code in ("one", "two", "three")),
        return_exceptions=True,
    )
    assert results.count(None) == 1
    assert all(isinstance(result, Invalid) for result in results if result is not None)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert (await session.execute(select(col(FundingShare.share)))).scalars().all() == [Decimal("0.6")]


async def test_one_source_after_another_may_each_carry_all_until_their_days_overlap(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_source(database, brussels, "old", from_on="2020-01-01", until_on="2020-12-31")
    await make_source(database, brussels, "next", from_on="2021-01-01", until_on="2021-12-31")
    await share(database, brussels, "old", "100", programme="fablab")
    await share(database, brussels, "next", "100", programme="fablab")
    await work_as(database, client, brussels)
    longer = {**TERMS, "from_on": "2020-12-31", "until_on": "2021-12-31"}
    assert (await client.post(f"{HOME}/sources/next/edit", data=longer)).status_code == 422
    assert (await client.post(f"{HOME}/sources/next/edit", data={**longer, "from_on": "2021-02-01"})).status_code == 303


async def test_several_sources_on_one_cohort_never_double_a_learner(database: Database, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=4)
    await make_source(database, brussels, "federal")
    await make_source(database, brussels, "operator", kind="operator")
    await share(database, brussels, "federal", "60", cohort=course.code)
    await share(database, brussels, "operator", "40", programme="coding-school")
    await book(database, brussels, amount="100.01", cohort=course.code)
    await book(database, brussels, amount="50", programme="coding-school")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        known = await accounts(session, today=TODAY)
    by_code = {one.source.code: one for one in known.balances()}
    assert (by_code["federal"].learners, by_code["operator"].learners) == (4, 0), "the cohort's own shares come first"
    assert known.different_people() == 4
    assert (by_code["federal"].spent, by_code["operator"].spent) == (Decimal("60.01"), Decimal("20.00"))
    assert known.carried[None] == Decimal("70.00")

    await share(database, brussels, "operator", "40", cohort=course.code)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        known = await accounts(session, today=TODAY)
    assert [one.learners for one in known.balances()] == [4, 4]
    assert (known.different_people(), known.paid_by_several()) == (4, 4)


async def test_a_target_is_measured_among_the_sources_own_learners(database: Database, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=4)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        for at, employment in enumerate(("unemployed", "long_term_unemployed", "employed")):
            chosen = col(Registration.id) == course.registrations[at]
            await session.execute(update(Registration).where(chosen).values(employment=employment))
    await make_source(database, brussels, target_indicator="jobseeker_share", target_percent="70")
    await share(database, brussels, "federal", "10", programme=Programme.CODING_SCHOOL)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        (balance,) = (await accounts(session, today=TODAY)).balances()
    assert balance.reached is not None
    assert round(balance.reached, 4) == Decimal("0.6667")
    assert "target_missed" in balance.alerts


async def test_other_currencies_need_a_rate_and_old_lines_without_one_are_left_out_and_said(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await book(database, brussels, amount="10", currency="PLN", rate="4")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        session.add(SpendingLine(site_id=brussels.id, booked_on=TODAY, amount=Decimal(99), currency="PLN"))
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        known = await accounts(session, today=TODAY)
    assert (known.spent_in(TODAY.year), known.unconverted) == (Decimal("2.50"), 1)
    await work_as(database, client, brussels)
    assert "1 line in another currency has no rate" in (await client.get(HOME)).text


async def test_a_plan_is_made_and_taken_away(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await make_source(database, brussels)
    await work_as(database, client, brussels)
    plan = {
        "from_on": "2026-01-01",
        "until_on": "2026-12-31",
        "amount": "1200",
        "category": "staff",
        "source": "federal",
    }
    assert (await client.post(f"{HOME}/budget", data=plan)).status_code == 303
    assert (await client.post(f"{HOME}/budget", data={**plan, "until_on": "2025-12-31"})).status_code == 422
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        line = (await session.execute(select(BudgetLine))).scalar_one()
    assert "1.200,00\xa0€" in (await client.get(f"{HOME}/budget")).text
    assert (await client.post(f"{HOME}/budget/{line.id}/remove")).status_code == 303
    assert (await client.post(f"{HOME}/budget/{line.id}/remove")).status_code == 404


async def test_analysts_read_trainers_do_not(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await make_source(database, brussels)
    await work_as(database, client, brussels, Role.SITE_ANALYST, "analyst@example.org")
    assert (await client.get(HOME)).status_code == 200
    assert (await client.get(f"{HOME}/sources/federal")).status_code == 200
    assert (await client.get(f"{HOME}/spending/new")).status_code == 403
    assert (await client.post(f"{HOME}/spending/new", data=LINE)).status_code == 403
    await work_as(database, client, brussels, Role.TRAINER, "trainer@example.org")
    assert (await client.get(HOME)).status_code == 403


async def test_programs_read_and_book_once(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    headers = await bearer(database, brussels)
    here = "/api/v1/sites/brussels"
    added = await client.post(f"{here}/funding-sources", headers=headers, json={**TERMS, "code": "federal"})
    assert (added.status_code, added.json()["left"]) == (201, "100000.00")
    twice = await client.post(f"{here}/funding-sources", headers=headers, json={**TERMS, "code": "federal"})
    assert twice.status_code == 409

    keyed = {**headers, "idempotency-key": "k1", "accept-language": "de"}
    line = {**LINE, "amount": "1234.56", "source": "federal"}
    first = await client.post(f"{here}/spending", headers=keyed, json=line)
    again = await client.post(f"{here}/spending", headers=keyed, json=line)
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.json()["value"] == "1234.56", "whatever language a program asks in"
    assert len((await client.get(f"{here}/spending", headers=headers)).json()["data"]) == 1

    back = f"{here}/spending/{first.json()['id']}/reversal"
    assert (await client.post(back, headers=headers, json={"reason": "Wrong"})).status_code == 201
    assert (await client.post(back, headers=headers, json={"reason": "Wrong"})).status_code == 409
    assert (await client.get(f"{here}/funding-sources/federal", headers=headers)).json()["spent"] == "0.00"
    for bad in ({"amount": "1,5"}, {"amount": True}, {"amount": "1e5"}, {"booked_on": 5}, {"surprise": 1}):
        assert (await client.post(f"{here}/spending", headers=headers, json={**LINE, **bad})).status_code == 422
    page = (await client.get(f"{here}/funding-sources?limit=1", headers=headers)).json()
    assert ([one["code"] for one in page["data"]], page["next"]) == (["federal"], None)
