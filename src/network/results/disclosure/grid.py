"""A set of linked tables as numbered cells and rows, and what is hidden in it at the moment."""

from collections.abc import Iterable, Mapping

from network.results.disclosure.elimination import null_points
from network.results.disclosure.relations import Cell, Relation


class Grid:
    """Cells are numbered by their key, so that equal input is worked through in equal order.

    A row is a relation: its total first, then its parts. A cell that stands in a relation and
    has no value counts 0.
    """

    def __init__(self, values: Mapping[Cell, int], relations: Iterable[Relation]) -> None:
        known = {relation: None for relation in relations if relation.parts}
        keys = {cell: None for relation in known for cell in (relation.total, *relation.parts)} | dict.fromkeys(values)
        self.cells: list[Cell] = sorted(keys, key=repr)
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.value = [values.get(cell, 0) for cell in self.cells]
        self.rows = sorted(tuple(self.number[cell] for cell in (relation.total, *relation.parts)) for relation in known)
        self.rows_of: list[list[int]] = [[] for _ in self.cells]
        for row, members in enumerate(self.rows):
            for cell in members:
                self.rows_of[cell].append(row)
        self.hidden: set[int] = set()
        self.hidden_in = [0] * len(self.rows)

    def numbers(self, cells: Iterable[Cell]) -> set[int]:
        return {self.number[cell] for cell in cells if cell in self.number}

    def keys(self, numbers: Iterable[int]) -> frozenset[Cell]:
        return frozenset(self.cells[number] for number in numbers)

    def hide(self, cell: int) -> None:
        self.hidden.add(cell)
        for row in self.rows_of[cell]:
            self.hidden_in[row] += 1

    def show(self, cell: int) -> None:
        self.hidden.remove(cell)
        for row in self.rows_of[cell]:
            self.hidden_in[row] -= 1

    def hidden_parts(self, row: int) -> list[int]:
        return [cell for cell in self.rows[row][1:] if cell in self.hidden]

    def groups(self, start: Iterable[int]) -> list[list[int]]:
        """The hidden cells linked to `start` by rows they share, one sorted list per group."""
        seen: set[int] = set()
        found: list[list[int]] = []
        for first in sorted(start):
            if first in seen or first not in self.hidden:
                continue
            group = self._linked(first)
            seen.update(group)
            found.append(sorted(group))
        return found

    def _linked(self, first: int) -> set[int]:
        group, waiting = {first}, [first]
        rows: set[int] = set()
        while waiting:
            for row in self.rows_of[waiting.pop()]:
                if row in rows:
                    continue
                rows.add(row)
                new = [c for c in self.rows[row] if c in self.hidden and c not in group]
                group.update(new)
                waiting.extend(new)
        return group

    def derivable(self, group: Iterable[int]) -> set[int]:
        """Of hidden cells that share no row with other hidden ones: those fixed by the rest."""
        (point,) = self.points(group, 1)
        return {cell for cell, value in point.items() if value == 0}

    def points(self, group: Iterable[int], count: int) -> list[dict[int, int]]:
        """Drawn ways in which the cells of a group could vary together and keep every sum."""
        rows: set[tuple[tuple[int, int], ...]] = set()
        for row in {row for cell in group for row in self.rows_of[cell]}:
            total, *parts = self.rows[row]
            signs = [(total, 1)] if total in self.hidden else []
            signs.extend((part, -1) for part in parts if part in self.hidden)
            rows.add(tuple(signs))
        return null_points((dict(signs) for signs in sorted(rows)), count)
