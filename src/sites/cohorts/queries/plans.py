"""What a centre has planned: cohorts, their sessions, venues, and who can teach."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from i18n.content import Localized
from network.access.roles import Role
from network.curricula.models import Curriculum, CurriculumVersion
from network.people.models import Person, RoleGrant
from sites.cohorts.errors import CohortNotFound, SessionNotFound, VenueNotFound
from sites.cohorts.models import Cohort, CohortStatus, CohortTrainer, Room, Session, SessionStatus, Venue
from sites.cohorts.rules import minutes_of

LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class VenueView:
    id: UUID
    code: str
    name: Localized
    address: str
    directions: Localized
    capacity: int | None
    is_online: bool
    cohorts: int = 0


@dataclass(frozen=True, slots=True)
class FullCohort:
    """`title` and `summary` are the curriculum's where the cohort has none of its own in a language."""

    id: UUID
    code: str
    curriculum: str
    curriculum_title: Localized
    title: Localized
    summary: Localized
    own_title: Localized
    own_summary: Localized
    hours: float
    languages: list[str]
    starts_on: date
    ends_on: date
    capacity: int | None
    status: CohortStatus
    venue: str | None
    venue_name: Localized | None
    curriculum_version: int = 1
    venue_capacity: int | None = None

    @property
    def is_too_big(self) -> bool:
        """More places than its venue has room for."""
        return self.capacity is not None and self.venue_capacity is not None and self.capacity > self.venue_capacity


@dataclass(frozen=True, slots=True)
class SessionView:
    id: UUID
    cohort_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str
    held_on: date
    title: Localized
    venue: str | None
    venue_name: Localized | None
    status: SessionStatus
    room: str | None = None
    room_name: Localized | None = None
    venue_id: UUID | None = None

    @property
    def minutes(self) -> int:
        return minutes_of(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Teacher:
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CohortWithSession:
    """A session and what it is part of."""

    cohort: FullCohort
    session: SessionView


async def venues(session: AsyncSession) -> list[VenueView]:
    """By code, with how many cohorts are planned there."""
    used = (
        select(func.count())
        .select_from(Cohort)
        .where(col(Cohort.site_id) == col(Venue.site_id), col(Cohort.venue_id) == col(Venue.id))
        .correlate(Venue)
        .scalar_subquery()
    )
    rows = await session.execute(select(Venue, used).order_by(col(Venue.code)))
    return [_venue(row, count) for row, count in rows]


async def venue(session: AsyncSession, code: str) -> Venue:
    """Raises VenueNotFound."""
    found = await session.execute(select(Venue).where(col(Venue.code) == code[:LONGEST_CODE]))
    row = found.scalar_one_or_none()
    if row is None:
        raise VenueNotFound
    return row


def cohorts_with_texts() -> Select[Cohort, Curriculum, CurriculumVersion, Venue]:
    """Cohorts beside what they teach and where (the venue may be none). To be narrowed and ordered."""
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    place = and_(col(Venue.site_id) == col(Cohort.site_id), col(Venue.id) == col(Cohort.venue_id))
    return (
        select(Cohort, Curriculum, CurriculumVersion, Venue)
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .join(CurriculumVersion, version)
        .outerjoin(Venue, place)
    )


async def cohort(session: AsyncSession, code: str) -> FullCohort:
    """Raises CohortNotFound."""
    found = await session.execute(cohorts_with_texts().where(col(Cohort.code) == code[:LONGEST_CODE]))
    row = found.first()
    if row is None:
        raise CohortNotFound
    return full_cohort(row[0], row[1], row[2], row[3])


async def cohort_for_update(session: AsyncSession, code: str) -> Cohort:
    """The row, locked. Raises CohortNotFound."""
    found = await session.execute(select(Cohort).where(col(Cohort.code) == code[:LONGEST_CODE]).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        raise CohortNotFound
    return row


async def code_is_taken(session: AsyncSession, code: str) -> bool:
    found = await session.execute(select(col(Cohort.id)).where(col(Cohort.code) == code))
    return found.first() is not None


async def sessions(session: AsyncSession, cohort_id: UUID) -> list[SessionView]:
    """Of one cohort, in their order."""
    statement = _sessions_with_venue().where(col(Session.cohort_id) == cohort_id)
    rows = await session.execute(statement.order_by(col(Session.starts_at), col(Session.id)))
    return [session_view(row, place, room) for row, place, room in rows]


async def session_with_cohort(session: AsyncSession, session_id: UUID) -> CohortWithSession:
    """In one statement. Raises SessionNotFound."""
    home = aliased(Venue)
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    rows = await session.execute(
        _sessions_with_venue()
        .add_columns(Cohort, Curriculum, CurriculumVersion, home)
        .join(Cohort, and_(col(Cohort.site_id) == col(Session.site_id), col(Cohort.id) == col(Session.cohort_id)))
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .join(CurriculumVersion, version)
        .outerjoin(home, and_(col(home.site_id) == col(Cohort.site_id), col(home.id) == col(Cohort.venue_id)))
        .where(col(Session.id) == session_id)
    )
    row = rows.first()
    if row is None:
        raise SessionNotFound
    return CohortWithSession(full_cohort(row[3], row[4], row[5], row[6]), session_view(row[0], row[1], row[2]))


async def session_for_update(session: AsyncSession, session_id: UUID) -> Session:
    """The row, locked. Raises SessionNotFound."""
    found = await session.execute(select(Session).where(col(Session.id) == session_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        raise SessionNotFound
    return row


async def trainers(session: AsyncSession, cohort_id: UUID) -> list[Teacher]:
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .join(CohortTrainer, col(CohortTrainer.person_id) == col(Person.id))
        .where(col(CohortTrainer.cohort_id) == cohort_id)
        .order_by(col(Person.name), col(Person.id))
    )
    return [Teacher(person_id, name) for person_id, name in rows]


async def possible_trainers(session: AsyncSession, *, units: frozenset[UUID]) -> list[Teacher]:
    """Everybody who may teach here: trainers and managers of the site (`units`: the site and all above it)."""
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(
            col(RoleGrant.unit_id).in_(units),
            col(RoleGrant.role).in_((Role.TRAINER, Role.SITE_MANAGER)),
            col(Person.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Person.name), col(Person.id))
    )
    return [Teacher(person_id, name) for person_id, name in rows]


def full_cohort(row: Cohort, curriculum: Curriculum, version: CurriculumVersion, place: Venue | None) -> FullCohort:
    return FullCohort(
        id=row.id,
        code=row.code,
        curriculum=curriculum.code,
        curriculum_title=version.title,
        title=Localized({**version.title, **row.title}),
        summary=Localized({**version.summary, **row.summary}),
        own_title=row.title,
        own_summary=row.summary,
        hours=float(version.hours),
        languages=list(row.languages),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        capacity=row.capacity,
        status=row.status,
        venue=place.code if place else None,
        venue_name=place.name if place else None,
        curriculum_version=row.curriculum_version,
        venue_capacity=place.capacity if place else None,
    )


def session_view(row: Session, place: Venue | None, room: Room | None = None) -> SessionView:
    return SessionView(
        id=row.id,
        cohort_id=row.cohort_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        held_on=row.held_on,
        title=row.title,
        venue=place.code if place else None,
        venue_name=place.name if place else None,
        status=row.status,
        room=room.code if room else None,
        room_name=room.name if room else None,
        venue_id=row.venue_id,
    )


def _sessions_with_venue() -> Select[Session, Venue, Room]:
    place = and_(col(Venue.site_id) == col(Session.site_id), col(Venue.id) == col(Session.venue_id))
    room = and_(col(Room.site_id) == col(Session.site_id), col(Room.id) == col(Session.room_id))
    return select(Session, Venue, Room).outerjoin(Venue, place).outerjoin(Room, room)


def _venue(row: Venue, cohorts: int) -> VenueView:
    return VenueView(
        id=row.id,
        code=row.code,
        name=row.name,
        address=row.address,
        directions=row.directions,
        capacity=row.capacity,
        is_online=row.is_online,
        cohorts=cohorts,
    )
