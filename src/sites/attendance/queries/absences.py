"""Who stays away, and what one learner attended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from sites.attendance.models import AbsenceFlag, AttendanceMark, AttendanceStatus
from sites.cohorts.models import Cohort, Session
from sites.registrations.models import Learner, Registration, RegistrationStatus


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who has been absent several times in a row. `note`: what was done, once dismissed."""

    flag_id: UUID
    learner_id: UUID
    name: str
    cohort: str
    title: Localized
    absences: int
    last_on: date
    dismissed_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class AttendedSession:
    """One session of a learner's courses, with what was marked."""

    session_id: UUID
    registration_id: UUID
    cohort: str
    title: Localized
    starts_at: datetime
    ends_at: datetime
    status: AttendanceStatus
    minutes: int


async def open_flags(session: AsyncSession) -> list[Absent]:
    """Of people who still have a place, the longest away first."""
    rows = await session.execute(
        _flags()
        .where(col(AbsenceFlag.dismissed_at).is_(None), col(Registration.status) == RegistrationStatus.CONFIRMED)
        .order_by(col(AbsenceFlag.absences).desc(), col(AbsenceFlag.last_on), col(AbsenceFlag.id))
        .limit(50)
    )
    return [_absent(row) for row in rows]


async def flags_of_learner(session: AsyncSession, learner_id: UUID) -> list[Absent]:
    """Those that stand and those that were dismissed, the newest first."""
    rows = await session.execute(
        _flags()
        .where(col(Registration.learner_id) == learner_id)
        .order_by(col(AbsenceFlag.last_on).desc(), col(AbsenceFlag.id))
    )
    return [_absent(row) for row in rows]


async def attendance_of_learner(session: AsyncSession, learner_id: UUID) -> list[AttendedSession]:
    """Every mark, the newest session first."""
    of_registration = and_(
        col(Registration.site_id) == col(AttendanceMark.site_id),
        col(Registration.id) == col(AttendanceMark.registration_id),
    )
    of_session = and_(
        col(Session.site_id) == col(AttendanceMark.site_id), col(Session.id) == col(AttendanceMark.session_id)
    )
    rows = await session.execute(
        select(AttendanceMark, Session, Cohort, CurriculumVersion)
        .join(Registration, of_registration)
        .join(Session, of_session)
        .join(Cohort, _cohort())
        .join(CurriculumVersion, _version())
        .where(col(Registration.learner_id) == learner_id)
        .order_by(col(Session.starts_at).desc(), col(Session.id))
    )
    return [
        AttendedSession(
            session_id=held.id,
            registration_id=mark.registration_id,
            cohort=cohort.code,
            title=Localized({**version.title, **cohort.title}),
            starts_at=held.starts_at,
            ends_at=held.ends_at,
            status=mark.status,
            minutes=mark.minutes,
        )
        for mark, held, cohort, version in rows
    ]


def _flags() -> Select[AbsenceFlag, Learner, Cohort, CurriculumVersion]:
    of_flag = and_(
        col(Registration.site_id) == col(AbsenceFlag.site_id), col(Registration.id) == col(AbsenceFlag.registration_id)
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    return (
        select(AbsenceFlag, Learner, Cohort, CurriculumVersion)
        .join(Registration, of_flag)
        .join(Learner, of_learner)
        .join(Cohort, _cohort())
        .join(CurriculumVersion, _version())
    )


def _cohort() -> Any:
    return and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id))


def _version() -> Any:
    return and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )


def _absent(row: Any) -> Absent:
    flag, learner, cohort, version = row
    return Absent(
        flag_id=flag.id,
        learner_id=learner.id,
        name=f"{learner.given_name} {learner.family_name}".strip(),
        cohort=cohort.code,
        title=Localized({**version.title, **cohort.title}),
        absences=flag.absences,
        last_on=flag.last_on,
        dismissed_at=flag.dismissed_at,
        note=flag.note,
    )
