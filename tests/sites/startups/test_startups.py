"""Start-ups: stages, stays, jobs and money; and the figure they add to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.results.models import Fact
from network.results.recount import catch_up, recount_all
from sites.startups.models import Startup, StartupGain, StartupMilestone, StartupStage, StartupStay
from tests.factories import NewSite
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import bearer, rows

TODAY = utc_now().date()
AT = "/en/manage/brussels/startups"


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


async def take_in(client: Any) -> None:
    answer = await client.post(
        f"{AT}/new", data={"name": "Brikki", "joined_on": ago(400), "stage": "idea", "code": "brikki"}
    )
    assert answer.status_code == 303, answer.text


async def the_startup(database: Database, site: NewSite) -> Startup:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (await session.execute(select(Startup))).scalar_one()


async def spans(database: Database, site: NewSite) -> list[tuple[str, str]]:
    """When it counts as supported."""
    async with unit_of_work(database, DataScope.of_worker(site.id)) as session:
        found = await session.execute(select(Fact).where(Fact.measure == "startups"))  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
        return sorted((one.day.isoformat(), str(one.until_on)) for one in found.scalars())


async def test_a_start_up_that_comes_back_counts_in_both_times_and_not_between(
    client: Any, database: Database, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    await take_in(client)
    assert (await client.post(f"{AT}/brikki/presence", data={"on": ago(500)})).status_code == 422
    assert (await client.post(f"{AT}/brikki/presence", data={"on": ago(300)})).status_code == 303
    await catch_up(database, [brussels.id])
    assert await spans(database, brussels) == [(ago(400), ago(300))]
    assert (await client.post(f"{AT}/brikki/presence", data={"on": ago(300)})).status_code == 422
    assert (await client.post(f"{AT}/brikki/presence", data={"on": ago(10)})).status_code == 303
    await catch_up(database, [brussels.id])
    both = [(ago(400), ago(300)), (ago(10), "9999-12-31")]
    assert await spans(database, brussels) == both
    await recount_all(database, brussels.id)
    assert await spans(database, brussels) == both
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.delete((await session.execute(select(StartupStay))).scalar_one())
    await catch_up(database, [brussels.id])
    assert await spans(database, brussels) == both[1:]


async def test_jobs_and_money_add_up_each_in_its_currency(client: Any, database: Database, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    await take_in(client)
    line = {"on": ago(5), "jobs": "2", "amount": "1500,50", "currency": "eur", "source": "Fonds"}
    assert (await client.post(f"{AT}/brikki/gains/new", data=line)).status_code == 303
    foreign = {**line, "jobs": "", "amount": "900", "currency": "USD"}
    assert (await client.post(f"{AT}/brikki/gains/new", data=foreign)).status_code == 303
    startup = await the_startup(database, brussels)
    assert (startup.jobs_created, startup.funds_raised) == (2, Decimal("1500.50"))
    assert "not part of the sum" in (await client.get(f"{AT}/brikki")).text
    for wrong in (
        {"jobs": "", "amount": ""},
        {"currency": "E1R"},
        {"amount": "-1"},
        {"on": "2031-01-01"},
        {"amount": "9" * 30},
    ):
        assert (await client.post(f"{AT}/brikki/gains/new", data={**line, **wrong})).status_code == 422, wrong
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        gains = {one.currency: one.id for one in (await session.execute(select(StartupGain))).scalars()}
    assert (await client.post(f"{AT}/brikki/gains/{gains['EUR']}/remove")).status_code == 303
    startup = await the_startup(database, brussels)
    assert startup.jobs_created == 0
    assert startup.funds_raised == 0


async def test_milestones_are_reached_and_mentors_end(client: Any, database: Database, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    await take_in(client)
    await client.post(f"{AT}/brikki/milestones/new", data={"title": "Premier client", "planned_on": ago(1)})
    assert "Overdue" in (await client.get(f"{AT}/brikki")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        milestone = (await session.execute(select(StartupMilestone))).scalar_one()
    await client.post(f"{AT}/brikki/milestones/{milestone.id}/reach")
    assert "Reached on" in (await client.get(f"{AT}/brikki")).text
    await client.post(f"{AT}/brikki/mentors/new", data={"name": "Grace", "from_on": ago(30)})
    assert "Grace" in (await client.get(f"{AT}/brikki")).text
    moved = await client.post(f"{AT}/brikki/stage", data={"stage": "growth", "on": ago(2)})
    assert moved.status_code == 303
    assert (await the_startup(database, brussels)).stage is StartupStage.GROWTH


async def test_programs_do_the_same_and_once(client: Any, database: Database, brussels: NewSite) -> None:
    headers = await bearer(database, brussels)
    base = "/api/v1/sites/brussels/startups"
    once = {**headers, "idempotency-key": "k1"}
    body = {"name": "Tandemo", "joined_on": ago(50), "code": "tandemo"}
    first = await client.post(base, json=body, headers=once)
    again = await client.post(base, json=body, headers=once)
    assert (first.status_code, first.json()) == (201, again.json())
    assert (await client.post(base, json=body, headers=headers)).status_code == 409
    gain = {"on": ago(1), "jobs": 3, "currency": "EUR"}
    assert (await client.post(f"{base}/tandemo/gains", json=gain, headers=headers)).json()["jobs_created"] == 3
    assert (await client.get(base, headers=headers)).json()["data"][0]["code"] == "tandemo"
    assert (await rows(database, brussels, Startup))["Startup"] == 1
