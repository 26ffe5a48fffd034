"""The shape of a centre's made-up history. Rows name each other by code, reference and number."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from network.curricula.models import Programme
from network.results.breakdowns import AgeBand, Education, Employment, Gender
from server.demo.content import EventContent, ProjectContent, StartupContent
from sites.attendance.models import AttendanceStatus
from sites.cohorts.models import CohortStatus, SessionStatus
from sites.events.models import EventStatus
from sites.funding.models import SpendingCategory
from sites.outcomes.models import Milestone, Situation
from sites.projects.models import ProjectStage
from sites.registrations.models import RegistrationSource, RegistrationStatus
from sites.startups.models import StartupStage


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """Times are local to the site. `module` is the code of the curriculum's module that is taught."""

    number: int
    day: date
    starts: time
    ends: time
    minutes: int
    module: str
    status: SessionStatus


@dataclass(frozen=True, slots=True)
class CohortRecord:
    code: str
    curriculum: str
    language: str
    opens_on: date
    starts_on: date
    ends_on: date
    capacity: int
    venue: str
    status: CohortStatus
    trainers: tuple[str, ...]
    sessions: tuple[SessionRecord, ...]


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """What a centre knows of a person; `birth_year` where the whole date is not known."""

    ref: str
    given_name: str
    family_name: str
    email: str | None
    birth_date: date | None
    birth_year: int | None
    language: str
    gender: Gender


@dataclass(frozen=True, slots=True)
class RegistrationRecord:
    """`registered_at` is local. `age_band`, `education` and `employment` are as on the cohort's first day."""

    cohort: str
    learner: str
    status: RegistrationStatus
    source: RegistrationSource
    registered_at: datetime
    left_on: date | None
    language: str
    queue_number: int | None
    gender: Gender
    age_band: AgeBand
    isced: int | None
    education: Education
    employment: Employment
    disability: bool | None


class MarkRecord(NamedTuple):
    """A tuple because there are tens of thousands."""

    cohort: str
    session: int
    learner: str
    status: AttendanceStatus
    minutes: int


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    cohort: str
    learner: str
    issued_on: date
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class OutcomeRecord:
    """Asked and not answered: `answered_on` and `situation` are empty. Who would rather not say says so at the end of
    the course, and is not asked again."""

    cohort: str
    learner: str
    milestone: Milestone
    exit_on: date
    asked_on: date
    answered_on: date | None
    situation: Situation | None
    refused_on: date | None = None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """`ends_on` is the day after for an evening that ends past midnight."""

    code: str
    content: EventContent
    day: date
    ends_on: date
    status: EventStatus
    head_count: int | None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    content: ProjectContent
    stage: ProjectStage
    started_on: date
    finished_on: date | None
    machine_hours: Decimal


@dataclass(frozen=True, slots=True)
class StartupRecord:
    content: StartupContent
    stage: StartupStage
    joined_on: date
    left_on: date | None
    jobs_created: int
    funds_raised: Decimal


@dataclass(frozen=True, slots=True)
class SpendingRecord:
    booked_on: date
    amount: Decimal
    programme: Programme | None
    category: SpendingCategory
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class SiteHistory:
    """Two years of a centre's records, and what is planned for the coming weeks."""

    site: str
    cohorts: tuple[CohortRecord, ...]
    learners: tuple[LearnerRecord, ...]
    registrations: tuple[RegistrationRecord, ...]
    marks: tuple[MarkRecord, ...]
    certificates: tuple[CertificateRecord, ...]
    outcomes: tuple[OutcomeRecord, ...]
    events: tuple[EventRecord, ...]
    projects: tuple[ProjectRecord, ...]
    startups: tuple[StartupRecord, ...]
    spending: tuple[SpendingRecord, ...]
