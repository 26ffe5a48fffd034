"""One row of a participations file -> what it says, and everything that is wrong with it. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from network.results.breakdowns import ISCED_LEVELS, Employment, Gender
from sites.records.cells import Cell, choice, cohort_code, email, is_blank, limited_text, text_of
from sites.records.columns import NAMES, Layout, squeezed
from sites.records.days import Span, day_of, with_ascii_digits
from sites.records.locale_formats import LocaleFormats
from sites.records.numbers import number_between, whole_number
from sites.records.refusals import CellRefused, Refusal, RefusalCode, refusal
from sites.records.rows import Column, ParticipationRow, ParticipationStatus
from sites.records.words import EMPLOYMENT, GENDER, ISCED_PREFIXES, STATUS, YES_NO

Value = TypeVar("Value")
Code = TypeVar("Code", bound=StrEnum)

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
HIGHEST_HOURS = 10_000
_CENTRES_EXIST_FROM = date(1970, 1, 1)
_ISCED = re.compile(rf"(?:{'|'.join(squeezed(prefix) for prefix in ISCED_PREFIXES)})?(\d)")


def _lookup(words: Mapping[Code, Sequence[str]]) -> dict[str, Code]:
    own = {squeezed(code): code for code in words}
    return own | {squeezed(word): code for code, spoken in words.items() for word in spoken}


_GENDERS, _EMPLOYMENTS, _STATUSES = _lookup(GENDER), _lookup(EMPLOYMENT), _lookup(STATUS)
_YES_NO = {squeezed(word): answer for answer, spoken in YES_NO.items() for word in spoken}


@dataclass(slots=True)
class Draft:
    """A row as far as it could be read. Rules across rows need it even when it is refused."""

    row: int
    learner_ref: str = ""
    given_name: str = ""
    family_name: str = ""
    email: str | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    gender: Gender | None = None
    isced: int | None = None
    employment: Employment | None = None
    disability: bool | None = None
    curriculum: str = ""
    cohort: str = ""
    cohort_starts_on: date | None = None
    cohort_ends_on: date | None = None
    registered_on: date | None = None
    status: ParticipationStatus | None = None
    left_on: date | None = None
    hours_attended: Decimal | None = None
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, column: Column, code: RefusalCode, value: object = "", **details: object) -> None:
        self.refusals.append(refusal(self.row, column, code, value, **details))

    def is_refused_at(self, column: Column) -> bool:
        return any(found.column == column for found in self.refusals)

    def finished(self) -> ParticipationRow | None:
        """The row, if nothing is wrong with it."""
        if self.refusals or self.status is None:
            return None
        return ParticipationRow(
            row=self.row,
            learner_ref=self.learner_ref,
            given_name=self.given_name,
            family_name=self.family_name,
            email=self.email,
            birth_date=self.birth_date,
            birth_year=self.birth_year,
            gender=self.gender,
            isced=self.isced,
            employment=self.employment,
            disability=self.disability,
            curriculum=self.curriculum,
            cohort=self.cohort,
            cohort_starts_on=self.cohort_starts_on,
            cohort_ends_on=self.cohort_ends_on,
            registered_on=self.registered_on,
            status=self.status,
            left_on=self.left_on,
            hours_attended=self.hours_attended,
        )


class _Cells:
    """The cells of one row by column. What cannot be read becomes a refusal and reads as empty."""

    def __init__(self, draft: Draft, cells: Sequence[Cell], layout: Layout) -> None:
        self._draft = draft
        self._cells = cells
        self._positions = layout.positions

    def raw(self, column: Column) -> Cell:
        position = self._positions.get(column)
        return None if position is None or position >= len(self._cells) else self._cells[position]

    def read(self, column: Column, parse: Callable[[Cell], Value]) -> Value | None:
        try:
            return parse(self.raw(column))
        except CellRefused as refused:
            self._draft.refusals.append(Refusal(self._draft.row, column, refused.code, refused.message))
            return None

    def required(self, column: Column, parse: Callable[[Cell], Value]) -> Value | None:
        value = self.read(column, parse)
        if not value and not self._draft.is_refused_at(column):
            self._draft.refuse(column, RefusalCode.REQUIRED)
        return value

    def shown(self, column: Column) -> str:
        return text_of(self.raw(column))


def read_row(row: int, cells: Sequence[Cell], layout: Layout, *, formats: LocaleFormats, today: date) -> Draft:
    """Everything in the row that can be judged by looking at the row alone."""
    draft = Draft(row)
    values = _Cells(draft, cells, layout)
    if not all(is_blank(cell) for cell in cells[layout.width :]):
        draft.refusals.append(refusal(row, "", RefusalCode.CELLS_TOO_MANY))
    _read_person(draft, values, formats, today)
    _read_answers(draft, values)
    _read_cohort(draft, values, formats)
    _read_registration(draft, values, formats)
    return draft


def _read_person(draft: Draft, values: _Cells, formats: LocaleFormats, today: date) -> None:
    births = Span(EARLIEST, today, EARLIEST, when_later=RefusalCode.BIRTH_IN_FUTURE)
    draft.learner_ref = values.required(Column.LEARNER_REF, lambda cell: limited_text(cell, highest=100)) or ""
    draft.given_name = values.read(Column.GIVEN_NAME, lambda cell: limited_text(cell, highest=200)) or ""
    draft.family_name = values.read(Column.FAMILY_NAME, lambda cell: limited_text(cell, highest=200)) or ""
    if not (draft.given_name or draft.family_name or any(draft.is_refused_at(name) for name in NAMES)):
        draft.refuse(Column.GIVEN_NAME, RefusalCode.REQUIRED)
    draft.email = values.read(Column.EMAIL, email)
    draft.birth_date = values.read(Column.BIRTH_DATE, lambda cell: day_of(cell, formats, births))
    draft.birth_year = values.read(Column.BIRTH_YEAR, lambda cell: _birth_year(cell, formats, today))


def _birth_year(cell: Cell, formats: LocaleFormats, today: date) -> int | None:
    year = whole_number(cell, formats)
    if year is None or EARLIEST.year <= year <= today.year:
        return year
    code = RefusalCode.BIRTH_IN_FUTURE if year > today.year else RefusalCode.OUT_OF_RANGE
    raise CellRefused(code, text_of(cell), lowest=str(EARLIEST.year), highest=str(today.year))


def _read_answers(draft: Draft, values: _Cells) -> None:
    draft.gender = values.read(Column.GENDER, lambda cell: choice(cell, _GENDERS, allowed=", ".join(GENDER)))
    draft.isced = values.read(Column.EDUCATION, isced_level)
    draft.employment = values.read(
        Column.EMPLOYMENT, lambda cell: choice(cell, _EMPLOYMENTS, allowed=", ".join(EMPLOYMENT))
    )
    draft.disability = values.read(Column.DISABILITY, lambda cell: choice(cell, _YES_NO, allowed="yes, no"))


def isced_level(cell: Cell) -> int | None:
    """`3`, `ISCED 3`, `CITE 3`: a level of the classification, 0 to 8."""
    text = text_of(cell)
    if not text:
        return None
    found = _ISCED.fullmatch(squeezed(with_ascii_digits(text))) if not text.startswith("-") else None
    if not found or int(found[1]) not in ISCED_LEVELS:
        allowed = ", ".join(str(level) for level in ISCED_LEVELS)
        raise CellRefused(RefusalCode.NOT_ALLOWED, text, allowed=allowed)
    return int(found[1])


def _read_cohort(draft: Draft, values: _Cells, formats: LocaleFormats) -> None:
    days = Span(EARLIEST, LATEST, _CENTRES_EXIST_FROM)
    draft.curriculum = values.required(Column.CURRICULUM, lambda cell: limited_text(cell, highest=80)) or ""
    draft.cohort = values.required(Column.COHORT, cohort_code) or ""
    draft.cohort_starts_on = values.read(Column.COHORT_STARTS_ON, lambda cell: day_of(cell, formats, days))
    draft.cohort_ends_on = values.read(Column.COHORT_ENDS_ON, lambda cell: day_of(cell, formats, days))
    if _before(draft.cohort_ends_on, draft.cohort_starts_on):
        draft.refuse(Column.COHORT_ENDS_ON, RefusalCode.COHORT_ENDS_BEFORE_START, values.shown(Column.COHORT_ENDS_ON))


def _read_registration(draft: Draft, values: _Cells, formats: LocaleFormats) -> None:
    days = Span(EARLIEST, LATEST, _CENTRES_EXIST_FROM)
    draft.registered_on = values.read(Column.REGISTERED_ON, lambda cell: day_of(cell, formats, days))
    draft.status = values.required(Column.STATUS, lambda cell: choice(cell, _STATUSES, allowed=", ".join(STATUS)))
    draft.left_on = values.read(Column.LEFT_ON, lambda cell: day_of(cell, formats, days))
    if _before(draft.left_on, draft.registered_on):
        draft.refuse(Column.LEFT_ON, RefusalCode.LEFT_BEFORE_REGISTERED, values.shown(Column.LEFT_ON))
    draft.hours_attended = values.read(
        Column.HOURS_ATTENDED, lambda cell: number_between(cell, formats, lowest=0, highest=HIGHEST_HOURS)
    )


def _before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
