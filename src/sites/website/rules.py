"""When a centre is open, and how far its pages are translated. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from i18n.content import Localized
from sites.cohorts.rules import public_holiday

AHEAD: Final = 21
"""Days looked at for the next opening: longer than any closing for the summer is told in another way."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From one clock time to another; into the next day where `closes` is not after `opens`."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Special:
    """What holds on one day in place of the week's hours; closed without any."""

    day: date
    hours: Hours | None
    note: Localized = field(default_factory=Localized)


@dataclass(frozen=True, slots=True)
class Timetable:
    """`week` by weekday, 0 is Monday. `specials` by day."""

    zone: str
    country: str
    week: Mapping[int, Sequence[Hours]]
    specials: Mapping[date, Special]
    is_open_on_holidays: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.week.values()) and not self.specials

    def hours_of(self, day: date) -> Sequence[Hours]:
        if (special := self.specials.get(day)) is not None:
            return [special.hours] if special.hours else []
        if not self.is_open_on_holidays and self.holiday(day):
            return []
        return self.week.get(day.weekday(), [])

    def holiday(self, day: date, language: str = "en") -> Localized:
        """The public holiday of that day; empty on an ordinary one."""
        return public_holiday(day, country=self.country, language=language)

    def spans_of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The moments between which it is open, beginning on that day."""
        return [(self._moment(day, one.opens), self._closing(day, one)) for one in self.hours_of(day)]

    def _closing(self, day: date, hours: Hours) -> datetime:
        return self._moment(day if hours.closes > hours.opens else day + timedelta(days=1), hours.closes)

    def _moment(self, day: date, at: time) -> datetime:
        """A time that the clocks skip is read as they stood before; one that comes twice is the first."""
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class OpenState:
    """`until`: when it closes, if it is open. Otherwise `next`: when it opens, if that is known."""

    until: datetime | None = None
    next: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.until is not None


def open_state(timetable: Timetable, *, now: datetime) -> OpenState:
    """Spans that touch are one: who opens from 9 to 12 and from 12 to 18 is open until 18."""
    today = now.astimezone(ZoneInfo(timetable.zone)).date()
    spans = sorted(
        span
        for days in range(-1, AHEAD)
        for span in timetable.spans_of(today + timedelta(days=days))
        if span[0] < span[1]
    )
    until: datetime | None = None
    for opens, closes in spans:
        if opens <= (until or now) < closes:
            until = closes
        elif until is None and opens > now:
            return OpenState(next=opens)
    return OpenState(until=until)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the texts that exist at all are there in one language."""

    language: str
    written: int
    total: int

    @property
    def share(self) -> float:
        return self.written / self.total if self.total else 1.0


def completeness(texts: Iterable[Localized], languages: Sequence[str]) -> list[Completeness]:
    """A text that nobody has written in any language is not missing."""
    written = [text for text in texts if text]
    return [Completeness(tag, sum(tag in text for text in written), len(written)) for tag in languages]
