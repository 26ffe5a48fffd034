"""Start-ups in acceleration."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class StartupStage(StrEnum):
    IDEA = "idea"
    VALIDATION = "validation"
    FIRST_CUSTOMERS = "first_customers"
    GROWTH = "growth"
    ALUMNI = "alumni"


class Startup(SiteRecord, table=True):
    """A company in the accelerator, active from `joined_on` to `left_on` inclusive; earlier times it was
    there are its stays. `jobs_created` and `funds_raised` are the sums of its gains, the latter of those in
    its own currency, and of what was noted before gains were kept."""

    __tablename__ = "startups"
    __table_args__ = site_table(UniqueConstraint("site_id", "code"), one_of("stage", StartupStage))

    code: str
    name: str
    summary: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    stage: StartupStage = Field(sa_type=TextEnum(StartupStage))
    joined_on: date
    left_on: date | None = None
    jobs_created: int = 0
    funds_raised: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    currency: str = "EUR"


class StartupStay(SiteRecord, table=True):
    """An earlier time in the accelerator, of a start-up that came back."""

    __tablename__ = "startup_stays"
    __table_args__ = site_table(
        CheckConstraint("until_on >= from_on", name="days_in_order"),
        Index("startup_stays_startup_idx", "site_id", "startup_id"),
        part_of={"startup_id": "startups"},
    )

    startup_id: UUID
    from_on: date
    until_on: date


class StartupStep(SiteRecord, table=True):
    """The start-up reached a stage on a day, or went back to one for a reason. Only ever added."""

    __tablename__ = "startup_steps"
    __table_args__ = site_table(
        one_of("stage", StartupStage),
        Index("startup_steps_startup_idx", "site_id", "startup_id"),
        part_of={"startup_id": "startups"},
    )

    startup_id: UUID
    stage: StartupStage = Field(sa_type=TextEnum(StartupStage))
    happened_on: date
    noted_by: UUID | None = Field(default=None, foreign_key="network.people.id")
    reason: str = Field(default="", max_length=500, description="why it went back")


class StartupFounder(SiteRecord, table=True):
    """A learner of the site who founded it or joined its founders."""

    __tablename__ = "startup_founders"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "startup_id", "learner_id"),
        Index("startup_founders_learner_idx", "site_id", "learner_id"),
        part_of={"startup_id": "startups", "learner_id": "learners"},
    )

    startup_id: UUID
    learner_id: UUID
    joined_on: date


class StartupMilestone(SiteRecord, table=True):
    """Something wanted by a day."""

    __tablename__ = "startup_milestones"
    __table_args__ = site_table(
        Index("startup_milestones_startup_idx", "site_id", "startup_id"), part_of={"startup_id": "startups"}
    )

    startup_id: UUID
    title: str = Field(max_length=200)
    planned_on: date
    reached_on: date | None = None


class StartupMentor(SiteRecord, table=True):
    """Somebody who advises it, mostly from outside the centre."""

    __tablename__ = "startup_mentors"
    __table_args__ = site_table(
        CheckConstraint("until_on is null or until_on >= from_on", name="days_in_order"),
        Index("startup_mentors_startup_idx", "site_id", "startup_id"),
        part_of={"startup_id": "startups"},
    )

    startup_id: UUID
    name: str = Field(max_length=200)
    expertise: str = Field(default="", max_length=200)
    from_on: date
    until_on: date | None = None


class StartupGain(SiteRecord, table=True):
    """Jobs created or money raised, on a day."""

    __tablename__ = "startup_gains"
    __table_args__ = site_table(
        CheckConstraint("jobs between 0 and 10000 and amount >= 0", name="possible"),
        Index("startup_gains_startup_idx", "site_id", "startup_id"),
        part_of={"startup_id": "startups"},
    )

    startup_id: UUID
    happened_on: date
    jobs: int = 0
    amount: Decimal = Field(default=Decimal(0), sa_type=Numeric(14, 2))
    currency: str
    source: str = Field(default="", max_length=200)
