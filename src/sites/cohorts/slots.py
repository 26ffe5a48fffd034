"""Where features built on cohorts say that they want to know of a change: places, people waiting, ages, letters."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sites.cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class CohortChanged:
    """`fields` names the columns that have a new value: "starts_on", "capacity", "status", …"""

    cohort: Cohort
    fields: frozenset[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class SessionMoved:
    """One session before and after. `to` none: it is cancelled. Times are start and end."""

    session_id: UUID
    before: tuple[datetime, datetime]
    to: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class SessionsChanged:
    """What a manager changed in one step and wants the learners to know, with the reason they gave."""

    cohort_id: UUID
    moves: tuple[SessionMoved, ...]
    reason: str


Listener = Callable[[AsyncSession, CohortChanged], Awaitable[None]]
SessionListener = Callable[[AsyncSession, SessionsChanged], Awaitable[None]]
PlacesTaken = Callable[[AsyncSession, UUID], Awaitable[int]]
LISTENERS: list[Listener] = []
SESSION_LISTENERS: list[SessionListener] = []
COUNTERS: list[PlacesTaken] = []


def after_cohort_change(listener: Listener) -> Listener:
    """Register work to be done in the same transaction as the change."""
    LISTENERS.append(listener)
    return listener


async def tell_listeners(session: AsyncSession, change: CohortChanged) -> None:
    for listener in LISTENERS:
        await listener(session, change)


def after_session_change(listener: SessionListener) -> SessionListener:
    """Register work to be done in the same transaction, once for all sessions that changed together."""
    SESSION_LISTENERS.append(listener)
    return listener


async def tell_of_sessions(session: AsyncSession, change: SessionsChanged) -> None:
    if change.moves:
        for listener in SESSION_LISTENERS:
            await listener(session, change)


def counts_places(counter: PlacesTaken) -> PlacesTaken:
    """Register how many places of a cohort are taken: fewer cannot be offered."""
    COUNTERS.append(counter)
    return counter


async def places_taken(session: AsyncSession, cohort_id: UUID) -> int:
    return sum([await counter(session, cohort_id) for counter in COUNTERS])


def moved_or_cancelled(
    changes: Sequence[tuple[UUID, tuple[datetime, datetime], tuple[datetime, datetime] | None]],
) -> tuple[SessionMoved, ...]:
    """Only what learners would notice: a session that keeps its times is not among it."""
    return tuple(SessionMoved(*one) for one in changes if one[1] != one[2])
