"""A closed sheet is corrected with a reason, and the history tells it."""

from datetime import timedelta
from typing import Any

from core.clock import utc_now
from core.database import Database
from network.access.roles import Role
from sites.attendance.models import AttendanceMark, ClosedSheet
from tests.factories import NewSite
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import bearer, rows


async def test_closing_marks_the_rest_absent_and_then_a_reason_is_needed(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels, learners=3)
    await work_as(database, client, brussels)
    one, two, _three = course.registrations
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"
    await client.post(address, data={f"mark-{one}": "present"})

    assert "Mark 2 people absent and close" in (await client.get(address)).text
    assert (await client.post(f"{address}/close")).status_code == 303
    assert (await client.post(f"{address}/close")).status_code == 303
    closed = (await client.get(address)).text
    assert "1 present · 0 late · 0 excused · 2 absent" in closed
    assert "Closed by" in closed
    assert f"mark-{one}" not in closed
    assert f"mark-{one}" in (await client.get(f"{address}?correct=yes")).text

    refused = await client.post(address, data={f"mark-{two}": "present"})
    assert refused.status_code == 422
    assert "Please give a reason" in refused.text
    assert (await client.post(address, data={f"mark-{two}": "present", "reason": "Came in late"})).status_code == 303
    assert "2 present" in (await client.get(address)).text
    history = (await client.get("/en/manage/brussels/history")).text
    assert "Corrected a closed attendance sheet" in history
    assert "Came in late" in history
    assert (await rows(database, brussels, ClosedSheet))["ClosedSheet"] == 1


async def test_a_phone_that_comes_back_after_the_closing_is_asked_why(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels, Role.TRAINER)
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"
    await client.post(f"{address}/close")
    sent = {"marks": [{"registration": str(course.registrations[0]), "status": "present", "version": 1}]}

    first = (await client.post(f"{address}/marks", json=sent)).json()
    second = (await client.post(f"{address}/marks", json={**sent, "reason": "No network in the room"})).json()

    assert (first["needs_reason"], second["needs_reason"]) == (True, False)
    assert second["marks"][0]["status"] == "present"


async def test_a_program_needs_a_reason_too_but_not_for_what_is_so_already(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels)
    header = await bearer(database, brussels)
    address = f"/api/v1/sites/brussels/sessions/{course.sessions[0]}/attendance"
    marks = [{"registration": str(one), "status": "present"} for one in course.registrations]
    await client.put(address, json=marks, headers=header)
    await work_as(database, client, brussels, email="other@example.org")
    await client.post(f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance/close")
    client.cookies.clear()
    other = [{**marks[0], "status": "absent"}]

    assert (await client.put(address, json=marks, headers=header)).json()["changed"] == 0
    refused = await client.put(address, json=other, headers=header)
    assert (refused.status_code, refused.json()["code"]) == (409, "sheet_closed")
    assert (await client.put(f"{address}?reason=Typo", json=other, headers=header)).json()["changed"] == 1


async def test_what_has_not_begun_is_not_closed(database: Database, client: Any, brussels: NewSite) -> None:
    begins = utc_now().date() + timedelta(days=3)
    course = await make_running_course(database, brussels, starts_on=begins)
    await work_as(database, client, brussels)
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance"

    assert "Close the sheet" not in (await client.get(address)).text
    assert (await client.post(f"{address}/close")).status_code == 409
    assert (await rows(database, brussels, AttendanceMark))["AttendanceMark"] == 0
