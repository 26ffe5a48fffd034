"""From what somebody asks to cells: which question answers it, which labels name it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from network.curricula.models import Level, Programme
from network.results.counting import Cell, Question, cell, label
from network.results.indicators import (
    ABOUT_COURSES,
    ABOUT_PEOPLE,
    FAMILIES,
    GROUPS,
    LEARNERS,
    Breakdown,
    Counted,
    Indicator,
    Source,
)
from network.results.network_state import NetworkState
from network.results.tables import Table, question_of_table, table_of


@dataclass(frozen=True, slots=True)
class Slice:
    """Part of the results: within a curriculum or a programme (never both: the curriculum says
    it), and broken down."""

    breakdown: Breakdown | None = None
    curriculum: str | None = None
    programme: str | None = None

    @property
    def filtered_by(self) -> Breakdown | None:
        if self.curriculum is not None:
            return Breakdown.CURRICULUM
        return Breakdown.PROGRAMME if self.programme is not None else None

    @property
    def repeats(self) -> bool:
        """Whether the breakdown says nothing that the filter has not said."""
        if self.breakdown not in ABOUT_COURSES or self.filtered_by is None:
            return False
        return self.filtered_by is Breakdown.CURRICULUM or self.breakdown is Breakdown.PROGRAMME

    def without_breakdown(self) -> "Slice":
        return Slice(None, self.curriculum, self.programme)

    def table(self, attribute: Breakdown | None = None) -> Table:
        return table_of(self.filtered_by, self.breakdown, attribute)

    def categories(self, state: NetworkState) -> list[str]:
        """Every category of the breakdown, in its own order."""
        if self.breakdown is None:
            return []
        if self.breakdown in ABOUT_PEOPLE:
            return [str(value) for value in ABOUT_PEOPLE[self.breakdown]]
        if self.breakdown is Breakdown.CURRICULUM:
            return list(state.curricula)
        return [str(value) for value in (Level if self.breakdown is Breakdown.LEVEL else Programme)]

    def labels(self, state: NetworkState, category: str | None) -> list[str] | None:
        """What names the cells of a category (none: of the whole slice). None when nothing can be
        there: another curriculum's level, a curriculum of another programme."""
        own = {} if category is None or self.breakdown is None else {self.breakdown: category}
        filters = {Breakdown.CURRICULUM: self.curriculum, Breakdown.PROGRAMME: self.programme}
        given = {name: value for name, value in filters.items() if value is not None}
        if any(given.get(name, value) != value for name, value in own.items()):
            return None
        given |= own
        curriculum = given.get(Breakdown.CURRICULUM)
        if curriculum is not None:
            level, programme = state.curricula[curriculum]
            implied = {Breakdown.LEVEL: level, Breakdown.PROGRAMME: programme}
            if any(given.pop(name, value) != value for name, value in implied.items()):
                return None
        return [label(name, value) for name, value in given.items()]


def question_for(indicator: Indicator, source: Source, part: Slice) -> Question:
    """The question whose answer holds the counts of a source in a slice."""
    if source.counted is Counted.PEOPLE and part.filtered_by is not None:
        return _people_within(source, part)
    family = FAMILIES.get(indicator.family or "", ())
    if source.measures[0] in family:
        return question_of_table(indicator.family or "", part.table(source.attribute), source.counted)
    wanted = {part.filtered_by, part.breakdown} - {None}
    by = Breakdown.CURRICULUM if wanted & {Breakdown.CURRICULUM, Breakdown.LEVEL} else None
    # A curriculum tells its programme; without one the fact may bring its own.
    own = Breakdown.PROGRAMME if Breakdown.PROGRAMME in wanted and part.curriculum is None else None
    if source.counted is Counted.SPAN:
        return Question(source.counted, source.measures, own)
    return Question(source.counted, source.measures, by or own, own if by else None)


def _people_within(source: Source, part: Slice) -> Question:
    """People are counted anew within a filter: somebody in two curricula is one person in each."""
    breakdown = None if part.repeats else part.breakdown
    dimensions = sorted({one for one in (breakdown, source.attribute) if one is not None})
    if breakdown in ABOUT_COURSES:
        dimensions.sort(key=lambda one: one is not breakdown)
    by, answer_by = [*dimensions, None, None][:2]
    return Question(Counted.PEOPLE, (LEARNERS,), by, answer_by, part.filtered_by)


def counted_labels(indicator: Indicator, source: Source, part: Slice, labels: Iterable[str]) -> list[str]:
    """The labels under which a question's answer holds a cell: within a programme, a curriculum's
    people are found under both."""
    found = list(labels)
    within = source.counted is Counted.PEOPLE or source.measures[0] not in FAMILIES.get(indicator.family or "", ())
    if within and part.programme is not None and part.breakdown is Breakdown.CURRICULUM and found:
        return sorted({*found, label(Breakdown.PROGRAMME, part.programme)})
    return found


def answer_cell(row: Cell, source: Source) -> Cell | None:
    """Where a share's count is found: among those of a row, who gave the answer. None when nobody
    of the row can have given it (women among men)."""
    if source.attribute is None or source.answer is None:
        return row
    unit, period, *labels = row
    given = next((one for one in labels if one.startswith(f"{source.attribute}:")), None)
    if given is None:
        return cell(unit, period, [*labels, label(source.attribute, source.answer)])
    answers = GROUPS[source.attribute].get(source.answer, (source.answer,))
    return row if given.partition(":")[2] in answers else None
