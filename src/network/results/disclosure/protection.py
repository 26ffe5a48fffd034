"""Choosing what to hide, so that nothing hidden can be worked out from what is shown."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from network.results.disclosure.elimination import fixed_with, without
from network.results.disclosure.grid import Grid
from network.results.disclosure.intervals import intervals
from network.results.disclosure.relations import Cell, Relation

# Work allowed for showing cells again, counted in cells looked at (never in seconds: the same
# input must give the same tables on a slow machine).
_TRIAL_WORK = 6_000
_POINTS = 10
_WIDENING_ROUNDS = 6


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
        self.close(self.grid.hidden)

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
                # Under fixed margins a zero may be all there is; else a count further off will do.
                partner = self.partner(rows, zeros=bool(self.fixed))
                if partner is not None:
                    self.hide(partner)
                    touched.update(self.grid.rows_of[partner])
        if not touched and (self.fixed or not self.hide_one_beside(group, derivable & self.secret)):
            self.hide_around(group, derivable & self.secret)
        return set(group)

    def hide_one_beside(self, group: list[int], derivable: set[int]) -> bool:
        """A count further off, else a zero in a derivable cell's own row."""
        group_rows = {row for cell in group for row in self.grid.rows_of[cell]}
        own_rows = {row for cell in derivable for row in self.grid.rows_of[cell]}
        partner = self.partner(group_rows, zeros=False)
        if partner is None:
            partner = self.partner(own_rows, zeros=True)
        if partner is None:
            return False
        self.hide(partner)
        return True

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
        for group in self.grid.groups(self.grid.hidden - self.secret):
            extra = [cell for cell in group if cell not in self.secret]
            extra.sort(key=lambda cell: -self.grid.value[cell])
            for _ in range(max(1, _TRIAL_WORK // len(group))):
                extra = self.show_from(extra)
                if not extra:
                    break

    def show_from(self, extra: list[int]) -> list[int]:
        """Each cell shown costs a drawn point, two are needed to go on; those not yet tried."""
        points = self.grid.points(self.linked(extra), _POINTS)
        classes = self.follow(points)
        for tried, cell in enumerate(extra):
            if cell not in self.grid.hidden or not self.can_show(classes[cell]):
                continue
            points = without(points, cell)
            if len(points) < 2:
                return extra[tried + 1 :]
            classes = self.follow(points)
        return []

    def linked(self, cells: list[int]) -> list[int]:
        return [cell for group in self.grid.groups(cells) for cell in group]

    def follow(self, points: list[dict[int, int]]) -> dict[int, list[int]]:
        """Hidden cell -> all that are known once it is shown, itself among them."""
        members: dict[int, list[int]] = {}
        number = fixed_with(points)
        for cell, key in number.items():
            if cell in self.grid.hidden:
                members.setdefault(key, []).append(cell)
        return {cell: members[key] for cell, key in number.items() if key in members}

    def can_show(self, cells: list[int]) -> bool:
        """Show all of `cells`, unless one is secret or a row would tell too much."""
        if not self.secret.isdisjoint(cells):
            return False
        for cell in cells:
            self.grid.show(cell)
        if any(self.is_weak(row) for cell in cells for row in self.grid.rows_of[cell]):
            for cell in cells:
                self.grid.hide(cell)
            return False
        return True

    # Bounds: nobody may prove that a small cell is smaller than the threshold says.

    def widen(self) -> None:
        """Hide more where bounds along several rows tell more than "small", as far as possible."""
        start = self.grid.hidden
        for _ in range(_WIDENING_ROUNDS):
            start = self.widen_once(self.grid.groups(start))
            if not start:
                break
            self.settle()

    def widen_once(self, groups: list[list[int]]) -> set[int]:
        hidden: set[int] = set()
        touched: set[int] = set()
        for cell in sorted(cell for group in groups for cell in self.too_narrow(group)):
            rows = self.grid.rows_of[cell]
            if touched.isdisjoint(rows):
                partner = self.partner(rows, zeros=False)
                if partner is not None:
                    self.hide(partner)
                    hidden.add(partner)
                    touched.update(self.grid.rows_of[partner])
        return hidden

    def too_narrow(self, group: list[int]) -> list[int]:
        bounds = intervals(self.grid, group)
        small = self.small.intersection(group)
        return [c for c in small if bounds[c][1] < self.threshold - 1 or bounds[c][0] == bounds[c][1]]
