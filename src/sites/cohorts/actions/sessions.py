"""Plan the sessions of a cohort: one, or a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.tenancy import site_of
from i18n.content import Localized
from i18n.messages import _, ngettext
from sites.cohorts.actions.booking import add_trainers, check_trainers, place_of, without_clashes
from sites.cohorts.actions.typed import Day, Title
from sites.cohorts.errors import CohortIsCancelled
from sites.cohorts.models import Cohort, CohortStatus, CohortTrainer, Session, SessionStatus
from sites.cohorts.queries import Wanted, cohort_for_update
from sites.cohorts.rules import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_SESSION,
    MOST_SESSIONS,
    NoSuchTime,
    SessionTimes,
    is_possible_length,
    local_moment,
    local_session,
    public_holiday,
    session_at,
    weekly_days,
)


class SessionPlan(BaseModel):
    """One session in local time. An end that is not after the beginning lies on the next day. A room says which
    venue; without trainers, those of the cohort teach."""

    model_config = ConfigDict(extra="forbid")

    on: Day
    begins: time
    ends: time
    title: Title = Field(default_factory=Localized)
    venue: str | None = Field(default=None, max_length=100)
    room: str | None = Field(default=None, max_length=100)
    trainers: list[UUID] | None = Field(default=None, max_length=50)


class SeriesPlan(BaseModel):
    """The same hours every week, on some weekdays (0 is Monday), between two days."""

    model_config = ConfigDict(extra="forbid")

    first: Day
    last: Day
    weekdays: list[Literal["0", "1", "2", "3", "4", "5", "6"]] = Field(min_length=1, max_length=7)
    begins: time
    ends: time
    on_holidays: bool = False
    venue: str | None = Field(default=None, max_length=100)
    room: str | None = Field(default=None, max_length=100)


class SessionMoments(BaseModel):
    """One session as programs send it. A moment without offset is local time of the site."""

    model_config = ConfigDict(extra="forbid")

    starts_at: datetime
    ends_at: datetime
    title: Title = Field(default_factory=Localized)
    venue: str | None = Field(default=None, max_length=100)
    room: str | None = Field(default=None, max_length=100)
    trainers: list[UUID] | None = Field(default=None, max_length=50)


def planned_times(plan: SessionPlan, *, zone: str) -> SessionTimes | dict[str, str]:
    """The moments, or what is wrong: field -> sentence."""
    times = local_session(plan.on, plan.begins, plan.ends, zone=zone)
    if isinstance(times, NoSuchTime):
        return {"begins" if times.at == plan.begins else "ends": times.text}
    return times if is_possible_length(times) else {"ends": wrong_length()}


def series_times(plan: SeriesPlan, *, zone: str, country: str) -> list[SessionTimes] | dict[str, str]:
    """All sessions of a series, or what is wrong with it: field -> sentence."""
    if plan.last < plan.first:
        return {"last": _("The last day is before the first day.")}
    if (plan.last - plan.first).days > 7 * MOST_SESSIONS:
        return {"last": too_many()}
    days = weekly_days(first=plan.first, last=plan.last, weekdays={int(one) for one in plan.weekdays})
    if not plan.on_holidays:
        days = [one for one in days if not public_holiday(one, country=country, language="en")]
    if not days:
        return {"weekdays": _("No day of this span falls on the chosen weekdays.")}
    if len(days) > MOST_SESSIONS:
        return {"last": too_many()}
    found: list[SessionTimes] = []
    for one in days:
        times = planned_times(SessionPlan(on=one, begins=plan.begins, ends=plan.ends), zone=zone)
        if isinstance(times, dict):
            return times
        found.append(times)
    return found


async def plan_session(
    session: AsyncSession, cohort: str, plan: SessionPlan, *, zone: str, units: frozenset[UUID]
) -> Session:
    """Raises CohortNotFound, CohortIsCancelled, RoomIsTaken, TrainerIsTaken, Invalid."""
    times = planned_times(plan, zone=zone)
    if isinstance(times, dict):
        raise Invalid(times)
    return await _plan_one(session, cohort, plan, times, zone=zone, units=units)


async def plan_series(
    session: AsyncSession, cohort: str, plan: SeriesPlan, *, zone: str, country: str
) -> list[Session]:
    """Sessions that are already there at the same moment are not made twice. The cohort's trainers teach them.
    Raises like `plan_session`."""
    times = series_times(plan, zone=zone, country=country)
    if isinstance(times, dict):
        raise Invalid(times)
    planned_for = await open_for_planning(session, cohort)
    there = await _moments_of(session, planned_for)
    venue_id, room_id = await _place(session, planned_for, plan.venue, plan.room)
    teachers = await cohort_trainer_ids(session, planned_for.id)
    wanted = [NewSession(one, Localized(), venue_id, room_id, teachers) for one in times if one.starts_at not in there]
    return await write_sessions(session, planned_for, wanted, zone=zone)


async def plan_moments(
    session: AsyncSession, cohort: str, plan: SessionMoments, *, zone: str, units: frozenset[UUID]
) -> Session:
    """Raises like `plan_session`."""
    times = _checked_moments(plan, zone=zone)
    return await _plan_one(session, cohort, plan, times, zone=zone, units=units)


@dataclass(frozen=True, slots=True)
class NewSession:
    times: SessionTimes
    title: Localized
    venue_id: UUID | None
    room_id: UUID | None = None
    trainers: tuple[UUID, ...] = ()


async def open_for_planning(session: AsyncSession, code: str) -> Cohort:
    """The cohort, locked. Raises CohortNotFound, CohortIsCancelled."""
    found = await cohort_for_update(session, code)
    if found.status is CohortStatus.CANCELLED:
        raise CohortIsCancelled
    return found


async def write_sessions(
    session: AsyncSession, cohort: Cohort, wanted: Sequence[NewSession], *, zone: str
) -> list[Session]:
    """All of them or none. Raises RoomIsTaken, TrainerIsTaken."""
    planned = [
        Session(
            site_id=site_of(session),
            cohort_id=cohort.id,
            starts_at=one.times.starts_at,
            ends_at=one.times.ends_at,
            zone=zone,
            held_on=one.times.held_on,
            title=one.title,
            venue_id=one.venue_id,
            room_id=one.room_id,
        )
        for one in sorted(wanted, key=lambda one: one.times.starts_at)
    ]
    teachers = [one.trainers for one in sorted(wanted, key=lambda one: one.times.starts_at)]
    asked = [
        Wanted(one.starts_at, one.ends_at, one.room_id, frozenset(people))
        for one, people in zip(planned, teachers, strict=True)
    ]
    async with without_clashes(session, asked, leaving_out=[one.id for one in planned]):
        session.add_all(planned)
        await session.flush()
        for one, people in zip(planned, teachers, strict=True):
            add_trainers(session, one, people)
    audit.record(
        session,
        action="session.plan",
        subject=("cohort", cohort.id),
        name=cohort.code,
        after={"sessions": [one.times.starts_at.isoformat() for one in wanted]},
    )
    return planned


async def cohort_trainer_ids(session: AsyncSession, cohort_id: UUID) -> tuple[UUID, ...]:
    rows = await session.execute(
        select(col(CohortTrainer.person_id))
        .where(col(CohortTrainer.cohort_id) == cohort_id)
        .order_by(col(CohortTrainer.person_id))
    )
    return tuple(rows.scalars())


async def _plan_one(
    session: AsyncSession,
    cohort: str,
    plan: SessionPlan | SessionMoments,
    times: SessionTimes,
    *,
    zone: str,
    units: frozenset[UUID],
) -> Session:
    planned_for = await open_for_planning(session, cohort)
    venue_id, room_id = await _place(session, planned_for, plan.venue, plan.room)
    if plan.trainers is None:
        teachers = await cohort_trainer_ids(session, planned_for.id)
    else:
        teachers = tuple(plan.trainers)
        await check_trainers(session, teachers, units=units)
    wanted = NewSession(times, plan.title, venue_id, room_id, teachers)
    return (await write_sessions(session, planned_for, [wanted], zone=zone))[0]


async def _place(
    session: AsyncSession, cohort: Cohort, venue: str | None, room: str | None
) -> tuple[UUID | None, UUID | None]:
    if venue is None and room is None:
        return cohort.venue_id, None
    return await place_of(session, venue=venue, room=room)


async def _moments_of(session: AsyncSession, cohort: Cohort) -> set[datetime]:
    rows = await session.execute(
        select(col(Session.starts_at)).where(
            col(Session.cohort_id) == cohort.id, col(Session.status) != SessionStatus.CANCELLED
        )
    )
    return set(rows.scalars())


def _checked_moments(plan: SessionMoments, *, zone: str) -> SessionTimes:
    for name, moment in (("starts_at", plan.starts_at), ("ends_at", plan.ends_at)):
        if not FIRST_DAY < moment.date() < LAST_DAY:
            raise Invalid({name: _("Please enter a day between 1990 and 2100.")})
    starts_at, ends_at = _aware("starts_at", plan.starts_at, zone), _aware("ends_at", plan.ends_at, zone)
    times = session_at(starts_at, ends_at, zone=zone)
    if not is_possible_length(times):
        raise Invalid({"ends_at": wrong_length()})
    return times


def _aware(name: str, moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is not None:
        return moment
    found = local_moment(moment.date(), moment.time(), zone=zone)
    if isinstance(found, NoSuchTime):
        raise Invalid({name: found.text})
    return found


def wrong_length() -> str:
    hours = int(LONGEST_SESSION.total_seconds() // 3600)
    return ngettext(
        "The end must come after the beginning, and at most %(n)s hour later.",
        "The end must come after the beginning, and at most %(n)s hours later.",
        hours,
    )


def too_many() -> str:
    return ngettext(
        "This would be more than %(n)s session. Choose a shorter span.",
        "This would be more than %(n)s sessions. Choose a shorter span.",
        MOST_SESSIONS,
    )
