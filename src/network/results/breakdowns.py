"""The categories that people are counted by, and how an answer falls into one of them.

The codes are part of the contract with outsiders: `contracts.md`, section 4. What a person answered
is frozen with each registration, so these functions are asked about the cohort's first day.
"""

from datetime import date
from enum import StrEnum

from i18n.messages import LazyText, lazy


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    NON_BINARY = "non_binary"
    NO_ANSWER = "no_answer"


class AgeBand(StrEnum):
    UNDER_18 = "under_18"
    FROM_18_TO_29 = "18_29"
    FROM_30_TO_54 = "30_54"
    FROM_55 = "55_plus"
    UNKNOWN = "unknown"


class Education(StrEnum):
    """Highest level completed, in groups of the International Standard Classification."""

    ISCED_0_2 = "isced_0_2"
    ISCED_3_4 = "isced_3_4"
    ISCED_5_8 = "isced_5_8"
    UNKNOWN = "unknown"


class Employment(StrEnum):
    """Situation on the labour market at entry."""

    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    UNEMPLOYED = "unemployed"
    LONG_TERM_UNEMPLOYED = "long_term_unemployed"
    INACTIVE = "inactive"
    IN_EDUCATION = "in_education"
    UNKNOWN = "unknown"


ISCED_LEVELS = range(9)

GENDER_LABELS: dict[Gender, LazyText] = {
    Gender.WOMAN: lazy("Woman"),
    Gender.MAN: lazy("Man"),
    Gender.NON_BINARY: lazy("Non-binary"),
    Gender.NO_ANSWER: lazy("No answer"),
}

AGE_BAND_LABELS: dict[AgeBand, LazyText] = {
    AgeBand.UNDER_18: lazy("Under 18"),
    AgeBand.FROM_18_TO_29: lazy("18 to 29"),
    AgeBand.FROM_30_TO_54: lazy("30 to 54"),
    AgeBand.FROM_55: lazy("55 and over"),
    AgeBand.UNKNOWN: lazy("Age not known"),
}

EDUCATION_LABELS: dict[Education, LazyText] = {
    Education.ISCED_0_2: lazy("Lower secondary education or less (ISCED 0–2)"),
    Education.ISCED_3_4: lazy("Upper secondary education (ISCED 3–4)"),
    Education.ISCED_5_8: lazy("Higher education (ISCED 5–8)"),
    Education.UNKNOWN: lazy("Education not known"),
}

EMPLOYMENT_LABELS: dict[Employment, LazyText] = {
    Employment.EMPLOYED: lazy("Employed"),
    Employment.SELF_EMPLOYED: lazy("Self-employed"),
    Employment.UNEMPLOYED: lazy("Unemployed for less than a year"),
    Employment.LONG_TERM_UNEMPLOYED: lazy("Unemployed for a year or longer"),
    Employment.INACTIVE: lazy("Not working and not looking for work"),
    Employment.IN_EDUCATION: lazy("In education or training"),
    Employment.UNKNOWN: lazy("Employment situation not known"),
}


def age_on(birth_date: date, on: date) -> int:
    """Completed years. Whoever is born on 29 February is a year older on 1 March."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (not had_birthday)


def age_band(birth_date: date | None, birth_year: int | None, on: date) -> AgeBand:
    """The band on a day. From a year of birth alone: year minus year."""
    if birth_date is not None:
        age = age_on(birth_date, on)
    elif birth_year is not None:
        age = on.year - birth_year
    else:
        return AgeBand.UNKNOWN
    if age < 18:
        return AgeBand.UNDER_18
    if age < 30:
        return AgeBand.FROM_18_TO_29
    if age < 55:
        return AgeBand.FROM_30_TO_54
    return AgeBand.FROM_55


def education_band(isced: int | None) -> Education:
    """Raises `ValueError` for a level that the classification does not have."""
    if isced is None:
        return Education.UNKNOWN
    if isced not in ISCED_LEVELS:
        raise ValueError(f"ISCED has no level {isced}")
    if isced <= 2:
        return Education.ISCED_0_2
    if isced <= 4:
        return Education.ISCED_3_4
    return Education.ISCED_5_8
