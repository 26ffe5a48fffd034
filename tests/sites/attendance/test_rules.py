"""When absence becomes a worry, and what somebody who arrives is marked."""

from datetime import UTC, datetime, timedelta

import pytest

from sites.attendance.models import AttendanceStatus
from sites.attendance.rules import absences_in_row, mark_on_arrival

MARKS = {
    "p": AttendanceStatus.PRESENT,
    "l": AttendanceStatus.LATE,
    "e": AttendanceStatus.EXCUSED,
    "a": AttendanceStatus.ABSENT,
}
BEGINS = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the night in which the clocks go back
ENDS = BEGINS + timedelta(hours=3)


@pytest.mark.parametrize(
    ("marks", "row"),
    [
        ("", []),
        ("p", []),
        ("aaa", [0, 1, 2]),
        ("paaa", [1, 2, 3]),
        ("aapa", [3]),
        ("aaap", []),
        ("aaal", []),
        ("aeaea", [0, 2, 4]),
        ("paaee", [1, 2]),
        ("eee", []),
        ("aaaa", [0, 1, 2, 3]),
    ],
)
def test_an_excuse_neither_counts_nor_ends_a_row(marks: str, row: list[int]) -> None:
    assert absences_in_row([(number, MARKS[sign]) for number, sign in enumerate(marks)]) == row


@pytest.mark.parametrize(
    ("minutes", "marked"),
    [
        (-61, None),
        (-60, (AttendanceStatus.PRESENT, 180)),
        (0, (AttendanceStatus.PRESENT, 180)),
        (10, (AttendanceStatus.PRESENT, 180)),
        (11, (AttendanceStatus.LATE, 169)),
        (179, (AttendanceStatus.LATE, 1)),
        (180, None),
    ],
)
def test_who_arrives_late_is_marked_so(minutes: int, marked: tuple[AttendanceStatus, int] | None) -> None:
    assert mark_on_arrival(BEGINS + timedelta(minutes=minutes), starts_at=BEGINS, ends_at=ENDS) == marked
