"""The sheet of a session: who is expected, and what is marked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from network.people.models import Person
from sites.attendance.models import AttendanceMark, AttendanceStatus, ClosedSheet, MarkSource
from sites.attendance.rules import is_expected
from sites.cohorts.queries import FullCohort, SessionView, session_with_cohort
from sites.registrations.models import Learner, Registration, RegistrationStatus


@dataclass(frozen=True, slots=True)
class Marked:
    """By whom and when; `who` none: a program, the learner, or somebody who is gone."""

    who: str | None
    at: datetime
    source: MarkSource


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person. A name and the mark, nothing else: trainers see no more. `version` 0: no mark yet."""

    registration_id: UUID
    given_name: str
    family_name: str
    registration_status: RegistrationStatus
    status: AttendanceStatus | None
    minutes: int | None
    version: int
    marked: Marked | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Closed:
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    cohort: FullCohort
    session: SessionView
    lines: list[SheetLine]
    closed: Closed | None

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.lines)

    @property
    def unmarked(self) -> int:
        return sum(line.status is None for line in self.lines)

    @property
    def marked(self) -> int:
        return len(self.lines) - self.unmarked

    def minutes_late(self, line: SheetLine) -> int | None:
        """How much of the session the person missed at its beginning."""
        if line.status is not AttendanceStatus.LATE or line.minutes is None:
            return None
        return self.session.minutes - line.minutes


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
        select(Registration, Learner, AttendanceMark, col(Person.name))
        .join(Learner, of_learner)
        .outerjoin(AttendanceMark, this_mark)
        .outerjoin(Person, col(Person.id) == col(AttendanceMark.marked_by))
        .where(col(Registration.cohort_id) == found.cohort.id)
        .order_by(col(Learner.sort_key), col(Registration.id))
        .execution_options(populate_existing=True)
    )
    lines = [
        _line(registration, learner, mark, who)
        for registration, learner, mark, who in rows
        if mark is not None
        or is_expected(registration.status, left_on=registration.left_on, held_on=found.session.held_on)
    ]
    return Sheet(found.cohort, found.session, lines, await _closed(session, session_id))


def _line(registration: Registration, learner: Learner, mark: AttendanceMark | None, who: str | None) -> SheetLine:
    return SheetLine(
        registration_id=registration.id,
        given_name=learner.given_name,
        family_name=learner.family_name,
        registration_status=registration.status,
        status=mark.status if mark else None,
        minutes=mark.minutes if mark else None,
        version=mark.version if mark else 0,
        marked=Marked(who, mark.marked_at, mark.source) if mark else None,
    )


async def is_closed(session: AsyncSession, session_id: UUID) -> bool:
    found = await session.execute(select(col(ClosedSheet.id)).where(col(ClosedSheet.session_id) == session_id))
    return found.first() is not None


async def _closed(session: AsyncSession, session_id: UUID) -> Closed | None:
    found = await session.execute(
        select(col(ClosedSheet.created_at), col(Person.name))
        .outerjoin(Person, col(Person.id) == col(ClosedSheet.closed_by))
        .where(col(ClosedSheet.session_id) == session_id)
    )
    row = found.first()
    return Closed(row[0], row[1]) if row else None
