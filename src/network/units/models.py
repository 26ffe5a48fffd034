"""The tree of units (group, region, country, site) and what makes a site a site."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, SmallInteger, String, UniqueConstraint, text
from sqlmodel import Field

from core.models import Record, TextEnum, network_table, one_of
from i18n.content import Localized, LocalizedColumn


class UnitKind(StrEnum):
    GROUP = "group"
    REGION = "region"
    COUNTRY = "country"
    SITE = "site"


class SiteStatus(StrEnum):
    ROLLOUT = "rollout"
    OPEN = "open"
    CLOSED = "closed"


class Unit(Record, table=True):
    """A node of the tree. Where it hangs is a `Placement`, because it may move."""

    __tablename__ = "units"
    __table_args__ = network_table(
        UniqueConstraint("code"),
        one_of("kind", UnitKind),
        CheckConstraint("code ~ '^[a-z0-9-]{2,40}$'", name="code_shape"),
    )

    code: str
    kind: UnitKind = Field(sa_type=TextEnum(UnitKind))
    name: Localized = Field(sa_type=LocalizedColumn)
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2, of country and site")


class Placement(Record, table=True):
    """Unit `unit_id` hangs under `parent_id` from a day on, until the day before `until_on`.

    The first placement of a unit begins in 1900: records older than the software still roll up.
    """

    __tablename__ = "placements"
    __table_args__ = network_table(
        UniqueConstraint("unit_id", "from_on"),
        CheckConstraint("until_on is null or until_on > from_on", name="days_in_order"),
        Index("placements_current_idx", "unit_id", unique=True, postgresql_where=text("until_on is null")),
    )

    unit_id: UUID = Field(foreign_key="network.units.id", index=True)
    parent_id: UUID = Field(foreign_key="network.units.id", index=True)
    from_on: date
    until_on: date | None = None


class Site(Record, table=True):
    """One centre, one tenant. Its id is the id of its unit."""

    __tablename__ = "sites"
    __table_args__ = network_table(one_of("status", SiteStatus))

    id: UUID = Field(primary_key=True, foreign_key="network.units.id")
    country: str = Field(description="ISO 3166-1 alpha-2")
    languages: list[str] = Field(sa_type=ARRAY(String), description="offered to the public, the first is its default")
    zone: str = Field(description="IANA time zone: its days are days there")
    currency: str = Field(description="ISO 4217")
    first_weekday: int = Field(sa_type=SmallInteger, description="0 is Monday")
    weekend: list[int] = Field(sa_type=ARRAY(SmallInteger), description="weekdays, 0 is Monday")
    status: SiteStatus = Field(default=SiteStatus.ROLLOUT, sa_type=TextEnum(SiteStatus))
    opened_on: date | None = None
    template: str | None = None
    about: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    practical: Localized = Field(
        default_factory=Localized, sa_type=LocalizedColumn, description="how to get there, when it is open"
    )
    address: str = ""
    contact_email: str = ""
    latitude: float | None = None
    longitude: float | None = None
