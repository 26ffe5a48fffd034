"""How narrowly an attacker who knows the rules can bound what is hidden."""

from collections import deque
from collections.abc import Iterable, Sequence

from network.results.disclosure.grid import Grid

UNBOUNDED = 10**15
_VISITS_PER_ROW = 4  # bounds settle in a few; a long crawl by ones is cut off


def intervals(grid: Grid, group: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Lowest and highest value of each hidden cell, by passing bounds along the rows.

    The attacker knows that zeros are shown, so a hidden cell counts 1 at least, unless a zero
    had to be hidden beside it. A row that does not add up (distinct people) binds nothing: read
    as a sum it would only mislead.
    """
    may_be_zero = _beside_hidden_zeros(grid, group)
    bounds = {cell: (int(cell not in may_be_zero), UNBOUNDED) for cell in group}
    rows = [row for row in sorted({row for c in bounds for row in grid.rows_of[c]}) if _adds_up(grid, row)]
    visits = dict.fromkeys(rows, 0)
    waiting, queued = deque(rows), set(rows)
    while waiting:
        row = waiting.popleft()
        queued.discard(row)
        visits[row] += 1
        for cell in _tighten(grid.rows[row], grid.value, bounds):
            for other in grid.rows_of[cell]:
                if other not in queued and visits.get(other, _VISITS_PER_ROW) < _VISITS_PER_ROW:
                    queued.add(other)
                    waiting.append(other)
    return bounds


def _beside_hidden_zeros(grid: Grid, group: Iterable[int]) -> set[int]:
    rows = {row for cell in group if grid.value[cell] == 0 for row in grid.rows_of[cell]}
    return {cell for row in rows for cell in grid.rows[row]}


def _adds_up(grid: Grid, row: int) -> bool:
    total, *parts = grid.rows[row]
    return grid.value[total] == sum(grid.value[part] for part in parts)


def _tighten(members: Sequence[int], value: Sequence[int], bounds: dict[int, tuple[int, int]]) -> list[int]:
    """Apply total = sum of parts once to every hidden member; which ones it narrowed."""
    total, *parts = members
    low_sum = high_sum = 0
    hidden: list[int] = []
    for part in parts:
        low, high = bounds.get(part, (value[part], value[part]))
        low_sum += low
        high_sum += high
        if part in bounds:
            hidden.append(part)
    low_total, high_total = bounds.get(total, (value[total], value[total]))
    narrowed: list[int] = []
    if total in bounds:
        _narrow(bounds, total, low_sum, high_sum, narrowed)
    for part in hidden:
        low, high = bounds[part]
        _narrow(bounds, part, low_total - high_sum + high, high_total - low_sum + low, narrowed)
    return narrowed


def _narrow(bounds: dict[int, tuple[int, int]], cell: int, low: int, high: int, narrowed: list[int]) -> None:
    old = bounds[cell]
    new = max(old[0], low), min(old[1], high)
    if new != old:
        bounds[cell] = new
        narrowed.append(cell)
