"""The days of a calendar page. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2100, 12, 31)
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)


class View(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, from the first day of a week to the last of one; and where one pages to."""

    view: View
    first: date
    last: date
    on: date
    before: date
    after: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1)]

    def is_outside(self, day: date) -> bool:
        """Shown to fill the week, but of another month."""
        return self.view is View.MONTH and day.month != self.on.month


def span(view: View, on: date, *, first_weekday: int) -> Span:
    """`on` is brought into the years a calendar knows."""
    day = min(max(on, FIRST + 31 * _DAY), LAST - 62 * _DAY)
    if view is View.WEEK:
        first = _week_of(day, first_weekday)
        return Span(view, first, first + 6 * _DAY, day, day - _WEEK, day + _WEEK)
    begins = day.replace(day=1)
    following = (begins + 31 * _DAY).replace(day=1)
    ends = following - _DAY
    last = _week_of(ends, first_weekday) + 6 * _DAY
    return Span(view, _week_of(begins, first_weekday), last, day, (begins - _DAY).replace(day=1), following)


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
