"""Plans before they are made: what a curriculum would take, where sessions would go, and what is in the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from i18n.content import Localized
from i18n.messages import _
from network.curricula.queries import FullCurriculum
from sites.cohorts.queries.clashes import Busy, Clash, Wanted, busy_times, clashes_of
from sites.cohorts.queries.rooms import RoomView
from sites.cohorts.rules import (
    MOST_SESSIONS,
    LeftOut,
    NoSuchTime,
    SessionTimes,
    SiteDays,
    day_warnings,
    days_for,
    is_open,
    local_session,
    parts_of,
    public_holiday,
)
from sites.cohorts.rules.laying import LONGEST_SEARCH, Hindrance


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as it would be. `notes` are sentences to read before it is accepted; `clashes` would refuse it."""

    times: SessionTimes
    title: Localized = field(default_factory=Localized)
    modules: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """`missing`: how many sessions found no day within three years."""

    slots: list[Slot]
    left_out: list[LeftOut]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a new session has to fit into. `within`: the cohort's days."""

    days: SiteDays
    room: RoomView | None
    trainers: frozenset[UUID]
    busy: Sequence[Busy]
    within: tuple[date, date] | None = None

    def slot(self, times: SessionTimes, *, title: Localized | None = None, modules: tuple[int, ...] = ()) -> Slot:
        wanted = Wanted(times.starts_at, times.ends_at, self.room.id if self.room else None, self.trainers)
        return Slot(
            times, title or Localized(), modules, tuple(self.notes(times)), tuple(clashes_of(wanted, self.busy))
        )

    def notes(self, times: SessionTimes) -> list[str]:
        here = self.days
        warnings = day_warnings(
            [times.held_on], country=here.country, language=here.language, weekend=here.weekend, within=self.within
        )
        found = [one.text for one in warnings]
        if self.room is not None and not self.is_room_open(times):
            found.append(_room_closed(self.room))
        return found

    def is_room_open(self, times: SessionTimes) -> bool:
        begins, ends = local_clock(times, self.days.zone)
        return self.room is None or is_open(self.room.raw_hours, times.held_on, begins, ends)

    def with_place(self, room: RoomView | None, trainers: frozenset[UUID]) -> "Surroundings":
        return replace(self, room=room, trainers=trainers)

    def closed(self, on: date) -> str | None:
        """The public holiday of a day on which the centre does not work."""
        name = public_holiday(on, country=self.days.country, language=self.days.language)
        return str(name) if name else None

    def hindrance(self, begins: time, ends: time) -> Hindrance:
        """Why a session at these hours cannot be on a day. Weekends do not hinder: they are chosen or not."""

        def why(on: date) -> str | None:
            if name := self.closed(on):
                return name
            times = local_session(on, begins, ends, zone=self.days.zone)
            if isinstance(times, NoSuchTime):
                return times.text
            if self.room is not None and not self.is_room_open(times):
                return _room_closed(self.room)
            wanted = Wanted(times.starts_at, times.ends_at, self.room.id if self.room else None, self.trainers)
            return next((one.text for one in clashes_of(wanted, self.busy)), None)

        return why


async def surroundings(
    session: AsyncSession,
    *,
    days: SiteDays,
    room: RoomView | None,
    trainers: Collection[UUID],
    first: date,
    more_rooms: Collection[UUID] = (),
    leaving_out: Collection[UUID] = (),
    within: tuple[date, date] | None = None,
) -> Surroundings:
    since = datetime.combine(first, time(), UTC) - timedelta(days=2)
    busy = await busy_times(
        session,
        rooms=[*more_rooms, *([room.id] if room else [])],
        trainers=trainers,
        since=since,
        until=since + LONGEST_SEARCH + timedelta(days=4),
        leaving_out=leaving_out,
    )
    return Surroundings(days, room, frozenset(trainers), busy, within)


def proposal(
    curriculum: FullCurriculum,
    around: Surroundings,
    *,
    first: date,
    weekdays: Collection[int],
    begins: time,
    ends: time,
) -> Proposal | None:
    """The curriculum's modules as sessions at these hours. None when they would be too many for one plan."""
    length = _minutes_between(begins, ends)
    hours = [int(one.hours * 60) for one in curriculum.modules]
    parts = parts_of(hours, total=int(curriculum.listed.hours * 60), length=length)
    if len(parts) > MOST_SESSIONS:
        return None
    free, left_out = days_for(len(parts), first=first, weekdays=weekdays, hindrance=around.hindrance(begins, ends))
    slots: list[Slot] = []
    for on, part in zip(free, parts, strict=False):
        until = (datetime.combine(on, begins) + timedelta(minutes=part.minutes)).time()
        times = local_session(on, begins, until, zone=around.days.zone)
        if isinstance(times, NoSuchTime):  # the last one, shorter, ends in the hour that the clocks leave out
            times = local_session(on, begins, ends, zone=around.days.zone)
        if isinstance(times, SessionTimes):
            slots.append(around.slot(times, title=module_titles(curriculum, part.modules), modules=part.modules))
    return Proposal(slots, left_out, missing=len(parts) - len(slots))


def module_titles(curriculum: FullCurriculum, modules: Sequence[int]) -> Localized:
    """One title for what a session teaches, in the languages that all its modules have."""
    titles = [curriculum.modules[one].title for one in modules if one < len(curriculum.modules)]
    if not titles:
        return Localized()
    shared = [tag for tag in titles[0] if all(tag in title for title in titles)]
    return Localized({tag: " · ".join(title[tag] for title in titles)[:200] for tag in shared}) or titles[0]


def local_clock(times: SessionTimes, zone: str) -> tuple[time, time]:
    here = ZoneInfo(zone)
    return times.starts_at.astimezone(here).time(), times.ends_at.astimezone(here).time()


def _minutes_between(begins: time, ends: time) -> int:
    """At most a day: an end that is not after the beginning lies on the next day."""
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    return minutes if minutes > 0 else minutes + 24 * 60


def _room_closed(room: RoomView) -> str:
    return _("%(room)s is not open then.", room=room.name)
