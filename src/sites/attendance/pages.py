"""The attendance sheet: on the phone, one tap a person; and on paper."""

from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now
from core.web.pages import Page, see
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.attendance.actions import GivenSheet, mark_attendance, too_many_minutes
from sites.attendance.models import AttendanceStatus
from sites.attendance.queries import Sheet, SheetLine, attendance_sheet


class AttendancePages(Controller):
    path = "/manage/{site_code:str}/sessions/{session_id:uuid}/attendance"
    include_in_schema = False

    @get(name="attendance.sheet", **needs(Permission.ATTENDANCE_MARK))
    async def sheet_page(self, session: Db, session_id: FromPath[UUID]) -> Page:
        return _sheet_page(await attendance_sheet(session, session_id))

    @get("/print", name="attendance.print", **needs(Permission.ATTENDANCE_MARK))
    async def print_page(self, session: Db, session_id: FromPath[UUID]) -> Page:
        return Page("attendance/print.html", {"sheet": await attendance_sheet(session, session_id)})

    @post(name="attendance.mark", **needs(Permission.ATTENDANCE_MARK))
    async def mark(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        session_id: FromPath[UUID],
        form: FormFields,
        now: Now,
    ) -> Page | Redirect:
        sheet = await attendance_sheet(session, session_id)
        marks = _changed_marks(sheet, form)
        read = attempt(GivenSheet, {"marks": marks})
        problems = _problems(sheet, marks, read)
        if problems or isinstance(read, Invalid):
            return _sheet_page(sheet, form, errors=problems)
        await mark_attendance(session, session_id, read.marks, by=visitor.person_id, now=now)
        return see(f"/manage/{site.code}/sessions/{session_id}/attendance", say=lazy("Attendance is saved."))


def _sheet_page(sheet: Sheet, form: dict[str, Any] | None = None, *, errors: dict[str, str] | None = None) -> Page:
    """`typed` is what each line shows: what was pressed, else what is kept. `shown` goes along, so
    that the answer says what was changed."""
    typed = {line.registration_id: _typed(line, form or {}) for line in sheet.lines}
    shown = {line.registration_id: _as_shown(line.status, _late_minutes(line)) for line in sheet.lines if line.status}
    context = {"sheet": sheet, "typed": typed, "shown": shown, "errors": errors or {}}
    return Page("attendance/sheet.html", context, status=422 if errors else 200)


def _typed(line: SheetLine, form: dict[str, Any]) -> dict[str, Any]:
    pressed, minutes = form.get(f"mark-{line.registration_id}"), form.get(f"minutes-{line.registration_id}")
    return {
        "status": pressed if isinstance(pressed, str) else line.status,
        "minutes": minutes if isinstance(minutes, str) else _late_minutes(line),
    }


def _late_minutes(line: SheetLine) -> int | None:
    return line.minutes if line.status is AttendanceStatus.LATE else None


def _changed_marks(sheet: Sheet, form: dict[str, Any]) -> list[dict[str, Any]]:
    """Only lines that differ from what the page showed: two people marking one sheet at once do
    not undo each other. `rest` is the button that marks whoever has no mark yet."""
    found: list[dict[str, Any]] = []
    for line in sheet.lines:
        status, minutes, shown = (form.get(f"{name}-{line.registration_id}") for name in ("mark", "minutes", "shown"))
        if not status and line.status is None and "rest" in form:
            status = AttendanceStatus.PRESENT
        given = minutes if status == AttendanceStatus.LATE else None
        if status and _as_shown(status, given) != shown:
            found.append({"registration": line.registration_id, "status": status, "minutes": given or None})
    return found


def _as_shown(status: Any, minutes: Any) -> str:
    return f"{status} {minutes}" if minutes else str(status)


def _problems(sheet: Sheet, marks: list[dict[str, Any]], read: GivenSheet | Invalid) -> dict[str, str]:
    """Under the field of the person's line, and with their name."""
    names = {line.registration_id: line.name for line in sheet.lines}
    wrong: dict[int, str] = {}
    if isinstance(read, Invalid):
        wrong = {int(field.split(".")[1]): sentence for field, sentence in read.fields.items()}
    else:
        for number, mark in enumerate(read.marks):
            if problem := too_many_minutes(mark.minutes, sheet.session.minutes):
                wrong[number] = problem
    return {
        f"minutes-{marks[number]['registration']}": _(
            "%(name)s: %(problem)s", name=names[marks[number]["registration"]], problem=sentence
        )
        for number, sentence in wrong.items()
    }
