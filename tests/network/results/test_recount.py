"""Facts stay true, whatever is written, in whatever order, by however many at once."""

# ruff: noqa: S608 -- the storm's statements are put together from this file's texts

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.database import Database, unit_of_work
from core.errors import Unavailable
from core.tenancy import DataScope
from network.results import recount
from network.results.checking import differences
from network.results.recount import catch_up, recount_all, recount_marked
from server.roles import connect
from tests.factories import NewSite, make_curriculum, make_site
from tests.network.results.world import Centre, value


@pytest.fixture
async def centre(database: Database, brussels: NewSite) -> Centre:
    return Centre(database, brussels, await make_curriculum(database))


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(database.addresses.owner)
    try:
        yield connection
    finally:
        await connection.close()


async def write(centre: Centre, statement: str, **values: Any) -> None:
    async with unit_of_work(centre.database, DataScope.of_site(centre.site.id)) as session:
        await session.execute(text(statement), values)


async def marks(centre: Centre) -> list[tuple[str, UUID]]:
    async with unit_of_work(centre.database, DataScope.of_site(centre.site.id)) as session:
        found = await session.execute(text("select subject_kind, subject_id from sites.recount_marks"))
        return [(kind, subject_id) for kind, subject_id in found]


async def test_a_mark_is_in_every_unit_on_the_next_read(centre: Centre) -> None:
    cohort = centre.cohort()
    session, people = centre.session(cohort), centre.many(5, cohort)
    for person in people[:-1]:
        centre.mark(session, person, minutes=60)
    await centre.save()
    units = ("be", "europe", "network")
    assert [await value(centre.database, "hours_attended", unit) for unit in units] == [None] * 3
    centre.mark(session, people[-1], minutes=30)
    await centre.save()
    assert [await value(centre.database, "hours_attended", unit) for unit in units] == [4.5] * 3
    assert await value(centre.database, "hours_attended", "brussels") == 4.5


async def test_a_write_that_is_rolled_back_leaves_no_mark(centre: Centre) -> None:
    async with centre.database.session(DataScope.of_site(centre.site.id)) as session:
        session.add(centre.cohort(capacity=5))
        await session.flush()
        await session.rollback()
    assert await marks(centre) == []


async def test_one_statement_leaves_one_mark_per_subject(centre: Centre) -> None:
    cohort = centre.cohort()
    session, people = centre.session(cohort), centre.many(3, cohort)
    await centre.save()
    await catch_up(centre.database)
    for person in people:
        centre.mark(session, person)
    await centre.save()
    assert set(await marks(centre)) == {("session", session.id)}
    await catch_up(centre.database)
    await write(centre, "update sites.attendance_marks set minutes = 10")
    assert await marks(centre) == [("session", session.id)]


async def test_what_goes_with_a_cohort_goes_from_the_figures(centre: Centre) -> None:
    cohort = centre.cohort(capacity=5)
    session, person = centre.session(cohort), centre.registration(cohort)
    centre.mark(session, person)
    centre.certificate(person, "2026-07-01")
    await centre.save()
    assert await value(centre.database, "enrolments", "brussels", own=centre.site) == 1
    await write(centre, "delete from sites.cohorts")
    assert await differences(centre.database) == []
    for code in ("enrolments", "hours_attended", "certificates"):
        assert await value(centre.database, code, "brussels", own=centre.site) == 0


async def test_a_session_that_moves_takes_its_hours_along(centre: Centre) -> None:
    cohort = centre.cohort()
    centre.mark(centre.session(cohort, "2026-03-31"), centre.registration(cohort), minutes=60)
    await centre.save()
    assert await value(centre.database, "hours_attended", "brussels", "2026-03", own=centre.site) == 1
    await write(centre, "update sites.sessions set held_on = '2026-04-01'")
    assert await value(centre.database, "hours_attended", "brussels", "2026-03", own=centre.site) == 0
    assert await value(centre.database, "hours_attended", "brussels", "2026-04", own=centre.site) == 1


async def test_erasing_a_name_changes_no_figure_and_leaves_no_mark(centre: Centre) -> None:
    centre.registration(centre.cohort())
    await centre.save()
    await catch_up(centre.database)
    await write(centre, "update sites.learners set given_name = 'erased', email = null, birth_date = null")
    assert await marks(centre) == []
    assert await differences(centre.database) == []
    assert await value(centre.database, "learners", "brussels", own=centre.site) == 1


async def test_two_records_that_turn_out_to_be_one_person_become_one(centre: Centre) -> None:
    cohort = centre.cohort()
    centre.many(2, cohort)
    await centre.save()
    assert await value(centre.database, "learners", "brussels", own=centre.site) == 2
    await write(centre, "update sites.learners set person_key = decode('00', 'hex')")
    assert await value(centre.database, "learners", "brussels", own=centre.site) == 1


async def test_the_same_person_at_two_sites_is_one_in_the_country(centre: Centre, database: Database) -> None:
    antwerp = Centre(database, await make_site(database, "antwerp"), centre.curriculum_id)
    for place in (centre, antwerp):
        cohort = place.cohort()
        for number in range(6):
            place.registration(cohort, place.learner(f"person {number}"))
        place.registration(cohort)
        await place.save()
    assert [await value(database, "learners", unit) for unit in ("brussels", "antwerp")] == [7, 7]
    assert [await value(database, "learners", unit) for unit in ("be", "europe", "network")] == [8, 8, 8]
    assert await value(database, "enrolments", "network") == 14


async def test_a_defect_is_found_and_mended(centre: Centre, owner: asyncpg.Connection) -> None:
    """The check must be able to fail, or it proves nothing."""
    centre.many(3, centre.cohort())
    await centre.save()
    assert await differences(centre.database) == []
    await write(centre, "update sites.facts set gender = 'man' where measure = 'enrolments'")
    found = await differences(centre.database)
    assert [(one.site, one.measure, one.missing, one.surplus) for one in found] == [("brussels", "enrolments", 3, 3)]
    await recount_all(centre.database, centre.site.id)
    assert await differences(centre.database) == []
    await write(centre, "delete from sites.registrations where id = (select id from sites.registrations limit 1)")
    await write(centre, "delete from sites.recount_marks")
    assert {one.measure for one in await differences(centre.database)} >= {"registrations", "enrolments", "ended"}


async def test_a_recount_refuses_a_snapshot_older_than_its_lock(centre: Centre) -> None:
    async with centre.database.session(DataScope.of_worker(centre.site.id)) as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        with pytest.raises(RuntimeError, match="read committed"):
            await recount._alone_on(session, centre.site.id)


async def test_a_reader_waits_for_a_running_recount_but_not_for_ever(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "_LONGEST_WAIT", "100ms")
    centre.registration(centre.cohort())
    await centre.save()
    async with centre.database.session(DataScope.of_worker(centre.site.id)) as running:
        await recount._alone_on(running, centre.site.id)
        with pytest.raises(Unavailable):
            await recount_marked(centre.database, centre.site.id)
    assert await recount_marked(centre.database, centre.site.id) > 0


async def test_headquarters_may_count_and_see_nothing_else(centre: Centre) -> None:
    centre.registration(centre.cohort())
    await centre.save()
    await catch_up(centre.database)
    for forbidden in ("select * from sites.facts", "select * from sites.recount_marks"):
        async with centre.database.session(DataScope.of_network()) as session:
            with pytest.raises(DBAPIError, match="permission denied"):
                await session.execute(text(forbidden))
    async with centre.database.session(DataScope.of_site(centre.site.id)) as session:
        with pytest.raises(DBAPIError, match="permission denied"):
            await session.execute(text("select * from network.count_people(2026, null, null, null)"))


class Storm:
    """Writers that do everything at once; `seed` makes a run repeatable as far as the clock allows."""

    def __init__(self, centre: Centre, seed: int) -> None:
        self.centre = centre
        self.random = random.Random(seed)
        self.running = True

    async def writer(self, rounds: int) -> None:
        for _ in range(rounds):
            try:
                async with unit_of_work(self.centre.database, DataScope.of_site(self.centre.site.id)) as session:
                    for _ in range(self.random.randint(1, 3)):
                        statement, values = self.change()
                        await session.execute(text(statement), values)
                        await asyncio.sleep(self.random.random() / 200)
                    if self.random.random() < 0.2:
                        raise ZeroDivisionError
            except (ZeroDivisionError, DBAPIError):
                continue  # rolled back on purpose, or a deadlock or a conflict of the writers

    def change(self) -> tuple[str, dict[str, Any]]:
        some = "(select id from sites.{} order by md5(id::text || :salt) limit 1)"
        day = date(2026, 1, 1) + timedelta(days=self.random.randrange(360))
        values: dict[str, Any] = {"salt": str(self.random.random()), "day": day}
        statement = self.random.choice(
            [
                f"update sites.sessions set held_on = :day where id = {some.format('sessions')}",
                f"update sites.sessions set cohort_id = {some.format('cohorts')} where id = {some.format('sessions')}",
                "update sites.cohorts set starts_on = :day, ends_on = cast(:day as date) + 60 "
                f"where id = {some.format('cohorts')}",
                "update sites.registrations set gender = 'man', education = 'unknown' "
                f"where id = {some.format('registrations')}",
                f"update sites.registrations set status = 'withdrawn', left_on = '2026-12-01' "
                f"where id = {some.format('registrations')}",
                "update sites.learners set person_key = decode(md5(:salt), 'hex') "
                f"where id = {some.format('learners')}",
                f"delete from sites.attendance_marks where id = {some.format('attendance_marks')}",
                "update sites.attendance_marks set status = 'late', minutes = minutes % 90 + 1 "
                f"where session_id = {some.format('sessions')}",
                f"update sites.attendance_marks set session_id = {some.format('sessions')} "
                f"where id = {some.format('attendance_marks')}",
                f"delete from sites.registrations where id = {some.format('registrations')}",
                "insert into sites.attendance_marks (site_id, id, created_at, session_id, registration_id, status, "
                "minutes, marked_at) select r.site_id, gen_random_uuid(), now(), s.id, r.id, 'present', 60, now() "
                "from sites.registrations r, sites.sessions s where s.id = "
                f"{some.format('sessions')} on conflict do nothing",
            ]
        )
        return statement, {name: given for name, given in values.items() if f":{name}" in statement}

    async def counter(self) -> None:
        while self.running:
            await catch_up(self.centre.database)
            await asyncio.sleep(0)


async def test_ten_writers_against_a_busy_recount_leave_every_fact_true(centre: Centre) -> None:
    for month in range(1, 6):
        cohort = centre.cohort(starts_on=f"2026-0{month}-01", ends_on=f"2026-1{month % 3}-28", capacity=20)
        people = centre.many(12, cohort)
        for day in (5, 12, 19):
            session = centre.session(cohort, f"2026-0{month}-{day:02}")
            for person in people:
                centre.mark(session, person)
    await centre.save()
    storm = Storm(centre, seed=20260302)
    counters = [asyncio.create_task(storm.counter()) for _ in range(2)]
    try:
        await asyncio.gather(*(storm.writer(25) for _ in range(10)))
    finally:
        storm.running = False
        await asyncio.gather(*counters)
    assert await differences(centre.database) == []
    await write(centre, "update sites.registrations set status = 'completed' where status = 'confirmed'")
    assert await differences(centre.database) == []
