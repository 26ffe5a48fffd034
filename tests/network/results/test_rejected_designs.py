"""Ways of keeping figures that were tried and given up: each goes wrong in an order of events in which ours does not.

They prove that these orders of events can tell right from wrong (`docs/decisions/0003-facts-by-subject.md`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.results import recount
from network.results.checking import differences
from network.results.measuring import SubjectKind
from network.results.recount import recount_marked
from sites.attendance.models import AttendanceMark
from sites.cohorts.models import Session
from tests.factories import NewSite, make_curriculum
from tests.network.results.world import Centre, value

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)
_HOURS = text(
    "select coalesce(sum(m.minutes), 0) / 60 from sites.attendance_marks m join sites.sessions s "
    "on (s.site_id, s.id) = (m.site_id, m.session_id) where date_trunc('month', s.held_on) = cast(:month as date)"
)


@pytest.fixture
async def centre(database: Database, brussels: NewSite) -> Centre:
    return Centre(database, brussels, await make_curriculum(database))


@pytest.fixture
async def late_mark(centre: Centre) -> AttendanceMark:
    """One hour on a session in March; the session is there, the mark is not saved yet."""
    cohort = centre.cohort()
    mark = centre.mark(centre.session(cohort, "2026-03-31"), centre.registration(cohort), minutes=60)
    centre.rows.remove(mark)
    await centre.save()
    await recount_marked(centre.database, centre.site.id)
    return mark


@asynccontextmanager
async def saving(centre: Centre, mark: AttendanceMark) -> AsyncIterator[AsyncSession]:
    """The mark is written at once and committed at the end of the block."""
    async with at(centre) as session:
        session.add(mark)
        await session.flush()
        yield session


def at(centre: Centre) -> Any:
    return unit_of_work(centre.database, DataScope.of_site(centre.site.id))


async def move_to_may(centre: Centre, mark: AttendanceMark) -> None:
    async with at(centre) as session:
        await session.execute(
            update(Session).where(col(Session.id) == mark.session_id).values(held_on=date(2026, 5, 4))
        )


async def month_of(session: AsyncSession, mark: AttendanceMark) -> date:
    return (
        (await session.scalars(select(Session).where(col(Session.id) == mark.session_id))).one().held_on.replace(day=1)
    )


async def hours(centre: Centre, month: date) -> int:
    async with at(centre) as session:
        return int(await session.scalar(_HOURS, {"month": month}) or 0)


async def hours_shown(centre: Centre) -> list[float | None]:
    months = ("2026-03", "2026-05")
    return [await value(centre.database, "hours_attended", "brussels", month, own=centre.site) for month in months]


async def test_a_session_moves_while_its_sheet_is_being_saved(centre: Centre, late_mark: AttendanceMark) -> None:
    async with saving(centre, late_mark):
        await move_to_may(centre, late_mark)
        await recount_marked(centre.database, centre.site.id)

    assert await hours_shown(centre) == [0, 1]
    assert await differences(centre.database) == []


async def test_a_mark_that_names_the_month_leaves_the_wrong_month_for_good(
    centre: Centre, late_mark: AttendanceMark
) -> None:
    figures = {MARCH: 0, MAY: 0}
    async with saving(centre, late_mark) as session:
        written = await month_of(session, late_mark)
        await move_to_may(centre, late_mark)
        for month in (MARCH, MAY):  # the move's own marks, counted before the sheet is there
            figures[month] = await hours(centre, month)
    figures[written] = await hours(centre, written)

    assert figures == {MARCH: 0, MAY: 0}
    assert await hours(centre, MAY) == 1


async def test_differences_added_up_as_they_are_written_leave_the_wrong_month_for_good(
    centre: Centre, late_mark: AttendanceMark
) -> None:
    figures = {MARCH: 0, MAY: 0}
    async with saving(centre, late_mark) as session:
        month = await month_of(session, late_mark)
        moved = await hours(centre, MARCH)  # what the move takes along: it cannot see the sheet
        await move_to_may(centre, late_mark)
        figures[MARCH] -= moved
        figures[MAY] += moved
        figures[month] += late_mark.minutes // 60

    assert figures == {MARCH: 1, MAY: 0}
    assert await hours(centre, MAY) == 1


async def test_marks_taken_up_to_the_latest_lose_the_one_that_commits_last(
    centre: Centre, late_mark: AttendanceMark
) -> None:
    newer = text("select subject_kind, created_at from sites.recount_marks where created_at > :seen")
    async with at(centre) as session:
        seen = await session.scalar(text("select now()"))
    async with saving(centre, late_mark):
        await move_to_may(centre, late_mark)
        async with at(centre) as session:
            seen = max(created_at for _, created_at in await session.execute(newer, {"seen": seen}))

    async with at(centre) as session:
        assert (await session.execute(newer, {"seen": seen})).all() == []
        left = await session.scalars(text("select distinct subject_kind from sites.recount_marks"))
        assert SubjectKind.SESSION.value in set(left), "the sheet's mark is there, and would never be taken"


async def test_two_recounts_at_once_without_the_lock_count_twice(
    centre: Centre, late_mark: AttendanceMark, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_alone(_session: AsyncSession, _site_id: object) -> None:
        return

    async with saving(centre, late_mark):
        pass
    monkeypatch.setattr(recount, "_alone_on", not_alone)
    async with unit_of_work(centre.database, DataScope.of_worker(centre.site.id)) as slow:
        await recount._replace_facts(slow, centre.site.id, SubjectKind.SESSION, {late_mark.session_id})
        assert await recount_marked(centre.database, centre.site.id) > 0

    assert [(one.measure, one.surplus) for one in await differences(centre.database)] == [
        ("marks", 1),
        ("marks_present", 1),
        ("minutes", 1),
    ]
