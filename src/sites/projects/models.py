"""FabLab projects, and start-ups in acceleration."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Numeric, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class ProjectStage(StrEnum):
    IDEA = "idea"
    PROTOTYPE = "prototype"
    TESTED = "tested"
    FINISHED = "finished"


class StartupStage(StrEnum):
    IDEA = "idea"
    VALIDATION = "validation"
    FIRST_CUSTOMERS = "first_customers"
    GROWTH = "growth"
    ALUMNI = "alumni"


class Project(SiteRecord, table=True):
    """Prototype work in the FabLab. Finished on a day once its stage is `finished`."""

    __tablename__ = "projects"
    __table_args__ = site_table(UniqueConstraint("site_id", "code"), one_of("stage", ProjectStage))

    code: str
    title: Localized = Field(sa_type=LocalizedColumn)
    summary: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    stage: ProjectStage = Field(sa_type=TextEnum(ProjectStage))
    started_on: date
    finished_on: date | None = None
    partner: str = ""
    machine_hours: Decimal = Field(default=Decimal(0), sa_type=Numeric(9, 2))


class Startup(SiteRecord, table=True):
    """A company in the accelerator, active from `joined_on` to `left_on` inclusive."""

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
