"""On which days a demo centre is open."""

from collections.abc import Iterator
from datetime import date, timedelta

import holidays

from server.demo.content import SiteContent

_CITY = {"ES": "MD"}
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class WorkingDays:
    """Not the weekend, not a public holiday, not the fortnight in August nor the days around New Year."""

    def __init__(self, site: SiteContent, first_year: int, last_year: int) -> None:
        self._weekend = frozenset(site.weekend)
        self._holidays = frozenset(
            holidays.country_holidays(
                site.country, subdiv=_CITY.get(site.country), years=range(first_year, last_year + 1)
            )
        )

    def __contains__(self, day: date) -> bool:
        return day.weekday() not in self._weekend and day not in self._holidays and not _is_closing_time(day)

    def next_from(self, day: date) -> date:
        while day not in self:
            day += DAY
        return day

    def last_until(self, day: date) -> date:
        while day not in self:
            day -= DAY
        return day

    def on_weekdays(self, weekdays: tuple[int, ...], day: date) -> Iterator[date]:
        """All working days from `day` on that fall on these weekdays."""
        while True:
            if day.weekday() in weekdays and day in self:
                yield day
            day += DAY


def _is_closing_time(day: date) -> bool:
    return (day.month == 8 and day.day <= 15) or (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
