"""The demo network in the database: whole, each row its centre's own, and only ever in an empty one."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.people.models import Person
from network.people.passwords import verify_password
from network.results.models import Fact
from network.units.models import Site, SiteStatus, Unit
from network.units.queries import unit
from server.demo.accounts import ACCOUNTS, PASSWORD
from server.demo.content import SITE_CODES, library, site_content
from server.demo.history import history
from server.demo.load import is_demo, load_demo
from sites.attendance.models import AttendanceMark
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort, Session, Venue
from sites.events.models import Event
from sites.funding.models import FundingSource, SpendingLine
from sites.outcomes.models import Outcome
from sites.projects.models import Project
from sites.registrations.models import Learner, Registration
from sites.startups.models import Startup
from tests.factories import make_tree
from tests.fixtures.fresh import empty_tables

TODAY = date(2026, 11, 23)


async def _count(database: Database, code: str, model: Any) -> int:
    async with unit_of_work(database, DataScope.of_network()) as session:
        site_id = (await unit(session, code)).id
    async with unit_of_work(database, DataScope.of_site(site_id)) as session:
        return (await session.execute(select(func.count()).select_from(model))).scalar_one()


@dataclass(frozen=True)
class Loaded:
    database: Database
    seconds: float


@pytest.fixture(scope="module")
async def demo(migrated: Database) -> Loaded:
    """The whole demo, loaded once for the tests that only look at it: they come first in this file."""
    await empty_tables(migrated)
    started = perf_counter()
    await load_demo(migrated, today=TODAY)
    return Loaded(migrated, perf_counter() - started)


async def test_the_whole_demo_is_loaded_in_seconds(demo: Loaded) -> None:
    assert demo.seconds < 8 * 3, "eight seconds on a machine that does nothing else"


@pytest.mark.parametrize("code", SITE_CODES)
async def test_every_record_of_a_centre_is_a_row_of_that_centre(demo: Loaded, code: str) -> None:
    made = history(site_content(code), until=TODAY)
    expected: dict[Any, Sized] = {
        Venue: site_content(code).venues,
        Cohort: made.cohorts,
        Session: [session for cohort in made.cohorts for session in cohort.sessions],
        Learner: made.learners,
        Registration: made.registrations,
        AttendanceMark: made.marks,
        Certificate: made.certificates,
        Outcome: made.outcomes,
        Event: made.events,
        Project: made.projects,
        Startup: made.startups,
        FundingSource: site_content(code).sources,
        SpendingLine: made.spending,
    }
    for model, records in expected.items():
        assert await _count(demo.database, code, model) == len(records), model


async def test_accounts_sign_in_with_the_demo_password(demo: Loaded) -> None:
    async with unit_of_work(demo.database, DataScope.of_network()) as session:
        people = (await session.execute(select(Person))).scalars().all()
        sites = {site.country: site for site in (await session.execute(select(Site))).scalars()}
    assert {person.email for person in people} == {account.email for account in ACCOUNTS}
    assert await verify_password(PASSWORD, people[0].password_hash)
    assert sites["LU"].status is SiteStatus.ROLLOUT
    assert sites["BE"].opened_on == date(2022, 6, 21)
    assert sites["PL"].currency == "PLN"
    assert sites["ES"].about == site_content("spain").about


async def test_sessions_are_in_the_zone_of_the_centre_and_say_what_is_taught(demo: Loaded) -> None:
    async with unit_of_work(demo.database, DataScope.of_network()) as session:
        site_id = (await unit(session, "poland")).id
    async with unit_of_work(demo.database, DataScope.of_site(site_id)) as session:
        meetings = (await session.execute(select(Session))).scalars().all()
    titles = {module.title for curriculum in library().values() for module in curriculum.modules}
    assert {meeting.zone for meeting in meetings} == {"Europe/Warsaw"}
    assert {meeting.title for meeting in meetings} <= titles
    assert all(9 <= meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).hour <= 19 for meeting in meetings)


async def test_results_are_counted_already(demo: Loaded) -> None:
    async with unit_of_work(demo.database, DataScope.of_network()) as session:
        pending = (await session.execute(text("select network.pending_sites()"))).all()
    assert pending == []
    async with unit_of_work(demo.database, DataScope.of_network()) as session:
        site_id = (await unit(session, "spain")).id
    async with unit_of_work(demo.database, DataScope.of_worker(site_id)) as session:
        assert (await session.execute(select(func.count()).select_from(Fact))).scalar_one() > 1000


async def test_loading_again_changes_nothing(demo: Loaded) -> None:
    before = await _count(demo.database, "brussels", Cohort)
    await load_demo(demo.database, today=date(2026, 12, 1))
    assert await _count(demo.database, "brussels", Cohort) == before
    assert await is_demo(demo.database)


async def test_a_database_in_use_is_left_alone(database: Database) -> None:
    await make_tree(database)
    await load_demo(database, today=TODAY)
    assert not await is_demo(database)
    async with unit_of_work(database, DataScope.of_network()) as session:
        assert await session.scalar(select(func.count()).select_from(Unit)) == 5


async def test_an_interrupted_load_is_completed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(session: Any, site: Any, made: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("server.demo.load.SITE_CODES", ("spain", "luxembourg"))
    with monkeypatch.context() as broken:
        broken.setattr("server.demo.load.load_site", breaks)
        with pytest.raises(ExceptionGroup):
            await load_demo(database, today=TODAY)
    assert await _count(database, "spain", Cohort) == 0
    await load_demo(database, today=TODAY)
    assert await _count(database, "spain", Cohort) > 30
    assert await _count(database, "luxembourg", Cohort) == 1
