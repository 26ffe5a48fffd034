"""What results are made of: facts that sites' measures have written, and exchange rates.

The fact tables belong to sites (schema `sites`, row-level security). Headquarters never reads
them: it may execute counting functions, see the migration `results`.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, Numeric, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.models import Record, SiteRecord, network_table, site_table


class ExchangeRate(Record, table=True):
    """Units of `currency` for one unit of the network's currency, from a day on."""

    __tablename__ = "exchange_rates"
    __table_args__ = network_table(UniqueConstraint("currency", "from_on"))

    currency: str
    from_on: date
    rate: Decimal = Field(sa_type=Numeric(18, 6))
    source: str


class Fact(SiteRecord, table=True):
    """What one subject (a registration, a session, …) adds to one measure.

    A subject's facts are replaced as a whole whenever it may have changed, so they always say
    what the site's rows say. `day` decides the period; a fact with `until_on` counts in every
    period that touches day..until_on (31 December 9999: still going on).
    """

    __tablename__ = "facts"
    __table_args__ = site_table(
        Index("facts_subject_idx", "site_id", "subject_id"),
        Index("facts_measure_idx", "site_id", "measure", "day"),
        Index("facts_day_idx", "measure", "day"),
    )

    measure: str
    subject_kind: str
    subject_id: UUID
    day: date
    until_on: date | None = None
    curriculum_id: UUID | None = None
    cohort_id: UUID | None = None
    programme: str | None = Field(default=None, description="where no curriculum says it")
    gender: str | None = None
    age_band: str | None = None
    education: str | None = None
    employment: str | None = None
    value: Decimal = Field(sa_type=Numeric(16, 4))
    people: int = Field(default=0, description="how many people stand behind the value: decides suppression")
    person_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    registered_on: date | None = None
    cohort_code: str | None = None


class RecountMark(SiteRecord, table=True):
    """Something changed. Names who, never what it counted; written by triggers."""

    __tablename__ = "recount_marks"
    __table_args__ = site_table()

    subject_kind: str
    subject_id: UUID


class ResultStamp(SQLModel, table=True):
    """How often a site's facts have been replaced: whoever keeps figures asks whether they hold."""

    __tablename__ = "result_stamps"
    __table_args__ = network_table()

    unit_id: UUID = Field(primary_key=True, foreign_key="network.units.id")
    version: int = Field(sa_type=BigInteger)
    recounted_at: datetime
