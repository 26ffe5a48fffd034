"""The attendance sheet: on the phone, one tap a person, also without a connection; and as a plain form."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt, read_json
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, texts
from core.web.json_body import json_body
from core.web.pages import Page, see
from i18n.formatting import clock
from i18n.messages import _, lazy, ngettext
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.attendance.actions import QueuedSheet, Received, close_sheet, receive_marks
from sites.attendance.errors import SheetClosed
from sites.attendance.models import AttendanceStatus, MarkSource
from sites.attendance.pages.typed import changed_marks, problems_of, shown_marks, typed_marks
from sites.attendance.queries.sheets import Sheet, SheetLine, attendance_sheet
from sites.attendance.rules import DOOR_CLOSES
from sites.attendance.words import MARK_NAMES, counts, meanwhile


class AttendancePages(Controller):
    path = "/manage/{site_code:str}/sessions/{session_id:uuid}/attendance"
    include_in_schema = False

    @get(name="attendance.sheet", **needs(Permission.ATTENDANCE_MARK))
    async def sheet_page(self, session: Db, session_id: FromPath[UUID], now: Now, correct: FromQuery[str] = "") -> Page:
        sheet = await attendance_sheet(session, session_id)
        has_door = now < sheet.session.ends_at + DOOR_CLOSES
        begun = sheet.session.starts_at <= now
        return _sheet_page(sheet, may_close=begun, has_door=has_door, is_correcting=bool(correct))

    @get("/print", name="attendance.print", **needs(Permission.ATTENDANCE_MARK))
    async def print_page(self, session: Db, session_id: FromPath[UUID]) -> Page:
        return Page("attendance/print.html", {"sheet": await attendance_sheet(session, session_id)})

    @get("/marks", name="attendance.marks", **needs(Permission.ATTENDANCE_MARK))
    async def marks(self, session: Db, session_id: FromPath[UUID]) -> dict[str, Any]:
        """How the sheet stands, for a page that is open already."""
        return _answer(await attendance_sheet(session, session_id), Received())

    @post("/marks", name="attendance.send", status_code=200, **needs(Permission.ATTENDANCE_MARK))
    async def receive(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        visitor: SignedIn,
        session_id: FromPath[UUID],
        now: Now,
    ) -> dict[str, Any]:
        """What a phone has kept, and what became of it."""
        await attendance_sheet(session, session_id)  # what is not there is not found before its document is read
        _raw, document = await json_body(request)
        sent = read_json(QueuedSheet, document)
        received = await receive_marks(
            session, session_id, sent.marks, by=visitor.person_id, now=now, reason=sent.reason
        )
        return _answer(await attendance_sheet(session, session_id), received)

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
        """Without a script: all of the form is saved, or nothing of it."""
        sheet = await attendance_sheet(session, session_id)
        marks = changed_marks(sheet, form)
        read = attempt(QueuedSheet, {"marks": marks, **texts(form, "reason")})
        problems = problems_of(sheet, marks, read)
        if not problems and not isinstance(read, Invalid):
            received = await receive_marks(
                session, session_id, read.marks, by=visitor.person_id, now=now, reason=read.reason
            )
            problems = _refusals(sheet, received)
        if problems:
            return _sheet_page(sheet, form, errors=problems, may_close=False, is_correcting=sheet.closed is not None)
        return see(f"/manage/{site.code}/sessions/{session_id}/attendance", say=lazy("Attendance is saved."))

    @post("/close", name="attendance.close", **needs(Permission.ATTENDANCE_MARK))
    async def close(
        self, session: Db, site: CurrentSite, visitor: SignedIn, session_id: FromPath[UUID], now: Now
    ) -> Redirect:
        await close_sheet(session, session_id, by=visitor.person_id, now=now)
        return see(f"/manage/{site.code}/sessions/{session_id}/attendance", say=lazy("The sheet is closed."))


def _sheet_page(
    sheet: Sheet,
    form: dict[str, Any] | None = None,
    *,
    may_close: bool,
    is_correcting: bool = False,
    has_door: bool = False,
    errors: dict[str, str] | None = None,
) -> Page:
    context = {
        "sheet": sheet,
        "typed": typed_marks(sheet, form or {}),
        "shown": shown_marks(sheet),
        "reason": (form or {}).get("reason", ""),
        "counts": counts(sheet),
        "mark_names": MARK_NAMES,
        "at_door": MarkSource.DOOR,
        "not_sent": _not_sent(len(sheet.lines)),
        "may_close": may_close,
        "has_door": has_door,
        "is_correcting": is_correcting and sheet.closed is not None,
        "errors": errors or {},
    }
    return Page("attendance/sheet.html", context, status=422 if errors else 200)


def _not_sent(most: int) -> list[str]:
    """The sentence for each number of marks: a page cannot form the plurals of ten languages itself."""
    return [
        _("Everything is saved."),
        *(ngettext("%(n)s not sent yet", "%(n)s not sent yet", n + 1) for n in range(most)),
    ]


def _answer(sheet: Sheet, received: Received) -> dict[str, Any]:
    conflicts = {line.registration_id: line for line in sheet.lines if line.registration_id in received.conflicts}
    return {
        "marks": [_shown(sheet, line) for line in sheet.lines],
        "conflicts": {str(one): _overtaken(line) for one, line in conflicts.items()},
        "refused": {str(one): sentence for one, sentence in received.refused.items()},
        "needs_reason": received.needs_reason,
        "counts": counts(sheet),
    }


def _shown(sheet: Sheet, line: SheetLine) -> dict[str, Any]:
    return {
        "registration": str(line.registration_id),
        "status": line.status,
        "late": sheet.minutes_late(line),
        "version": line.version,
    }


def _overtaken(line: SheetLine) -> str:
    status, marked = line.status or AttendanceStatus.ABSENT, line.marked
    if marked is None:
        return ""
    return meanwhile(status, who=marked.who, at_door=marked.source is MarkSource.DOOR, when=clock(marked.at))


def _refusals(sheet: Sheet, received: Received) -> dict[str, str]:
    if received.needs_reason:
        return {"reason": str(SheetClosed.message)}
    lines = {line.registration_id: line for line in sheet.lines}
    wrong = {one: sentence for one, sentence in received.refused.items()}
    wrong.update((one, _overtaken(lines[one])) for one in received.conflicts if one in lines)
    return {
        f"mark-{one}": _("%(name)s: %(problem)s", name=lines[one].name if one in lines else "", problem=sentence)
        for one, sentence in wrong.items()
    }
