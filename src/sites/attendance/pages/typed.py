"""The plain form of a sheet: what it shows, what of it was changed, and what is wrong with that.

Each line has the fields `mark-ID`, `late-ID` (minutes late), `shown-ID` and `version-ID`: what the page showed.
"""

from typing import Any
from uuid import UUID

from core.errors import Invalid
from i18n.messages import _, ngettext
from sites.attendance.actions import QueuedSheet
from sites.attendance.models import AttendanceStatus
from sites.attendance.queries.sheets import Sheet, SheetLine

Typed = dict[str, Any]


def typed_marks(sheet: Sheet, form: Typed) -> dict[UUID, Typed]:
    """What each line shows: what was pressed, else what is kept."""
    return {line.registration_id: _typed(sheet, line, form) for line in sheet.lines}


def shown_marks(sheet: Sheet) -> dict[UUID, str]:
    """Goes along with the page, so that its answer says what was changed."""
    return {
        line.registration_id: _as_shown(line.status, sheet.minutes_late(line)) for line in sheet.lines if line.status
    }


def changed_marks(sheet: Sheet, form: Typed) -> list[Typed]:
    """Only lines that differ from what the page showed: two people marking one sheet at once do
    not undo each other. `rest` is the button that marks whoever has no mark yet."""
    found: list[Typed] = []
    for line in sheet.lines:
        status, late, shown, version = (
            form.get(f"{name}-{line.registration_id}") for name in ("mark", "late", "shown", "version")
        )
        if not status and line.status is None and "rest" in form:
            status = AttendanceStatus.PRESENT
        given = late if status == AttendanceStatus.LATE else None
        if status and _as_shown(status, given) != shown:
            mark = {"registration": line.registration_id, "status": status, "version": version}
            found.append({**mark, "minutes": _attended(given, sheet.session.minutes)})
    return found


def problems_of(sheet: Sheet, marks: list[Typed], read: QueuedSheet | Invalid) -> dict[str, str]:
    """Under the field of the person's line, and with their name; what concerns no line, under the form."""
    if not isinstance(read, Invalid):
        return {}
    names = {line.registration_id: line.name for line in sheet.lines}
    found: dict[str, str] = {}
    for field, sentence in read.fields.items():
        number = _place(field)
        if number is None or number >= len(marks):
            found["reason" if field == "reason" else "sheet"] = sentence
            continue
        registration = marks[number]["registration"]
        is_late = field.endswith(".minutes")
        problem = _impossible(sheet.session.minutes) if is_late else sentence
        field_name = f"{'late' if is_late else 'mark'}-{registration}"
        found[field_name] = _("%(name)s: %(problem)s", name=names[registration], problem=problem)
    return found


def _impossible(minutes: int) -> str:
    return ngettext(
        "Please enter the minutes late: at most %(n)s.", "Please enter the minutes late: at most %(n)s.", minutes
    )


def _place(field: str) -> int | None:
    """`marks.3.minutes` concerns the fourth line; `marks` all of them."""
    parts = field.split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def _typed(sheet: Sheet, line: SheetLine, form: Typed) -> Typed:
    pressed, late = form.get(f"mark-{line.registration_id}"), form.get(f"late-{line.registration_id}")
    return {
        "status": pressed if isinstance(pressed, str) else line.status,
        "late": late if isinstance(late, str) else _or_nothing(sheet.minutes_late(line)),
    }


def _or_nothing(late: int | None) -> int | None:
    """Late without saying how much: the field stays empty."""
    return late or None


def _attended(late: Any, session_minutes: int) -> Any:
    """The minutes of the session that are left; what is no such number stays as it is, to be refused."""
    if not isinstance(late, str) or not late.strip():
        return None
    text = late.strip()
    if text.isascii() and text.isdigit() and len(text) < 5:
        return session_minutes - int(text)
    return text if not text.lstrip("-").isdigit() else -1


def _as_shown(status: Any, late: Any) -> str:
    return f"{status} {late}" if late else str(status)
