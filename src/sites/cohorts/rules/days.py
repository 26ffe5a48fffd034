"""What a calendar says about a plan: local times, weeks, public holidays. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from i18n.content import Localized
from i18n.formatting import clock, day
from i18n.messages import LazyText, _, lazy
from sites.cohorts.models import CohortStatus

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
LONGEST_SESSION: Final = timedelta(hours=12)
MOST_SESSIONS: Final = 200
RESERVED_CODES: Final = frozenset({"new"})
"""These are pages of their own where a cohort's code would stand."""


class CohortState(StrEnum):
    """Where a cohort stands on a day: partly written, partly read off the calendar."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


STATE_NAMES: dict[CohortState, LazyText] = {
    CohortState.DRAFT: lazy("Draft"),
    CohortState.UPCOMING: lazy("Upcoming"),
    CohortState.RUNNING: lazy("Running"),
    CohortState.OVER: lazy("Over"),
    CohortState.CANCELLED: lazy("Cancelled"),
}


def cohort_state(status: CohortStatus, *, starts_on: date, ends_on: date, today: date) -> CohortState:
    if status in (CohortStatus.DRAFT, CohortStatus.CANCELLED):
        return CohortState(status)
    if today < starts_on:
        return CohortState.UPCOMING
    return CohortState.RUNNING if today <= ends_on else CohortState.OVER


@dataclass(frozen=True, slots=True)
class SiteDays:
    """What counts as a day at a centre, and the language in which its holidays are named."""

    zone: str
    country: str
    weekend: frozenset[int]
    language: str


class Concern(StrEnum):
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class DayWarning:
    """Something to know about a day before a session is held on it. It forbids nothing."""

    day: date
    concern: Concern
    holiday: Localized = field(default_factory=Localized)

    @property
    def text(self) -> str:
        match self.concern:
            case Concern.HOLIDAY:
                return _("%(day)s is a public holiday: %(holiday)s.", day=day(self.day), holiday=self.holiday)
            case Concern.WEEKEND:
                return _("%(day)s is at the weekend.", day=day(self.day))
        return _("%(day)s lies outside the days of the cohort.", day=day(self.day))


def day_warnings(
    days: Iterable[date],
    *,
    country: str,
    language: str,
    weekend: Collection[int],
    within: tuple[date, date] | None = None,
) -> list[DayWarning]:
    """In the order of the days, several for one day where there are several reasons."""
    found: list[DayWarning] = []
    for one in days:
        name = public_holiday(one, country=country, language=language)
        if name:
            found.append(DayWarning(one, Concern.HOLIDAY, name))
        if one.weekday() in weekend:
            found.append(DayWarning(one, Concern.WEEKEND))
        if within is not None and not within[0] <= one <= within[1]:
            found.append(DayWarning(one, Concern.OUTSIDE))
    return found


def public_holiday(on: date, *, country: str, language: str) -> Localized:
    """The name in the reader's language where it is known, else as the country itself says it.
    Empty on an ordinary day, and in countries whose calendar is not known."""
    name = _holidays(country, on.year, language).get(on)
    return name or Localized()


@lru_cache(maxsize=256)
def _holidays(country: str, year: int, language: str) -> dict[date, Localized]:
    try:
        spoken = holidays.country_holidays(country)
    except NotImplementedError:
        return {}
    offered = {tag.partition("_")[0]: tag for tag in reversed(spoken.supported_languages)}
    native = spoken.default_language or "en"
    chosen = offered.get(language.partition("-")[0]) or native
    calendar = holidays.country_holidays(country, years=year, language=chosen)
    return {on: Localized({chosen.partition("_")[0]: name}) for on, name in calendar.items()}


def weekly_days(*, first: date, last: date, weekdays: Collection[int], skip: Collection[date] = ()) -> list[date]:
    """Every day of the span that falls on one of the weekdays (0 is Monday) and is not skipped."""
    span = (last - first).days + 1
    days = (first + timedelta(days=count) for count in range(max(span, 0)))
    return [one for one in days if one.weekday() in weekdays and one not in skip]


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """When a session is, and the local day its figures are counted on."""

    starts_at: datetime
    ends_at: datetime
    held_on: date


@dataclass(frozen=True, slots=True)
class NoSuchTime:
    """A clock time that does not come on that day, or comes twice, because the clocks change."""

    day: date
    at: time
    is_ambiguous: bool

    @property
    def text(self) -> str:
        if self.is_ambiguous:
            return _(
                "The clocks go back on %(day)s, so %(time)s comes twice. Choose another time.",
                day=day(self.day),
                time=clock(self.at),
            )
        return _(
            "The clocks go forward on %(day)s, so %(time)s does not exist. Choose another time.",
            day=day(self.day),
            time=clock(self.at),
        )


def local_session(on: date, begins: time, ends: time, *, zone: str) -> SessionTimes | NoSuchTime:
    """From clock times to moments. An end that is not after the beginning lies on the next day."""
    last_day = on if ends > begins else on + timedelta(days=1)
    first, last = local_moment(on, begins, zone=zone), local_moment(last_day, ends, zone=zone)
    if isinstance(first, NoSuchTime):
        return first
    return last if isinstance(last, NoSuchTime) else SessionTimes(first, last, on)


def local_moment(on: date, at: time, *, zone: str) -> datetime | NoSuchTime:
    """PEP 495: offsets of the two folds differ at a change; only a time that exists survives UTC and back."""
    here = ZoneInfo(zone)
    early, late = (datetime.combine(on, at, here).replace(fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    exists = early.astimezone(UTC).astimezone(here).replace(tzinfo=None) == early.replace(tzinfo=None)
    return NoSuchTime(on, at, is_ambiguous=exists)


def session_at(starts_at: datetime, ends_at: datetime, *, zone: str) -> SessionTimes:
    """From moments that know their offset."""
    return SessionTimes(starts_at.astimezone(UTC), ends_at.astimezone(UTC), starts_at.astimezone(ZoneInfo(zone)).date())


def is_possible_length(times: SessionTimes) -> bool:
    return timedelta(0) < times.ends_at - times.starts_at <= LONGEST_SESSION


def minutes_of(starts_at: datetime, ends_at: datetime) -> int:
    return int((ends_at - starts_at).total_seconds() // 60)
