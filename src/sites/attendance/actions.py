"""Mark attendance: a whole sheet or nothing, and twice is like once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.messages import _, lazy, ngettext
from sites.attendance.errors import SessionNotHeld, SheetRefused
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.attendance.rules import MAY_BE_MARKED, minutes_attended
from sites.cohorts.models import Session, SessionStatus
from sites.cohorts.queries import session_for_update
from sites.cohorts.rules import minutes_of
from sites.registrations.models import Registration, RegistrationStatus


def _number(value: Any) -> Any:
    """To pydantic, true would be one minute."""
    if isinstance(value, bool):
        raise Unacceptable(lazy("Please enter a whole number."))
    return value


class GivenMark(BaseModel):
    """One line of a sheet. Without minutes: all of the session for whoever was there."""

    model_config = ConfigDict(extra="forbid")

    registration: UUID
    status: AttendanceStatus
    minutes: Annotated[int | None, BeforeValidator(_number)] = Field(default=None, ge=0, le=1440)


class GivenSheet(BaseModel):
    marks: list[GivenMark] = Field(default_factory=list, max_length=1_000)


def too_many_minutes(minutes: int | None, session_minutes: int) -> str | None:
    """The sentence, where somebody is said to have attended longer than there was to attend."""
    if minutes is None or minutes <= session_minutes:
        return None
    return ngettext(
        "The session lasts %(n)s minute: nobody can attend for longer.",
        "The session lasts %(n)s minutes: nobody can attend for longer.",
        session_minutes,
    )


async def mark_attendance(
    session: AsyncSession, session_id: UUID, marks: Sequence[GivenMark], *, by: UUID | None, now: datetime
) -> int:
    """How many marks are new or different. The session's row is locked, so that two sheets of one
    session follow each other. Only what changes is written and noted.

    Raises SessionNotFound, SessionNotHeld, SheetRefused.
    """
    held = await session_for_update(session, session_id)
    if held.status is SessionStatus.CANCELLED:
        raise SessionNotHeld
    wanted = await _checked(session, held, marks)
    before = await _marks(session, held.id, list(wanted))
    changed = {one: mark for one, mark in wanted.items() if before.get(one) != mark}
    if not changed:
        return 0
    await _write(session, held, changed, by=by, now=now)
    if held.starts_at <= now:
        held.status = SessionStatus.HELD
    audit.record(
        session,
        action="attendance.mark",
        subject=("session", held.id),
        before={str(one): _noted(before[one]) for one in changed if one in before} or None,
        after={str(one): _noted(mark) for one, mark in changed.items()},
    )
    await session.flush()
    return len(changed)


Mark = tuple[AttendanceStatus, int]


async def _checked(session: AsyncSession, held: Session, marks: Sequence[GivenMark]) -> dict[UUID, Mark]:
    """In the order of the registrations' ids, in which all writers lock. Raises SheetRefused."""
    length = minutes_of(held.starts_at, held.ends_at)
    standing = await _standing(session, held, [one.registration for one in marks])
    wrong: dict[str, str] = {}
    wanted: dict[UUID, Mark] = {}
    for number, one in enumerate(marks):
        problem = _problem(one, standing.get(one.registration), length=length, is_double=one.registration in wanted)
        if problem is not None:
            wrong[f"marks.{number}.{problem[0]}"] = problem[1]
        wanted[one.registration] = (one.status, minutes_attended(one.status, one.minutes, session_minutes=length))
    if wrong:
        raise SheetRefused(wrong)
    return dict(sorted(wanted.items(), key=lambda item: item[0].bytes))


def _problem(
    one: GivenMark, standing: RegistrationStatus | None, *, length: int, is_double: bool
) -> tuple[str, str] | None:
    """Field and sentence."""
    named = str(one.registration)
    if standing is None:
        return "registration", _("There is no registration %(registration)s in this cohort.", registration=named)
    if standing not in MAY_BE_MARKED:
        return "registration", _("The registration %(registration)s holds no place in this cohort.", registration=named)
    if is_double:
        return "registration", _("The registration %(registration)s stands twice on this sheet.", registration=named)
    too_many = too_many_minutes(one.minutes, length)
    return None if too_many is None else ("minutes", too_many)


async def _standing(session: AsyncSession, held: Session, ids: list[UUID]) -> dict[UUID, RegistrationStatus]:
    rows = await session.execute(
        select(col(Registration.id), col(Registration.status)).where(
            col(Registration.cohort_id) == held.cohort_id, col(Registration.id).in_(ids)
        )
    )
    return {registration_id: status for registration_id, status in rows}


async def _marks(session: AsyncSession, session_id: UUID, ids: list[UUID]) -> dict[UUID, Mark]:
    rows = await session.execute(
        select(col(AttendanceMark.registration_id), col(AttendanceMark.status), col(AttendanceMark.minutes)).where(
            col(AttendanceMark.session_id) == session_id, col(AttendanceMark.registration_id).in_(ids)
        )
    )
    return {registration_id: (status, minutes) for registration_id, status, minutes in rows}


async def _write(
    session: AsyncSession, held: Session, changed: dict[UUID, Mark], *, by: UUID | None, now: datetime
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "site_id": site_of(session),
            "id": new_id(),
            "created_at": now,
            "session_id": held.id,
            "registration_id": registration_id,
            "status": status,
            "minutes": minutes,
            "marked_by": by,
            "marked_at": now,
        }
        for registration_id, (status, minutes) in changed.items()
    ]
    statement = insert(AttendanceMark).values(rows)
    replaced = {name: statement.excluded[name] for name in ("status", "minutes", "marked_by", "marked_at")}
    await session.execute(
        statement.on_conflict_do_update(index_elements=["site_id", "session_id", "registration_id"], set_=replaced)
    )


def _noted(mark: Mark) -> dict[str, Any]:
    return {"status": str(mark[0]), "minutes": mark[1]}
