"""Who stands on a sheet, how many minutes a mark is worth, when absence becomes a worry. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from sites.attendance.models import AttendanceStatus
from sites.registrations.models import RegistrationStatus

MAY_BE_MARKED: Final = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.COMPLETED,
    RegistrationStatus.NOT_COMPLETED,
    RegistrationStatus.WITHDRAWN,
)
"""These held a place. Whoever waits or has cancelled was not expected."""

WORRYING_ABSENCES: Final = 3
DOOR_OPENS: Final = timedelta(minutes=60)
DOOR_CLOSES: Final = timedelta(hours=1)
STILL_ON_TIME: Final = timedelta(minutes=10)

Meeting = TypeVar("Meeting")


def is_expected(status: RegistrationStatus, *, left_on: date | None, held_on: date) -> bool:
    """Whether the sheet of a day shows the person: whoever withdrew stands on the sheets until they left."""
    if status is RegistrationStatus.WITHDRAWN:
        return left_on is None or left_on >= held_on
    return status in MAY_BE_MARKED


def minutes_attended(status: AttendanceStatus, given: int | None, *, session_minutes: int) -> int:
    """The whole session unless something else is said; nothing for whoever was not there."""
    if status in (AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT):
        return 0
    return session_minutes if given is None else given


def absences_in_row(marks: Sequence[tuple[Meeting, AttendanceStatus]]) -> list[Meeting]:
    """The meetings missed without excuse since the person was last there, oldest first. An excused
    absence neither counts nor ends the row: nobody has seen the person meanwhile.
    """
    row: list[Meeting] = []
    for meeting, status in reversed(marks):
        if status in (AttendanceStatus.PRESENT, AttendanceStatus.LATE):
            break
        if status is AttendanceStatus.ABSENT:
            row.append(meeting)
    return row[::-1]


def mark_on_arrival(now: datetime, *, starts_at: datetime, ends_at: datetime) -> tuple[AttendanceStatus, int] | None:
    """What somebody who arrives at the door is marked, with the minutes they can still attend. None:
    the door is not open yet, or not any more."""
    if not starts_at - DOOR_OPENS <= now < ends_at:
        return None
    length = int((ends_at - starts_at).total_seconds() // 60)
    if now <= starts_at + STILL_ON_TIME:
        return AttendanceStatus.PRESENT, length
    return AttendanceStatus.LATE, int((ends_at - now).total_seconds() // 60)
