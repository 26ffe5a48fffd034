"""Figures laid out for a page: one cell each, key figures with what is new, rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from i18n.messages import LazyText, _
from network.results.figures import Figure, Results
from network.results.indicators import INDICATORS, Unit
from network.results.periods import Period
from network.results.reading import Trend, period_name, said, sample, trend, whole_before, without_answer


@dataclass(frozen=True, slots=True)
class Cell:
    """`n`: out of how many, of a rate, and how many did not answer."""

    figure: Figure
    words: str
    n: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    code: str
    name: LazyText
    cell: Cell
    note: str
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class FiguresByPlace:
    """Figures to look up by indicator, unit and category (none: the whole)."""

    cells: Mapping[tuple[str, str, str | None], Cell]
    units: tuple[str, ...]
    categories: tuple[str, ...]

    @classmethod
    def of(cls, found: Results) -> "FiguresByPlace":
        cells = {(one.indicator, one.unit, one.category): cell_of(one) for one in found.figures}
        units = dict.fromkeys(one.unit for one in found.figures)
        categories = dict.fromkeys(one.category for one in found.figures if one.category is not None)
        return cls(cells, tuple(units), tuple(categories))

    def cell(self, indicator: str, unit: str, category: str | None = None) -> Cell:
        return self.cells[indicator, unit, category]

    def anything_in(self, indicator: str, category: str) -> bool:
        """Whether any unit has somebody there, or hides whether it has."""
        figures = [self.cell(indicator, unit, category).figure for unit in self.units]
        return any(one.suppressed or one.value for one in figures)


def cell_of(figure: Figure) -> Cell:
    return Cell(figure, said(figure), tuple(filter(None, (sample(figure), without_answer(figure)))))


def key_figures(
    codes: Sequence[str], unit: str, now: FiguresByPlace, before: Results | None, period: Period, today: date
) -> list[KeyFigure]:
    """Each with its unit, period and n, and, where the period before was counted, what is new."""
    earlier = {one.indicator: one for one in before.figures if one.unit == unit} if before else {}
    has_ended = period.last_day < today
    found = []
    for code in codes:
        cell = now.cell(code, unit)
        new, was = None, None
        if before is not None and has_ended:
            new = trend(cell.figure, earlier.get(code), before.period)
        elif before is not None:
            was = whole_before(earlier.get(code), before.period)
        found.append(KeyFigure(code, INDICATORS[code].name, cell, _note(cell, period, was, has_ended=has_ended), new))
    return found


def _note(cell: Cell, period: Period, was: str | None, *, has_ended: bool) -> str:
    unit = INDICATORS[cell.figure.indicator].unit
    measured = {Unit.PEOPLE: _("people, each counted once"), Unit.HOURS: _("hours")}.get(unit)
    name = period_name(period)
    when = name if has_ended else _("%(period)s so far", period=name)
    return " · ".join(part for part in (*cell.n, measured, when, _("provisional"), was) if part)
