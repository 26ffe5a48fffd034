"""FabLab projects: how far they are, who works on them, on which machines."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Numeric, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn


class ProjectStage(StrEnum):
    IDEA = "idea"
    PROTOTYPE = "prototype"
    TESTED = "tested"
    FINISHED = "finished"


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
    machine_hours: Decimal = Field(
        default=Decimal(0),
        sa_type=Numeric(9, 2),
        description="all of them: those of its lines, and those from before lines were kept",
    )


class ProjectStep(SiteRecord, table=True):
    """The project reached a stage on a day, or went back to one for a reason. Only ever added."""

    __tablename__ = "project_steps"
    __table_args__ = site_table(
        one_of("stage", ProjectStage),
        Index("project_steps_project_idx", "site_id", "project_id"),
        part_of={"project_id": "projects"},
    )

    project_id: UUID
    stage: ProjectStage = Field(sa_type=TextEnum(ProjectStage))
    happened_on: date
    noted_by: UUID | None = Field(default=None, foreign_key="network.people.id")
    reason: str = Field(default="", max_length=500, description="why it went back")


class ProjectMember(SiteRecord, table=True):
    """A learner of the site who works on the project."""

    __tablename__ = "project_members"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "project_id", "learner_id"),
        Index("project_members_learner_idx", "site_id", "learner_id"),
        part_of={"project_id": "projects", "learner_id": "learners"},
    )

    project_id: UUID
    learner_id: UUID
    joined_on: date


class MachineUse(SiteRecord, table=True):
    """Hours on a machine. `member_id` stays when the member leaves the team: then nobody is named."""

    __tablename__ = "machine_uses"
    __table_args__ = site_table(
        CheckConstraint("hours > 0 and hours <= 24", name="hours_possible"),
        Index("machine_uses_project_idx", "site_id", "project_id"),
        part_of={"project_id": "projects"},
    )

    project_id: UUID
    machine: str = Field(max_length=100)
    used_on: date
    hours: Decimal = Field(sa_type=Numeric(5, 2))
    member_id: UUID | None = Field(default=None, description="of the team; none: somebody of the centre")
    noted_by: UUID | None = Field(default=None, foreign_key="network.people.id")


class ProjectPhoto(SiteRecord, table=True):
    """A picture as it is shown: drawn anew as WebP, so that nothing of the camera's is in it."""

    __tablename__ = "project_photos"
    __table_args__ = site_table(
        Index("project_photos_project_idx", "site_id", "project_id"), part_of={"project_id": "projects"}
    )

    project_id: UUID
    content: bytes = Field(sa_type=LargeBinary)
    width: int
    height: int
    alt: Localized = Field(sa_type=LocalizedColumn, description="what can be seen, for who does not see it")
    consent_on: date | None = Field(default=None, description="since when it may be published")
    consent_note: str = Field(default="", max_length=500, description="who agreed, and how")
