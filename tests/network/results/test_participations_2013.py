"""Thirteen centres' real records: every figure equals an independent count, and none gives anybody away."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.curricula.models import Level
from network.results.checking import differences
from network.results.disclosure import Relation, derivable, relations_for
from network.results.figures import Figure, current_state, results
from network.results.indicators import INDICATORS, Breakdown
from network.results.periods import Period
from network.units.models import UnitKind
from sites.records.actions import import_participations
from tests.factories import make_curriculum, make_site, make_tree, make_unit
from tests.fixtures.fresh import empty_tables
from tests.network.results.participations import COUNTED, COUNTRIES, FILES, LEVELS, Row, by_category, counted, read

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the records of 2013 are not beside the repository")

YEAR = Period.parse("2013")


@pytest.fixture(scope="module")
async def imported(migrated: Database) -> AsyncIterator[Database]:
    await empty_tables(migrated)
    await make_tree(migrated)
    for country in ("england", *COUNTRIES.values()):
        await make_unit(migrated, country, UnitKind.COUNTRY, "europe", "GB")
    for letter in "abcdefg":
        level = Level(LEVELS["abcdefg".index(letter) % 4])
        await make_curriculum(migrated, f"oulad-{letter * 3}", level=level)
    for path in sorted(FILES.glob("*.csv")):
        parent = COUNTRIES.get(path.stem, "england")
        site = await make_site(migrated, path.stem, country="GB", parent=parent, languages=["en"], zone="Europe/London")
        async with unit_of_work(migrated, DataScope.of_site(site.id)) as session:
            report = await import_participations(
                session,
                path.read_bytes(),
                language="en",
                country="GB",
                today=date(2026, 11, 23),
                create_cohorts=True,
            )
        assert not report.refused
    yield migrated
    await empty_tables(migrated)


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    """By unit, that of every level."""
    found: dict[str, list[Row]] = {}
    for path in sorted(FILES.glob("*.csv")):
        mine = read(path)
        for unit in (path.stem, COUNTRIES.get(path.stem, "england"), "europe", "network"):
            found.setdefault(unit, []).extend(mine)
    return found


async def ask(
    database: Database,
    codes: tuple[str, ...],
    period: str,
    breakdown: str | None = None,
    *,
    plain: bool,
    curriculum: str | None = None,
) -> tuple[Figure, ...]:
    """`plain`: as if every unit were the reader's own."""
    async with unit_of_work(database, DataScope.of_network()) as session:
        state = await current_state(session, database)
        units = [unit for unit in state.ids if unit not in {"be", "pl", "es"}]
        own = list(state.units) if plain else None
        found = await results(
            session,
            database,
            indicators=codes,
            units=units,
            period=period,
            breakdown=breakdown,
            as_site=own,
            curriculum=curriculum,
        )
    return found.figures


@pytest.mark.parametrize("period", ["2013", "2013-H2", "2013-Q4", "2013-10", "2014"])
async def test_every_figure_equals_an_independent_count(
    imported: Database, rows: dict[str, list[Row]], period: str
) -> None:
    expected = counted_by_hand(rows, Period.parse(period))
    for breakdown in (None, *Breakdown):
        check(await ask(imported, COUNTED, period, breakdown, plain=True), expected, breakdown)


async def test_within_a_curriculum_too(imported: Database, rows: dict[str, list[Row]]) -> None:
    mine = {unit: [row for row in some if row.curriculum == "oulad-bbb"] for unit, some in rows.items()}
    figures = await ask(imported, COUNTED, "2013", "age_band", plain=True, curriculum="oulad-bbb")
    check(figures, counted_by_hand(mine, YEAR), "age_band")


ByHand = dict[tuple[str, str], list[Row]]


def counted_by_hand(rows: dict[str, list[Row]], period: Period) -> ByHand:
    return {
        (indicator, unit): counted(indicator, some, period.first_day, period.last_day)
        for indicator in COUNTED
        for unit, some in rows.items()
    }


def check(figures: tuple[Figure, ...], by_hand: ByHand, breakdown: str | None) -> None:
    expected = {key: by_category(key[0], some, breakdown) for key, some in by_hand.items()}
    for figure in figures:
        nothing = (0, None if figure.denominator is None else 0)
        found = expected[figure.indicator, figure.unit].get(figure.category, nothing)
        assert (figure.numerator, figure.denominator) == found, figure
        assert not figure.suppressed


async def test_what_nobody_recorded_is_zero_or_nothing_to_be_a_share_of(imported: Database) -> None:
    others = tuple(INDICATORS.keys() - set(COUNTED))
    for figure in await ask(imported, others, "2013", plain=True):
        if figure.indicator != "spend_per_learner":
            assert figure.numerator == 0
            assert figure.value in (0, None)


async def test_the_facts_are_what_the_records_say(imported: Database) -> None:
    assert await differences(imported) == []


@pytest.mark.parametrize("indicator", ["registrations", "learners", "withdrawals", "completions"])
async def test_no_small_count_can_be_worked_out_by_headquarters(
    imported: Database, rows: dict[str, list[Row]], indicator: str
) -> None:
    """All units, all 19 periods, every breakdown with all its categories, as published; then
    everything that adds up, within a breakdown and from one to the next."""
    published = [
        (breakdown, str(period), figure)
        for breakdown in Breakdown
        for period in YEAR.year_tree()
        for figure in await ask(imported, (indicator,), str(period), breakdown, plain=False)
    ]
    hidden = {cell_of(*one) for one in published if one[2].suppressed}
    sums = everything_that_adds_up(published)
    small = small_counts(rows, indicator, published)
    assert small <= hidden
    assert derivable(hidden, sums) & small == set()
    assert derivable(small, sums), "a control: hiding the small counts alone gives some of them away"


Published = tuple[Breakdown, str, Figure]
CellKey = tuple[str, str, str | None]


def cell_of(breakdown: Breakdown, period: str, figure: Figure) -> CellKey:
    return figure.unit, period, f"{breakdown}:{figure.category}" if figure.category else None


def small_counts(rows: dict[str, list[Row]], indicator: str, published: list[Published]) -> set[CellKey]:
    """The cells in which there really are one to four."""
    found: set[CellKey] = set()
    counts = {
        (unit, period): counted(indicator, rows[unit], Period.parse(period).first_day, Period.parse(period).last_day)
        for unit, period in {(figure.unit, period) for _, period, figure in published}
    }
    by_breakdown = {
        (breakdown, *where): by_category(indicator, some, breakdown)
        for where, some in counts.items()
        for breakdown in Breakdown
    }
    for breakdown, period, figure in published:
        by_hand = by_breakdown[breakdown, figure.unit, period]
        if by_hand.get(figure.category, (0, None))[0] in (1, 2, 3, 4):
            found.add(cell_of(breakdown, period, figure))
    return found


def everything_that_adds_up(published: list[Published]) -> list[Relation]:
    children = {"network": ["europe"], "europe": ["england", *COUNTRIES.values()]}
    for site in (path.stem for path in FILES.glob("*.csv")):
        children.setdefault(COUNTRIES.get(site, "england"), []).append(site)
    found: list[Relation] = []
    for breakdown in Breakdown:
        categories = dict.fromkeys(cell_of(*one)[2] for one in published if one[0] is breakdown and one[2].category)
        found.extend(relations_for(children, YEAR.year_tree(), list(map(str, categories))))
    curricula = {
        level: [f"oulad-{letter * 3}" for letter in "abcdefg" if LEVELS["abcdefg".index(letter) % 4] == level]
        for level in LEVELS
    }
    for unit in {one[2].unit for one in published}:
        for period in map(str, YEAR.year_tree()):
            for level, some in curricula.items():
                found.append(
                    Relation(
                        (unit, period, f"level:{level}"), tuple((unit, period, f"curriculum:{one}") for one in some)
                    )
                )
    return found
