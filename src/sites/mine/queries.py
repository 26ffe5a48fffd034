"""What a learner's own page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.secrets import derived_token, token_hash
from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.cohorts.models import Cohort, Session, Venue
from sites.mine.models import LearnerFeed
from sites.registrations.models import Learner, Registration, RegistrationStatus
from sites.registrations.queries import place_of
from sites.registrations.rules import LEFT, status_on_leaving


@dataclass(frozen=True, slots=True)
class Me:
    """The person, as they correct themselves."""

    id: UUID
    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    language: str
    birth_date: date | None
    birth_year: int | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class MyMeeting:
    """A session of one of my courses, and how I was marked there."""

    id: UUID
    cohort_id: UUID
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: Localized
    place: str
    is_cancelled: bool
    mark: AttendanceStatus | None


@dataclass(frozen=True, slots=True)
class MyCourse:
    """One registration of mine."""

    id: UUID
    cohort_id: UUID
    code: str
    title: Localized
    starts_on: date
    ends_on: date
    status: RegistrationStatus
    waiting_position: int | None
    offered_until: datetime | None
    may_cancel: bool
    meetings: list[MyMeeting]

    @property
    def came(self) -> int:
        return sum(one.mark in (AttendanceStatus.PRESENT, AttendanceStatus.LATE) for one in self.meetings)

    @property
    def marked(self) -> int:
        return sum(one.mark is not None for one in self.meetings)


async def me(session: AsyncSession, learner_id: UUID) -> Me | None:
    """None for whoever was erased meanwhile."""
    found = await session.execute(
        select(Learner).where(col(Learner.id) == learner_id, col(Learner.erased_at).is_(None))
    )
    one = found.scalar_one_or_none()
    if one is None:
        return None
    return Me(
        one.id,
        one.given_name,
        one.family_name,
        one.email,
        one.phone,
        one.language,
        one.birth_date,
        one.birth_year,
    )


async def my_courses(session: AsyncSession, learner_id: UUID, *, today: date) -> list[MyCourse]:
    """What is to come or goes on first, then what is over, newest first."""
    found = await session.execute(
        select(Registration, Cohort, col(CurriculumVersion.title))
        .join(
            Cohort, (col(Cohort.site_id) == col(Registration.site_id)) & (col(Cohort.id) == col(Registration.cohort_id))
        )
        .outerjoin(
            CurriculumVersion,
            (col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id))
            & (col(CurriculumVersion.number) == col(Cohort.curriculum_version)),
        )
        .where(col(Registration.learner_id) == learner_id)
        .order_by(col(Cohort.starts_on).desc(), col(Cohort.code))
    )
    rows = found.all()
    meetings = await _meetings(session, [registration.id for registration, _, _ in rows])
    courses: list[MyCourse] = []
    for registration, cohort, title in rows:
        in_line = registration.status in (RegistrationStatus.WAITING, RegistrationStatus.OFFERED)
        place = await place_of(session, registration.id) if in_line else None
        leaves_as = status_on_leaving(registration.status, starts_on=cohort.starts_on, today=today)
        courses.append(
            MyCourse(
                registration.id,
                cohort.id,
                cohort.code,
                Localized({**(title or {"en": cohort.code}), **cohort.title}),
                cohort.starts_on,
                cohort.ends_on,
                registration.status,
                place.waiting_position if place else None,
                place.offered_until if place else None,
                registration.status not in LEFT and leaves_as is not None and cohort.ends_on >= today,
                meetings.get(registration.id, []),
            )
        )
    return sorted(courses, key=lambda one: (one.ends_on < today, one.starts_on if one.ends_on >= today else _back(one)))


def _back(course: MyCourse) -> date:
    return date.fromordinal(date.max.toordinal() - course.starts_on.toordinal())


async def _meetings(session: AsyncSession, registration_ids: list[UUID]) -> dict[UUID, list[MyMeeting]]:
    """By registration, in order of time."""
    found = await session.execute(
        select(col(Registration.id), Session, Venue, col(AttendanceMark.status))
        .join(
            Session,
            (col(Session.site_id) == col(Registration.site_id))
            & (col(Session.cohort_id) == col(Registration.cohort_id)),
        )
        .outerjoin(Venue, (col(Venue.site_id) == col(Session.site_id)) & (col(Venue.id) == col(Session.venue_id)))
        .outerjoin(
            AttendanceMark,
            (col(AttendanceMark.site_id) == col(Session.site_id))
            & (col(AttendanceMark.session_id) == col(Session.id))
            & (col(AttendanceMark.registration_id) == col(Registration.id)),
        )
        .where(col(Registration.id).in_(registration_ids))
        .order_by(col(Session.starts_at), col(Session.id))
    )
    meetings: dict[UUID, list[MyMeeting]] = {}
    for registration_id, meeting, venue, mark in found:
        place = ", ".join(part for part in (str(venue.name), venue.address) if part) if venue else ""
        meetings.setdefault(registration_id, []).append(
            MyMeeting(
                meeting.id,
                meeting.cohort_id,
                meeting.created_at,
                meeting.starts_at,
                meeting.ends_at,
                meeting.title,
                place,
                str(meeting.status) == "cancelled",
                mark,
            )
        )
    return meetings


async def my_feed(session: AsyncSession, learner_id: UUID, *, secret: bytes) -> str | None:
    """The secret part of my calendar's address, if I have one."""
    found = await session.execute(select(col(LearnerFeed.id)).where(col(LearnerFeed.learner_id) == learner_id))
    feed_id = found.scalar_one_or_none()
    return None if feed_id is None else derived_token(secret, "learner feed", feed_id)


async def learner_of_feed(session: AsyncSession, token: str) -> UUID | None:
    found = await session.execute(
        select(col(LearnerFeed.learner_id)).where(col(LearnerFeed.token_hash) == token_hash(token))
    )
    return found.scalar_one_or_none()
