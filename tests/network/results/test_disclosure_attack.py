"""Attackers written apart from the code they attack: fractions, and trying every number."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from network.results.disclosure import (
    Cell,
    Relation,
    Table,
    derivable,
    protect,
    protect_tables,
    relations_for,
)
from network.results.periods import Period

UNITS = {"net": ["be", "pl"], "be": ["be-1", "be-2"], "pl": ["pl-1"]}
SITES = {"be-1": "be", "be-2": "be", "pl-1": "pl"}
PERIODS = [Period.parse(text) for text in ("2014-Q1", "2014-01", "2014-02", "2014-03")]
CATEGORIES = ("woman", "man", "other")

counts = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))


def by_fractions(hidden: Iterable[Cell], relations: Sequence[Relation]) -> set[Cell]:
    """Reduced row echelon form over the rationals: a row with one unknown gives it away."""
    unknowns = sorted(hidden, key=repr)
    rows = [
        [Fraction((u == r.total) - (u in r.parts)) for u in unknowns]
        for r in relations
        if r.total in hidden or not set(r.parts).isdisjoint(hidden)
    ]
    done = 0
    for column in range(len(unknowns)):
        pivot = next((n for n in range(done, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                rows[number] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    single = [[n for n, value in enumerate(row) if value] for row in rows]
    return {unknowns[where[0]] for where in single if len(where) == 1}


def by_trying(
    values: Mapping[Cell, int], hidden: frozenset[Cell], relations: Sequence[Relation], *, top: int
) -> set[Cell]:
    """Hidden cells with one value in all tables from 1 to `top` that keep every sum."""
    unknowns = sorted(hidden, key=repr)
    seen: dict[Cell, set[int]] = {cell: set() for cell in unknowns}
    for guess in product(range(1, top + 1), repeat=len(unknowns)):
        table = {**values, **dict(zip(unknowns, guess, strict=True))}
        if all(table[r.total] == sum(table[p] for p in r.parts) for r in relations):
            for cell in unknowns:
                seen[cell].add(table[cell])
    return {cell for cell, possible in seen.items() if len(possible) == 1}


@st.composite
def tables(draw: st.DrawFn) -> dict[Cell, int]:
    """Counts that add up over two countries, three months and three categories."""
    values: dict[Cell, int] = {
        (unit, str(period), category): 0
        for unit in ("net", "be", "pl", *SITES)
        for period in PERIODS
        for category in (None, *CATEGORIES)
    }
    for site, country in SITES.items():
        for month in PERIODS[1:]:
            for category in CATEGORIES:
                count = draw(counts)
                for unit in (site, country, "net"):
                    for period in (str(month), "2014-Q1"):
                        values[unit, period, category] += count
                        values[unit, period, None] += count
    return values


def nearly_additive(values: Mapping[Cell, int]) -> dict[Cell, int]:
    """Some people counted once where they came twice, as distinct counts are."""
    return {
        cell: count - count // 7 if cell[0] in ("net", "be") and cell[2] is None else count  # type: ignore[index]  # the tuples of these tests have one shape
        for cell, count in values.items()
    }


RELATIONS = relations_for(UNITS, PERIODS, CATEGORIES)
slow = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@slow
@given(tables())
def test_nothing_hidden_follows_from_what_is_shown(values: dict[Cell, int]) -> None:
    hidden = protect(values, RELATIONS)
    assert {cell for cell, count in values.items() if 1 <= count <= 4} <= hidden
    assert by_fractions(hidden, RELATIONS) == set()
    assert derivable(hidden, RELATIONS) == frozenset()
    assert all(values[cell] for cell in hidden), "no zero needs hiding where sums are true"


@slow
@given(tables())
def test_counts_of_distinct_people_are_as_safe(values: dict[Cell, int]) -> None:
    people = nearly_additive(values)
    hidden = protect(people, RELATIONS)
    assert {cell for cell, count in people.items() if 1 <= count <= 4} <= hidden
    assert by_fractions(hidden, RELATIONS) == set()


@slow
@given(tables())
def test_equal_tables_are_hidden_equally(values: dict[Cell, int]) -> None:
    backwards = dict(reversed(values.items()))
    assert protect(values, RELATIONS) == protect(backwards, RELATIONS[::-1])


@slow
@given(tables(), st.integers(2, 12))
def test_another_threshold_is_kept_as_well(values: dict[Cell, int], threshold: int) -> None:
    hidden = protect(values, RELATIONS, threshold=threshold)
    assert {cell for cell, count in values.items() if 0 < count < threshold} <= hidden
    assert by_fractions(hidden, RELATIONS) == set()


@slow
@given(tables())
def test_totals_decided_first_stay_as_decided(values: dict[Cell, int]) -> None:
    margins = {cell: n for cell, n in values.items() if cell[2] is None}  # type: ignore[index]  # the tuples of these tests have one shape
    above = relations_for(UNITS, PERIODS)
    first = protect(margins, above)
    hidden = protect_tables([Table(margins, above), Table(values, RELATIONS)])
    assert hidden & margins.keys() == first
    assert by_fractions(hidden, RELATIONS) == set()


@slow
@given(tables(), tables())
def test_two_breakdowns_give_no_total_away_together(one: dict[Cell, int], two: dict[Cell, int]) -> None:
    margins = {cell: n for cell, n in one.items() if cell[2] is None}  # type: ignore[index]  # the tuples of these tests have one shape
    above = relations_for(UNITS, PERIODS)
    second: dict[Cell, int] = {
        (*cell[:2], f"age {cell[2]}"): n  # type: ignore[index]  # the tuples of these tests have one shape
        for cell, n in two.items()
        if cell not in margins
    }
    other = relations_for(UNITS, PERIODS, [f"age {c}" for c in CATEGORIES])
    hidden = protect_tables([Table(margins, above), Table(one, RELATIONS), Table(second, other)])
    assert by_fractions(hidden, [*RELATIONS, *other]) == set()


@slow
@given(tables())
def test_the_quick_audit_finds_what_the_exact_one_finds(values: dict[Cell, int]) -> None:
    small = frozenset(cell for cell, count in values.items() if 1 <= count <= 4)
    assert derivable(small, RELATIONS) == by_fractions(small, RELATIONS)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=2))
def test_trying_every_number_pins_down_no_small_count(rows: list[list[int]]) -> None:
    values: dict[Cell, int] = {}
    relations = [Relation((row, "sum"), ((row, 0), (row, 1))) for row in (0, 1, "sum")]
    relations += [Relation(("sum", column), ((0, column), (1, column))) for column in (0, 1, "sum")]
    grid = [[*row, sum(row)] for row in rows]
    grid.append([sum(column) for column in zip(*grid, strict=True)])
    for row, counted in zip((0, 1, "sum"), grid, strict=True):
        for column, count in zip((0, 1, "sum"), counted, strict=True):
            values[row, column] = count
    hidden = protect(values, relations)
    if len(hidden) <= 5:
        assert by_trying(values, hidden, relations, top=12) == set()
    assert by_fractions(hidden, relations) == set()


@pytest.mark.parametrize("attack", [by_fractions, derivable])
def test_hiding_small_counts_alone_is_seen_through(attack) -> None:  # type: ignore[no-untyped-def]  # hypothesis gives it its arguments
    """The negative control: quarter less months, country less site, total less categories."""
    values: dict[Cell, int] = {}
    for unit, people in {"net": 2, "be": 1, "pl": 1, "be-1": 1, "be-2": 0, "pl-1": 1}.items():
        for period in map(str, PERIODS):
            values[unit, period, "woman"] = people * (90 if period == "2014-Q1" else 30)
    values["be-1", "2014-02", "woman"] = 3
    relations = relations_for(UNITS, PERIODS)
    relations = [
        Relation((*r.total[:2], "woman"), tuple((*p[:2], "woman") for p in r.parts))  # type: ignore[index]  # the tuples of these tests have one shape
        for r in relations
    ]
    small = frozenset({("be-1", "2014-02", "woman")})
    assert set(attack(small, relations)) == set(small)
    assert set(attack(protect(values, relations), relations)) == set()
