"""An independent count: plain Python over the files, written from the definitions alone."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILES = Path(__file__).parents[4] / "shared" / "data" / "participations-2013"
COUNTRIES = {"ireland": "eire", "scotland": "alba", "wales": "cymru"}  # every other site is in England
LEVELS = ("basic", "intermediate", "advanced", "highly-advanced")


def level_of(curriculum: str) -> str:
    """The files have no levels: these are given to the curricula in turn."""
    return LEVELS["abcdefg".index(curriculum[-1]) % 4]


@dataclass(frozen=True)
class Row:
    site: str
    person: str
    curriculum: str
    cohort: str
    starts_on: date
    ends_on: date
    registered_on: date | None
    status: str
    left_on: date | None
    answers: dict[str, str]

    @property
    def enrolled(self) -> bool:
        if self.status == "withdrawn":
            return self.left_on is None or self.left_on >= self.starts_on
        return self.status in ("confirmed", "completed", "not_completed")

    def category(self, breakdown: str) -> str:
        courses = {"curriculum": self.curriculum, "level": level_of(self.curriculum), "programme": "coding-school"}
        return {**self.answers, **courses}[breakdown]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as file:
        return [_row(path.stem, given) for given in csv.DictReader(file)]


def _row(site: str, given: dict[str, str]) -> Row:
    def day(column: str) -> date | None:
        return date.fromisoformat(given[column]) if given[column] else None

    starts_on, ends_on = date.fromisoformat(given["cohort_starts_on"]), date.fromisoformat(given["cohort_ends_on"])
    answers = {
        "gender": given["gender"] or "no_answer",
        "age_band": _age_band(given["birth_year"], starts_on.year),
        "education": _education(given["education"]),
        "employment": given["employment"] or "unknown",
    }
    return Row(
        site,
        given["email"].strip().lower(),
        given["curriculum"],
        given["cohort"],
        starts_on,
        ends_on,
        day("registered_on"),
        given["status"],
        day("left_on"),
        answers,
    )


def _age_band(born: str, year: int) -> str:
    if not born:
        return "unknown"
    age = year - int(born)
    return "under_18" if age < 18 else "18_29" if age < 30 else "30_54" if age < 55 else "55_plus"


def _education(level: str) -> str:
    if not level:
        return "unknown"
    return "isced_0_2" if int(level) <= 2 else "isced_3_4" if int(level) <= 4 else "isced_5_8"


Counts = tuple[int, int | None]  # numerator, denominator


def by_category(indicator: str, counted: list[Row], breakdown: str | None) -> dict[str | None, Counts]:
    """The whole (None), and each category with anybody in it. `counted`: see below."""
    is_rate = indicator in SHARES or indicator == "completion_rate"
    found: dict[str | None, list[int]] = {None: [0, 0]}
    for row in counted:
        for category in (None, row.category(breakdown)) if breakdown else (None,):
            numbers = found.setdefault(category, [0, 0])
            numbers[0] += _is_numerator(indicator, row)
            numbers[1] += 1
    return {category: (above, below if is_rate else None) for category, (above, below) in found.items()}


def counted(indicator: str, rows: list[Row], first: date, last: date) -> list[Row]:
    """Those of one unit's rows that an indicator is about in a period: all of a rate's denominator."""

    def dated(day: Callable[[Row], date | None], keep: Callable[[Row], bool]) -> list[Row]:
        return [row for row in rows if keep(row) and (on := day(row)) is not None and first <= on <= last]

    if indicator == "registrations":
        return dated(lambda row: row.registered_on, lambda _: True)
    if indicator == "enrolments":
        return dated(lambda row: row.starts_on, lambda row: row.enrolled)
    if indicator == "completion_rate":
        return dated(lambda row: row.ends_on, lambda row: row.enrolled)
    if indicator in ENDINGS:
        return dated(
            lambda row: row.left_on or row.ends_on, lambda row: row.enrolled and row.status == ENDINGS[indicator]
        )
    people = _first_enrolments(rows, first, last)
    if indicator == "learners":
        return people
    dimension, _, unknown = SHARES[indicator]
    return [row for row in people if row.answers[dimension] != unknown]


def _is_numerator(indicator: str, row: Row) -> bool:
    if indicator == "completion_rate":
        return row.status == "completed"
    if indicator in SHARES:
        dimension, wanted, _ = SHARES[indicator]
        return row.answers[dimension] in wanted
    return True


ENDINGS = {"completions": "completed", "withdrawals": "withdrawn", "non_completions": "not_completed"}
SHARES = {
    "women_share": ("gender", {"woman"}, "no_answer"),
    "low_education_share": ("education", {"isced_0_2"}, "unknown"),
    "jobseeker_share": ("employment", {"unemployed", "long_term_unemployed"}, "unknown"),
    "youth_share": ("age_band", {"under_18", "18_29"}, "unknown"),
}
COUNTED = ("registrations", "enrolments", *ENDINGS, "completion_rate", "learners", *SHARES)


def _first_enrolments(rows: list[Row], first: date, last: date) -> list[Row]:
    by_person: dict[str, Row] = {}
    enrolled = [row for row in rows if row.enrolled and first <= row.starts_on <= last]
    for row in sorted(enrolled, key=lambda row: (row.starts_on, row.registered_on or date.max, row.cohort)):
        by_person.setdefault(row.person, row)
    return list(by_person.values())
