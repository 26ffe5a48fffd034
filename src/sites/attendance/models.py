"""A learner at a session, the sheet that is closed, and whoever stays away."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from core.clock import utc_now
from core.models import SiteRecord, TextEnum, one_of, site_table


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class MarkSource(StrEnum):
    """Who said so: somebody of the centre (or a program of theirs), or the learner at the door."""

    STAFF = "staff"
    DOOR = "door"


class AttendanceMark(SiteRecord, table=True):
    """Minutes are those attended: 0 unless present or late. `version` grows with each change, so that
    a mark sent late from a phone does not undo a newer one."""

    __tablename__ = "attendance_marks"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "session_id", "registration_id"),
        one_of("status", AttendanceStatus),
        one_of("source", MarkSource),
        CheckConstraint("minutes between 0 and 1440", name="minutes_possible"),
        part_of={"session_id": "sessions", "registration_id": "registrations"},
    )

    session_id: UUID
    registration_id: UUID = Field(index=True)
    status: AttendanceStatus = Field(sa_type=TextEnum(AttendanceStatus))
    minutes: int = 0
    marked_by: UUID | None = None
    marked_at: datetime = Field(default_factory=utc_now)
    version: int = 1
    source: MarkSource = Field(default=MarkSource.STAFF, sa_type=TextEnum(MarkSource))


class ClosedSheet(SiteRecord, table=True):
    """From `created_at` on a mark of the session is only changed with a reason."""

    __tablename__ = "closed_sheets"
    __table_args__ = site_table(UniqueConstraint("site_id", "session_id"), part_of={"session_id": "sessions"})

    session_id: UUID
    closed_by: UUID | None = None


class AbsenceFlag(SiteRecord, table=True):
    """Somebody has been absent several times in a row. It stands until they come again, or until
    somebody notes what was done."""

    __tablename__ = "absence_flags"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "registration_id", "first_session_id"),
        Index("absence_flags_open_idx", "site_id", postgresql_where=text("dismissed_at is null")),
        part_of={"registration_id": "registrations", "first_session_id": "sessions"},
    )

    registration_id: UUID
    first_session_id: UUID
    absences: int
    last_on: date
    dismissed_at: datetime | None = None
    dismissed_by: UUID | None = None
    note: str = Field(default="", max_length=500)
