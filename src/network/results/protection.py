"""Which cells of a year are hidden from whoever is not of the site.

The catalogue is fixed: the whole tree, all periods of the year, and for each family of indicators
these tables, each keeping to what was decided in those before it:

    totals | by one answer of people | by curriculum, level, programme | by two of all these

Whatever slice somebody asks for is cut out of these, so that no two slices contradict each other.
What would need a larger table (two answers within one curriculum) is hidden altogether.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from network.results.counting import Answers, Cell, Counts
from network.results.disclosure import Relation, Unprotectable, protect, rate_hidden
from network.results.indicators import ABOUT_PEOPLE, FAMILIES, GROUPS, LEARNERS, Breakdown, Indicator
from network.results.network_state import NetworkState
from network.results.slices import answer_cell
from network.results.sums import Dimension, YearOfSums, about_courses, about_people
from network.results.tables import Table, margins_of, questions_for, questions_for_rate, table_of

# Most changes leave most counts as they were, and equal counts are decided about equally.
_decisions: OrderedDict[Any, frozenset[Cell]] = OrderedDict()
_DECISIONS_KEPT = 200


@dataclass
class Protection:
    """Decisions for one year, kept: they depend on counts alone. `answers` must
    hold those to `tables.questions_of` whatever is asked about."""

    state: NetworkState
    year: int
    threshold: int
    answers: Answers
    _decided: dict[tuple[str, Table], frozenset[Cell]] = field(default_factory=dict)
    _rates: dict[tuple[str, Table], frozenset[Cell]] = field(default_factory=dict)

    @cached_property
    def _sums(self) -> YearOfSums:
        return YearOfSums(self.state, self.year)

    def hidden(self, family: str, table: Table) -> frozenset[Cell]:
        """Counts of the family's measures that are not shown."""
        key = family, table
        if key not in self._decided:
            values, secret = self._small(family, table)
            self._decided[key] = self._protected(
                table,
                values,
                secret,
                {margin: self.hidden(family, margin) for margin in margins_of(table)},
                groups=LEARNERS in FAMILIES[family],
                threshold=self.threshold,
            )
        return self._decided[key]

    def hidden_rates(self, indicator: Indicator, table: Table) -> frozenset[Cell]:
        """Cells in which a rate is not shown: with either count, below the least denominator, and
        where it would follow from the rates of other units, periods and categories."""
        key = indicator.code, table
        if key not in self._rates:
            denominators, secret = self._rows(indicator, table)
            self._rates[key] = self._protected(
                table,
                denominators,
                secret,
                {margin: self.hidden_rates(indicator, margin) for margin in margins_of(table)},
                groups=False,
                threshold=1,
            )
        return self._rates[key]

    def _rows(self, indicator: Indicator, table: Table) -> tuple[dict[Cell, int], frozenset[Cell]]:
        """The denominators of a rate, the largest where there are several, and what hides by itself."""
        if indicator.family is None or indicator.denominator is None:
            return {}, frozenset()
        counted_in = table_of(*map(Breakdown, table), indicator.numerator.attribute)
        hidden = self.hidden(indicator.family, counted_in)
        values: dict[Cell, int] = {}
        secret: set[Cell] = set()
        for question in questions_for_rate(indicator, table):
            counts = self.answers[question].get(indicator.denominator.measures[0], Counts())
            for row in counts.values:
                if not _lies_in(row, table):
                    continue
                below = answer_cell(row, indicator.denominator)
                above = answer_cell(row, indicator.numerator)
                value = int(counts.values.get(below, 0)) if below else 0
                values[row] = max(values.get(row, 0), value)
                if rate_hidden(above in hidden, below in hidden, value) and value:
                    secret.add(row)
        return values, frozenset(secret)

    def _small(self, family: str, table: Table) -> tuple[dict[Cell, int], frozenset[Cell]]:
        """The largest count of each cell, and the cells in which any count has too few people."""
        values: dict[Cell, int] = {}
        secret: set[Cell] = set()
        for question in questions_for(family, table):
            for counts in self.answers[question].values():
                for where, value in counts.values.items():
                    values[where] = max(values.get(where, 0), int(value))
                    if value > 0 and counts.people[where] < self.threshold:
                        secret.add(where)
        return values, frozenset(secret)

    def _protected(
        self,
        table: Table,
        values: Mapping[Cell, int],
        secret: frozenset[Cell],
        before: Mapping[Table, frozenset[Cell]],
        *,
        groups: bool,
        threshold: int,
    ) -> frozenset[Cell]:
        hidden = frozenset[Cell]().union(*before.values())
        if not hidden and not secret:
            return hidden
        counted = [sorted(values.items()), sorted(secret), [(margin, sorted(before[margin])) for margin in before]]
        digest = blake2b(repr(counted).encode()).digest()
        key = self.state.shape, self.year, table, groups, threshold, digest
        found = _decisions.pop(key, None)
        if found is None:
            found = self._decide(table, values, secret, before, groups=groups, threshold=threshold)
        _decisions[key] = found
        while len(_decisions) > _DECISIONS_KEPT:
            _decisions.popitem(last=False)
        return found

    def _decide(
        self,
        table: Table,
        values: Mapping[Cell, int],
        secret: frozenset[Cell],
        before: Mapping[Table, frozenset[Cell]],
        *,
        groups: bool,
        threshold: int,
    ) -> frozenset[Cell]:
        hidden = frozenset[Cell]().union(*before.values())

        def relations(of: Table) -> list[Relation]:
            dimensions = [self._dimension(name, groups=groups) for name in of]
            return self._sums.relations(dimensions, lambda where: values.get(where, 0) > 0)

        earlier = [one for margin in before for one in relations(margin)]
        own = relations(table)
        decided = _cells_of(earlier)
        mine = (_cells_of(own) | {where for where in values if _lies_in(where, table)}) - decided
        seen: dict[Any, int] = {where: value for where, value in values.items() if where in mine or where in decided}
        try:
            found: frozenset[Any] = protect(
                seen,
                [*earlier, *own],
                threshold=threshold,
                fixed_shown=decided - hidden,
                fixed_hidden=hidden | (secret & mine),
            )
            return found
        except Unprotectable:
            return hidden | mine

    def _dimension(self, name: str, *, groups: bool) -> Dimension:
        if name in ABOUT_PEOPLE:
            return about_people(Breakdown(name), groups=groups)
        return about_courses(self.state, Breakdown(name))


def _lies_in(row: Cell, table: Table) -> bool:
    """Whether a cell is of this table or its margins, and no group of answers."""
    for one in row[2:]:
        dimension, _, value = one.partition(":")
        if dimension in ABOUT_PEOPLE:
            if dimension not in table or value in GROUPS[Breakdown(dimension)]:
                return False
        elif dimension not in table:
            return False
    return True


def _cells_of(relations: Iterable[Relation]) -> frozenset[Any]:
    return frozenset(one for relation in relations for one in (relation.total, *relation.parts))
