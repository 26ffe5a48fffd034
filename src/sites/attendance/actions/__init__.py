"""What is done with attendance. Each of these locks the session first: two sheets of one session follow each other."""

from sites.attendance.actions.closing import close_sheet
from sites.attendance.actions.flags import dismiss_flag
from sites.attendance.actions.marking import (
    GivenMark,
    GivenSheet,
    QueuedMark,
    QueuedSheet,
    Received,
    mark_attendance,
    receive_marks,
    too_many_minutes,
)

__all__ = [
    "GivenMark",
    "GivenSheet",
    "QueuedMark",
    "QueuedSheet",
    "Received",
    "close_sheet",
    "dismiss_flag",
    "mark_attendance",
    "receive_marks",
    "too_many_minutes",
]
