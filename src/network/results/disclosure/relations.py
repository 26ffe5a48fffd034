"""How the cells of published tables add up: what an attacker can add and subtract."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from network.results.periods import Period

# A count's key, for example (unit, period, category). Its `repr` must not change between runs:
# ties are broken by it.
Cell: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Relation:
    """`total` is the sum of `parts`; for distinct people it only nearly is, and we act as if."""

    total: Cell
    parts: tuple[Cell, ...]


def relations_for(
    unit_children: Mapping[str, Sequence[str]],
    periods: Sequence[Period],
    categories: Sequence[str] = (),
    filters: Sequence[str] = (),
) -> list[Relation]:
    """Every sum within unit tree x period tree x breakdown x filter.

    A cell is `(unit, str(period), category)` with category None for the total; with a filter
    value (a curriculum, a programme) it is `(unit, str(period), category, filter)`.
    `unit_children` maps a unit to the units one level down; leaves may be missing from it.
    A period whose children are not all in `periods` is the sum of those that are and of the
    grandchildren in place of those that are not: months still to come count as nothing.
    """
    units = list(dict.fromkeys([*unit_children, *(u for c in unit_children.values() for u in c)]))
    period_parts = _period_parts(periods)
    layers = [(c, f) for c in (None, *categories) for f in (None, *filters)]
    found: list[Relation] = []
    for category, chosen in layers:
        for unit, children in unit_children.items():
            if children:
                found.extend(_sums_of_units(unit, children, periods, category, chosen))
        for period, parts in period_parts.items():
            found.extend(_sums_of_periods(units, period, parts, category, chosen))
    for unit in units:
        for period in map(str, periods):
            found.extend(_sums_of_categories(unit, period, categories, filters))
    return found


def _cell(unit: str, period: str, category: str | None, chosen: str | None) -> Cell:
    return (unit, period, category) if chosen is None else (unit, period, category, chosen)


def _period_parts(periods: Sequence[Period]) -> dict[str, list[str]]:
    present = set(periods)

    def below(period: Period) -> Iterator[str]:
        for child in period.children():
            if child in present:
                yield str(child)
            else:
                yield from below(child)

    parts = {str(period): list(below(period)) for period in periods}
    return {period: below_it for period, below_it in parts.items() if below_it}


def _sums_of_units(
    unit: str,
    children: Sequence[str],
    periods: Sequence[Period],
    category: str | None,
    chosen: str | None,
) -> Iterator[Relation]:
    for period in map(str, periods):
        parts = tuple(_cell(child, period, category, chosen) for child in children)
        yield Relation(_cell(unit, period, category, chosen), parts)


def _sums_of_periods(
    units: Sequence[str],
    period: str,
    parts: Sequence[str],
    category: str | None,
    chosen: str | None,
) -> Iterator[Relation]:
    for unit in units:
        cells = tuple(_cell(unit, part, category, chosen) for part in parts)
        yield Relation(_cell(unit, period, category, chosen), cells)


def _sums_of_categories(
    unit: str, period: str, categories: Sequence[str], filters: Sequence[str]
) -> Iterator[Relation]:
    if categories:
        for chosen in (None, *filters):
            parts = tuple(_cell(unit, period, category, chosen) for category in categories)
            yield Relation(_cell(unit, period, None, chosen), parts)
    if filters:
        for category in (None, *categories):
            parts = tuple(_cell(unit, period, category, chosen) for chosen in filters)
            yield Relation(_cell(unit, period, category, None), parts)
