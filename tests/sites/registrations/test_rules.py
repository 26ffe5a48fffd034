from datetime import date, timedelta

import pytest

from sites.cohorts.models import CohortStatus
from sites.registrations.models import RegistrationStatus as Status
from sites.registrations.rules import (
    MAY_BECOME,
    accepts_registrations,
    moves_up,
    next_in_line,
    status_on_arrival,
    status_on_leaving,
)

FIRST = date(2026, 3, 2)
LAST = date(2026, 3, 30)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "status"),
    [
        (20, 19, 0, Status.CONFIRMED),
        (20, 20, 0, Status.WAITING),
        (20, 19, 1, Status.WAITING),  # never past somebody who waits
        (20, 25, 0, Status.WAITING),
        (None, 5000, 0, Status.CONFIRMED),
    ],
)
def test_a_place_while_there_is_one_and_nobody_waits(
    capacity: int | None, taken: int, waiting: int, status: Status
) -> None:
    assert status_on_arrival(capacity=capacity, taken=taken, waiting=waiting) is status


@pytest.mark.parametrize(
    ("capacity", "taken", "waiting", "expected"), [(20, 18, 5, 2), (20, 18, 1, 1), (20, 21, 5, 0), (None, 9, 4, 4)]
)
def test_as_many_move_up_as_there_are_places(capacity: int | None, taken: int, waiting: int, expected: int) -> None:
    assert next_in_line(capacity=capacity, taken=taken, waiting=waiting) == expected


def test_an_open_course_takes_people_to_its_last_day() -> None:
    assert accepts_registrations(CohortStatus.OPEN, ends_on=LAST, today=LAST)
    assert not accepts_registrations(CohortStatus.OPEN, ends_on=LAST, today=LAST + A_DAY)
    for status in (CohortStatus.DRAFT, CohortStatus.CLOSED, CohortStatus.CANCELLED):
        assert not accepts_registrations(status, ends_on=LAST, today=FIRST)


def test_the_waiting_list_of_a_closed_course_moves_until_it_begins() -> None:
    assert moves_up(CohortStatus.CLOSED, starts_on=FIRST, ends_on=LAST, today=FIRST)
    assert not moves_up(CohortStatus.CLOSED, starts_on=FIRST, ends_on=LAST, today=FIRST + A_DAY)
    assert not moves_up(CohortStatus.CANCELLED, starts_on=FIRST, ends_on=LAST, today=FIRST)


def test_leaving_before_the_first_session_is_cancelling_and_later_withdrawing() -> None:
    assert status_on_leaving(Status.CONFIRMED, starts_on=FIRST, today=FIRST) is Status.CANCELLED
    assert status_on_leaving(Status.CONFIRMED, starts_on=FIRST, today=FIRST + A_DAY) is Status.WITHDRAWN
    assert status_on_leaving(Status.WAITING, starts_on=FIRST, today=FIRST + A_DAY) is Status.CANCELLED
    assert status_on_leaving(Status.COMPLETED, starts_on=FIRST, today=LAST) is None


def test_every_status_says_what_it_may_become_and_never_itself() -> None:
    assert set(MAY_BECOME) == set(Status)
    assert all(status not in possible for status, possible in MAY_BECOME.items())
