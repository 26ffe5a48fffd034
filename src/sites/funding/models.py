"""Where the money comes from, what it is meant for, and what it is spent on."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn
from network.curricula.models import Programme


class SourceKind(StrEnum):
    FEDERAL_GRANT = "federal_grant"
    REGIONAL_GRANT = "regional_grant"
    EUROPEAN_FUND = "european_fund"
    OPERATOR = "operator"
    FOUNDATION = "foundation"
    OTHER = "other"


class SpendingCategory(StrEnum):
    STAFF = "staff"
    ROOMS = "rooms"
    EQUIPMENT = "equipment"
    MATERIALS = "materials"
    LEARNER_SUPPORT = "learner_support"
    SERVICES = "services"
    OTHER = "other"


class FundingSource(SiteRecord, table=True):
    """A grant or contribution for a time. A target is a floor for one of the shares that are counted."""

    __tablename__ = "funding_sources"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        one_of("kind", SourceKind),
        CheckConstraint("until_on >= from_on", name="days_in_order"),
        CheckConstraint("amount >= 0", name="amount_possible"),
        CheckConstraint("rate is null or rate > 0", name="rate_possible"),
        CheckConstraint("target_share is null or target_share between 0 and 1", name="target_possible"),
        CheckConstraint("(target_indicator is null) = (target_share is null)", name="target_whole"),
    )

    code: str
    name: str
    kind: SourceKind = Field(default=SourceKind.OTHER, sa_type=TextEnum(SourceKind))
    from_on: date
    until_on: date
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    currency: str
    rate: Decimal | None = Field(
        default=None, sa_type=Numeric(18, 6), description="units of `currency` for one of the site's currency"
    )
    conditions: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    target_indicator: str | None = None
    target_share: Decimal | None = Field(default=None, sa_type=Numeric(5, 4))


class FundingShare(SiteRecord, table=True):
    """Which part of a programme's or a cohort's costs a source carries: a fraction of 1."""

    __tablename__ = "funding_shares"
    __table_args__ = site_table(
        one_of("programme", Programme),
        CheckConstraint("(programme is null) <> (cohort_id is null)", name="one_target"),
        CheckConstraint("share > 0 and share <= 1", name="share_possible"),
        UniqueConstraint("site_id", "source_id", "programme"),
        UniqueConstraint("site_id", "source_id", "cohort_id"),
        part_of={"source_id": "funding_sources"},
        refers={"cohort_id": "cohorts"},
    )

    source_id: UUID
    programme: Programme | None = Field(default=None, sa_type=TextEnum(Programme))
    cohort_id: UUID | None = None
    share: Decimal = Field(sa_type=Numeric(5, 4))


class BudgetLine(SiteRecord, table=True):
    """What is planned to be spent between two days, evenly, in the site's currency."""

    __tablename__ = "budget_lines"
    __table_args__ = site_table(
        one_of("programme", Programme),
        one_of("category", SpendingCategory),
        CheckConstraint("until_on >= from_on", name="days_in_order"),
        CheckConstraint("amount > 0", name="amount_possible"),
        Index("budget_lines_source_idx", "site_id", "source_id"),
        refers={"source_id": "funding_sources", "cohort_id": "cohorts"},
    )

    from_on: date
    until_on: date
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    category: SpendingCategory = Field(default=SpendingCategory.OTHER, sa_type=TextEnum(SpendingCategory))
    programme: Programme | None = Field(default=None, sa_type=TextEnum(Programme))
    source_id: UUID | None = None
    cohort_id: UUID | None = None
    note: str = ""


class SpendingLine(SiteRecord, table=True):
    """Money spent, in the currency it was paid in. Never changed or deleted: another line takes it back."""

    __tablename__ = "spending_lines"
    __table_args__ = site_table(
        one_of("programme", Programme),
        one_of("category", SpendingCategory),
        CheckConstraint("rate is null or rate > 0", name="rate_possible"),
        UniqueConstraint("site_id", "reverses_id"),
        Index("spending_lines_booked_idx", "site_id", "booked_on"),
        refers={"source_id": "funding_sources", "cohort_id": "cohorts", "reverses_id": "spending_lines"},
    )

    booked_on: date
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    currency: str
    rate: Decimal | None = Field(
        default=None, sa_type=Numeric(18, 6), description="units of `currency` for one of the site's currency"
    )
    category: SpendingCategory = Field(default=SpendingCategory.OTHER, sa_type=TextEnum(SpendingCategory))
    programme: Programme | None = Field(default=None, sa_type=TextEnum(Programme))
    source_id: UUID | None = Field(default=None, description="none: the sources that share the cohort or programme")
    cohort_id: UUID | None = None
    supplier: str = ""
    note: str = ""
    reverses_id: UUID | None = Field(default=None, description="the line that this one takes back")
