"""What an attacker gets out of published tables: the check on `protect`, apart from how it works."""

from collections.abc import Iterable, Mapping

from network.results.disclosure.elimination import rank
from network.results.disclosure.grid import Grid
from network.results.disclosure.intervals import UNBOUNDED, intervals
from network.results.disclosure.relations import Cell, Relation


def derivable(hidden: Iterable[Cell], relations: Iterable[Relation]) -> frozenset[Cell]:
    """The hidden cells that follow exactly from all others: total less parts, month by month."""
    grid = _hidden_grid({}, hidden, relations)
    found = {cell for group in grid.groups(grid.hidden) for cell in grid.derivable(group)}
    return grid.keys(found)


def adds_nothing(
    hidden_before: frozenset[Cell],
    before: Iterable[Relation],
    hidden: frozenset[Cell],
    relations: Iterable[Relation],
) -> bool:
    """Whether a table, published with its `relations`, says no more of the cells hidden `before`
    it than their own relations do: each way in which they can vary is still open.

    Tables of which this is true can be decided without looking at each other: whatever the
    margins may be, each of them allows by itself, so all of them do together.
    """
    if not hidden_before:
        return True
    earlier = _equations(hidden_before, before)
    own = _equations(hidden, relations)
    alone = [{cell: sign for cell, sign in row.items() if cell not in hidden_before} for row in own]
    numbers = {cell: number for number, cell in enumerate(sorted(hidden | hidden_before, key=repr))}
    joint, below, above = (_rank(rows, numbers) for rows in ([*earlier, *own], alone, earlier))
    return joint == below + above


def _equations(hidden: frozenset[Cell], relations: Iterable[Relation]) -> list[dict[Cell, int]]:
    found = []
    for one in relations:
        row: dict[Cell, int] = {part: -1 for part in one.parts if part in hidden}
        if one.total in hidden:
            row[one.total] = row.get(one.total, 0) + 1
        found.append(row)
    return found


def _rank(rows: Iterable[dict[Cell, int]], numbers: Mapping[Cell, int]) -> int:
    found = {tuple(sorted((numbers[cell], sign) for cell, sign in row.items() if sign)) for row in rows}
    return rank(dict(row) for row in sorted(found))


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
