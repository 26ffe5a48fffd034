"""What belongs in each column of a participations file, for whoever fills one in."""

from collections.abc import Iterator
from dataclasses import dataclass

from i18n.messages import LazyText, lazy
from sites.records.columns import REQUIRED, header
from sites.records.rows import Column
from sites.records.words import EMPLOYMENT, GENDER, STATUS

_MEANINGS: dict[Column, LazyText] = {
    Column.LEARNER_REF: lazy("Your own number for the person: the same number is the same person."),
    Column.GIVEN_NAME: lazy("At least one of the two names is needed."),
    Column.FAMILY_NAME: lazy("At least one of the two names is needed."),
    Column.EMAIL: lazy("Lets the network count a person once who learns at two centres."),
    Column.BIRTH_DATE: lazy("As 1990-12-31, or the way dates are written in your country."),
    Column.BIRTH_YEAR: lazy("Where the day is not known: four digits."),
    Column.GENDER: lazy("As the person answered: %(values)s."),
    Column.EDUCATION: lazy("Highest level completed on the ISCED scale: a digit from 0 to 8."),
    Column.EMPLOYMENT: lazy("Situation at entry: %(values)s."),
    Column.DISABILITY: lazy("Whether the person has a disability: %(values)s."),
    Column.CURRICULUM: lazy("The code of the course in the shared library."),
    Column.COHORT: lazy("Your code for this run of the course."),
    Column.COHORT_STARTS_ON: lazy("Needed when the cohort is new here."),
    Column.COHORT_ENDS_ON: lazy("Needed when the cohort is new here."),
    Column.REGISTERED_ON: lazy("The day on which the person asked for a place."),
    Column.STATUS: lazy("What became of the place: %(values)s."),
    Column.LEFT_ON: lazy("The day on which the person finished or stopped."),
    Column.HOURS_ATTENDED: lazy("Hours in all, where attendance was not kept by session."),
}
_VALUES: dict[Column, tuple[str, ...]] = {
    Column.GENDER: tuple(GENDER),
    Column.EMPLOYMENT: tuple(EMPLOYMENT),
    Column.DISABILITY: ("yes", "no"),
    Column.STATUS: tuple(STATUS),
}


@dataclass(frozen=True, slots=True)
class ColumnGuide:
    heading: str
    code: str
    is_required: bool
    meaning: LazyText


def column_guides(language: str) -> Iterator[ColumnGuide]:
    for column in Column:
        meaning = _MEANINGS[column]
        if values := _VALUES.get(column):
            meaning = meaning.filled(values=", ".join(values))
        yield ColumnGuide(header(column, language), column.value, column in REQUIRED, meaning)


def column_heading(code: str, language: str) -> str:
    """A column named in a refusal, for the reader; empty when the row as a whole is meant."""
    return header(Column(code), language) if code else ""
