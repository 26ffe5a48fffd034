"""Learners, their registrations, and what a centre asks, offers and agrees with them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from core.models import SiteRecord, TextEnum, one_of, site_table
from i18n.content import Localized, LocalizedColumn
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


class Admission(StrEnum):
    """How places are given: in the order of arrival, or by somebody who chooses among applications."""

    FIRST_COME = "first_come"
    SELECTION = "selection"


class Question(StrEnum):
    """What may be asked of a person beyond name and address."""

    BIRTH_DATE = "birth_date"
    GENDER = "gender"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    DISABILITY = "disability"


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    TAKEN_BACK = "taken_back"


class GuardianState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Learner(SiteRecord, table=True):
    """A person in the site's records. `person_key` is how the network counts people once: a keyed
    hash of the identity that nobody outside the counting can read back or compare."""

    __tablename__ = "learners"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "ref"),
        CheckConstraint("given_name <> '' or family_name <> ''", name="has_a_name"),
        Index("learners_email_idx", "site_id", "email"),
        Index("learners_birth_idx", "site_id", "birth_date"),
        Index("learners_merged_idx", "site_id", "merged_into", postgresql_where=text("merged_into is not null")),
        Index("learners_person_key_idx", "person_key"),
        refers={"merged_into": "learners"},
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
    merged_into: UUID | None = Field(default=None, description="the record that stands for this person now")
    erased_at: datetime | None = Field(default=None, description="from then on the row is nobody's")


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
    consent_version: int | None = Field(default=None, description="of the centre's text, as agreed to")
    consent_language: str | None = None
    consented_at: datetime | None = None
    decision_note: str = Field(default="", max_length=1000, description="why an application was declined")


class PlaceOffer(SiteRecord, table=True):
    """A free place held for one person until a moment. While it is open, the registration is `offered`."""

    __tablename__ = "place_offers"
    __table_args__ = site_table(
        one_of("state", OfferState),
        CheckConstraint("(state = 'open') = (answered_at is null)", name="answered_once"),
        Index(
            "place_offers_open_key",
            "site_id",
            "registration_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index("place_offers_due_idx", "site_id", "expires_at", postgresql_where=text("state = 'open'")),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID = Field(index=True)
    offered_at: datetime
    expires_at: datetime
    state: OfferState = Field(default=OfferState.OPEN, sa_type=TextEnum(OfferState))
    answered_at: datetime | None = None


class RegistrationRules(SiteRecord, table=True):
    """What holds for a whole centre. Without a row: the defaults."""

    __tablename__ = "registration_rules"
    __table_args__ = site_table(
        UniqueConstraint("site_id"),
        CheckConstraint("offer_hours between 1 and 336", name="offer_hours_possible"),
    )

    offer_hours: int = Field(default=48, description="how long an offered place waits for its answer")


class AskedQuestion(SiteRecord, table=True):
    """Whether a centre asks something, for whom, and why: the reason stands beside the field."""

    __tablename__ = "asked_questions"
    __table_args__ = site_table(UniqueConstraint("site_id", "question"), one_of("question", Question))

    question: Question = Field(sa_type=TextEnum(Question))
    is_asked: bool = True
    asked_for: str = Field(default="", max_length=200, description="the funder or the law that needs it")
    reason: Localized = Field(default_factory=Localized, sa_type=LocalizedColumn)


class CohortAdmission(SiteRecord, table=True):
    """What is particular to the registration for one cohort. Without a row: first come, all that the centre asks."""

    __tablename__ = "cohort_admissions"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "cohort_id"), one_of("admission", Admission), part_of={"cohort_id": "cohorts"}
    )

    cohort_id: UUID
    admission: Admission = Field(default=Admission.FIRST_COME, sa_type=TextEnum(Admission))
    left_out: list[str] = Field(default_factory=list, sa_type=ARRAY(String), description="questions not asked here")


class ConsentText(SiteRecord, table=True):
    """What people agree to when they register. Never changed: a new wording is a new version."""

    __tablename__ = "consent_texts"
    __table_args__ = site_table(UniqueConstraint("site_id", "version"))

    version: int
    text: Localized = Field(sa_type=LocalizedColumn)


class GuardianConsent(SiteRecord, table=True):
    """Who answers for a person under the age of consent of the country, and whether they have agreed."""

    __tablename__ = "guardian_consents"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "registration_id"),
        one_of("state", GuardianState),
        Index("guardian_consents_link_idx", "site_id", "link_hash"),
        part_of={"registration_id": "registrations"},
    )

    registration_id: UUID
    guardian_name: str = Field(max_length=200)
    guardian_email: str = Field(max_length=320)
    state: GuardianState = Field(default=GuardianState.ASKED, sa_type=TextEnum(GuardianState))
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
    link_hash: bytes = Field(sa_type=LargeBinary)


class LearnerMerge(SiteRecord, table=True):
    """Two records of one person made one. `before` holds what it takes to undo that exactly."""

    __tablename__ = "learner_merges"
    __table_args__ = site_table(
        part_of={"kept_id": "learners", "merged_id": "learners"},
    )

    kept_id: UUID = Field(index=True)
    merged_id: UUID = Field(index=True)
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    undone_at: datetime | None = None


class LearnerDistinction(SiteRecord, table=True):
    """Two records that look alike and are two people, as somebody at the centre has said."""

    __tablename__ = "learner_distinctions"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "first_id", "second_id"),
        CheckConstraint("first_id <= second_id", name="in_order"),
        part_of={"first_id": "learners", "second_id": "learners"},
    )

    first_id: UUID
    second_id: UUID = Field(index=True)
