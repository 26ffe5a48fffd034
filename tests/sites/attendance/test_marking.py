"""A sheet is kept whole or not at all, twice is like once, and a correction leaves a trace."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from sites.attendance.actions import GivenMark, mark_attendance
from sites.attendance.models import AttendanceMark
from sites.registrations.models import Registration, RegistrationStatus
from tests.factories import NewSite
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import bearer, rows


async def _marks(database: Database, site: NewSite) -> dict[Any, tuple[str, int]]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = (await session.execute(select(AttendanceMark))).scalars()
        return {one.registration_id: (str(one.status), one.minutes) for one in found}


def _address(session_id: Any, site: str = "brussels") -> str:
    return f"/api/v1/sites/{site}/sessions/{session_id}/attendance"


async def test_a_sheet_is_put_and_put_again_and_corrected(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=4)
    header = await bearer(database, brussels)
    one, two, three, four = map(str, course.registrations)
    sheet = [
        {"registration": one, "status": "present"},
        {"registration": two, "status": "late", "minutes": 120},
        {"registration": three, "status": "excused"},
        {"registration": four, "status": "absent", "minutes": 30},
    ]
    address = _address(course.sessions[0])

    first = await client.put(address, json=sheet, headers=header)
    again = await client.put(address, json=sheet, headers=header)
    corrected = await client.put(address, json=[{"registration": one, "status": "absent"}], headers=header)

    assert (first.status_code, first.json()["changed"]) == (200, 4)
    assert again.json()["changed"] == 0
    assert corrected.json()["changed"] == 1
    kept = await _marks(database, brussels)
    assert list(kept[key] for key in course.registrations) == [
        ("absent", 0),
        ("late", 120),
        ("excused", 0),
        ("absent", 0),
    ]
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = await session.execute(
            select(AuditEntry).where(col(AuditEntry.action) == "attendance.mark").order_by(col(AuditEntry.at))
        )
        noted = found.scalars().all()
    assert [len(entry.after or {}) for entry in noted] == [4, 1]
    assert noted[1].before == {one: {"status": "present", "minutes": 180}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "present", "minutes": 181},
        {"status": "late", "minutes": -1},
        {"status": "late", "minutes": 10**30},
        {"status": "late", "minutes": True},
        {"status": "asleep"},
        {"status": "present", "registration": str(uuid4())},
        {"status": "present", "registration": "somebody"},
        {"status": "present", "more": 1},
        {"registration": None},
    ],
)
async def test_one_wrong_mark_keeps_all_out(
    database: Database, client: Any, brussels: NewSite, wrong: dict[str, Any]
) -> None:
    course = await make_running_course(database, brussels)
    header = await bearer(database, brussels)
    good = {"registration": str(course.registrations[0]), "status": "present"}

    answer = await client.put(
        _address(course.sessions[0]),
        json=[good, {"registration": str(course.registrations[1]), **wrong}],
        headers=header,
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("marks.1")
    assert await _marks(database, brussels) == {}


@pytest.mark.parametrize("body", [b"", b"{}", b"[1", b'"x"', b"[[]]", b"\xff\xfe", b'[{"registration":"\x00"}]'])
async def test_what_is_no_sheet_is_refused(database: Database, client: Any, brussels: NewSite, body: bytes) -> None:
    course = await make_running_course(database, brussels)
    header = await bearer(database, brussels)

    answer = await client.put(_address(course.sessions[0]), content=body, headers=header)

    assert answer.status_code in (400, 422)
    assert await _marks(database, brussels) == {}


@pytest.mark.parametrize("status", [RegistrationStatus.CANCELLED, RegistrationStatus.WAITING])
async def test_only_who_holds_a_place_is_marked(
    database: Database, client: Any, brussels: NewSite, status: RegistrationStatus
) -> None:
    course = await make_running_course(database, brussels)
    header = await bearer(database, brussels)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        kept = await session.get(Registration, (brussels.id, course.registrations[0]))
        assert kept is not None
        kept.status = status

    answer = await client.put(
        _address(course.sessions[0]),
        json=[{"registration": str(course.registrations[0]), "status": "present"}],
        headers=header,
    )

    assert answer.status_code == 422
    assert str(course.registrations[0]) in answer.text


async def test_a_neighbours_session_and_registration_look_missing(
    database: Database, client: Any, brussels: NewSite, warsaw: NewSite
) -> None:
    theirs = await make_running_course(database, brussels)
    ours = await make_running_course(database, warsaw)
    header = await bearer(database, warsaw)
    mark = [{"registration": str(theirs.registrations[0]), "status": "present"}]

    foreign = await client.put(_address(theirs.sessions[0], "warsaw"), json=mark, headers=header)
    missing = await client.put(_address(uuid4(), "warsaw"), json=mark, headers=header)
    mixed = await client.put(_address(ours.sessions[0], "warsaw"), json=mark, headers=header)
    elsewhere = await client.put(_address(theirs.sessions[0]), json=mark, headers=header)

    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())
    assert foreign.status_code == 404
    assert mixed.status_code == 422
    assert elsewhere.status_code == 404
    assert await _marks(database, brussels) == {}


async def test_two_who_mark_at_once_both_count(database: Database, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=6)

    async def mark(registration: Any, status: str) -> int:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            given = [GivenMark.model_validate({"registration": registration, "status": status})]
            return await mark_attendance(session, course.sessions[0], given, by=None, now=utc_now())

    await asyncio.gather(*(mark(one, "present") for one in course.registrations * 2))

    assert len(await _marks(database, brussels)) == 6


async def test_the_sheet_of_a_phone_is_saved_by_a_trainer(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=3)
    await work_as(database, client, brussels, Role.TRAINER)
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"
    one, two, three = course.registrations

    assert "3 people, nobody marked yet" in (await client.get(address)).text
    form = {f"mark-{one}": "late", f"late-{one}": "80", f"shown-{one}": "", f"mark-{two}": "absent"}
    assert (await client.post(address, data=form)).status_code == 303
    assert (await client.post(address, data={"rest": "present"})).status_code == 303

    assert await _marks(database, brussels) == {one: ("late", 100), two: ("absent", 0), three: ("present", 180)}
    page = (await client.get(address)).text
    assert "1 present" in page
    assert 'value="late 80"' in page


async def test_an_old_page_does_not_undo_what_somebody_else_marked(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"
    one, two = course.registrations
    old = {f"mark-{one}": "present", f"shown-{one}": "present", f"mark-{two}": "absent", f"shown-{two}": ""}
    await client.post(address, data={f"mark-{one}": "excused"})

    assert (await client.post(address, data=old)).status_code == 303

    assert await _marks(database, brussels) == {one: ("excused", 0), two: ("absent", 0)}


async def test_impossible_minutes_come_back_with_the_name(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    one = course.registrations[0]
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"

    for minutes in ("181", "-1", "x", "9" * 50):
        answer = await client.post(address, data={f"mark-{one}": "late", f"late-{one}": minutes})
        assert answer.status_code == 422
        assert "Amina Example 1:" in answer.text
    assert (await rows(database, brussels, AttendanceMark))["AttendanceMark"] == 0
