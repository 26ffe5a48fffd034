"""The sheet of a session: who is expected, and what is marked."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.attendance.rules import is_expected
from sites.cohorts.queries import FullCohort, SessionView, session_with_cohort
from sites.registrations.models import Learner, Registration, RegistrationStatus


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person. A name and the mark, nothing else: trainers see no more."""

    registration_id: UUID
    given_name: str
    family_name: str
    registration_status: RegistrationStatus
    status: AttendanceStatus | None
    minutes: int | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    cohort: FullCohort
    session: SessionView
    lines: list[SheetLine]

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)

    @property
    def unmarked(self) -> int:
        return sum(line.status is None for line in self.lines)

    @property
    def marked(self) -> int:
        return len(self.lines) - self.unmarked


async def attendance_sheet(session: AsyncSession, session_id: UUID) -> Sheet:
    """By name, as the centre's language sorts. Raises SessionNotFound."""
    found = await session_with_cohort(session, session_id)
    this_mark = and_(
        col(AttendanceMark.site_id) == col(Registration.site_id),
        col(AttendanceMark.registration_id) == col(Registration.id),
        col(AttendanceMark.session_id) == session_id,
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    rows = await session.execute(
        select(
            col(Registration.id),
            col(Registration.status),
            col(Registration.left_on),
            col(Learner.given_name),
            col(Learner.family_name),
            col(AttendanceMark.status),
            col(AttendanceMark.minutes),
        )
        .join(Learner, of_learner)
        .outerjoin(AttendanceMark, this_mark)
        .where(col(Registration.cohort_id) == found.cohort.id)
        .order_by(col(Learner.sort_key), col(Registration.id))
    )
    lines = [
        SheetLine(registration_id, given_name, family_name, standing, status, minutes)
        for registration_id, standing, left_on, given_name, family_name, status, minutes in rows
        if status is not None or is_expected(standing, left_on=left_on, held_on=found.session.held_on)
    ]
    return Sheet(found.cohort, found.session, lines)
