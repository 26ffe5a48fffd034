"""The shared library: a curriculum, its versions, their modules."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Numeric, String, UniqueConstraint
from sqlmodel import Field

from core.models import Record, TextEnum, network_table, one_of
from i18n.content import Localized, LocalizedColumn


class Programme(StrEnum):
    CODING_SCHOOL = "coding-school"
    FABLAB = "fablab"
    ACCELERATOR = "accelerator"
    VENTURES = "ventures"


class Level(StrEnum):
    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    HIGHLY_ADVANCED = "highly-advanced"


class Curriculum(Record, table=True):
    """A shared course design. What it says is in its versions; the newest published one counts."""

    __tablename__ = "curricula"
    __table_args__ = network_table(
        UniqueConstraint("code"),
        one_of("programme", Programme),
        one_of("level", Level),
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9._-]{1,59}$'", name="code_shape"),
    )

    code: str
    programme: Programme = Field(sa_type=TextEnum(Programme))
    level: Level = Field(sa_type=TextEnum(Level))
    published_number: int | None = Field(default=None, description="newest published version")


class CurriculumVersion(Record, table=True):
    """What a curriculum says in one version. A published version never changes."""

    __tablename__ = "curriculum_versions"
    __table_args__ = network_table(
        UniqueConstraint("curriculum_id", "number"),
        CheckConstraint("hours > 0 and hours <= 10000", name="hours_possible"),
    )

    curriculum_id: UUID = Field(foreign_key="network.curricula.id")
    number: int
    title: Localized = Field(sa_type=LocalizedColumn)
    summary: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    audience: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    assessment: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)
    hours: Decimal = Field(sa_type=Numeric(7, 2))
    competences: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    published_on: date | None = None


class CurriculumModule(Record, table=True):
    """One part of a version, in the order it is taught."""

    __tablename__ = "curriculum_modules"
    __table_args__ = network_table(UniqueConstraint("version_id", "position"))

    version_id: UUID = Field(foreign_key="network.curriculum_versions.id")
    position: int
    title: Localized = Field(sa_type=LocalizedColumn)
    hours: Decimal = Field(sa_type=Numeric(7, 2))
    competences: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
