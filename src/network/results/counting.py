"""Counts for a whole year and the whole tree, read in one statement; sums over their margins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, TypeAlias

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from network.results.indicators import GROUPS, Breakdown, Counted
from network.results.network_state import NetworkState
from network.results.periods import Period, PeriodKind

# (unit, period, label, …): labels are sorted texts like "gender:woman"; none for the total.
Cell: TypeAlias = tuple[str, ...]


def cell(unit: str, period: str, labels: Iterable[str] = ()) -> Cell:
    return (unit, period, *sorted(labels))


def label(dimension: str, value: str) -> str:
    return f"{dimension}:{value}"


@dataclass(frozen=True, slots=True)
class Question:
    """One call of a counting function. `by` and `answer_by` are dimensions whose margins are sums.
    With `filter_by` distinct people are counted within each of its values: these do not add up."""

    counted: Counted
    measures: tuple[str, ...]
    by: Breakdown | None = None
    answer_by: Breakdown | None = None
    filter_by: Breakdown | None = None


@dataclass(slots=True)
class Counts:
    """Of one measure: cells that are missing count 0. `people` stand behind a value at least."""

    values: dict[Cell, Decimal] = field(default_factory=dict)
    people: dict[Cell, int] = field(default_factory=dict)

    def add(self, where: Cell, value: Decimal, people: int) -> None:
        self.values[where] = self.values.get(where, Decimal(0)) + value
        self.people[where] = self.people.get(where, 0) + people


Answers: TypeAlias = Mapping[Question, Mapping[str, Counts]]

_CALLS = {
    Counted.SUM: "network.count_sums({measures}, :year, {by}, {answer_by}, {filter_by})",
    Counted.PEOPLE: "network.count_people(:year, {by}, {answer_by}, {filter_by})",
    Counted.SPAN: "network.count_spans({measures}, :year, {by})",
}


async def ask(
    session: AsyncSession, questions: Sequence[Question], state: NetworkState, year: int
) -> dict[Question, dict[str, Counts]]:
    """All answers in one statement. A question about what nobody counted has no counts in it."""
    calls = _merged(questions)
    parts, values = [], dict[str, Any](year=year)
    for number, call in enumerate(calls):
        names = ("measures", "by", "answer_by", "filter_by")
        function = _CALLS[call.counted].format(**{name: f":{name}_{number}" for name in names})
        parts.append(f"select {number} as call, counts.* from {function} as counts")  # noqa: S608 -- from our own texts
        values |= {f"{name}_{number}": _plain(getattr(call, name)) for name in names if f":{name}_{number}" in function}
    found: list[dict[str, Counts]] = [{} for _ in calls]
    if parts:
        margins = _Margins(state)
        periods: dict[tuple[str, date], str] = {}
        for row in await session.execute(text(" union all ".join(parts)), values):
            number, measure, unit_id, kind, start_on, chosen, category, answer, value, people = row
            if (kind, start_on) not in periods:
                periods[kind, start_on] = str(Period.containing(start_on, PeriodKind(kind)))
            counts = found[number].setdefault(measure, Counts())
            for labels in margins.of(calls[number], chosen, category, answer):
                counts.add(cell(state.units[unit_id], periods[kind, start_on], labels), value, people)
    return {
        question: {name: found[number][name] for name in question.measures if name in found[number]}
        for number, call in enumerate(calls)
        for question in questions
        if _shape(question) == _shape(call)
    }


def _shape(question: Question) -> Question:
    return replace(question, measures=())


def _merged(questions: Sequence[Question]) -> list[Question]:
    """One call for all that differ in their measures only."""
    measures: dict[Question, dict[str, None]] = {}
    for question in questions:
        measures.setdefault(_shape(question), {}).update(dict.fromkeys(question.measures))
    return [replace(shape, measures=tuple(names)) for shape, names in measures.items()]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else None if value is None else str(value)


class _Margins:
    """Every cell that a row adds to: each of its labels, or none in its place, in all combinations."""

    def __init__(self, state: NetworkState) -> None:
        self._curricula = state.curricula
        self._known: dict[tuple[Question, str | None, str | None, str | None], list[tuple[str, ...]]] = {}

    def of(
        self, question: Question, chosen: str | None, category: str | None, answer: str | None
    ) -> list[tuple[str, ...]]:
        key = question, chosen, category, answer
        if key not in self._known:
            self._known[key] = self._combined(*key)
        return self._known[key]

    def _combined(
        self, question: Question, chosen: str | None, category: str | None, answer: str | None
    ) -> list[tuple[str, ...]]:
        inside: list[tuple[str, ...]] = (
            [(label(question.filter_by, chosen),)] if question.filter_by and chosen else [()]
        )
        if question.filter_by and not chosen:
            return []
        choices = (inside, self._labels(question.by, category), self._labels(question.answer_by, answer))
        return sorted({tuple(sorted(set(sum(parts, ())))) for parts in product(*choices)})

    def _labels(self, dimension: Breakdown | None, value: str | None) -> list[tuple[str, ...]]:
        if dimension is None or value is None:
            return [()]
        own = label(dimension, value)
        if dimension is Breakdown.CURRICULUM and value in self._curricula:
            level, programme = self._curricula[value]
            above = (label(Breakdown.LEVEL, level), label(Breakdown.PROGRAMME, programme))
            return [(), (own,), *((one,) for one in above), above]
        groups = GROUPS.get(dimension, {})
        return [(), (own,), *((label(dimension, group),) for group, answers in groups.items() if value in answers)]
