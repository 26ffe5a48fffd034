"""Three absences in a row are seen, on the start page and at the learner, until somebody sees to it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from sites.attendance.actions import GivenMark, mark_attendance
from sites.attendance.models import AbsenceFlag
from sites.attendance.queries.absences import attendance_of_learner, flags_of_learner, open_flags
from sites.registrations.models import Registration
from tests.factories import NewSite
from tests.sites.dashboard.working import Course, make_running_course, work_as
from tests.sites.registrations.made import TODAY


async def _course(database: Database, site: NewSite) -> Course:
    return await make_running_course(database, site, learners=2, sessions=5, starts_on=TODAY - timedelta(weeks=6))


async def _mark(database: Database, site: NewSite, course: Course, number: int, status: str, who: int = 0) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        mark = GivenMark.model_validate({"registration": course.registrations[who], "status": status})
        await mark_attendance(session, course.sessions[number], [mark], by=None, now=utc_now())


async def _flags(database: Database, site: NewSite) -> list[tuple[int, UUID]]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return [(one.absences, one.learner_id) for one in await open_flags(session)]


async def _learner(database: Database, site: NewSite, registration: UUID) -> UUID:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.get(Registration, (site.id, registration))
        assert found is not None
        return found.learner_id


async def test_a_flag_is_raised_grows_and_is_lowered(database: Database, brussels: NewSite) -> None:
    course = await _course(database, brussels)
    for number, status in enumerate(("absent", "absent", "excused", "absent")):
        assert await _flags(database, brussels) == []
        await _mark(database, brussels, course, number, status)
    learner = await _learner(database, brussels, course.registrations[0])
    assert await _flags(database, brussels) == [(3, learner)]

    await _mark(database, brussels, course, 4, "absent")
    assert await _flags(database, brussels) == [(4, learner)]
    await _mark(database, brussels, course, 4, "late")
    assert await _flags(database, brussels) == []
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert len(await attendance_of_learner(session, learner)) == 5


async def test_two_sheets_of_a_cohort_marked_at_once_miss_no_absence(database: Database, brussels: NewSite) -> None:
    course = await _course(database, brussels)
    await asyncio.gather(*(_mark(database, brussels, course, number, "absent") for number in range(5)))
    assert [absences for absences, _ in await _flags(database, brussels)] == [5]


async def test_a_flag_is_dismissed_with_a_note_and_stays_so(database: Database, client: Any, brussels: NewSite) -> None:
    course = await _course(database, brussels)
    for number in range(3):
        await _mark(database, brussels, course, number, "absent")
    await work_as(database, client, brussels)
    learner = await _learner(database, brussels, course.registrations[0])
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        flag = (await session.execute(select(AbsenceFlag))).scalar_one()
    address = f"/en/manage/brussels/absences/{flag.id}/dismiss"

    assert "1 learner has been absent three times in a row" in (await client.get("/en/manage/brussels")).text
    assert "absent 3 times in a row" in (await client.get("/en/manage/brussels/absences")).text
    assert "absent 3 times in a row" in (await client.get(f"/en/manage/brussels/learners/{learner}")).text
    assert (await client.post(address, data={"note": " "})).status_code == 422
    assert (await client.post(address, data={"note": "x" * 501})).status_code == 422
    assert (await client.post(address, data={"note": "Called: comes again on Monday"})).status_code == 303
    assert (await client.post(address, data={"note": "Again"})).status_code == 404
    assert (await client.post(address.replace(str(flag.id), str(uuid4())), data={"note": "x"})).status_code == 404

    await _mark(database, brussels, course, 3, "absent")
    assert await _flags(database, brussels) == []
    assert "Called: comes again on Monday" in (await client.get(f"/en/manage/brussels/learners/{learner}")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert [(one.absences, one.note[:6]) for one in await flags_of_learner(session, learner)] == [(4, "Called")]


async def test_a_trainer_reads_no_flags(database: Database, client: Any, brussels: NewSite) -> None:
    course = await _course(database, brussels)
    for number in range(3):
        await _mark(database, brussels, course, number, "absent")
    await work_as(database, client, brussels, Role.TRAINER)
    assert "in a row" not in (await client.get("/en/manage/brussels")).text
