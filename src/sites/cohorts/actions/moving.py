"""Move a session, or it and all that follow; cancel one. Who is registered hears of it, if the manager says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from sites.cohorts.actions.booking import check_trainers, place_of, set_trainers, without_clashes
from sites.cohorts.actions.sessions import SessionPlan, planned_times, wrong_length
from sites.cohorts.actions.typed import Day, plain
from sites.cohorts.errors import SessionHasMarks, SessionIsCancelled
from sites.cohorts.models import Session, SessionStatus
from sites.cohorts.queries import RoomView, Wanted, room, rooms, session_for_update, session_trainers
from sites.cohorts.queries.laying import Slot, surroundings
from sites.cohorts.rules import (
    LeftOut,
    NoSuchTime,
    SessionTimes,
    SiteDays,
    is_possible_length,
    laid_again,
    local_session,
)
from sites.cohorts.slots import SessionsChanged, moved_or_cancelled, tell_of_sessions

_LONGEST_REASON = 500


class NewTime(BaseModel):
    """Where a session goes. With `following`, all later ones of the cohort go as many days and hours with it;
    with `around_holidays`, past the days on which the centre is closed. No room: each keeps its own."""

    model_config = ConfigDict(extra="forbid")

    on: Day
    begins: time
    ends: time
    following: bool = False
    around_holidays: bool = False
    room: str | None = Field(default=None, max_length=100)
    reason: str = Field(default="", max_length=_LONGEST_REASON)
    tell: bool = False


class Cancellation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=_LONGEST_REASON)
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    session: Session
    trainers: frozenset[UUID]
    room_id: UUID | None
    slot: Slot

    @property
    def before(self) -> tuple[datetime, datetime]:
        return self.session.starts_at, self.session.ends_at

    @property
    def after(self) -> tuple[datetime, datetime]:
        return self.slot.times.starts_at, self.slot.times.ends_at

    @property
    def wanted(self) -> Wanted:
        return Wanted(*self.after, self.room_id, self.trainers)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a reschedule would do, in the order of the sessions."""

    moves: list[Move]
    left_out: list[LeftOut]

    @property
    def clashes(self) -> int:
        return sum(bool(one.slot.clashes) for one in self.moves)


async def foresee(
    session: AsyncSession, session_id: UUID, plan: NewTime, *, days: SiteDays, within: tuple[date, date] | None = None
) -> Foreseen:
    """Locks what would move. Raises SessionNotFound, SessionHasMarks, SessionIsCancelled, Invalid."""
    first = await _still_planned(session, session_id)
    moved = await _with_following(session, first) if plan.following else [first]
    new_room = await _room(session, plan.room)
    hours = _shifted_hours(first, moved, plan, days.zone)
    kept_weekend = frozenset(one.held_on.weekday() for one in moved)
    places = {one.id: one for one in await rooms(session)}
    teachers = await session_trainers(session, [one.id for one in moved])
    ids = [one.id for one in moved]
    around = await surroundings(
        session,
        days=days,
        room=new_room,
        trainers={person for people in teachers.values() for person in people},
        more_rooms=[one.room_id for one in moved if one.room_id is not None],
        first=min(plan.on, first.held_on),
        leaving_out=ids,
        within=within,
    )
    new_days, left_out = laid_again(
        [one.held_on for one in moved],
        first=plan.on,
        hindrance=around.closed if plan.around_holidays and plan.following else lambda _: None,
        weekend=days.weekend - kept_weekend if plan.around_holidays and plan.following else (),
    )
    moves: list[Move] = []
    for one in moved:
        times = _times(new_days[one.held_on], hours[one.id], days.zone)
        place = new_room or (places.get(one.room_id) if one.room_id else None)
        people = frozenset(teachers.get(one.id, {}))
        slot = around.with_place(place, people).slot(times, title=one.title)
        moves.append(Move(one, people, place.id if place else None, slot))
    return Foreseen(moves, left_out)


async def reschedule(session: AsyncSession, session_id: UUID, plan: NewTime, *, days: SiteDays) -> list[Session]:
    """Raises like `foresee`, and RoomIsTaken, TrainerIsTaken."""
    foreseen = await foresee(session, session_id, plan, days=days)
    new_room = await _room(session, plan.room)
    told = moved_or_cancelled([(one.session.id, one.before, one.after) for one in foreseen.moves])
    before = {str(one.session.id): one.before[0].isoformat() for one in foreseen.moves}
    ids = [one.session.id for one in foreseen.moves]
    async with without_clashes(session, [one.wanted for one in foreseen.moves], leaving_out=ids):
        for one in _without_passing_each_other(foreseen.moves):
            one.session.starts_at, one.session.ends_at = one.after
            one.session.held_on = one.slot.times.held_on
            one.session.zone = days.zone
            if new_room is not None:
                one.session.room_id, one.session.venue_id = new_room.id, new_room.venue_id
            await session.flush()
    audit.record(
        session,
        action="session.reschedule",
        subject=("session", session_id),
        before=before,
        after={str(one.session.id): one.session.starts_at.isoformat() for one in foreseen.moves},
        reason=plan.reason,
    )
    cohort_id = foreseen.moves[0].session.cohort_id
    if plan.tell:
        await tell_of_sessions(session, SessionsChanged(cohort_id, told, plan.reason))
    return [one.session for one in foreseen.moves]


async def move_session(
    session: AsyncSession, session_id: UUID, plan: SessionPlan, *, zone: str, units: frozenset[UUID]
) -> Session:
    """To another time or place, or with other trainers. Raises SessionNotFound, SessionHasMarks,
    SessionIsCancelled, RoomIsTaken, TrainerIsTaken, Invalid."""
    moved = await _still_planned(session, session_id)
    times = planned_times(plan, zone=zone)
    if isinstance(times, dict):
        raise Invalid(times)
    venue_id, room_id = await place_of(session, venue=plan.venue, room=plan.room)
    taught_by = set((await session_trainers(session, [moved.id])).get(moved.id, {}))
    teachers = taught_by if plan.trainers is None else set(plan.trainers)
    await check_trainers(session, teachers - taught_by, units=units)
    wanted = {
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "held_on": times.held_on,
        "zone": zone,
        "title": plan.title,
        "venue_id": venue_id,
        "room_id": room_id,
    }
    before = {name: getattr(moved, name) for name, value in wanted.items() if getattr(moved, name) != value}
    after = {name: wanted[name] for name in before}
    if teachers != taught_by:
        before["trainers"], after["trainers"] = sorted(map(str, taught_by)), sorted(map(str, teachers))
    if not before:
        return moved
    asked = Wanted(times.starts_at, times.ends_at, room_id, frozenset(teachers))
    async with without_clashes(session, [asked], leaving_out=[session_id]):
        for name in before.keys() & wanted.keys():
            setattr(moved, name, wanted[name])
        await session.flush()
        if teachers != taught_by:
            await set_trainers(session, moved, teachers)
    audit.record(
        session, action="session.move", subject=("session", session_id), before=plain(before), after=plain(after)
    )
    return moved


async def cancel_session(session: AsyncSession, session_id: UUID, *, reason: str = "", tell: bool = False) -> Session:
    """Raises SessionNotFound, SessionHasMarks. Cancelling twice changes nothing."""
    cancelled = await session_for_update(session, session_id)
    if cancelled.status is SessionStatus.HELD:
        raise SessionHasMarks
    if cancelled.status is SessionStatus.CANCELLED:
        return cancelled
    cancelled.status = SessionStatus.CANCELLED
    audit.record(
        session,
        action="session.cancel",
        subject=("session", cancelled.id),
        before={"status": "planned"},
        after={"status": "cancelled"},
        reason=reason,
    )
    await session.flush()
    if tell:
        gone = moved_or_cancelled([(cancelled.id, (cancelled.starts_at, cancelled.ends_at), None)])
        await tell_of_sessions(session, SessionsChanged(cancelled.cohort_id, gone, reason))
    return cancelled


async def _still_planned(session: AsyncSession, session_id: UUID) -> Session:
    found = await session_for_update(session, session_id)
    if found.status is SessionStatus.HELD:
        raise SessionHasMarks
    if found.status is SessionStatus.CANCELLED:
        raise SessionIsCancelled
    return found


async def _with_following(session: AsyncSession, first: Session) -> list[Session]:
    rows = await session.execute(
        select(Session)
        .where(
            col(Session.cohort_id) == first.cohort_id,
            col(Session.status) == SessionStatus.PLANNED,
            col(Session.starts_at) >= first.starts_at,
        )
        .order_by(col(Session.starts_at), col(Session.id))
        .with_for_update()
    )
    return list(rows.scalars())


async def _room(session: AsyncSession, code: str | None) -> RoomView | None:
    return None if code is None else await room(session, code)


def _shifted_hours(first: Session, moved: Sequence[Session], plan: NewTime, zone: str) -> dict[UUID, tuple[time, time]]:
    """Clock times: all begin and end as much later as the first does."""
    begins, ends = _local_hours(first, zone)
    later, longer = _minutes(plan.begins) - _minutes(begins), _minutes(plan.ends) - _minutes(ends)
    found: dict[UUID, tuple[time, time]] = {}
    for one in moved:
        starts, stops = _local_hours(one, zone)
        found[one.id] = _clock(_minutes(starts) + later), _clock(_minutes(stops) + longer)
    return found


def _local_hours(one: Session, zone: str) -> tuple[time, time]:
    here = ZoneInfo(zone)
    return one.starts_at.astimezone(here).time(), one.ends_at.astimezone(here).time()


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minutes: int) -> time:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return time(hour, minute)


def _times(on: date, hours: tuple[time, time], zone: str) -> SessionTimes:
    """Raises Invalid."""
    times = local_session(on, *hours, zone=zone)
    if isinstance(times, NoSuchTime):
        raise Invalid({"begins": times.text})
    if not is_possible_length(times):
        raise Invalid({"ends": wrong_length()})
    return times


def _without_passing_each_other(moves: Sequence[Move]) -> list[Move]:
    """In an order in which no session is written where another of them still stands: who goes later from the
    last back, then who goes earlier from the first on."""
    later = [one for one in moves if one.after[0] >= one.before[0]]
    return [*reversed(later), *(one for one in moves if one.after[0] < one.before[0])]
