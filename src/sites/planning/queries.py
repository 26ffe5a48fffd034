"""What is on at a centre on which day, and who is to hear of a change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from network.people.models import Person
from network.units.models import Site, Unit
from sites.cohorts.models import Cohort, CohortStatus, Room, Session, SessionStatus, SessionTrainer, Venue
from sites.cohorts.queries import session_trainers
from sites.events.models import Event, EventStatus
from sites.registrations.models import Registration, RegistrationStatus


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the calendar is asked for: codes of a venue and a room, a trainer. Nothing: all of it."""

    venue: str | None = None
    room: str | None = None
    trainer: UUID | None = None


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A session, or an event where `cohort` is none. `day` is its first local day, fixed when it was written."""

    id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    title: Localized
    topic: Localized
    cohort: str | None
    place: Localized
    trainers: list[str]
    room: Localized = field(default_factory=Localized)
    is_cancelled: bool = False
    is_draft: bool = False
    languages: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Centre:
    """Who writes."""

    code: str
    name: Localized
    country: str
    zone: str
    languages: tuple[str, ...]


async def calendar_entries(
    session: AsyncSession, *, first: date, last: date, narrowed: Narrowed | None = None
) -> list[CalendarEntry]:
    """Sessions and events of these days, in order of time."""
    asked = narrowed or Narrowed()
    found = await _sessions(session, first, last, asked)
    if asked.room is None and asked.trainer is None:
        found += await _events(session, first, last, asked)
    return sorted(found, key=lambda one: (one.starts_at, one.ends_at, one.id))


async def trainers_of_sessions(session: AsyncSession) -> list[tuple[UUID, str]]:
    """Everybody who teaches or taught a session here, by name."""
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .join(SessionTrainer, col(SessionTrainer.person_id) == col(Person.id))
        .distinct()
        .order_by(col(Person.name), col(Person.id))
    )
    return [(person_id, name) for person_id, name in rows]


async def confirmed_in(session: AsyncSession, cohort_id: UUID) -> list[UUID]:
    """The registrations whose learners come to the sessions."""
    rows = await session.execute(
        select(col(Registration.id))
        .where(col(Registration.cohort_id) == cohort_id, col(Registration.status) == RegistrationStatus.CONFIRMED)
        .order_by(col(Registration.id))
    )
    return list(rows.scalars())


async def centre(session: AsyncSession) -> Centre:
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    return Centre(unit.code, unit.name, site.country, site.zone, tuple(site.languages))


async def _sessions(session: AsyncSession, first: date, last: date, asked: Narrowed) -> list[CalendarEntry]:
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    statement = (
        select(Session, Cohort, CurriculumVersion, Venue, Room)
        .join(Cohort, and_(col(Cohort.site_id) == col(Session.site_id), col(Cohort.id) == col(Session.cohort_id)))
        .join(CurriculumVersion, version)
        .outerjoin(Venue, and_(col(Venue.site_id) == col(Session.site_id), col(Venue.id) == col(Session.venue_id)))
        .outerjoin(Room, and_(col(Room.site_id) == col(Session.site_id), col(Room.id) == col(Session.room_id)))
        .where(col(Session.held_on).between(first, last), *_conditions(asked))
    )
    rows = list(await session.execute(statement))
    people = await session_trainers(session, [row.id for row, *_ in rows]) if rows else {}
    return [
        CalendarEntry(
            id=row.id,
            day=row.held_on,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            title=Localized({**version.title, **cohort.title}),
            topic=row.title,
            cohort=cohort.code,
            place=venue.name if venue else Localized(),
            room=room.name if room else Localized(),
            trainers=list(people.get(row.id, {}).values()),
            is_cancelled=row.status is SessionStatus.CANCELLED or cohort.status is CohortStatus.CANCELLED,
            is_draft=cohort.status is CohortStatus.DRAFT,
            languages=tuple(cohort.languages),
        )
        for row, cohort, version, venue, room in rows
    ]


def _conditions(asked: Narrowed) -> list[Any]:
    found: list[Any] = []
    if asked.venue is not None:
        found.append(col(Venue.code) == asked.venue)
    if asked.room is not None:
        found.append(col(Room.code) == asked.room)
    if asked.trainer is not None:
        found.append(
            exists().where(
                col(SessionTrainer.site_id) == col(Session.site_id),
                col(SessionTrainer.session_id) == col(Session.id),
                col(SessionTrainer.person_id) == asked.trainer,
            )
        )
    return found


async def _events(session: AsyncSession, first: date, last: date, asked: Narrowed) -> list[CalendarEntry]:
    statement = (
        select(Event, Venue)
        .outerjoin(Venue, and_(col(Venue.site_id) == col(Event.site_id), col(Venue.id) == col(Event.venue_id)))
        .where(col(Event.held_on).between(first, last))
    )
    if asked.venue is not None:
        statement = statement.where(col(Venue.code) == asked.venue)
    return [
        CalendarEntry(
            id=event.id,
            day=event.held_on,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            title=event.title,
            topic=Localized(),
            cohort=None,
            place=venue.name if venue else Localized(),
            trainers=[],
            is_cancelled=event.status is EventStatus.CANCELLED,
            is_draft=event.status is EventStatus.DRAFT,
        )
        for event, venue in await session.execute(statement)
    ]
