"""A learner at a session."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from core.clock import utc_now
from core.models import SiteRecord, TextEnum, one_of, site_table


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class AttendanceMark(SiteRecord, table=True):
    """Minutes are those attended: 0 unless present or late."""

    __tablename__ = "attendance_marks"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "session_id", "registration_id"),
        one_of("status", AttendanceStatus),
        CheckConstraint("minutes between 0 and 1440", name="minutes_possible"),
        part_of={"session_id": "sessions", "registration_id": "registrations"},
    )

    session_id: UUID
    registration_id: UUID = Field(index=True)
    status: AttendanceStatus = Field(sa_type=TextEnum(AttendanceStatus))
    minutes: int = 0
    marked_by: UUID | None = None
    marked_at: datetime = Field(default_factory=utc_now)
