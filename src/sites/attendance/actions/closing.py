"""Close a sheet: from then on a mark is only corrected with a reason."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.tenancy import site_of
from sites.attendance.actions.marking import Author, lock_held_session, write_marks
from sites.attendance.errors import SessionNotBegun
from sites.attendance.models import AttendanceStatus, ClosedSheet
from sites.attendance.queries.sheets import attendance_sheet, is_closed


async def close_sheet(session: AsyncSession, session_id: UUID, *, by: UUID | None, now: datetime) -> bool:
    """Whoever has no mark is absent. False: it was closed already.

    Raises SessionNotFound, SessionNotHeld, SessionNotBegun.
    """
    held = await lock_held_session(session, session_id)
    if held.starts_at > now:
        raise SessionNotBegun
    if await is_closed(session, held.id):
        return False
    sheet = await attendance_sheet(session, held.id)
    rest = {line.registration_id: (AttendanceStatus.ABSENT, 0) for line in sheet.lines if line.status is None}
    await write_marks(session, held, dict(sorted(rest.items(), key=lambda one: one[0].bytes)), {}, Author(by, now))
    session.add(ClosedSheet(site_id=site_of(session), created_at=now, session_id=held.id, closed_by=by))
    audit.record(session, action="attendance.close", subject=("session", held.id))
    await session.flush()
    return True
