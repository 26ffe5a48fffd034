"""The year's numbers are those of the results at once, quick or not, and beside the targets that were set."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.results.recount import catch_up
from sites.attendance.actions import GivenMark, mark_attendance
from sites.attendance.models import AttendanceMark
from sites.dashboard.models import Counted, SiteTarget
from sites.dashboard.queries.numbers import numbers
from sites.waiting import Asked
from tests.factories import NewSite
from tests.sites.dashboard.working import Course, make_running_course, work_as
from tests.sites.registrations.made import TODAY


async def _hours(database: Database, site: NewSite) -> int:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await numbers(session, Asked(site.id, TODAY, utc_now()), [])
        return found.figures[Counted.HOURS_ATTENDED].now


async def _mark(database: Database, site: NewSite, course: Course, number: int, status: str, who: int = 0) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        mark = GivenMark.model_validate({"registration": course.registrations[who], "status": status})
        await mark_attendance(session, course.sessions[number], [mark], by=None, now=utc_now())


async def test_hours_are_right_before_and_after_they_are_counted(database: Database, brussels: NewSite) -> None:
    begins = max(TODAY - timedelta(days=7), TODAY.replace(month=1, day=1))
    course = await make_running_course(database, brussels, starts_on=begins)
    assert await _hours(database, brussels) == 0
    await _mark(database, brussels, course, 0, "present")
    assert await _hours(database, brussels) == 3
    await catch_up(database, [brussels.id])
    assert await _hours(database, brussels) == 3
    await _mark(database, brussels, course, 0, "present", who=1)
    assert await _hours(database, brussels) == 6
    await _mark(database, brussels, course, 0, "absent")
    assert await _hours(database, brussels) == 3
    await catch_up(database, [brussels.id])
    assert await _hours(database, brussels) == 3
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(delete(AttendanceMark))
    assert await _hours(database, brussels) == 0


async def test_targets_are_set_shown_changed_and_taken_back(database: Database, client: Any, brussels: NewSite) -> None:
    await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    address = "/en/manage/brussels/settings/targets"
    form = {"year": str(TODAY.year), "registrations": "8", "certificates": "20"}

    assert (await client.post(address, data=form)).status_code == 303
    assert (await client.post(address, data=form)).status_code == 303
    page = (await client.get("/en/manage/brussels")).text
    assert "25% of the target of 8" in page
    assert "0% of the target of 20" in page
    assert 'value="20"' in (await client.get(address)).text
    await client.post(address, data={"year": str(TODAY.year), "registrations": "4"})
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        kept = (await session.execute(select(SiteTarget))).scalars().all()
    assert [(one.year, one.indicator, one.goal) for one in kept] == [(TODAY.year, Counted.REGISTRATIONS, 4)]
    assert (await client.get("/en/manage/brussels/history")).text.count("Set the targets of a year") >= 2


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "9" * 40, "1.5"])
async def test_an_impossible_target_is_refused(database: Database, client: Any, brussels: NewSite, wrong: str) -> None:
    await work_as(database, client, brussels)
    answer = await client.post(
        "/fr/manage/brussels/settings/targets", data={"year": str(TODAY.year), "enrolments": wrong}
    )
    assert answer.status_code == 422
    assert "error-summary" in answer.text


async def test_what_waits_is_said_to_who_can_do_something_about_it(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    settings = {"about_fr": "Bonjour", "languages": ["fr", "nl", "de"], "first_language": "fr"}
    await client.post("/en/manage/brussels/settings", data=settings)

    assert "missing in 2 of its languages" in (await client.get("/en/manage/brussels")).text
    await work_as(database, client, brussels, Role.TRAINER, email="trainer@example.org")
    assert "of its languages" not in (await client.get("/en/manage/brussels")).text
