"""What learners ask about their data, how long this centre keeps it, and each time something was forgotten."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table


class RequestKind(StrEnum):
    CORRECTION = "correction"
    ERASURE = "erasure"


class RequestStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ErasureReason(StrEnum):
    """Chosen from a list and not written: a sentence about the person would outlive them in the log."""

    ASKED_BY_THEMSELVES = "asked_by_themselves"
    ASKED_AT_THE_CENTRE = "asked_at_the_centre"
    ASKED_BY_PARENT = "asked_by_parent"
    ENTERED_BY_MISTAKE = "entered_by_mistake"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    KEPT_LONG_ENOUGH = "kept_long_enough"


class Retained(StrEnum):
    """What has a term of its own."""

    TOOK_PART = "took_part"
    NEVER_CAME = "never_came"
    SENSITIVE_ANSWERS = "sensitive_answers"


class PrivacyRequest(SiteRecord, table=True):
    """Something a person asks for, to be answered within a month. One open request of a kind at a time."""

    __tablename__ = "privacy_requests"
    __table_args__ = site_table(
        one_of("kind", RequestKind),
        one_of("status", RequestStatus),
        Index("privacy_requests_due_idx", "site_id", "status", "due_on"),
        Index(
            "privacy_requests_open_idx",
            "site_id",
            "learner_id",
            "kind",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        part_of={"learner_id": "learners"},
    )

    learner_id: UUID
    kind: RequestKind = Field(sa_type=TextEnum(RequestKind))
    status: RequestStatus = Field(default=RequestStatus.OPEN, sa_type=TextEnum(RequestStatus))
    received_at: datetime
    due_on: date
    wanted: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, description="field: what it should say")
    give_back_places: bool = True
    carried_out_after: datetime | None = Field(default=None, description="an erasure can be taken back until then")
    answered_at: datetime | None = None
    answered_by: UUID | None = None


class RetentionChoice(SiteRecord, table=True):
    """Where this centre keeps something for a shorter or a longer time than its country's default."""

    __tablename__ = "retention_choices"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "what"),
        one_of("what", Retained),
        CheckConstraint("months between 0 and 600", name="months_possible"),
    )

    what: Retained = Field(sa_type=TextEnum(Retained))
    months: int


class RetentionRun(SiteRecord, table=True):
    """One time that something was forgotten because its term was over. Counts, never who."""

    __tablename__ = "retention_runs"
    __table_args__ = site_table(one_of("what", Retained), Index("retention_runs_site_idx", "site_id", "created_at"))

    what: Retained = Field(sa_type=TextEnum(Retained))
    months: int
    forgotten: int
    left_over: int = Field(description="due as well, for the next time")
