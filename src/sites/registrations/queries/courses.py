"""A cohort as somebody sees it who looks for a course."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion, Level, Programme
from sites.cohorts.models import Cohort, CohortStatus, Session, SessionStatus, Venue
from sites.registrations.errors import CourseNotFound
from sites.registrations.models import Registration, RegistrationStatus
from sites.registrations.rules import HOLDING, accepts_registrations, free_places


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it takes place."""

    name: Localized
    address: str
    directions: Localized
    is_online: bool


@dataclass(frozen=True, slots=True)
class Course:
    """One run of a curriculum, in its own words or else in the curriculum's."""

    id: UUID
    code: str
    status: CohortStatus
    title: Localized
    summary: Localized
    audience: Localized
    languages: tuple[str, ...]
    starts_on: date
    ends_on: date
    capacity: int | None
    seats_taken: int
    waiting: int
    venue: Spot | None
    programme: Programme
    level: Level
    hours: Decimal
    version_id: UUID | None

    @property
    def is_full(self) -> bool:
        """Also while somebody waits: a newcomer would wait too."""
        return free_places(capacity=self.capacity, taken=self.seats_taken) == 0 or self.waiting > 0

    @property
    def free(self) -> int | None:
        return free_places(capacity=self.capacity, taken=self.seats_taken)

    def may_register(self, today: date) -> bool:
        return accepts_registrations(self.status, ends_on=self.ends_on, today=today)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A dated session, as the public sees it."""

    id: UUID
    cohort_id: UUID
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: Localized
    venue: Spot | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One part of what is taught."""

    title: Localized
    hours: Decimal


def counted(*statuses: RegistrationStatus) -> Any:
    """How many registrations of the cohort at hand stand so."""
    return (
        select(func.count())
        .select_from(Registration)
        .where(
            col(Registration.site_id) == col(Cohort.site_id),
            col(Registration.cohort_id) == col(Cohort.id),
            col(Registration.status).in_(statuses),
        )
        .correlate(Cohort)
        .scalar_subquery()
    )


def _courses() -> Select[Any]:
    return (
        select(
            Cohort,
            Venue,
            Curriculum,
            CurriculumVersion,
            counted(*HOLDING),
            counted(RegistrationStatus.WAITING),
        )
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .outerjoin(
            CurriculumVersion,
            (col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id))
            & (col(CurriculumVersion.number) == col(Cohort.curriculum_version)),
        )
        .outerjoin(Venue, (col(Venue.site_id) == col(Cohort.site_id)) & (col(Venue.id) == col(Cohort.venue_id)))
    )


async def open_courses(session: AsyncSession, *, today: date, limit: int | None = None) -> list[Course]:
    """What the public may still join, soonest first. One statement, however long the list."""
    found = await session.execute(
        _courses()
        .where(col(Cohort.status) == CohortStatus.OPEN, col(Cohort.ends_on) >= today)
        .order_by(col(Cohort.starts_on), col(Cohort.code))
        .limit(limit)
    )
    return [_course(*row) for row in found]


async def course_of(session: AsyncSession, cohort: str) -> Course:
    """A course the public may read about, by code or id; a closed or cancelled one too, because its link
    may have been sent around. Raises CourseNotFound."""
    course = await staff_course(session, cohort)
    if course.status is CohortStatus.DRAFT:
        raise CourseNotFound
    return course


async def cohort_id_of(session: AsyncSession, cohort: str) -> UUID:
    """The id behind a code or an id. Raises CourseNotFound."""
    found = (await session.execute(select(col(Cohort.id)).where(_named(cohort)).limit(1))).scalar_one_or_none()
    if found is None:
        raise CourseNotFound
    return found


async def staff_course(session: AsyncSession, cohort: str) -> Course:
    """Any cohort of the site, by code or id. Raises CourseNotFound."""
    found = (await session.execute(_courses().where(_named(cohort)).limit(1))).first()
    if found is None:
        raise CourseNotFound
    return _course(*found)


async def course_meetings(session: AsyncSession, cohort_ids: list[UUID]) -> list[Meeting]:
    """All dated sessions of these cohorts, in order of time, cancelled ones marked."""
    found = await session.execute(
        select(Session, Venue)
        .outerjoin(Venue, (col(Venue.site_id) == col(Session.site_id)) & (col(Venue.id) == col(Session.venue_id)))
        .where(col(Session.cohort_id).in_(cohort_ids))
        .order_by(col(Session.starts_at), col(Session.id))
    )
    return [_meeting(*row) for row in found]


async def course_modules(session: AsyncSession, version_id: UUID | None) -> list[Module]:
    """What is taught, in order."""
    if version_id is None:
        return []
    found = await session.execute(
        select(CurriculumModule)
        .where(col(CurriculumModule.version_id) == version_id)
        .order_by(col(CurriculumModule.position))
    )
    return [Module(module.title, module.hours) for module in found.scalars()]


def spot_of(venue: Venue | None) -> Spot | None:
    return None if venue is None else Spot(venue.name, venue.address, venue.directions, venue.is_online)


def _named(cohort: str) -> ColumnElement[bool]:
    by_code = col(Cohort.code) == cohort
    identity = _uuid(cohort)
    return by_code if identity is None else or_(by_code, col(Cohort.id) == identity)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _course(
    cohort: Cohort,
    venue: Venue | None,
    curriculum: Curriculum,
    version: CurriculumVersion | None,
    taken: int,
    waiting: int,
) -> Course:
    return Course(
        id=cohort.id,
        code=cohort.code,
        status=cohort.status,
        title=Localized({**(version.title if version else {"en": curriculum.code}), **cohort.title}),
        summary=Localized({**(version.summary if version else {}), **cohort.summary}),
        audience=version.audience if version else Localized(),
        languages=tuple(cohort.languages),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        capacity=cohort.capacity,
        seats_taken=taken,
        waiting=waiting,
        venue=spot_of(venue),
        programme=curriculum.programme,
        level=curriculum.level,
        hours=version.hours if version else Decimal(0),
        version_id=version.id if version else None,
    )


def _meeting(session: Session, venue: Venue | None) -> Meeting:
    return Meeting(
        id=session.id,
        cohort_id=session.cohort_id,
        created_at=session.created_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=session.title,
        venue=spot_of(venue),
        is_cancelled=session.status is SessionStatus.CANCELLED,
    )
