"""Events: workshops, conferences and open lab evenings outside a cohort."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, SmallInteger, String, UniqueConstraint, text
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


class EventRegistration(StrEnum):
    """What somebody who comes tells beforehand."""

    NONE = "none"
    NAMED = "named"
    COUNT = "count"


class PlaceStatus(StrEnum):
    REGISTERED = "registered"
    CANCELLED = "cancelled"


class Event(SiteRecord, table=True):
    __tablename__ = "events"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        one_of("kind", EventKind),
        one_of("status", EventStatus),
        one_of("registration", EventRegistration),
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
    registration: EventRegistration = Field(
        default=EventRegistration.NONE,
        sa_type=TextEnum(EventRegistration),
        sa_column_kwargs={"server_default": "none"},
        description="none: just come; named: name and e-mail; count: only how many",
    )


class EventPlace(SiteRecord, table=True):
    """Somebody who wants to come, with whom they bring. Not a learner: nothing follows from it, and
    who came at all is `Event.head_count`."""

    __tablename__ = "event_places"
    __table_args__ = site_table(
        one_of("status", PlaceStatus),
        CheckConstraint("places between 1 and 20", name="places_possible"),
        CheckConstraint("came between 0 and places", name="came_possible"),
        Index("event_places_event_idx", "site_id", "event_id"),
        Index("event_places_link_idx", "site_id", "link_hash"),
        Index(
            "event_places_email_idx",
            "site_id",
            "event_id",
            "email",
            unique=True,
            postgresql_where=text("status = 'registered'"),
        ),
        part_of={"event_id": "events"},
    )

    event_id: UUID
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=320, description="normalised")
    language: str = "en"
    places: int = Field(default=1, sa_type=SmallInteger)
    status: PlaceStatus = Field(default=PlaceStatus.REGISTERED, sa_type=TextEnum(PlaceStatus))
    came: int | None = Field(default=None, sa_type=SmallInteger, description="checked off at the door")
    link_hash: bytes | None = Field(default=None, sa_type=LargeBinary, description="of the visitor's own link")
