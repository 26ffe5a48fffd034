"""How the counts of a year add up: units over units, periods over periods, categories over answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from network.results.counting import Cell, cell, label
from network.results.disclosure import Relation
from network.results.indicators import ABOUT_PEOPLE, ANSWERED, GROUPS, Breakdown
from network.results.network_state import NetworkState, Place
from network.results.periods import Period

# The part of a cell that one sum runs over, without its labels.
Spot = tuple[str, str]
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """Categories that a table is spread over. `sums` are pairs of what adds up: a label (none for
    the total) and its parts."""

    name: str
    labels: tuple[Labels, ...]
    sums: tuple[tuple[Labels, tuple[Labels, ...]], ...]


@dataclass(frozen=True)
class YearOfSums:
    """The sums of units and periods, with last year's tree for last year."""

    state: NetworkState
    year: int

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        return Period.parse(f"{self.year:04}").year_tree()

    @cached_property
    def spots(self) -> list[tuple[Spot, tuple[Spot, ...]]]:
        return [*self._of_units(), *self._of_periods()]

    def _of_units(self) -> Iterator[tuple[Spot, tuple[Spot, ...]]]:
        for period in self.periods:
            for parent, places in self.state.parents(period).items():
                parts = [_parts(place, period) for place in places]
                # A unit that moved within a month leaves no sum that anybody could know.
                if all(part is not None for part in parts):
                    yield (parent, str(period)), tuple(spot for part in parts for spot in part or ())

    def _of_periods(self) -> Iterator[tuple[Spot, tuple[Spot, ...]]]:
        for unit in self.state.ids:
            for period in self.periods:
                if children := period.children():
                    yield (unit, str(period)), tuple((unit, str(child)) for child in children)

    def relations(self, dimensions: Sequence[Dimension], counts: Callable[[Cell], bool]) -> list[Relation]:
        """All sums of the tables over `dimensions` and their margins. Sums that are 0 tell nothing
        and are left out: `counts` says whether a cell has anything in it."""
        layers = [flat(parts) for parts in product(*([(), *dimension.labels] for dimension in dimensions))]
        found = []
        for labels in layers:
            for total, parts in self.spots:
                whole = cell(*total, labels)
                if counts(whole):
                    found.append(Relation(whole, tuple(cell(*part, labels) for part in parts)))
        for unit, period in product(self.state.ids, map(str, self.periods)):
            if counts((unit, period)):
                found.extend(_of_categories((unit, period), dimensions, counts))
        return found


def _of_categories(spot: Spot, dimensions: Sequence[Dimension], counts: Callable[[Cell], bool]) -> Iterator[Relation]:
    for dimension in dimensions:
        others = [[(), *other.labels] for other in dimensions if other is not dimension]
        for beside in product(*others):
            for total, parts in dimension.sums:
                whole = cell(*spot, flat((total, *beside)))
                if counts(whole):
                    yield Relation(whole, tuple(cell(*spot, flat((part, *beside))) for part in parts))


def flat(parts: Iterable[Labels]) -> Labels:
    return tuple(sorted({one for part in parts for one in part}))


def _parts(place: Place, period: Period) -> list[Spot] | None:
    """What a unit adds to the one above it in a period: all of it, or those smaller periods in
    which it was there. None when only days of a month would tell."""
    if not place.touches(period):
        return []
    if place.holds_throughout(period):
        return [(place.child, str(period))]
    children = period.children()
    if not children:
        return None
    found: list[Spot] = []
    for child in children:
        parts = _parts(place, child)
        if parts is None:
            return None
        found += parts
    return found


def about_people(breakdown: Breakdown, *, groups: bool) -> Dimension:
    """With `groups` also the sums of answers that shares are made of."""

    def of(value: str) -> Labels:
        return (label(breakdown, value),)

    values = [str(value) for value in ABOUT_PEOPLE[breakdown]]
    labels = [of(value) for value in values]
    sums: list[tuple[Labels, tuple[Labels, ...]]] = [((), tuple(labels))]
    if groups:
        for group, answers in GROUPS[breakdown].items():
            labels.append(of(group))
            sums.append((of(group), tuple(of(answer) for answer in answers)))
        unanswered = [of(value) for value in values if value not in GROUPS[breakdown][ANSWERED]]
        sums.append(((), (of(ANSWERED), *unanswered)))
    return Dimension(breakdown, tuple(labels), tuple(sums))


def about_courses(state: NetworkState, breakdown: Breakdown) -> Dimension:
    """Curricula, or the levels or programmes that they add up to."""
    curricula: dict[Labels, list[Labels]] = {}
    for code, (level, programme) in state.curricula.items():
        own = {Breakdown.CURRICULUM: code, Breakdown.LEVEL: level, Breakdown.PROGRAMME: programme}
        curricula.setdefault((label(breakdown, own[breakdown]),), []).append((label(Breakdown.CURRICULUM, code),))
    labels = tuple(curricula)
    if breakdown is Breakdown.CURRICULUM:
        return Dimension(breakdown, labels, (((), labels),))
    return Dimension(breakdown, labels, (((), labels), *((one, tuple(parts)) for one, parts in curricula.items())))
