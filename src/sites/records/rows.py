"""What a participations file holds: its columns, and a row once it has been understood."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from network.results.breakdowns import Education, Employment, Gender, education_band


class Column(StrEnum):
    """The codes are the headings of the English file: `contracts.md`, section 5."""

    LEARNER_REF = "learner_ref"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    GENDER = "gender"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    DISABILITY = "disability"
    CURRICULUM = "curriculum"
    COHORT = "cohort"
    COHORT_STARTS_ON = "cohort_starts_on"
    COHORT_ENDS_ON = "cohort_ends_on"
    REGISTERED_ON = "registered_on"
    STATUS = "status"
    LEFT_ON = "left_on"
    HOURS_ATTENDED = "hours_attended"


class ParticipationStatus(StrEnum):
    """What a file may say became of a registration. An offer that is still open cannot be imported."""

    APPLIED = "applied"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationRow:
    """One learner in one cohort. None means not known, an empty name means not given.

    With both a date and a year of birth in the file, the date is what counts.
    """

    row: int
    learner_ref: str
    given_name: str
    family_name: str
    email: str | None
    birth_date: date | None
    birth_year: int | None
    gender: Gender | None
    isced: int | None
    employment: Employment | None
    disability: bool | None
    curriculum: str
    cohort: str
    cohort_starts_on: date | None
    cohort_ends_on: date | None
    registered_on: date | None
    status: ParticipationStatus
    left_on: date | None
    hours_attended: Decimal | None

    @property
    def education(self) -> Education:
        return education_band(self.isced)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What makes a cohort the one it is: every row about it has to agree."""

    curriculum: str
    starts_on: date | None
    ends_on: date | None
