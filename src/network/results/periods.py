"""The periods figures are kept for: years, halves, quarters and months of the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

FIRST_YEAR = 1900
LAST_YEAR = 2200


class PeriodKind(StrEnum):
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


_MONTHS = {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_SMALLER = {
    PeriodKind.YEAR: PeriodKind.HALF,
    PeriodKind.HALF: PeriodKind.QUARTER,
    PeriodKind.QUARTER: PeriodKind.MONTH,
}
_LARGER = {small: large for large, small in _SMALLER.items()}
_WRITTEN = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


class BadPeriod(ValueError):
    """The text names no period between 1900 and 2200; `text` is what was given."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a period: {text!r}")
        self.text = text


@dataclass(frozen=True, slots=True)
class Period:
    """`number` counts the periods of that kind within the year, from 1; a year has number 1."""

    year: int
    kind: PeriodKind
    number: int = 1

    def __post_init__(self) -> None:
        in_year = 1 <= self.number <= 12 // _MONTHS[self.kind]
        if not in_year or not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadPeriod(str(self))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2014", "2014-H1", "2014-Q3" or "2014-09", exactly so written."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise BadPeriod(text)
        year, half, quarter, month = found.groups()
        if half:
            return cls(int(year), PeriodKind.HALF, int(half))
        if quarter:
            return cls(int(year), PeriodKind.QUARTER, int(quarter))
        if month:
            return cls(int(year), PeriodKind.MONTH, int(month))
        return cls(int(year), PeriodKind.YEAR)

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> Self:
        return cls(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year:04}"
            case PeriodKind.HALF:
                return f"{self.year:04}-H{self.number}"
            case PeriodKind.QUARTER:
                return f"{self.year:04}-Q{self.number}"
            case PeriodKind.MONTH:
                return f"{self.year:04}-{self.number:02}"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last_day(self) -> date:
        month_after = self.number * _MONTHS[self.kind] + 1
        if month_after > 12:
            return date(self.year, 12, 31)
        return date(self.year, month_after, 1) - timedelta(days=1)

    def children(self) -> tuple["Period", ...]:
        """The periods of the next smaller kind, in order; a month has none."""
        smaller = _SMALLER.get(self.kind)
        if smaller is None:
            return ()
        count = _MONTHS[self.kind] // _MONTHS[smaller]
        before = (self.number - 1) * count
        return tuple(Period(self.year, smaller, before + n) for n in range(1, count + 1))

    def parent(self) -> "Period | None":
        """The period of the next larger kind that holds this one; a year has none."""
        larger = _LARGER.get(self.kind)
        return None if larger is None else Period.containing(self.first_day, larger)

    def months(self) -> tuple["Period", ...]:
        """The months of this period, in order; a month is its own."""
        count = _MONTHS[self.kind]
        before = (self.number - 1) * count
        return tuple(Period(self.year, PeriodKind.MONTH, before + n) for n in range(1, count + 1))

    def year_tree(self) -> tuple["Period", ...]:
        """The 19 periods of this period's year: the year, 2 halves, 4 quarters, 12 months."""
        return tuple(
            Period(self.year, kind, number) for kind in PeriodKind for number in range(1, 12 // _MONTHS[kind] + 1)
        )

    def previous(self) -> "Period":
        """The period of the same kind just before. Raises BadPeriod before 1900."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, 12 // _MONTHS[self.kind])
