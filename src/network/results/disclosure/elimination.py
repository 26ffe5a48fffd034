"""Exact linear algebra on what is hidden: which unknowns have only one possible value."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

# A Mersenne prime: the coefficients are -1, 0 and 1, so no minor that matters is a multiple of it.
_PRIME = 2**61 - 1


def null_points(rows: Iterable[Mapping[int, int]], count: int = 1) -> list[dict[int, int]]:
    """Drawn points of the null space of `rows` (unknown -> coefficient), modulo the prime.

    An unknown with one possible value is 0 in them; a free one is 0 once in 2**61 draws and is
    then taken for fixed, which is the safe side. The draw is a fixed sequence: equal rows give
    equal points.
    """
    pivots, unknowns = _echelon([dict(row) for row in rows if row])
    free = sorted(unknowns - {pivot for pivot, _ in pivots})
    points: list[dict[int, int]] = []
    seed = 0x9E3779B97F4A7C15
    for _ in range(count):
        point: dict[int, int] = {}
        for unknown in free:
            seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
            point[unknown] = seed % (_PRIME - 1) + 1
        for pivot, row in reversed(pivots):
            rest = sum(factor * point[other] for other, factor in row.items() if other != pivot)
            point[pivot] = -rest * _inverse(row[pivot]) % _PRIME
        points.append(point)
    return points


def fixed_with(points: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Unknown -> class: to publish one of a class is to publish all of it, and nothing else.

    On the null space they are multiples of each other, so their ratio in two points is equal.
    """
    one, two = points[:2]
    return {u: one[u] * _inverse(two[u]) % _PRIME if two[u] else -1 for u in one}


def without(points: Sequence[Mapping[int, int]], unknown: int) -> list[dict[int, int]]:
    """Points, one fewer, of the null space in which `unknown` is published too."""
    first, *others = points
    scale = _inverse(first[unknown])
    return [{u: (value - point[unknown] * scale * first[u]) % _PRIME for u, value in point.items()} for point in others]


def _inverse(value: int) -> int:
    if value == 1:
        return 1
    return -1 if value == _PRIME - 1 else pow(value, -1, _PRIME)


def _echelon(rows: list[dict[int, int]]) -> tuple[list[tuple[int, dict[int, int]]], set[int]]:
    """Pivots with their rows, in the order of elimination; shortest row, rarest unknown first."""
    where: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for unknown, value in row.items():
            row[unknown] = value % _PRIME
            where.setdefault(unknown, set()).add(number)
    queue = [(len(row), number) for number, row in enumerate(rows)]
    heapify(queue)
    pivots: list[tuple[int, dict[int, int]]] = []
    done = [False] * len(rows)
    while queue:
        length, number = heappop(queue)
        row = rows[number]
        if done[number] or len(row) != length:
            continue
        done[number] = True
        if not row:
            continue
        for unknown in row:
            where[unknown].discard(number)
        pivot = min(row, key=lambda unknown: (len(where[unknown]), unknown))
        pivots.append((pivot, row))
        inverse = _inverse(row[pivot])
        for other in sorted(where[pivot]):
            _subtract(rows[other], row, rows[other][pivot] * inverse, other, where)
            heappush(queue, (len(rows[other]), other))
    return pivots, set(where)


def _subtract(
    target: dict[int, int],
    row: dict[int, int],
    factor: int,
    number: int,
    where: dict[int, set[int]],
) -> None:
    for unknown, value in row.items():
        old = target.get(unknown)
        new = ((old or 0) - factor * value) % _PRIME
        if new:
            target[unknown] = new
            if old is None:
                where[unknown].add(number)
        elif old is not None:
            del target[unknown]
            where[unknown].discard(number)
