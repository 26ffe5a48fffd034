"""Pages with their published versions, how to reach a centre, and when it is open."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, SmallInteger, String, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class PageKind(StrEnum):
    """Each centre has at most one page of each kind, and any number of news."""

    HOME = "home"
    ABOUT = "about"
    PRACTICAL = "practical"
    ACCESSIBILITY = "accessibility"
    NEWS = "news"


class Conformity(StrEnum):
    """What a centre says of the accessibility of its pages and rooms, in the words of EN 301 549."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class WebPage(SiteRecord, table=True):
    """`title` and `body` are the draft, in Markdown; the public reads the version with `published_number`, if any.

    `revision` counts the drafts that were saved: whoever saves names the one they read.
    """

    __tablename__ = "web_pages"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        one_of("kind", PageKind),
        CheckConstraint("(kind = 'news') = (dated_on is not null)", name="news_have_a_date"),
    )

    code: str = Field(description="of a page the name of its kind; of news their last word in the address")
    kind: PageKind = Field(sa_type=TextEnum(PageKind))
    dated_on: date | None = Field(default=None, description="of news: the day they stand under")
    title: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    body: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    revision: int = 0
    changed_at: datetime
    published_number: int | None = None


class PageVersion(SiteRecord, table=True):
    """A page as it was published; never changed."""

    __tablename__ = "web_page_versions"
    __table_args__ = site_table(UniqueConstraint("site_id", "page_id", "number"), part_of={"page_id": "web_pages"})

    page_id: UUID
    number: int
    title: Localized = Field(sa_type=LocalizedColumn)
    body: Localized = Field(sa_type=LocalizedColumn)


class PublicDetails(SiteRecord, table=True):
    """How to reach a centre, beside its address: one row, or none while nothing has been said."""

    __tablename__ = "public_details"
    __table_args__ = site_table(UniqueConstraint("site_id"), one_of("conformity", Conformity))

    phone: str = ""
    links: list[str] = Field(default_factory=list, sa_type=ARRAY(String), description="addresses, https only")
    transport: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    step_free: Localized = Field(
        default_factory=Localized, sa_type=LocalizedColumn, description="how to get in with a wheelchair"
    )
    is_open_on_holidays: bool = Field(default=False, description="whether the week's hours hold on public holidays")
    conformity: Conformity = Field(default=Conformity.PARTIAL, sa_type=TextEnum(Conformity))
    checked_on: date | None = Field(default=None, description="the day accessibility was last looked at")


class OpeningHours(SiteRecord, table=True):
    """Open on a weekday from one time to another; to the next day's where `closes_at` is not after `opens_at`."""

    __tablename__ = "opening_hours"
    __table_args__ = site_table(
        CheckConstraint("weekday between 0 and 6", name="weekday_known"),
        Index("opening_hours_unique", "site_id", "weekday", "opens_at", unique=True),
    )

    weekday: int = Field(sa_type=SmallInteger, description="0 is Monday")
    opens_at: time
    closes_at: time


class OpeningException(SiteRecord, table=True):
    """One day with hours of its own; closed where there are none."""

    __tablename__ = "opening_exceptions"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "held_on"),
        CheckConstraint("(opens_at is null) = (closes_at is null)", name="both_times_or_none"),
    )

    held_on: date
    opens_at: time | None = None
    closes_at: time | None = None
    note: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
