"""Marks that waited for a connection: each arrives once, and never undoes a newer one unseen."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from sites.attendance.actions import QueuedMark, receive_marks
from sites.attendance.models import AttendanceMark
from sites.cohorts.models import Session, SessionStatus
from tests.factories import NewSite
from tests.sites.dashboard.working import Course, make_running_course, work_as


def _address(course: Course) -> str:
    return f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"


async def _send(client: Any, course: Course, *marks: dict[str, Any], reason: str = "") -> dict[str, Any]:
    answer = await client.post(f"{_address(course)}/marks", json={"marks": list(marks), "reason": reason})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _mark(registration: UUID, status: str, version: int | None = 0, **more: Any) -> dict[str, Any]:
    return {"registration": str(registration), "status": status, "version": version, **more}


async def _kept(database: Database, site: NewSite) -> dict[UUID, tuple[str, int]]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = (await session.execute(select(AttendanceMark))).scalars()
        return {one.registration_id: (str(one.status), one.version) for one in found}


async def test_what_is_sent_twice_is_written_and_noted_once(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=3)
    await work_as(database, client, brussels, Role.TRAINER)
    marks = [_mark(course.registrations[0], "present"), _mark(course.registrations[1], "late", minutes=100)]

    for _ in range(3):
        answer = await _send(client, course, *marks)
        assert (answer["conflicts"], answer["refused"], answer["needs_reason"]) == ({}, {}, False)

    shown = {one["registration"]: one for one in answer["marks"]}
    assert shown[str(course.registrations[1])] == {
        "registration": str(course.registrations[1]),
        "status": "late",
        "late": 80,
        "version": 1,
    }
    assert await _kept(database, brussels) == {
        course.registrations[0]: ("present", 1),
        course.registrations[1]: ("late", 1),
    }
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        noted = select(func.count()).select_from(AuditEntry).where(col(AuditEntry.action) == "attendance.mark")
        assert (await session.execute(noted)).scalar_one() == 1


async def test_a_newer_mark_is_shown_and_the_person_decides(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    one, two = course.registrations
    await _send(client, course, _mark(one, "present"))

    answer = await _send(client, course, _mark(one, "absent"), _mark(two, "excused"))

    assert list(answer["conflicts"]) == [str(one)]
    assert "Ada Example marked this person “Present” at" in answer["conflicts"][str(one)]
    assert await _kept(database, brussels) == {one: ("present", 1), two: ("excused", 1)}
    assert (await _send(client, course, _mark(one, "absent", 1)))["conflicts"] == {}
    assert await _kept(database, brussels) == {one: ("absent", 2), two: ("excused", 1)}


async def test_one_impossible_mark_keeps_no_other_out(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    nobody = uuid4()

    answer = await _send(
        client,
        course,
        _mark(nobody, "present"),
        _mark(course.registrations[0], "present"),
        _mark(course.registrations[1], "late", minutes=500),
    )

    assert set(answer["refused"]) == {str(nobody), str(course.registrations[1])}
    assert await _kept(database, brussels) == {course.registrations[0]: ("present", 1)}


@pytest.mark.parametrize(
    "document",
    [
        b"[]",
        b"{",
        b"\xff",
        b'{"marks": 1}',
        b'{"marks": [{"registration": "x", "status": "present"}]}',
        b'{"marks": [], "reason": "\\u0000"}',
        b'{"marks": [{"registration": "01a2090a-74a4-7286-8e52-9f96f91a6680", "status": "late", "version": true}]}',
        b'{"marks": [{"registration": "01a2090a-74a4-7286-8e52-9f96f91a6680", "status": "late", "minutes": 1e99}]}',
    ],
)
async def test_what_no_phone_would_send_is_refused(
    database: Database, client: Any, brussels: NewSite, document: bytes
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    assert (await client.post(f"{_address(course)}/marks", content=document)).status_code in (400, 422)
    assert await _kept(database, brussels) == {}


async def test_two_phones_at_once_write_each_mark_once(database: Database, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=8)

    async def phone(status: str) -> int:
        marks = [
            QueuedMark.model_validate({"registration": one, "status": status, "version": 0})
            for one in course.registrations
        ]
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            received = await receive_marks(session, course.sessions[0], marks, by=None, now=utc_now())
            return len(received.conflicts)

    conflicts = await asyncio.gather(phone("present"), phone("absent"), phone("present"))

    kept = await _kept(database, brussels)
    assert len(set(kept.values())) == 1
    assert {version for _, version in kept.values()} == {1}
    assert sorted(conflicts) in ([0, 0, 8], [0, 8, 8])


async def test_nobody_is_marked_at_a_cancelled_session(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(Session).values(status=SessionStatus.CANCELLED))
    answer = await client.post(f"{_address(course)}/marks", json={"marks": [_mark(course.registrations[0], "present")]})
    assert answer.status_code == 409


async def test_the_plain_form_says_who_was_quicker_and_keeps_what_was_pressed(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    one, two = course.registrations
    form = {f"mark-{one}": "absent", f"version-{one}": "0", f"mark-{two}": "present", f"version-{two}": "0"}
    await _send(client, course, _mark(one, "present"))

    answer = await client.post(_address(course), data=form)

    assert answer.status_code == 422
    assert "Amina Example 1: Ada Example marked this person" in answer.text
    assert await _kept(database, brussels) == {one: ("present", 1)}
    again = await client.post(_address(course), data={**form, f"version-{one}": "1"})
    assert again.status_code == 303
    assert await _kept(database, brussels) == {one: ("absent", 2), two: ("present", 1)}
