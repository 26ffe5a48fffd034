"""Venues, cohorts and their sessions: what a centre plans."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlmodel import Field, SQLModel

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class CohortStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Equipment(StrEnum):
    COMPUTERS = "computers"
    PROJECTOR = "projector"
    WHITEBOARD = "whiteboard"
    VIDEO = "video"
    SOUND = "sound"
    PRINTER_3D = "printer_3d"
    LASER_CUTTER = "laser_cutter"
    ELECTRONICS = "electronics"
    HEARING_LOOP = "hearing_loop"
    STEP_FREE = "step_free"


def _never_twice(one: str, name: str, *, where: str) -> ExcludeConstraint:
    """No two rows of a site hold the same `one` at overlapping times. A range of exactly one id stands for
    the id: PostgreSQL's own GiST compares ranges, but plain ids only with an extension it may not have."""
    return ExcludeConstraint(
        (text("core.id_range(site_id, site_id, '[]'::text)"), "&&"),
        (text(f"core.id_range({one}, {one}, '[]'::text)"), "&&"),
        (text("tstzrange(starts_at, ends_at)"), "&&"),
        name=name,
        using="gist",
        where=text(where),
    )


class Venue(SiteRecord, table=True):
    """A place of the site: main building, FabLab, partner room, online."""

    __tablename__ = "venues"
    __table_args__ = site_table(UniqueConstraint("site_id", "code"))

    code: str
    name: Localized = Field(sa_type=LocalizedColumn)
    address: str = ""
    directions: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    capacity: int | None = None
    is_online: bool = False


class Room(SiteRecord, table=True):
    """A part of a venue that one group has for itself. `hours`: weekday (0 is Monday) -> [opens, closes];
    with none at all it is always open, else closed on the days that are missing."""

    __tablename__ = "rooms"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        CheckConstraint("capacity is null or capacity between 1 and 10000", name="capacity_possible"),
        refers={"venue_id": "venues"},
    )

    venue_id: UUID = Field(index=True)
    code: str
    name: Localized = Field(sa_type=LocalizedColumn)
    capacity: int | None = None
    equipment: list[str] = Field(default_factory=list, sa_type=ARRAY(String), description="words of Equipment")
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)


class Cohort(SiteRecord, table=True):
    """One run of a curriculum. Draft: seen by the centre. Open: the public may register.
    Closed: no registration any more. Whether it is full, running or over is computed."""

    __tablename__ = "cohorts"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        one_of("status", CohortStatus),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("capacity is null or capacity between 1 and 10000", name="capacity_possible"),
        refers={"venue_id": "venues"},
    )

    code: str
    curriculum_id: UUID = Field(foreign_key="network.curricula.id", index=True)
    curriculum_version: int = 1
    title: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn, description="empty: the curriculum's")
    summary: Localized = Field(
        default_factory=Localized, sa_type=LocalizedColumn, description="empty: the curriculum's"
    )
    languages: list[str] = Field(sa_type=ARRAY(String), description="of teaching")
    starts_on: date
    ends_on: date
    capacity: int | None = Field(default=None, description="none: no limit, or not known")
    venue_id: UUID | None = None
    status: CohortStatus = Field(default=CohortStatus.DRAFT, sa_type=TextEnum(CohortStatus))


class CohortTrainer(SQLModel, table=True):
    """Who teaches the cohort: an account of the network."""

    __tablename__ = "cohort_trainers"
    __table_args__ = site_table(part_of={"cohort_id": "cohorts"})

    site_id: UUID = Field(primary_key=True)
    cohort_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True, foreign_key="network.people.id")


class Session(SiteRecord, table=True):
    """One dated meeting of a cohort. `held_on` is its first local day in `zone`, fixed when written:
    figures are counted by it."""

    __tablename__ = "sessions"
    __table_args__ = site_table(
        one_of("status", SessionStatus),
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        UniqueConstraint("site_id", "id", "starts_at", "ends_at", "status", name="sessions_time_key"),
        _never_twice("room_id", "sessions_room_free", where="room_id is not null and status <> 'cancelled'"),
        part_of={"cohort_id": "cohorts"},
        refers={"venue_id": "venues", "room_id": "rooms"},
    )

    cohort_id: UUID = Field(index=True)
    starts_at: datetime = Field(index=True)
    ends_at: datetime
    zone: str
    held_on: date = Field(index=True)
    title: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    venue_id: UUID | None = None
    room_id: UUID | None = Field(default=None, description="of the same venue; nobody else has it then")
    status: SessionStatus = Field(default=SessionStatus.PLANNED, sa_type=TextEnum(SessionStatus))


class SessionTrainer(SQLModel, table=True):
    """Who teaches one session. Its times and status are the session's, carried here by the key, so that the
    database itself sees when somebody would have to be in two places."""

    __tablename__ = "session_trainers"
    __table_args__ = site_table(
        ForeignKeyConstraint(
            ["site_id", "session_id", "starts_at", "ends_at", "status"],
            [f"sites.sessions.{name}" for name in ("site_id", "id", "starts_at", "ends_at", "status")],
            name="session_trainers_session_fkey",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        _never_twice("person_id", "session_trainers_free", where="status <> 'cancelled'"),
    )

    site_id: UUID = Field(primary_key=True)
    session_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True, foreign_key="network.people.id", index=True)
    starts_at: datetime
    ends_at: datetime
    status: SessionStatus = Field(default=SessionStatus.PLANNED, sa_type=TextEnum(SessionStatus))
