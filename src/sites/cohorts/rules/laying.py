"""Laying sessions out over days: a curriculum's parts over a first plan, a plan over other days. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

LONGEST_SEARCH: Final = timedelta(days=3 * 366)
_DAY: Final = timedelta(days=1)

Hindrance = Callable[[date], str | None]
"""Why no session can be held on a day, as a sentence; None when one can."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day that would have had its turn."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one session teaches: the positions of its modules (from 0), and how long it takes."""

    modules: tuple[int, ...]
    minutes: int


def parts_of(modules: Sequence[int], *, total: int, length: int) -> list[Part]:
    """`modules` are minutes, in the order they are taught; without any, `total` is cut up alone. Every session
    but the last is as long as the others, and two modules share one where the first ends in it."""
    whole = sum(modules) or total
    ends = list(accumulate(modules))
    parts: list[Part] = []
    for begins in range(0, whole, length):
        until = min(begins + length, whole)
        taught = tuple(
            place for place, end in enumerate(ends) if end - modules[place] < until and end > begins and modules[place]
        )
        parts.append(Part(taught, until - begins))
    return parts


def days_for(
    count: int, *, first: date, weekdays: Collection[int], hindrance: Hindrance
) -> tuple[list[date], list[LeftOut]]:
    """The next `count` days on these weekdays that nothing hinders; fewer, where three years do not have them."""
    days: list[date] = []
    left_out: list[LeftOut] = []
    day = first
    while len(days) < count and day - first < LONGEST_SEARCH:
        if day.weekday() in weekdays:
            why = hindrance(day)
            if why is None:
                days.append(day)
            else:
                left_out.append(LeftOut(day, why))
        day += _DAY
    return days, left_out


def laid_again(
    days: Collection[date], *, first: date, hindrance: Hindrance, weekend: Collection[int] = ()
) -> tuple[dict[date, date], list[LeftOut]]:
    """Each old day and its new one, the earliest on `first`. All move by as many days; where one cannot be, it
    takes the next weekday of the plan, and whatever is then in its way follows. Order and number stay.
    What would come to lie on the `weekend` meets on the first day after it."""
    old = sorted(set(days))
    if not old:
        return {}, []
    shift = first - old[0]
    weekdays = {_working((day + shift).weekday(), weekend) for day in old}
    found: dict[date, date] = {}
    left_out: dict[date, LeftOut] = {}
    after = date.min
    for day in old:
        wanted = max(day + shift, after + _DAY) if found else first
        free, hindered = days_for(1, first=wanted, weekdays=weekdays, hindrance=hindrance)
        left_out |= {one.day: one for one in hindered}
        found[day] = after = free[0] if free else wanted
    return found, list(left_out.values())


def _working(weekday: int, weekend: Collection[int]) -> int:
    return next((one % 7 for one in range(weekday, weekday + 7) if one % 7 not in weekend), weekday)
