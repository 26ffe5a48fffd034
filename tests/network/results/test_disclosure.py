import csv
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from network.results.disclosure import (
    Cell,
    Relation,
    Table,
    Unprotectable,
    bounds,
    derivable,
    protect,
    protect_tables,
    rate_hidden,
    relations_for,
)
from network.results.periods import Period

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
YEAR = Period.parse("2013")


def row(total: int, *parts: int) -> tuple[dict[Cell, int], list[Relation]]:
    """One total with its parts, keyed "total", 0, 1, 2 ..."""
    values: dict[Cell, int] = {"total": total, **dict(enumerate(parts))}
    return values, [Relation("total", tuple(range(len(parts))))]


def test_nothing_small_hides_nothing() -> None:
    assert protect(*row(35, 0, 5, 30)) == frozenset()


def test_a_small_count_takes_the_smallest_neighbour_with_it() -> None:
    assert protect(*row(142, 2, 90, 0, 10, 40)) == {0, 3}


def test_a_zero_is_shown_and_never_stands_in_for_a_small_count() -> None:
    assert protect(*row(23, 3, 0, 0, 20)) == {0, 3}


def test_a_small_total_is_hidden_with_its_parts() -> None:
    assert protect(*row(3, 3, 0)) == {"total", 0}


def test_few_people_together_are_not_shown_as_a_difference() -> None:
    """1 and 2 hidden leave a published 3: a third one joins them."""
    assert protect(*row(113, 1, 2, 50, 60)) == {0, 1, 2}


def test_hidden_ones_cannot_be_counted() -> None:
    values, relations = row(55, 1, 1, 1, 1, 1, 50)
    hidden = protect(values, relations)
    assert bounds(values, hidden, relations)[0] != (1, 1)
    assert hidden >= {0, 1, 2, 3, 4}
    assert len(hidden) == 6


def test_the_only_one_does_not_learn_the_other_count() -> None:
    assert protect(*row(105, 1, 4, 100)) == {0, 1, 2}
    assert protect(*row(105, 1, 5, 99)) == {0, 1}


def test_a_country_with_one_site_is_hidden_with_it() -> None:
    values: dict[Cell, int] = {"net": 40, "lu": 3, "lu-1": 3, "be": 37, "be-1": 17, "be-2": 20}
    relations = [
        Relation("net", ("be", "lu")),
        Relation("lu", ("lu-1",)),
        Relation("be", ("be-1", "be-2")),
    ]
    hidden = protect(values, relations)
    assert hidden >= {"lu", "lu-1"}
    assert derivable(hidden, relations) == frozenset()


def test_in_a_country_with_two_sites_one_takes_the_other_or_the_total_with_it() -> None:
    values: dict[Cell, int] = {"be": 33, "be-1": 3, "be-2": 30}
    relations = [Relation("be", ("be-1", "be-2"))]
    assert protect(values, relations) == {"be-1", "be-2"}
    fixed = protect(values, relations, fixed_shown=frozenset({"be-2"}))
    assert fixed == {"be", "be-1"}


def test_fixed_cells_stay_as_they_are() -> None:
    values, relations = row(60, 3, 20, 37)
    hidden = protect(values, relations, fixed_shown=frozenset({"total", 1}), fixed_hidden=frozenset({0}))
    assert hidden == {0, 2}


def test_a_zero_is_hidden_when_nothing_else_is_left() -> None:
    values, relations = row(24, 4, 0, 20)
    assert protect(values, relations, fixed_shown=frozenset({"total", 2})) == {0, 1}


def test_margins_that_give_a_count_away_are_refused() -> None:
    values, relations = row(23, 3, 20)
    with pytest.raises(Unprotectable) as caught:
        protect(values, relations, fixed_shown=frozenset({"total", 1}))
    assert caught.value.cells == {0}
    with pytest.raises(Unprotectable):
        protect(values, relations, fixed_shown=frozenset({0}))


def test_a_hidden_total_stays_hidden_under_its_breakdown() -> None:
    totals: dict[Cell, int] = {("be", "2014", None): 23, ("a", "2014", None): 3}
    totals["b", "2014", None] = 20
    women: dict[Cell, int] = {("be", "2014", "woman"): 23, ("a", "2014", "woman"): 3}
    women["b", "2014", "woman"] = 20
    tree, periods = {"be": ["a", "b"]}, [Period.parse("2014")]
    above, inside = relations_for(tree, periods), relations_for(tree, periods, ["woman", "man"])
    hidden = protect_tables([Table(totals, above), Table({**totals, **women}, inside)])
    assert hidden == {(u, "2014", c) for u in "ab" for c in (None, "woman")}


def test_relations_run_along_units_periods_categories_and_filters() -> None:
    periods = [Period.parse(text) for text in ("2014", "2014-H1", "2014-Q3", "2014-10")]
    found = relations_for({"be": ["a", "b"]}, periods, ["w", "m"], ["web"])
    assert Relation(("be", "2014", "w"), (("a", "2014", "w"), ("b", "2014", "w"))) in found
    assert Relation(("a", "2014", None), (("a", "2014", "w"), ("a", "2014", "m"))) in found
    below = tuple(("a", p, None) for p in ("2014-H1", "2014-Q3", "2014-10"))
    assert Relation(("a", "2014", None), below) in found
    web = tuple(("a", "2014", c, "web") for c in "wm")
    assert Relation(("a", "2014", None, "web"), web) in found
    assert Relation(("a", "2014", "w"), (("a", "2014", "w", "web"),)) in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("numerator_hidden", "denominator_hidden", "denominator", "hidden"),
    [
        (False, False, 10, False),
        (False, False, 9, True),
        (True, False, 500, True),
        (False, True, 500, True),
        (False, False, 0, True),
    ],
)
def test_a_rate_is_hidden_with_its_counts_and_below_ten_people(
    numerator_hidden: bool, denominator_hidden: bool, denominator: int, hidden: bool
) -> None:
    assert rate_hidden(numerator_hidden, denominator_hidden, denominator) is hidden


def test_the_table_of_statistics_norway_is_protected_as_they_do() -> None:
    path = SHARED / "sdc_oracle_z1.json"
    if not path.exists():
        pytest.skip("the shared data with the published table z1 is not on this machine")
    oracle = json.loads(path.read_text(encoding="utf-8"))
    values: dict[Cell, int] = defaultdict(int)
    for entry in oracle["counts"]:
        for region in (entry["region"], "all"):
            for kind in (entry["hovedint"], "all"):
                values[region, kind] += entry["freq"]
    regions = sorted({entry["region"] for entry in oracle["counts"]})
    kinds = sorted({entry["hovedint"] for entry in oracle["counts"]})
    relations = [Relation((r, "all"), tuple((r, k) for k in kinds)) for r in [*regions, "all"]]
    relations += [Relation(("all", k), tuple((r, k) for r in regions)) for k in [*kinds, "all"]]
    expected = {tuple(cell) for cell in oracle["primary"] + oracle["secondary"]}
    hidden = protect(dict(values), relations, threshold=4)
    assert derivable(expected, relations) == frozenset()
    assert derivable(hidden, relations) == frozenset()
    assert {tuple(cell) for cell in oracle["primary"]} <= hidden
    assert len(hidden) <= len(expected)


CATEGORIES = {
    "gender": ("woman", "man", "non_binary", "no_answer"),
    "education": ("isced_0_2", "isced_3_4", "isced_5_8", "unknown"),
    "age_band": ("under_18", "18_29", "30_54", "55_plus", "unknown"),
}


@pytest.mark.parametrize("breakdown", CATEGORIES)
def test_a_real_year_of_thirteen_sites_is_safe_and_quick(breakdown: str) -> None:
    folder = SHARED / "participations-2013"
    if not folder.exists():
        pytest.skip("the shared participations of 2013 are not on this machine")
    sites = sorted(path.stem for path in folder.glob("*.csv"))
    own = {"scotland", "wales", "ireland"}
    tree = {"network": ["england", *sorted(own)], "england": [s for s in sites if s not in own]}
    values = counted(folder, tree, breakdown)
    relations = relations_for(tree, YEAR.year_tree(), CATEGORIES[breakdown])
    start = time.process_time()
    hidden = protect(values, relations)
    seconds = time.process_time() - start
    small = {cell for cell, count in values.items() if 1 <= count <= 4}
    assert small <= hidden
    assert derivable(hidden, relations) == frozenset()
    assert len(small) > 50, "dated by registration, the months have small counts to protect"
    assert derivable(small, relations), "small counts alone would be recoverable"
    assert len(hidden) < 4 * len(small)
    assert seconds < 5, "takes 0.05 to 0.3 s on a quiet machine"


def counted(folder: Path, tree: Mapping[str, list[str]], breakdown: str) -> dict[Cell, int]:
    """Learners by the day they registered, each once per unit and period."""
    above = {child: unit for unit, children in tree.items() for child in children}
    people: dict[Cell, set[str]] = defaultdict(set)
    answered: dict[Cell, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            records = sorted(csv.DictReader(file), key=lambda r: r["registered_on"])
        for record in records:
            day = date.fromisoformat(record["registered_on"] or record["cohort_starts_on"])
            for period in YEAR.year_tree():
                if day not in period:
                    continue
                unit: str | None = path.stem
                while unit:
                    key, who = (unit, str(period)), path.stem + record["learner_ref"]
                    said = answered.setdefault((*key, who), answer(record, breakdown))
                    people[*key, None].add(who)
                    people[*key, said].add(who)
                    unit = above.get(unit)
    return {cell: len(found) for cell, found in people.items()}


def answer(record: Mapping[str, str], breakdown: str) -> str:
    if breakdown == "gender":
        return record["gender"] or "no_answer"
    if breakdown == "education":
        level = record["education"]
        return "unknown" if not level else CATEGORIES["education"][(int(level) > 2) + (int(level) > 4)]
    if not record["birth_year"]:
        return "unknown"
    age = int(record["cohort_starts_on"][:4]) - int(record["birth_year"])
    return CATEGORIES["age_band"][(age > 17) + (age > 29) + (age > 54)]
