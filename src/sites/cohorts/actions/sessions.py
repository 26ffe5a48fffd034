"""Plan the sessions of a cohort, one or a weekly series; move one, cancel one."""

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
from sites.cohorts.actions.typed import Day, Title, plain
from sites.cohorts.errors import CohortIsCancelled, SessionHasMarks, SessionIsCancelled
from sites.cohorts.models import Cohort, CohortStatus, Session, SessionStatus, Venue
from sites.cohorts.queries import cohort_for_update, session_for_update
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
    """One session in local time. An end that is not after the beginning lies on the next day."""

    model_config = ConfigDict(extra="forbid")

    on: Day
    begins: time
    ends: time
    title: Title = Field(default_factory=Localized)
    venue: str | None = Field(default=None, max_length=100)


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


class SessionMoments(BaseModel):
    """One session as programs send it. A moment without offset is local time of the site."""

    model_config = ConfigDict(extra="forbid")

    starts_at: datetime
    ends_at: datetime
    title: Title = Field(default_factory=Localized)
    venue: str | None = Field(default=None, max_length=100)


def planned_times(plan: SessionPlan, *, zone: str) -> SessionTimes | dict[str, str]:
    """The moments, or what is wrong: field -> sentence."""
    times = local_session(plan.on, plan.begins, plan.ends, zone=zone)
    if isinstance(times, NoSuchTime):
        return {"begins" if times.at == plan.begins else "ends": times.text}
    return times if is_possible_length(times) else {"ends": _wrong_length()}


def series_times(plan: SeriesPlan, *, zone: str, country: str) -> list[SessionTimes] | dict[str, str]:
    """All sessions of a series, or what is wrong with it: field -> sentence."""
    if plan.last < plan.first:
        return {"last": _("The last day is before the first day.")}
    if (plan.last - plan.first).days > 7 * MOST_SESSIONS:
        return {"last": _too_many()}
    days = weekly_days(first=plan.first, last=plan.last, weekdays={int(one) for one in plan.weekdays})
    if not plan.on_holidays:
        days = [one for one in days if not public_holiday(one, country=country, language="en")]
    if not days:
        return {"weekdays": _("No day of this span falls on the chosen weekdays.")}
    if len(days) > MOST_SESSIONS:
        return {"last": _too_many()}
    found: list[SessionTimes] = []
    for one in days:
        times = planned_times(SessionPlan(on=one, begins=plan.begins, ends=plan.ends), zone=zone)
        if isinstance(times, dict):
            return times
        found.append(times)
    return found


async def plan_session(session: AsyncSession, cohort: str, plan: SessionPlan, *, zone: str) -> Session:
    """Raises CohortNotFound, CohortIsCancelled, Invalid."""
    times = planned_times(plan, zone=zone)
    if isinstance(times, dict):
        raise Invalid(times)
    return (await _plan(session, cohort, [times], zone=zone, venue=plan.venue, title=plan.title))[0]


async def plan_series(
    session: AsyncSession, cohort: str, plan: SeriesPlan, *, zone: str, country: str
) -> list[Session]:
    """Sessions that are already there at the same moment are not made twice. Raises like `plan_session`."""
    times = series_times(plan, zone=zone, country=country)
    if isinstance(times, dict):
        raise Invalid(times)
    return await _plan(session, cohort, times, zone=zone, venue=plan.venue, title=Localized())


async def plan_moments(session: AsyncSession, cohort: str, plan: SessionMoments, *, zone: str) -> Session:
    """Raises like `plan_session`."""
    times = _checked_moments(plan, zone=zone)
    return (await _plan(session, cohort, [times], zone=zone, venue=plan.venue, title=plan.title))[0]


async def move_session(session: AsyncSession, session_id: UUID, plan: SessionPlan, *, zone: str) -> Session:
    """To another time or place. Raises SessionNotFound, SessionHasMarks, SessionIsCancelled, Invalid."""
    moved = await session_for_update(session, session_id)
    if moved.status is SessionStatus.HELD:
        raise SessionHasMarks
    if moved.status is SessionStatus.CANCELLED:
        raise SessionIsCancelled
    times = planned_times(plan, zone=zone)
    if isinstance(times, dict):
        raise Invalid(times)
    wanted = {
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "held_on": times.held_on,
        "zone": zone,
        "title": plan.title,
        "venue_id": await _venue_id(session, plan.venue),
    }
    before = {name: getattr(moved, name) for name, value in wanted.items() if getattr(moved, name) != value}
    if not before:
        return moved
    for name in before:
        setattr(moved, name, wanted[name])
    audit.record(
        session,
        action="session.move",
        subject=("session", moved.id),
        before=plain(before),
        after=plain({name: wanted[name] for name in before}),
    )
    await session.flush()
    return moved


async def cancel_session(session: AsyncSession, session_id: UUID) -> Session:
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
    )
    await session.flush()
    return cancelled


async def _plan(
    session: AsyncSession, code: str, all_times: list[SessionTimes], *, zone: str, venue: str | None, title: Localized
) -> list[Session]:
    cohort = await cohort_for_update(session, code)
    if cohort.status is CohortStatus.CANCELLED:
        raise CohortIsCancelled
    venue_id = await _venue_id(session, venue) if venue is not None else cohort.venue_id
    there = await _moments_of(session, cohort) if len(all_times) > 1 else set()
    planned = [
        Session(
            site_id=site_of(session),
            cohort_id=cohort.id,
            starts_at=times.starts_at,
            ends_at=times.ends_at,
            zone=zone,
            held_on=times.held_on,
            title=title,
            venue_id=venue_id,
        )
        for times in all_times
        if times.starts_at not in there
    ]
    session.add_all(planned)
    await session.flush()
    audit.record(
        session,
        action="session.plan",
        subject=("cohort", cohort.id),
        name=cohort.code,
        after={"sessions": [one.starts_at.isoformat() for one in planned]},
    )
    return planned


async def _moments_of(session: AsyncSession, cohort: Cohort) -> set[datetime]:
    rows = await session.execute(
        select(col(Session.starts_at)).where(
            col(Session.cohort_id) == cohort.id, col(Session.status) != SessionStatus.CANCELLED
        )
    )
    return set(rows.scalars())


async def _venue_id(session: AsyncSession, code: str | None) -> UUID | None:
    if code is None:
        return None
    found = await session.execute(select(col(Venue.id)).where(col(Venue.code) == code))
    venue_id = found.scalar_one_or_none()
    if venue_id is None:
        raise Invalid({"venue": _("This venue does not exist in your centre.")})
    return venue_id


def _checked_moments(plan: SessionMoments, *, zone: str) -> SessionTimes:
    for name, moment in (("starts_at", plan.starts_at), ("ends_at", plan.ends_at)):
        if not FIRST_DAY < moment.date() < LAST_DAY:
            raise Invalid({name: _("Please enter a day between 1990 and 2100.")})
    starts_at, ends_at = _aware("starts_at", plan.starts_at, zone), _aware("ends_at", plan.ends_at, zone)
    times = session_at(starts_at, ends_at, zone=zone)
    if not is_possible_length(times):
        raise Invalid({"ends_at": _wrong_length()})
    return times


def _aware(name: str, moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is not None:
        return moment
    found = local_moment(moment.date(), moment.time(), zone=zone)
    if isinstance(found, NoSuchTime):
        raise Invalid({name: found.text})
    return found


def _wrong_length() -> str:
    hours = int(LONGEST_SESSION.total_seconds() // 3600)
    return ngettext(
        "The end must come after the beginning, and at most %(n)s hour later.",
        "The end must come after the beginning, and at most %(n)s hours later.",
        hours,
    )


def _too_many() -> str:
    return ngettext(
        "This would be more than %(n)s session. Choose a shorter span.",
        "This would be more than %(n)s sessions. Choose a shorter span.",
        MOST_SESSIONS,
    )
