"""Who gets a place, who waits, and what may become of a registration. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from sites.cohorts.models import CohortStatus
from sites.registrations.models import RegistrationStatus as Status

HOLDING: Final = (Status.CONFIRMED, Status.OFFERED, Status.COMPLETED, Status.NOT_COMPLETED)
"""These take one of the places."""

LEFT: Final = (Status.CANCELLED, Status.WITHDRAWN)
"""These may come back, at the end of the queue."""

MAY_BECOME: Final[Mapping[Status, tuple[Status, ...]]] = MappingProxyType(
    {
        Status.APPLIED: (Status.CONFIRMED, Status.WAITING, Status.CANCELLED),
        Status.WAITING: (Status.CONFIRMED, Status.CANCELLED),
        Status.OFFERED: (Status.CONFIRMED, Status.WAITING, Status.CANCELLED),
        Status.CONFIRMED: (
            Status.COMPLETED,
            Status.NOT_COMPLETED,
            Status.WITHDRAWN,
            Status.CANCELLED,
            Status.WAITING,
        ),
        Status.CANCELLED: (Status.CONFIRMED, Status.WAITING),
        Status.WITHDRAWN: (Status.CONFIRMED, Status.NOT_COMPLETED),
        Status.COMPLETED: (Status.CONFIRMED, Status.NOT_COMPLETED),
        Status.NOT_COMPLETED: (Status.CONFIRMED, Status.COMPLETED),
    }
)

ONCE_BEGUN: Final = (Status.WITHDRAWN, Status.COMPLETED, Status.NOT_COMPLETED)
"""Said of people who took part, so not before the first day."""

DEFAULT_OFFER_HOURS: Final = 48
_LEAST_TIME: Final = timedelta(hours=2)


def free_places(*, capacity: int | None, taken: int) -> int | None:
    """None: no limit."""
    return None if capacity is None else max(capacity - taken, 0)


def status_on_arrival(*, capacity: int | None, taken: int, waiting: int) -> Status:
    """A place while there is one, but never past somebody who waits."""
    free = free_places(capacity=capacity, taken=taken)
    return Status.CONFIRMED if waiting == 0 and (free is None or free > 0) else Status.WAITING


def next_in_line(*, capacity: int | None, taken: int, waiting: int) -> int:
    """How many of those who wait are offered a place now."""
    free = free_places(capacity=capacity, taken=taken)
    return waiting if free is None else min(free, waiting)


def accepts_registrations(status: CohortStatus, *, ends_on: date, today: date) -> bool:
    """Open, and not over: whoever comes late may still join while the centre leaves it open."""
    return status is CohortStatus.OPEN and today <= ends_on


def moves_up(status: CohortStatus, *, starts_on: date, ends_on: date, today: date) -> bool:
    """Whether a free place is offered to the waiting list by itself. Once a closed course has begun, people decide."""
    if status is CohortStatus.CLOSED:
        return today <= starts_on
    return accepts_registrations(status, ends_on=ends_on, today=today)


def offer_deadline(now: datetime, *, hours: int, begins: datetime) -> datetime:
    """The moment until which a place is held. Not beyond the beginning of the first day, so that the next can
    still be asked; but nobody has less than two hours, and a course that has begun sets no other end."""
    usual = now + timedelta(hours=hours)
    if begins <= now or usual <= begins:
        return usual
    return min(usual, max(begins, now + _LEAST_TIME))


def local_midnight(day: date, *, zone: ZoneInfo) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def queue_after_move(numbers: list[int], *, place: int, to: int) -> list[int]:
    """Queue numbers as the people who hold them in order have them after one has moved: the same numbers, other
    hands, so that whoever comes later still comes after all of them. Places count from 1."""
    order = list(range(len(numbers)))
    order.insert(to - 1, order.pop(place - 1))
    after = [0] * len(numbers)
    for number, person in zip(sorted(numbers), order, strict=True):
        after[person] = number
    return after


def status_on_leaving(status: Status, *, starts_on: date, today: date) -> Status | None:
    """None: there is nothing to leave any more. Whoever had a place and goes after the first day withdraws."""
    if status in (Status.COMPLETED, Status.NOT_COMPLETED):
        return None
    if status is Status.CONFIRMED and today > starts_on:
        return Status.WITHDRAWN
    return Status.CANCELLED
