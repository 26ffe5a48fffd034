"""Mark attendance: a whole sheet or nothing, or what a phone had kept; and twice is like once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from sites.attendance.actions.flags import follow_absences
from sites.attendance.errors import SessionNotHeld, SheetClosed, SheetRefused
from sites.attendance.models import AttendanceMark, AttendanceStatus, MarkSource
from sites.attendance.queries.sheets import is_closed
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


class QueuedMark(GivenMark):
    """One that may have waited for a connection. `version` is that of the mark the person saw: 0 where
    there was none, nothing where it is to hold whatever was said meanwhile."""

    version: Annotated[int | None, BeforeValidator(_number)] = Field(default=None, ge=0, le=1_000_000)


class QueuedSheet(BaseModel):
    marks: list[QueuedMark] = Field(default_factory=list, max_length=1_000)
    reason: str = Field(default="", max_length=500)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of each mark: written or already so, in conflict with a newer one, or impossible.
    `needs_reason`: the sheet was closed meanwhile, and nothing was written."""

    changed: int = 0
    conflicts: list[UUID] = field(default_factory=list)
    refused: dict[UUID, str] = field(default_factory=dict)
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who marks, and when. `person_id` none: a program, or the learner at the door."""

    person_id: UUID | None
    now: datetime
    source: MarkSource = MarkSource.STAFF
    reason: str = ""


Mark = tuple[AttendanceStatus, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: Mark
    version: int


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
    session: AsyncSession,
    session_id: UUID,
    marks: Sequence[GivenMark],
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> int:
    """All of them or none. How many marks are new or different; only those are written and noted.

    Raises SessionNotFound, SessionNotHeld, SheetRefused, SheetClosed.
    """
    held = await lock_held_session(session, session_id)
    wanted, wrong = await _checked(session, held, marks)
    if wrong:
        raise SheetRefused({f"marks.{number}.{name}": sentence for number, (name, sentence) in wrong.items()})
    before = await _kept(session, held.id, list(wanted))
    changed = _different(wanted, before)
    if changed and not reason and await is_closed(session, held.id):
        raise SheetClosed
    await write_marks(session, held, changed, before, Author(by, now, reason=reason))
    return len(changed)


async def receive_marks(
    session: AsyncSession,
    session_id: UUID,
    marks: Sequence[QueuedMark],
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> Received:
    """Marks that a phone kept while it had no connection. Those that can be written are; a mark that somebody
    else has changed meanwhile is left for the person to decide; what is already so is not written again.

    Raises SessionNotFound, SessionNotHeld.
    """
    held = await lock_held_session(session, session_id)
    wanted, wrong = await _checked(session, held, marks)
    refused = {marks[number].registration: sentence for number, (_name, sentence) in wrong.items()}
    before = await _kept(session, held.id, list(wanted))
    different = _different({one: mark for one, mark in wanted.items() if one not in refused}, before)
    if different and not reason and await is_closed(session, held.id):
        return Received(refused=refused, needs_reason=True)
    seen = {mark.registration: mark.version for mark in marks}
    conflicts = [one for one in different if _was_overtaken(seen[one], before.get(one))]
    changed = {one: mark for one, mark in different.items() if one not in conflicts}
    await write_marks(session, held, changed, before, Author(by, now, reason=reason))
    return Received(len(changed), conflicts, refused)


async def lock_held_session(session: AsyncSession, session_id: UUID) -> Session:
    """Raises SessionNotFound, SessionNotHeld."""
    held = await session_for_update(session, session_id)
    if held.status is SessionStatus.CANCELLED:
        raise SessionNotHeld
    return held


async def write_marks(
    session: AsyncSession, held: Session, changed: Mapping[UUID, Mark], before: Mapping[UUID, _Kept], author: Author
) -> None:
    """The session's row is locked already. Notes the change, and follows who stays away."""
    if not changed:
        return
    await _write(session, held, changed, author)
    if held.starts_at <= author.now:
        held.status = SessionStatus.HELD
    audit.record(
        session,
        action="attendance.correct" if author.reason else "attendance.mark",
        subject=("session", held.id),
        before={str(one): _noted(before[one].mark) for one in changed if one in before} or None,
        after={str(one): _noted(mark) for one, mark in changed.items()},
        reason=author.reason,
    )
    await session.flush()
    await follow_absences(session, held.cohort_id, list(changed), now=author.now)


def _different(wanted: Mapping[UUID, Mark], before: Mapping[UUID, _Kept]) -> dict[UUID, Mark]:
    return {one: mark for one, mark in wanted.items() if one not in before or before[one].mark != mark}


def _was_overtaken(seen: int | None, kept: _Kept | None) -> bool:
    return seen is not None and seen != (kept.version if kept else 0)


async def _checked(
    session: AsyncSession, held: Session, marks: Sequence[GivenMark]
) -> tuple[dict[UUID, Mark], dict[int, tuple[str, str]]]:
    """The marks in the order of the registrations' ids, in which all writers lock; and what is wrong
    with some: place in the list -> field and sentence."""
    length = minutes_of(held.starts_at, held.ends_at)
    standing = await _standing(session, held, [one.registration for one in marks])
    wrong: dict[int, tuple[str, str]] = {}
    wanted: dict[UUID, Mark] = {}
    for number, one in enumerate(marks):
        problem = _problem(one, standing.get(one.registration), length=length, is_double=one.registration in wanted)
        if problem is not None:
            wrong[number] = problem
        wanted[one.registration] = (one.status, minutes_attended(one.status, one.minutes, session_minutes=length))
    return dict(sorted(wanted.items(), key=lambda item: item[0].bytes)), wrong


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


async def _kept(session: AsyncSession, session_id: UUID, ids: list[UUID]) -> dict[UUID, _Kept]:
    mark, version = (col(AttendanceMark.status), col(AttendanceMark.minutes)), col(AttendanceMark.version)
    rows = await session.execute(
        select(col(AttendanceMark.registration_id), *mark, version).where(
            col(AttendanceMark.session_id) == session_id, col(AttendanceMark.registration_id).in_(ids)
        )
    )
    return {registration_id: _Kept((status, minutes), version) for registration_id, status, minutes, version in rows}


async def _write(session: AsyncSession, held: Session, changed: Mapping[UUID, Mark], author: Author) -> None:
    rows: list[dict[str, Any]] = [
        {
            "site_id": site_of(session),
            "id": new_id(),
            "created_at": author.now,
            "session_id": held.id,
            "registration_id": registration_id,
            "status": status,
            "minutes": minutes,
            "marked_by": author.person_id,
            "marked_at": author.now,
            "version": 1,
            "source": author.source,
        }
        for registration_id, (status, minutes) in changed.items()
    ]
    statement = insert(AttendanceMark).values(rows)
    named = ("status", "minutes", "marked_by", "marked_at", "source")
    replaced: dict[str, Any] = {name: statement.excluded[name] for name in named}
    replaced["version"] = col(AttendanceMark.version) + 1
    await session.execute(
        statement.on_conflict_do_update(index_elements=["site_id", "session_id", "registration_id"], set_=replaced)
    )


def _noted(mark: Mark) -> dict[str, Any]:
    return {"status": str(mark[0]), "minutes": mark[1]}
