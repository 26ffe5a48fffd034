"""Attendance for programs."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, put
from litestar.params import FromPath, FromQuery

from core.forms import clean, read_json
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Now
from core.web.json_body import NotJson, json_body
from network.access.visitors import SignedIn
from sites.attendance.actions import GivenSheet, mark_attendance
from sites.attendance.queries.sheets import attendance_sheet
from sites.cohorts.errors import SessionNotFound


class AttendanceApi(Controller):
    path = "/api/v1/sites/{site_code:str}/sessions/{session_id:str}/attendance"
    tags = ["Attendance"]

    @put(operation_id="markAttendance", name="api.attendance", **needs(Permission.ATTENDANCE_MARK, Scope.SITE_WRITE))
    async def mark(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        session_id: FromPath[str],
        now: Now,
        reason: FromQuery[str] = "",
    ) -> dict[str, Any]:
        """Mark attendance: all of it is kept, or none of it. The same marks again change nothing.

        Body: a list of {"registration": id, "status": "present", "late", "excused" or "absent", "minutes"?: n}.
        Without minutes, present and late count the whole session. Marks that are not named stay as they are.
        Once the sheet is closed, a change needs a `reason`.
        """
        _, document = await json_body(request)
        if not isinstance(document, list):
            raise NotJson
        given = read_json(GivenSheet, {"marks": document})
        held = _id(session_id)
        changed = await mark_attendance(
            session, held, given.marks, by=visitor.person_id, now=now, reason=_reason(reason)
        )
        sheet = await attendance_sheet(session, held)
        marks = [
            {"registration": str(line.registration_id), "status": str(line.status), "minutes": line.minutes}
            for line in sheet.lines
            if line.status is not None
        ]
        return {"session": str(held), "changed": changed, "marks": marks}


def _reason(text: str) -> str:
    return clean(text)[:500]  # type: ignore[no-any-return]  # a text stays a text


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise SessionNotFound from error
