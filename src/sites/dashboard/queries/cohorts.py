"""Cohorts with their places: the list, one of them, the sessions with their marks."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.models import AttendanceMark
from sites.cohorts.errors import CohortNotFound
from sites.cohorts.models import Cohort, CohortStatus, Room, Session, Venue
from sites.cohorts.queries import (
    FullCohort,
    SessionView,
    cohorts_with_texts,
    full_cohort,
    session_trainers,
    session_view,
)
from sites.cohorts.rules import CohortState, cohort_state
from sites.dashboard.queries.seats import people_waiting, places_taken, registrations_of_cohort
from sites.registrations.models import RegistrationStatus

CURRENT = (CohortState.UPCOMING, CohortState.RUNNING)
PAGE_LENGTH = 50
_MOST_RECENT = 500


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort and how it is filled. `confirmed`: places whose outcome is not yet noted."""

    cohort: FullCohort
    state: CohortState
    taken: int
    waiting: int
    confirmed: int

    @property
    def free(self) -> int | None:
        return None if self.cohort.capacity is None else max(self.cohort.capacity - self.taken, 0)

    @property
    def is_open(self) -> bool:
        return self.cohort.status is CohortStatus.OPEN and self.state in CURRENT


@dataclass(frozen=True, slots=True)
class MarkedSession:
    session: SessionView
    marks: int
    trainers: list[str]


Order = Literal["code", "-code", "starts_on", "-starts_on"]


async def cohort_lines(
    session: AsyncSession,
    *,
    today: date,
    states: tuple[CohortState, ...],
    order: Order = "starts_on",
    page: int = 1,
) -> list[CohortLine]:
    """One page of them, and one more where another page follows."""
    statement = _lines().where(_state(today).in_(states)).order_by(*_order(order))
    rows = await session.execute(statement.limit(PAGE_LENGTH + 1).offset((page - 1) * PAGE_LENGTH))
    return [_line(row, today) for row in rows]


async def recent_cohorts(session: AsyncSession, *, today: date, since: date) -> list[CohortLine]:
    """All that are neither draft nor cancelled and end on a day or later, soonest first."""
    states = (*CURRENT, CohortState.OVER)
    statement = _lines().where(_state(today).in_(states), col(Cohort.ends_on) >= since)
    rows = await session.execute(statement.order_by(col(Cohort.starts_on), col(Cohort.code)).limit(_MOST_RECENT))
    return [_line(row, today) for row in rows]


async def cohorts_after(session: AsyncSession, *, today: date, after: str | None, limit: int) -> list[CohortLine]:
    """By code, for programs: all that come after a code."""
    statement = _lines().order_by(col(Cohort.code)).limit(limit)
    if after is not None:
        statement = statement.where(col(Cohort.code) > after)
    return [_line(row, today) for row in await session.execute(statement)]


async def cohort_counts(session: AsyncSession, *, today: date) -> dict[CohortState, int]:
    state = _state(today).label("state")
    rows = await session.execute(select(state, func.count()).select_from(Cohort).group_by(state))
    return {CohortState(name): count for name, count in rows}


async def cohort_line(session: AsyncSession, code: str, *, today: date) -> CohortLine:
    """Raises CohortNotFound."""
    row = (await session.execute(_lines().where(col(Cohort.code) == code[:100]))).first()
    if row is None:
        raise CohortNotFound
    return _line(row, today)


async def marked_sessions(session: AsyncSession, cohort_id: UUID) -> list[MarkedSession]:
    marks = (
        select(func.count())
        .select_from(AttendanceMark)
        .where(col(AttendanceMark.site_id) == col(Session.site_id), col(AttendanceMark.session_id) == col(Session.id))
        .correlate(Session)
        .scalar_subquery()
    )
    place = and_(col(Venue.site_id) == col(Session.site_id), col(Venue.id) == col(Session.venue_id))
    room = and_(col(Room.site_id) == col(Session.site_id), col(Room.id) == col(Session.room_id))
    rows = await session.execute(
        select(Session, Venue, Room, marks)
        .outerjoin(Venue, place)
        .outerjoin(Room, room)
        .where(col(Session.cohort_id) == cohort_id)
        .order_by(col(Session.starts_at), col(Session.id))
    )
    found = list(rows)
    people = await session_trainers(session, [one.id for one, *_ in found])
    return [
        MarkedSession(session_view(one, venue, room_row), count, list(people.get(one.id, {}).values()))
        for one, venue, room_row, count in found
    ]


def _lines() -> Any:
    confirmed = registrations_of_cohort(RegistrationStatus.CONFIRMED)
    return cohorts_with_texts().add_columns(places_taken(), people_waiting(), confirmed)


def _line(row: Any, today: date) -> CohortLine:
    found = full_cohort(row[0], row[1], row[2], row[3])
    state = cohort_state(found.status, starts_on=found.starts_on, ends_on=found.ends_on, today=today)
    return CohortLine(found, state, taken=row[4], waiting=row[5], confirmed=row[6])


def _state(today: date) -> ColumnElement[str]:
    """The same as `cohorts.rules.cohort_state`, for the database."""
    status = col(Cohort.status)
    return case(
        (status == CohortStatus.DRAFT, CohortState.DRAFT.value),
        (status == CohortStatus.CANCELLED, CohortState.CANCELLED.value),
        (col(Cohort.starts_on) > today, CohortState.UPCOMING.value),
        (col(Cohort.ends_on) >= today, CohortState.RUNNING.value),
        else_=CohortState.OVER.value,
    )


def _order(order: Order) -> list[Any]:
    column: Any = col(Cohort.code) if order.endswith("code") else col(Cohort.starts_on)
    return [column.desc() if order.startswith("-") else column, col(Cohort.code)]
