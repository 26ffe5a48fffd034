"""What an attacker gets out of published tables: the check on `protect`, apart from how it works."""

from collections.abc import Iterable, Mapping

from network.results.disclosure.grid import Grid
from network.results.disclosure.intervals import UNBOUNDED, intervals
from network.results.disclosure.relations import Cell, Relation


def derivable(hidden: Iterable[Cell], relations: Iterable[Relation]) -> frozenset[Cell]:
    """The hidden cells that follow exactly from all others: total less parts, month by month."""
    grid = _hidden_grid({}, hidden, relations)
    found = {cell for group in grid.groups(grid.hidden) for cell in grid.derivable(group)}
    return grid.keys(found)


def bounds(
    values: Mapping[Cell, int], hidden: Iterable[Cell], relations: Iterable[Relation]
) -> dict[Cell, tuple[int, int | None]]:
    """Lowest and highest possible value of each hidden cell, None where there is no highest.

    Bounds are passed along single rows until they settle, which can leave them wider than the
    best possible ones.
    """
    grid = _hidden_grid(values, hidden, relations)
    found = intervals(grid, sorted(grid.hidden))
    return {grid.cells[cell]: (low, None if high >= UNBOUNDED // 2 else high) for cell, (low, high) in found.items()}


def _hidden_grid(values: Mapping[Cell, int], hidden: Iterable[Cell], relations: Iterable[Relation]) -> Grid:
    cells = frozenset(hidden)
    grid = Grid(dict.fromkeys(cells, 0) | dict(values), relations)
    for cell in sorted(grid.numbers(cells)):
        grid.hide(cell)
    return grid
