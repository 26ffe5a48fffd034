"""What rows change in a site's records: new, other, or the same as before. Pure.

A cell that is empty means not known, so it never wipes out what the site knows. Rows of one learner
are taken in the file's order: what a later row says of the person holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from network.results.breakdowns import AgeBand, Education, Employment, Gender, age_band, education_band
from sites.records.refusals import Refusal, RefusalCode, refusal, shown_day
from sites.records.rows import CohortFacts, Column, ParticipationRow, ParticipationStatus

Place = tuple[str, str]  # cohort, learner_ref


@dataclass(frozen=True, slots=True)
class Person:
    """What a site knows of a learner from such files."""

    given_name: str = ""
    family_name: str = ""
    email: str | None = None
    birth_date: date | None = None
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """What a site knows of a learner's place in a cohort. `age_band` is that of the cohort's first day."""

    status: str
    registered_on: date | None = None
    left_on: date | None = None
    gender: str = Gender.NO_ANSWER
    age_band: str = AgeBand.UNKNOWN
    isced: int | None = None
    employment: str = Employment.UNKNOWN
    disability: bool | None = None
    minutes: int | None = None

    @property
    def education(self) -> Education:
        return education_band(self.isced)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the site has about the learners and places that a file names."""

    people: Mapping[str, Person]
    places: Mapping[Place, Participation]


@dataclass(slots=True)
class Plan:
    """What to write. Every row is in exactly one of: new_places, rows_updated, rows_unchanged.

    `queuing` are those who were not waiting until now, in the order in which they registered.
    """

    new_people: dict[str, Person] = field(default_factory=dict)
    changed_people: dict[str, Person] = field(default_factory=dict)
    new_places: dict[Place, Participation] = field(default_factory=dict)
    changed_places: dict[Place, Participation] = field(default_factory=dict)
    queuing: list[Place] = field(default_factory=list)
    rows_updated: int = 0
    rows_unchanged: int = 0


def contradictions(rows: Sequence[ParticipationRow], stored: Stored) -> list[Refusal]:
    """Rows that are right by themselves and wrong together with what the site knows already."""
    found = []
    for row in rows:
        before = stored.places.get((row.cohort, row.learner_ref))
        after = _participation(row, before)
        if after.left_on and after.registered_on and after.left_on < after.registered_on:
            column = Column.LEFT_ON if row.left_on else Column.REGISTERED_ON
            found.append(refusal(row.row, column, RefusalCode.LEFT_BEFORE_REGISTERED, shown_day(after.left_on)))
    return found


def plan(rows: Sequence[ParticipationRow], stored: Stored, cohorts: Mapping[str, CohortFacts]) -> Plan:
    """`cohorts` are those of the site and those about to be created."""
    made = Plan()
    people = _people(rows, stored)
    for ref, person in people.items():
        if ref not in stored.people:
            made.new_people[ref] = person
        elif person != stored.people[ref]:
            made.changed_people[ref] = person
    for row in rows:
        place = (row.cohort, row.learner_ref)
        before = stored.places.get(place)
        after = _aged(_participation(row, before), row, people[row.learner_ref], cohorts[row.cohort])
        if before is None:
            made.new_places[place] = after
            continue
        if after != before:
            made.changed_places[place] = after
        if after != before or row.learner_ref in made.changed_people:
            made.rows_updated += 1
        else:
            made.rows_unchanged += 1
    made.queuing = _queuing({**made.new_places, **made.changed_places}, stored)
    return made


def _queuing(places: Mapping[Place, Participation], stored: Stored) -> list[Place]:
    joining = [
        place
        for place, one in places.items()
        if one.status == ParticipationStatus.WAITING
        and (place not in stored.places or stored.places[place].status != ParticipationStatus.WAITING)
    ]
    return sorted(joining, key=lambda place: places[place].registered_on or date.max)


def _people(rows: Sequence[ParticipationRow], stored: Stored) -> dict[str, Person]:
    people: dict[str, Person] = {}
    for row in rows:
        known = people.get(row.learner_ref) or stored.people.get(row.learner_ref) or Person()
        people[row.learner_ref] = Person(
            given_name=row.given_name or known.given_name,
            family_name=row.family_name or known.family_name,
            email=row.email or known.email,
            birth_date=row.birth_date or known.birth_date,
            birth_year=row.birth_year or known.birth_year,
        )
    return people


def _participation(row: ParticipationRow, before: Participation | None) -> Participation:
    known = before or Participation(row.status.value)
    has_moved = before is None or before.status != row.status.value
    return Participation(
        status=row.status.value,
        registered_on=row.registered_on or known.registered_on,
        left_on=row.left_on if has_moved else row.left_on or known.left_on,
        gender=row.gender.value if row.gender else known.gender,
        age_band=known.age_band,
        isced=known.isced if row.isced is None else row.isced,
        employment=row.employment.value if row.employment else known.employment,
        disability=known.disability if row.disability is None else row.disability,
        minutes=known.minutes if row.hours_attended is None else round(row.hours_attended * 60),
    )


def _aged(participation: Participation, row: ParticipationRow, person: Person, cohort: CohortFacts) -> Participation:
    """By the birth that this row gives, as it was answered at entry; else by the one that is known. A band
    that is known stays when no birth is."""
    told: ParticipationRow | Person = row if row.birth_date or row.birth_year else person
    if cohort.starts_on is None or not (told.birth_date or told.birth_year):
        return participation
    band = age_band(told.birth_date, told.birth_year, cohort.starts_on)
    return replace(participation, age_band=band.value)
