"""Where the money comes from and what it is spent on."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Numeric, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from network.curricula.models import Programme


class FundingSource(SiteRecord, table=True):
    """A grant or contribution for a time."""

    __tablename__ = "funding_sources"
    __table_args__ = site_table(UniqueConstraint("site_id", "code"))

    code: str
    name: str
    from_on: date
    until_on: date
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    currency: str
    conditions: str = ""


class SpendingLine(SiteRecord, table=True):
    """Money spent, in the currency it was paid in."""

    __tablename__ = "spending_lines"
    __table_args__ = site_table(
        one_of("programme", Programme),
        refers={"source_id": "funding_sources", "cohort_id": "cohorts"},
    )

    booked_on: date
    amount: Decimal = Field(sa_type=Numeric(14, 2))
    currency: str
    programme: Programme | None = Field(default=None, sa_type=TextEnum(Programme))
    source_id: UUID | None = None
    cohort_id: UUID | None = None
    note: str = ""
