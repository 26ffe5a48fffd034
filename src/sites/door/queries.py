"""Who may check in at a session, and what is on there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.attendance.rules import is_expected
from sites.cohorts.models import Session
from sites.registrations.identity import normal_email
from sites.registrations.models import Learner, Registration


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody whom the session expects."""

    registration_id: UUID
    learner_id: UUID
    name: str
    email: str | None
    language: str


async def expected_by_email(session: AsyncSession, session_id: UUID, email: str) -> Expected | None:
    return await _one(session, _expected(session_id).where(col(Learner.email) == normal_email(email)))


async def expected_learner(session: AsyncSession, session_id: UUID, learner_id: UUID) -> Expected | None:
    return await _one(session, _expected(session_id).where(col(Learner.id) == learner_id))


async def expected_registration(session: AsyncSession, session_id: UUID, registration_id: UUID) -> Expected | None:
    return await _one(session, _expected(session_id).where(col(Registration.id) == registration_id))


async def people_here(session: AsyncSession, session_id: UUID) -> int:
    here = col(AttendanceMark.status).in_((AttendanceStatus.PRESENT, AttendanceStatus.LATE))
    found = await session.execute(
        select(func.count()).select_from(AttendanceMark).where(col(AttendanceMark.session_id) == session_id, here)
    )
    return found.scalar_one()


def _expected(session_id: UUID) -> Select[Session, Registration, Learner]:
    of_session = and_(
        col(Registration.site_id) == col(Session.site_id), col(Registration.cohort_id) == col(Session.cohort_id)
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    return (
        select(Session, Registration, Learner)
        .join(Registration, of_session)
        .join(Learner, of_learner)
        .where(col(Session.id) == session_id, col(Learner.erased_at).is_(None))
        .order_by(col(Registration.id))
    )


async def _one(session: AsyncSession, statement: Select[Session, Registration, Learner]) -> Expected | None:
    for held, registration, learner in await session.execute(statement):
        if is_expected(registration.status, left_on=registration.left_on, held_on=held.held_on):
            name = f"{learner.given_name} {learner.family_name}".strip()
            return Expected(registration.id, learner.id, name, learner.email, registration.language)
    return None
