"""Venues, cohorts and their sessions: what a centre plans."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, String, UniqueConstraint
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
        part_of={"cohort_id": "cohorts"},
        refers={"venue_id": "venues"},
    )

    cohort_id: UUID = Field(index=True)
    starts_at: datetime = Field(index=True)
    ends_at: datetime
    zone: str
    held_on: date = Field(index=True)
    title: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    venue_id: UUID | None = None
    status: SessionStatus = Field(default=SessionStatus.PLANNED, sa_type=TextEnum(SessionStatus))
