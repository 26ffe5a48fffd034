"""Learners and their registrations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, UniqueConstraint
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from network.results.breakdowns import AgeBand, Education, Employment, Gender


class RegistrationStatus(StrEnum):
    APPLIED = "applied"
    WAITING = "waiting"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


class RegistrationSource(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"
    API = "api"
    IMPORT = "import"
    DEMO = "demo"


class Learner(SiteRecord, table=True):
    """A person in the site's records. `person_key` is how the network counts people once: a keyed
    hash of the identity that nobody outside the counting can read back or compare."""

    __tablename__ = "learners"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "ref"),
        CheckConstraint("given_name <> '' or family_name <> ''", name="has_a_name"),
        Index("learners_email_idx", "site_id", "email"),
    )

    ref: str = Field(max_length=100, description="the centre's own number")
    given_name: str = Field(default="", max_length=200)
    family_name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=320, description="normalised")
    birth_date: date | None = None
    birth_year: int | None = Field(default=None, sa_type=SmallInteger)
    language: str = "en"
    phone: str | None = Field(default=None, max_length=40)
    person_key: bytes = Field(sa_type=LargeBinary)
    sort_key: bytes = Field(sa_type=LargeBinary, description="family name, given name in the site's language")
    search: str = Field(default="", description="folded names, e-mail, number")


class Registration(SiteRecord, table=True):
    """A learner's place in a cohort. The answers are frozen here, as given at entry."""

    __tablename__ = "registrations"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "cohort_id", "learner_id"),
        one_of("status", RegistrationStatus),
        one_of("source", RegistrationSource),
        one_of("gender", Gender),
        one_of("age_band", AgeBand),
        one_of("education", Education),
        one_of("employment", Employment),
        CheckConstraint("left_on is null or registered_on is null or left_on >= registered_on", name="days_in_order"),
        CheckConstraint("minutes_imported is null or minutes_imported between 0 and 600000", name="minutes_possible"),
        Index("registrations_queue_idx", "site_id", "cohort_id", "queue_number"),
        Index("registrations_link_idx", "site_id", "link_hash"),
        part_of={"cohort_id": "cohorts", "learner_id": "learners"},
    )

    cohort_id: UUID
    learner_id: UUID = Field(index=True)
    status: RegistrationStatus = Field(sa_type=TextEnum(RegistrationStatus))
    source: RegistrationSource = Field(default=RegistrationSource.PUBLIC, sa_type=TextEnum(RegistrationSource))
    registered_on: date | None = Field(default=None, index=True)
    registered_at: datetime | None = None
    left_on: date | None = None
    language: str = "en"
    queue_number: int | None = Field(default=None, description="order of arrival in the waiting list")
    gender: Gender = Field(default=Gender.NO_ANSWER, sa_type=TextEnum(Gender))
    age_band: AgeBand = Field(default=AgeBand.UNKNOWN, sa_type=TextEnum(AgeBand))
    isced: int | None = Field(default=None, sa_type=SmallInteger)
    education: Education = Field(default=Education.UNKNOWN, sa_type=TextEnum(Education))
    employment: Employment = Field(default=Employment.UNKNOWN, sa_type=TextEnum(Employment))
    disability: bool | None = None
    minutes_imported: int | None = Field(default=None, description="total attended, from a centre's older records")
    link_hash: bytes | None = Field(default=None, sa_type=LargeBinary, description="of the learner's own link")
