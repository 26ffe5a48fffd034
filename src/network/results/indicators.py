"""The indicators: what each means, what it is made of, how it may be broken down. <- add a KPI here

Codes are a contract with outsiders. A definition is shown beside every figure, so it is written for
the person who reads the figure.
"""

from dataclasses import dataclass
from enum import StrEnum

from i18n.messages import LazyText, lazy
from network.results.breakdowns import AgeBand, Education, Employment, Gender


class Unit(StrEnum):
    PEOPLE = "people"
    COUNT = "count"
    SHARE = "share"
    HOURS = "hours"
    MONEY = "money"


class Direction(StrEnum):
    """Which way is better; neither for what only describes."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Breakdown(StrEnum):
    GENDER = "gender"
    AGE_BAND = "age_band"
    EDUCATION = "education"
    EMPLOYMENT = "employment"
    CURRICULUM = "curriculum"
    LEVEL = "level"
    PROGRAMME = "programme"


BREAKDOWN_LABELS: dict[Breakdown, LazyText] = {
    Breakdown.GENDER: lazy("Gender"),
    Breakdown.AGE_BAND: lazy("Age"),
    Breakdown.EDUCATION: lazy("Education"),
    Breakdown.EMPLOYMENT: lazy("Employment at entry"),
    Breakdown.CURRICULUM: lazy("Curriculum"),
    Breakdown.LEVEL: lazy("Level"),
    Breakdown.PROGRAMME: lazy("Programme"),
}

ABOUT_PEOPLE: dict[Breakdown, type[StrEnum]] = {
    Breakdown.GENDER: Gender,
    Breakdown.AGE_BAND: AgeBand,
    Breakdown.EDUCATION: Education,
    Breakdown.EMPLOYMENT: Employment,
}
ABOUT_COURSES = frozenset({Breakdown.CURRICULUM, Breakdown.LEVEL, Breakdown.PROGRAMME})
ALL = frozenset(Breakdown)

ANSWERED = "answered"

# Sums of answers that the shares are made of. They are published, so they are protected together
# with the answers they are made of.
GROUPS: dict[Breakdown, dict[str, tuple[str, ...]]] = {
    Breakdown.GENDER: {ANSWERED: (Gender.WOMAN, Gender.MAN, Gender.NON_BINARY)},
    Breakdown.AGE_BAND: {
        ANSWERED: tuple(band for band in AgeBand if band is not AgeBand.UNKNOWN),
        "youth": (AgeBand.UNDER_18, AgeBand.FROM_18_TO_29),
    },
    Breakdown.EDUCATION: {ANSWERED: tuple(level for level in Education if level is not Education.UNKNOWN)},
    Breakdown.EMPLOYMENT: {
        ANSWERED: tuple(status for status in Employment if status is not Employment.UNKNOWN),
        "jobseekers": (Employment.UNEMPLOYED, Employment.LONG_TERM_UNEMPLOYED),
    },
}


class Counted(StrEnum):
    SUM = "sum"
    PEOPLE = "people"  # distinct
    SPAN = "span"  # active on any day of the period


@dataclass(frozen=True, slots=True)
class Source:
    """Where a count comes from: facts added up, or distinct people, perhaps only those who gave
    an `answer` (a category or a group of them) in the `attribute`."""

    counted: Counted
    measures: tuple[str, ...] = ()
    attribute: Breakdown | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    name: LazyText
    definition: LazyText
    unit: Unit
    numerator: Source
    denominator: Source | None = None
    family: str | None = None
    breakdowns: frozenset[Breakdown] = ALL
    direction: Direction = Direction.UP
    non_respondents: Source | None = None

    @property
    def is_rate(self) -> bool:
        return self.unit is Unit.SHARE

    @property
    def additive(self) -> bool:
        """Whether the figures of units and periods add up to that of the whole."""
        return self.denominator is None and self.numerator.counted is Counted.SUM


# Measures that say nearly the same are protected as one: what is hidden in one of them is hidden in
# all, or the difference between two tables would give it away. The names are of measures; `learners`
# stands for the distinct people.
LEARNERS = "learners"
FAMILIES: dict[str, tuple[str, ...]] = {
    "registrations": ("registrations",),
    "enrolments": ("enrolments", "seats_taken", LEARNERS),
    "endings": ("ended", "ended_completed", "completions"),
    "withdrawals": ("withdrawals",),
    "non_completions": ("non_completions",),
    "attendance": ("marks", "marks_present", "minutes", "minutes_imported"),
    "certificates": ("certificates",),
    "exits": ("exits_answered", "exits_positive", "exits_unanswered"),
}


def _sum(*measures: str) -> Source:
    return Source(Counted.SUM, measures)


def _people(attribute: Breakdown | None = None, answer: str | None = None) -> Source:
    return Source(Counted.PEOPLE, (LEARNERS,), attribute, answer)


def _count(
    code: str,
    name: LazyText,
    definition: LazyText,
    *,
    unit: Unit = Unit.COUNT,
    family: str | None = None,
    direction: Direction = Direction.UP,
) -> Indicator:
    return Indicator(code, name, definition, unit, _sum(code), family=family or code, direction=direction)


def _share(
    code: str,
    name: LazyText,
    definition: LazyText,
    attribute: Breakdown,
    answer: str,
) -> Indicator:
    return Indicator(
        code,
        name,
        definition,
        Unit.SHARE,
        _people(attribute, answer),
        _people(attribute, ANSWERED),
        family="enrolments",
        direction=Direction.NEITHER,
    )


_CATALOGUE = (
    _count(
        "registrations",
        lazy("Registrations"),
        lazy("Registrations received, whatever became of them, by the day they were received."),
        family="registrations",
    ),
    _count(
        "enrolments",
        lazy("Enrolments"),
        lazy(
            "Registrations that held a place on their cohort's first day, by that day. "
            "Whoever withdrew before it is not counted."
        ),
    ),
    Indicator(
        "learners",
        lazy("Learners"),
        lazy(
            "Different people behind the enrolments, by the first day of their cohort. Somebody in two cohorts or at "
            "two centres counts once, so the total is not the sum."
        ),
        Unit.PEOPLE,
        _people(),
        family="enrolments",
    ),
    _count(
        "completions",
        lazy("Completions"),
        lazy("Enrolments that ended with the course completed, by the day they ended."),
        family="endings",
    ),
    _count(
        "withdrawals",
        lazy("Withdrawals"),
        lazy("Enrolments that ended with a withdrawal, by the day of leaving."),
        direction=Direction.DOWN,
    ),
    _count(
        "non_completions",
        lazy("Non-completions"),
        lazy("Enrolments that ended without completing the course, by the day they ended."),
        direction=Direction.DOWN,
    ),
    Indicator(
        "completion_rate",
        lazy("Completion rate"),
        lazy("Of the enrolments whose cohort ended in the period, the share completed."),
        Unit.SHARE,
        _sum("ended_completed"),
        _sum("ended"),
        family="endings",
    ),
    Indicator(
        "hours_attended",
        lazy("Hours attended"),
        lazy(
            "Hours that learners were present or late, by the local day of the session. "
            "Totals from older records count on the cohort's last day."
        ),
        Unit.HOURS,
        _sum("minutes", "minutes_imported"),
        family="attendance",
    ),
    _count(
        "certificates",
        lazy("Certificates"),
        lazy("Certificates issued and not revoked, by the day of issue."),
    ),
    _share(
        "women_share",
        lazy("Women"),
        lazy("Women among the learners who answered the question about gender."),
        Breakdown.GENDER,
        Gender.WOMAN,
    ),
    _share(
        "low_education_share",
        lazy("Learners with lower secondary education or less"),
        lazy("Learners at ISCED levels 0 to 2 among those whose education is known."),
        Breakdown.EDUCATION,
        Education.ISCED_0_2,
    ),
    _share(
        "jobseeker_share",
        lazy("Job seekers"),
        lazy("Learners unemployed at entry, for a short or a long time, among those whose situation is known."),
        Breakdown.EMPLOYMENT,
        "jobseekers",
    ),
    _share(
        "youth_share",
        lazy("Learners under 30"),
        lazy("Learners under 30 on their cohort's first day among those whose age is known."),
        Breakdown.AGE_BAND,
        "youth",
    ),
    Indicator(
        "seat_occupancy",
        lazy("Seat occupancy"),
        lazy("Enrolments over places, in cohorts with a limited number of places, by the cohort's first day."),
        Unit.SHARE,
        _sum("seats_taken"),
        _sum("seats"),
        family="enrolments",
        breakdowns=ABOUT_COURSES,
    ),
    Indicator(
        "attendance_rate",
        lazy("Attendance rate"),
        lazy("Marks “present” or “late” among all marks on attendance sheets, by the local day of the session."),
        Unit.SHARE,
        _sum("marks_present"),
        _sum("marks"),
        family="attendance",
    ),
    Indicator(
        "positive_exit_rate_6m",
        lazy("Positive exits after six months"),
        lazy(
            "Employed, in further training or in their own business six months later, among those who answered, "
            "by the day they left. Those who did not answer are given beside it."
        ),
        Unit.SHARE,
        _sum("exits_positive"),
        _sum("exits_answered"),
        family="exits",
        non_respondents=_sum("exits_unanswered"),
    ),
    Indicator(
        "spend_per_learner",
        lazy("Spending per learner"),
        lazy("Spending by the day of booking, in the network's currency, over the learners of the period."),
        Unit.MONEY,
        _sum("spending"),
        _people(),
        family="enrolments",
        breakdowns=ABOUT_COURSES,
        direction=Direction.NEITHER,
    ),
    Indicator(
        "projects_completed",
        lazy("FabLab projects finished"),
        lazy("Projects of the FabLab, by the day they were finished."),
        Unit.COUNT,
        _sum("projects_finished"),
        breakdowns=frozenset({Breakdown.PROGRAMME}),
    ),
    Indicator(
        "startups_supported",
        lazy("Start-ups supported"),
        lazy(
            "Start-ups in the accelerator on any day of the period. One that stays for years counts in each, "
            "so periods do not add up."
        ),
        Unit.COUNT,
        Source(Counted.SPAN, ("startups",)),
        breakdowns=frozenset({Breakdown.PROGRAMME}),
    ),
)

INDICATORS: dict[str, Indicator] = {indicator.code: indicator for indicator in _CATALOGUE}
