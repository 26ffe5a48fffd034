"""Events: workshops, conferences and open lab evenings outside a cohort."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, String, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class EventKind(StrEnum):
    WORKSHOP = "workshop"
    CONFERENCE = "conference"
    OPEN_LAB = "open_lab"


class EventStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"


class Event(SiteRecord, table=True):
    __tablename__ = "events"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        one_of("kind", EventKind),
        one_of("status", EventStatus),
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        refers={"venue_id": "venues"},
    )

    code: str
    kind: EventKind = Field(sa_type=TextEnum(EventKind))
    title: Localized = Field(sa_type=LocalizedColumn)
    summary: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    languages: list[str] = Field(sa_type=ARRAY(String))
    starts_at: datetime
    ends_at: datetime
    zone: str
    held_on: date
    venue_id: UUID | None = None
    capacity: int | None = None
    status: EventStatus = Field(default=EventStatus.DRAFT, sa_type=TextEnum(EventStatus))
    head_count: int | None = Field(default=None, description="people counted at the door")
