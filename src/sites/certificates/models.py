"""Certificates, the rules for issuing them, assessments, and the keys that badges are signed with."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table


class RevocationReason(StrEnum):
    NONE = ""
    MISTAKE = "mistake"
    DETAILS = "details"
    DISHONESTY = "dishonesty"
    REQUEST = "request"


class AssessmentResult(StrEnum):
    PASSED = "passed"
    FAILED = "failed"


class Certificate(SiteRecord, table=True):
    """A certificate issued for a completed registration, with everything that stands on it.

    `printed` and `badge` are written once: whoever asks again years later, after a name, a title or a key has
    changed, gets the same paper and the same badge, byte for byte.
    """

    __tablename__ = "certificates"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "code"),
        UniqueConstraint("site_id", "status_index"),
        one_of("revoked_reason", RevocationReason),
        Index(
            "certificates_valid_idx",
            "site_id",
            "registration_id",
            unique=True,
            postgresql_where=text("revoked_on is null"),
        ),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID = Field(index=True)
    code: str = Field(max_length=40, description="what an employer types to check it")
    curriculum_version: int
    issued_on: date
    printed: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB, description="see printing.py; frozen")
    badge: str = Field(default="", description="the signed credential; made when first asked for, then frozen")
    status_index: int | None = Field(default=None, description="its bit in the centre's status list")
    revoked_on: date | None = None
    revoked_reason: RevocationReason = Field(default=RevocationReason.NONE, sa_type=TextEnum(RevocationReason))
    revoked_note: str = Field(default="", description="for the centre only")


class CertificateRule(SiteRecord, table=True):
    """What is asked for before a certificate is issued: of one cohort, else of a curriculum, else of the centre."""

    __tablename__ = "certificate_rules"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "cohort_id", "curriculum_id", postgresql_nulls_not_distinct=True),
        CheckConstraint("least_percent between 0 and 100", name="percent_possible"),
        CheckConstraint("cohort_id is null or curriculum_id is null", name="one_subject"),
        part_of={"cohort_id": "cohorts"},
    )

    cohort_id: UUID | None = None
    curriculum_id: UUID | None = Field(default=None, foreign_key="network.curricula.id")
    least_percent: int = Field(sa_type=SmallInteger, description="of the hours of the course")
    needs_assessment: bool


class Assessment(SiteRecord, table=True):
    """Whether a learner passed the assessment of the course."""

    __tablename__ = "assessments"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "registration_id"),
        one_of("result", AssessmentResult),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID
    result: AssessmentResult = Field(sa_type=TextEnum(AssessmentResult))
    noted_on: date
    noted_by: UUID | None = None


class SigningKey(SiteRecord, table=True):
    """A key of the centre's badges. The newest one that is not retired signs; all stay published."""

    __tablename__ = "signing_keys"
    __table_args__ = site_table(UniqueConstraint("site_id", "kid"))

    kid: str = Field(description="the thumbprint of the public half (RFC 7638)")
    public_jwk: dict[str, Any] = Field(sa_type=JSONB)
    private_pem: str = Field(description="PKCS 8, encrypted with a secret derived from the program's")
    retired_at: datetime | None = None
