"""What is wrong with one row of a file: where, why, and in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from i18n.active import current
from i18n.formatting import day
from i18n.messages import LazyText, lazy

SHOWN_CHARACTERS = 60


class RefusalCode(StrEnum):
    REQUIRED = "required"
    NOT_ALLOWED = "not_allowed"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    UNREADABLE_TEXT = "unreadable_text"
    UNREADABLE_NUMBER = "unreadable_number"
    UNREADABLE_DATE = "unreadable_date"
    EMAIL_MALFORMED = "email_malformed"
    CODE_MALFORMED = "code_malformed"
    BIRTH_IN_FUTURE = "birth_in_future"
    LEFT_BEFORE_REGISTERED = "left_before_registered"
    COHORT_ENDS_BEFORE_START = "cohort_ends_before_start"
    COHORT_UNKNOWN = "cohort_unknown"
    COHORT_DIFFERS = "cohort_differs"
    CURRICULUM_UNKNOWN = "curriculum_unknown"
    LEARNER_TWICE = "learner_twice"
    CELLS_TOO_MANY = "cells_too_many"


SENTENCES: dict[RefusalCode, LazyText] = {
    RefusalCode.REQUIRED: lazy("This must not be empty."),
    RefusalCode.NOT_ALLOWED: lazy("“%(value)s” is not one of the values allowed here: %(allowed)s."),
    RefusalCode.OUT_OF_RANGE: lazy("“%(value)s” is not between %(lowest)s and %(highest)s."),
    RefusalCode.TOO_LONG: lazy("“%(value)s” is too long: at most %(highest)s characters."),
    RefusalCode.UNREADABLE_TEXT: lazy("“%(value)s” cannot be read as text: it holds an error or control characters."),
    RefusalCode.UNREADABLE_NUMBER: lazy("“%(value)s” cannot be read as a number. Write it like %(example)s."),
    RefusalCode.UNREADABLE_DATE: lazy(
        "“%(value)s” is not a date that can be read without doubt. Write it like 2014-01-31."
    ),
    RefusalCode.EMAIL_MALFORMED: lazy("“%(value)s” is not an e-mail address."),
    RefusalCode.CODE_MALFORMED: lazy(
        "“%(value)s” cannot be the code of a cohort: use letters, digits, full stops, hyphens and underscores only."
    ),
    RefusalCode.BIRTH_IN_FUTURE: lazy("“%(value)s” lies in the future: nobody is born then yet."),
    RefusalCode.LEFT_BEFORE_REGISTERED: lazy("“%(value)s” is before the day of registration."),
    RefusalCode.COHORT_ENDS_BEFORE_START: lazy("“%(value)s” is before the first day of the cohort."),
    RefusalCode.COHORT_UNKNOWN: lazy(
        "There is no cohort “%(value)s” yet. Create it first, or allow the import to create cohorts."
    ),
    RefusalCode.COHORT_DIFFERS: lazy("Cohort “%(cohort)s” has “%(expected)s” here, not “%(value)s”."),
    RefusalCode.CURRICULUM_UNKNOWN: lazy("There is no curriculum “%(value)s” in the library."),
    RefusalCode.LEARNER_TWICE: lazy("Learner “%(value)s” stands in this cohort already, in row %(first)s."),
    RefusalCode.CELLS_TOO_MANY: lazy(
        "This row has more cells than the first row has headings: look for a missing quotation mark."
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value inside a sentence, formatted when and in the language in which the sentence is said."""

    value: Any
    format: Callable[[Any], Any]

    def __str__(self) -> str:
        return str(self.format(self.value))


def shown_day(value: date) -> Shown:
    return Shown(value, lambda one: _isolated(day(one)))


def _isolated(text: str) -> str:
    """So that a foreign word in the middle does not turn the order of an Arabic sentence around."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if current().direction == "rtl" else text


def shortened(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


class CellRefused(Exception):
    """A value that cannot be taken. `details` fill the sentence of the code."""

    def __init__(self, code: RefusalCode, value: object = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        values = {"value": value if isinstance(value, Shown) else shortened(value), **details}
        self.message = SENTENCES[code].filled(
            **{name: Shown(one, _isolated) if isinstance(one, str) else one for name, one in values.items()}
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """`column` is a code of `Column`, empty when the row as a whole is meant; row 1 follows the header."""

    row: int
    column: str
    code: RefusalCode
    message: LazyText

    def as_json(self) -> dict[str, str | int]:
        return {"row": self.row, "column": self.column, "code": self.code.value, "message": str(self.message)}


def refusal(row: int, column: str, code: RefusalCode, value: object = "", **details: object) -> Refusal:
    return Refusal(row, column, code, CellRefused(code, value, **details).message)
