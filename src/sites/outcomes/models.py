"""What happened after: asked at exit, 3 and 6 months."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
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


class AnswerChannel(StrEnum):
    LINK = "link"
    PHONE = "phone"


class Outcome(SiteRecord, table=True):
    """One question to one former learner, made on the day it is due. `situation` is empty while there is no
    answer, and stays so for whoever would rather not say (`refused_on`)."""

    __tablename__ = "outcomes"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "registration_id", "milestone"),
        one_of("milestone", Milestone),
        one_of("situation", Situation),
        one_of("answered_by", AnswerChannel),
        CheckConstraint("situation is null or refused_on is null", name="answered_or_refused"),
        CheckConstraint("attempts between 0 and 1000", name="attempts_possible"),
        Index("outcomes_link_idx", "site_id", "link_hash"),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID
    milestone: Milestone = Field(sa_type=TextEnum(Milestone))
    exit_on: date
    asked_on: date | None = Field(default=None, description="by mail or by phone; none: nobody has asked yet")
    reminded_on: date | None = None
    answered_on: date | None = None
    situation: Situation | None = Field(default=None, sa_type=TextEnum(Situation))
    answered_by: AnswerChannel | None = Field(default=None, sa_type=TextEnum(AnswerChannel))
    is_linked: bool | None = Field(default=None, description="the person sees a link with the course")
    remark: str = Field(default="", max_length=1000)
    consent_version: int | None = Field(default=None, description="of the words agreed to, with the answer")
    consented_at: datetime | None = None
    refused_on: date | None = None
    may_ask_again: bool = Field(default=True, description="false: the learner wants no more questions")
    reached_on: date | None = Field(default=None, description="spoken to, whatever was said")
    attempts: int = Field(default=0, description="calls made")
    last_attempt_on: date | None = None
    expires_on: date | None = Field(default=None, description="last day of the link and of the phone list")
    link_hash: bytes | None = Field(default=None, sa_type=LargeBinary, description="of the learner's own link")
