"""Choosing what to hide, so that nothing hidden can be worked out from what is shown."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from network.results.disclosure.grid import Grid
from network.results.disclosure.intervals import intervals
from network.results.disclosure.relations import Cell, Relation

# Work allowed for showing cells again, counted in cells looked at (never in seconds: the same
# input must give the same tables on a slow machine).
_TRIAL_WORK = 40_000
_WIDENING_ROUNDS = 8


class Unprotectable(ValueError):
    """`fixed_shown` gives `cells` away even with everything else hidden: publish none of it."""

    def __init__(self, cells: frozenset[Cell]) -> None:
        super().__init__(f"{len(cells)} hidden cells can be derived from fixed ones")
        self.cells = cells


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that appear together, with all the ways in which they and earlier ones add up."""

    values: Mapping[Cell, int]
    relations: Sequence[Relation]


def protect_tables(tables: Sequence[Table], *, threshold: int = 5) -> frozenset[Cell]:
    """What to hide in tables that share margins; each keeps to the decisions of those before.

    Give the totals first, then every breakdown. Two breakdowns that are safe one by one can
    give a hidden total away together, so each is protected with all earlier ones in view.
    """
    values: dict[Cell, int] = {}
    relations: list[Relation] = []
    hidden: frozenset[Cell] = frozenset()
    for table in tables:
        decided = frozenset(values)
        values.update(table.values)
        relations.extend(table.relations)
        hidden = protect(
            values,
            relations,
            threshold=threshold,
            fixed_shown=decided - hidden,
            fixed_hidden=hidden,
        )
    return hidden


def protect(
    values: Mapping[Cell, int],
    relations: Iterable[Relation],
    *,
    threshold: int = 5,
    fixed_shown: frozenset[Cell] = frozenset(),
    fixed_hidden: frozenset[Cell] = frozenset(),
) -> frozenset[Cell]:
    """The cells to hide. Raises Unprotectable when the fixed cells alone give one away.

    What is hidden holds `fixed_hidden`, every count from 1 to `threshold` - 1, and none of
    `fixed_shown`; no hidden cell is a linear combination of shown ones.
    """
    small = frozenset(cell for cell, count in values.items() if 0 < count < threshold)
    grid = Grid(values, relations)
    search = _Search(grid, grid.numbers(small), grid.numbers(fixed_hidden), grid.numbers(fixed_shown), threshold)
    if given_away := search.fixed & (search.small | search.secret):
        raise Unprotectable(grid.keys(given_away))
    search.run()
    return grid.keys(grid.hidden)


class _Search:
    """Hide partners row by row, audit, mend, show again what turns out not to be needed."""

    def __init__(self, grid: Grid, small: set[int], hidden: set[int], fixed: set[int], threshold: int) -> None:
        self.grid = grid
        self.small = small
        self.secret = small | hidden
        self.fixed = fixed
        self.threshold = threshold
        self.unsettled: deque[int] = deque()

    def run(self) -> None:
        for cell in sorted(self.secret):
            self.hide(cell)
        self.settle()
        self.close(self.grid.hidden)
        self.show_again()
        self.widen()

    def hide(self, cell: int) -> None:
        self.grid.hide(cell)
        self.unsettled.extend(self.grid.rows_of[cell])

    # Rows: none may hold one hidden cell alone, or show that a few hidden ones are few together.

    def settle(self) -> None:
        """Give partners to rows until each is safe by itself."""
        while self.unsettled:
            row = self.unsettled.popleft()
            while self.is_weak(row):
                partner = self.partner([row], zeros=self.grid.hidden_in[row] == 1)
                if partner is None:
                    break
                self.hide(partner)

    def is_weak(self, row: int) -> bool:
        grid = self.grid
        count = grid.hidden_in[row]
        if count <= 1 or grid.rows[row][0] in grid.hidden:
            return count == 1
        parts = grid.hidden_parts(row)
        if self.small.isdisjoint(parts):
            return False
        counts = [grid.value[part] for part in parts]
        # Each is 1 at least, so the largest possible is the sum less the others' ones. And who
        # is the 1 of a pair knows the other count.
        lonely = len(counts) == 2 and 1 in counts
        return sum(counts) < self.threshold + len(counts) - 2 + lonely

    def partner(self, rows: Iterable[int], *, zeros: bool) -> int | None:
        """The cell whose hiding costs least: it settles rows, unsettles few, and is small."""
        grid = self.grid
        shown = {cell for row in rows for cell in grid.rows[row] if cell not in grid.hidden and cell not in self.fixed}
        positive = [cell for cell in shown if grid.value[cell] > 0]
        candidates = positive or (list(shown) if zeros else [])
        return min(candidates, key=self.cost, default=None)

    def cost(self, cell: int) -> tuple[int, int, int]:
        counts = [self.grid.hidden_in[row] for row in self.grid.rows_of[cell]]
        return counts.count(0) - counts.count(1), self.grid.value[cell], cell

    # Groups: rows that are safe one by one can still give a cell away together.

    def close(self, start: Iterable[int]) -> None:
        """Audit the groups that hold `start` and hide more until nothing can be derived."""
        waiting = self.grid.groups(start)
        while waiting:
            changed: set[int] = set()
            for group in waiting:
                changed |= self.mend(group)
            self.settle()
            waiting = self.grid.groups(changed)

    def mend(self, group: list[int]) -> set[int]:
        """One round for one group; the cells to audit again."""
        if not self.grid.hidden.issuperset(group):
            return set(group) & self.grid.hidden
        derivable = self.grid.derivable(group)
        if derivable.isdisjoint(self.secret):
            # What everybody can work out may as well be shown.
            for cell in derivable:
                self.grid.show(cell)
            return set()
        touched: set[int] = set()
        for cell in sorted(derivable & self.secret):
            rows = self.grid.rows_of[cell]
            if touched.isdisjoint(rows):
                partner = self.partner(rows, zeros=True)
                if partner is not None:
                    self.hide(partner)
                    touched.update(self.grid.rows_of[partner])
        if not touched:
            self.hide_around(group, derivable & self.secret)
        return set(group)

    def hide_around(self, group: list[int], derivable: set[int]) -> None:
        """The last resort: everything beside the group that is not fixed, zeros included."""
        grid = self.grid
        rows = {row for cell in group for row in grid.rows_of[cell]}
        beside = {cell for row in rows for cell in grid.rows[row]} - grid.hidden - self.fixed
        if not beside:
            raise Unprotectable(grid.keys(derivable))
        for cell in sorted(beside):
            self.hide(cell)

    def show_again(self) -> None:
        """Show, largest first, what is not needed after all."""
        grid = self.grid
        work = 0
        for cell in sorted(grid.hidden - self.secret, key=lambda c: (-grid.value[c], c)):
            if work > _TRIAL_WORK:
                return
            if cell in grid.hidden and (shown := self.shown_with(cell)):
                work += self.try_without(shown)

    def try_without(self, cells: list[int]) -> int:
        """Show `cells` and what follows from them, or leave all as it was; the work it took."""
        grid = self.grid
        rows = {row for cell in cells for row in grid.rows_of[cell]}
        for cell in cells:
            grid.show(cell)
        if any(map(self.is_weak, rows)):
            groups = []
            follows = set(self.secret)
        else:
            groups = grid.groups(cell for row in rows for cell in grid.rows[row])
            follows = {cell for group in groups for cell in grid.derivable(group)}
        if follows.isdisjoint(self.secret):
            for cell in follows:
                grid.show(cell)
        else:
            for cell in cells:
                grid.hide(cell)
        return 10 + sum(map(len, groups))

    def shown_with(self, cell: int) -> list[int] | None:
        """`cell` and what would follow from it row by row; None when a secret would follow."""
        grid = self.grid
        left: dict[int, int] = {}
        following, seen = [cell], {cell}
        for current in following:
            for row in grid.rows_of[current]:
                left[row] = left.get(row, grid.hidden_in[row]) - 1
                if left[row] != 1:
                    continue
                for last in grid.hidden.intersection(grid.rows[row]) - seen:
                    if last in self.secret:
                        return None
                    seen.add(last)
                    following.append(last)
        return following

    # Bounds: nobody may prove that a small cell is smaller than the threshold says.

    def widen(self) -> None:
        """Hide more where bounds along several rows tell more than "small", as far as possible."""
        start: set[int] = set(self.grid.hidden)
        for _ in range(_WIDENING_ROUNDS):
            groups = self.grid.groups(start)
            start = set()
            for cell in sorted(cell for group in groups for cell in self.too_narrow(group)):
                rows = self.grid.rows_of[cell]
                partner = self.partner(rows, zeros=False)
                if partner is not None and start.isdisjoint(c for r in rows for c in self.grid.rows[r]):
                    self.hide(partner)
                    start.add(partner)
            if not start:
                return
            self.settle()
            self.close(start)

    def too_narrow(self, group: list[int]) -> list[int]:
        bounds = intervals(self.grid, group)
        small = self.small.intersection(group)
        return [c for c in small if bounds[c][1] < self.threshold - 1 or bounds[c][0] == bounds[c][1]]
