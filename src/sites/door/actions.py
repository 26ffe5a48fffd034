"""Mark whoever stands at the door. What somebody of the centre has said already stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.actions.marking import Author, lock_held_session, write_marks
from sites.attendance.models import AttendanceMark, AttendanceStatus, MarkSource
from sites.attendance.queries.sheets import is_closed
from sites.attendance.rules import mark_on_arrival
from sites.door.errors import DoorClosed, SheetDone


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What the person is marked, and whether that was so before."""

    status: AttendanceStatus
    at: datetime
    was_marked: bool


async def check_in(session: AsyncSession, session_id: UUID, registration_id: UUID, *, now: datetime) -> CheckedIn:
    """Twice is like once. Raises SessionNotFound, SessionNotHeld, DoorClosed, SheetDone."""
    held = await lock_held_session(session, session_id)
    found = await session.execute(
        select(AttendanceMark).where(
            col(AttendanceMark.session_id) == held.id, col(AttendanceMark.registration_id) == registration_id
        )
    )
    kept = found.scalar_one_or_none()
    if kept is not None:
        return CheckedIn(kept.status, kept.marked_at, was_marked=True)
    mark = mark_on_arrival(now, starts_at=held.starts_at, ends_at=held.ends_at)
    if mark is None:
        raise DoorClosed
    if await is_closed(session, held.id):
        raise SheetDone
    await write_marks(session, held, {registration_id: mark}, {}, Author(None, now, MarkSource.DOOR))
    return CheckedIn(mark[0], now, was_marked=False)
