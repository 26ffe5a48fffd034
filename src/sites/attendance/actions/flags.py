"""Follow who stays away: a flag is raised, lowered when the person comes again, or dismissed with a note."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.tenancy import site_of
from sites.attendance.errors import FlagNotFound
from sites.attendance.models import AbsenceFlag, AttendanceMark, AttendanceStatus
from sites.attendance.rules import WORRYING_ABSENCES, absences_in_row
from sites.cohorts.models import Session, SessionStatus
from sites.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class _Missed:
    session_id: UUID
    on: date


async def follow_absences(
    session: AsyncSession, cohort_id: UUID, registrations: Sequence[UUID], *, now: datetime
) -> None:
    """Count anew how often these people have been absent in a row. One at a time for a cohort: two of its
    sheets, marked at once, would each miss the other's absences."""
    await session.execute(select(func.pg_advisory_xact_lock(cohort_id.int % 2**63)))
    marks = await _marks(session, registrations)
    found = await session.execute(select(AbsenceFlag).where(col(AbsenceFlag.registration_id).in_(registrations)))
    flags: dict[UUID, list[AbsenceFlag]] = defaultdict(list)
    for flag in found.scalars():
        flags[flag.registration_id].append(flag)
    for registration_id in registrations:
        row = absences_in_row(marks[registration_id])
        await _follow(session, registration_id, row, flags[registration_id], now=now)
    await session.flush()


async def _follow(
    session: AsyncSession, registration_id: UUID, row: list[_Missed], flags: list[AbsenceFlag], *, now: datetime
) -> None:
    is_worrying = len(row) >= WORRYING_ABSENCES
    same = next((one for one in flags if is_worrying and one.first_session_id == row[0].session_id), None)
    for flag in flags:
        if flag is not same and flag.dismissed_at is None:
            await session.delete(flag)
    if same is not None:
        same.absences, same.last_on = len(row), row[-1].on
    elif is_worrying:
        session.add(
            AbsenceFlag(
                site_id=site_of(session),
                created_at=now,
                registration_id=registration_id,
                first_session_id=row[0].session_id,
                absences=len(row),
                last_on=row[-1].on,
            )
        )


async def _marks(
    session: AsyncSession, registrations: Sequence[UUID]
) -> dict[UUID, list[tuple[_Missed, AttendanceStatus]]]:
    of_mark = and_(
        col(Session.site_id) == col(AttendanceMark.site_id), col(Session.id) == col(AttendanceMark.session_id)
    )
    rows = await session.execute(
        select(col(AttendanceMark.registration_id), col(Session.id), col(Session.held_on), col(AttendanceMark.status))
        .join(Session, of_mark)
        .where(col(AttendanceMark.registration_id).in_(registrations), col(Session.status) != SessionStatus.CANCELLED)
        .order_by(col(Session.starts_at), col(Session.id))
    )
    marks: dict[UUID, list[tuple[_Missed, AttendanceStatus]]] = defaultdict(list)
    for registration_id, session_id, on, status in rows:
        marks[registration_id].append((_Missed(session_id, on), status))
    return marks


async def dismiss_flag(session: AsyncSession, flag_id: UUID, *, note: str, by: UUID | None, now: datetime) -> UUID:
    """Somebody has seen to it. Gives the learner. Raises FlagNotFound, also for one that is lowered already."""
    found = await session.execute(
        select(AbsenceFlag)
        .where(col(AbsenceFlag.id) == flag_id, col(AbsenceFlag.dismissed_at).is_(None))
        .with_for_update()
    )
    flag = found.scalar_one_or_none()
    if flag is None:
        raise FlagNotFound
    flag.dismissed_at, flag.dismissed_by, flag.note = now, by, note
    audit.record(session, action="attendance.dismiss_flag", subject=("registration", flag.registration_id), reason=note)
    await session.flush()
    of = await session.execute(select(col(Registration.learner_id)).where(col(Registration.id) == flag.registration_id))
    return of.scalar_one()
