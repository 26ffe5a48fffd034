"""Who stands on a sheet, and how many minutes a mark is worth. Pure."""

from datetime import date
from typing import Final

from sites.attendance.models import AttendanceStatus
from sites.registrations.models import RegistrationStatus

MAY_BE_MARKED: Final = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.COMPLETED,
    RegistrationStatus.NOT_COMPLETED,
    RegistrationStatus.WITHDRAWN,
)
"""These held a place. Whoever waits or has cancelled was not expected."""


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
