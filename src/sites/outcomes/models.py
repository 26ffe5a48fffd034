"""What happened after: asked at exit, 3 and 6 months."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table


class Milestone(StrEnum):
    EXIT = "exit"
    THREE_MONTHS = "three_months"
    SIX_MONTHS = "six_months"


class Situation(StrEnum):
    EMPLOYED = "employed"
    OWN_BUSINESS = "own_business"
    FURTHER_TRAINING = "further_training"
    SEEKING_WORK = "seeking_work"
    OTHER = "other"


class Outcome(SiteRecord, table=True):
    """One question to one former learner. `situation` is empty while there is no answer."""

    __tablename__ = "outcomes"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "registration_id", "milestone"),
        one_of("milestone", Milestone),
        one_of("situation", Situation),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID
    milestone: Milestone = Field(sa_type=TextEnum(Milestone))
    exit_on: date
    asked_on: date | None = None
    answered_on: date | None = None
    situation: Situation | None = Field(default=None, sa_type=TextEnum(Situation))
