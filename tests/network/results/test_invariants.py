"""What must hold of any figures, whatever the records."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.results.breakdowns import Gender
from network.results.checking import differences
from network.results.figures import current_state, results
from network.results.indicators import INDICATORS
from network.results.periods import Period
from sites.registrations.models import RegistrationStatus as Status
from tests.factories import NewSite, make_curriculum, make_site, make_tree
from tests.fixtures.fresh import empty_tables
from tests.network.results.world import Centre

CHILDREN = {"be": ["brussels", "antwerp"], "pl": ["warsaw"], "europe": ["be", "es", "pl"], "network": ["europe"]}
SITES = ("brussels", "antwerp", "warsaw")

enrolment = st.tuples(
    st.sampled_from(SITES),
    st.integers(0, 8).map(lambda number: f"person {number}"),
    st.integers(0, 364),
    st.sampled_from(Status),
    st.sampled_from(Gender),
    st.integers(1, 60),
)


@pytest.fixture(scope="module")
async def network(migrated: Database) -> AsyncIterator[dict[str, NewSite]]:
    await empty_tables(migrated)
    await make_tree(migrated)
    yield {code: await make_site(migrated, code, parent="pl" if code == "warsaw" else "be") for code in SITES}
    await empty_tables(migrated)


@pytest.fixture(scope="module")
async def curriculum(network: dict[str, NewSite], migrated: Database) -> Any:
    return await make_curriculum(migrated)


async def counted(database: Database, period: Period) -> dict[tuple[str, str], Any]:
    async with unit_of_work(database, DataScope.of_network()) as session:
        state = await current_state(session, database)
        found = await results(
            session,
            database,
            indicators=list(INDICATORS),
            units=list(state.ids),
            period=str(period),
            as_site=list(state.units),
        )
    return {(figure.indicator, figure.unit): figure for figure in found.figures}


async def write(network: dict[str, NewSite], curriculum: Any, database: Database, records: list[Any]) -> None:
    for code, site in network.items():
        centre = Centre(database, site, curriculum)
        for _, person, offset, status, gender, length in (one for one in records if one[0] == code):
            begins = date(2026, 1, 1) + timedelta(days=offset)
            cohort = centre.cohort(starts_on=begins.isoformat(), ends_on=(begins + timedelta(days=length)).isoformat())
            centre.registration(cohort, centre.learner(person), status, gender=gender, registered_on="2025-12-01")
        await centre.save()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(enrolment, min_size=1, max_size=25), month=st.integers(1, 12))
async def test_figures_keep_together(
    network: dict[str, NewSite], curriculum: Any, migrated: Database, records: list[Any], month: int
) -> None:
    await write(network, curriculum, migrated, records)
    whole = await counted(migrated, Period.parse("2026"))
    check_units(whole)
    check_units(await counted(migrated, Period.parse(f"2026-{month:02}")))
    of_months = [await counted(migrated, one) for one in Period.parse("2026").months()]
    for key in (key for key, figure in whole.items() if figure.additive):
        assert whole[key].numerator == sum(one[key].numerator for one in of_months), key


def check_units(figures: dict[tuple[str, str], Any]) -> None:
    for (code, unit), figure in figures.items():
        below = [figures[code, child].numerator for child in CHILDREN.get(unit, ())]
        if figure.denominator is not None and code != "spend_per_learner":
            assert figure.numerator <= figure.denominator
        if figure.additive and below:
            assert figure.numerator == sum(below), (code, unit)
        if code == "learners" and below:
            assert max(below) <= figure.numerator <= sum(below), unit


async def test_reading_changes_nothing(network: dict[str, NewSite], curriculum: Any, migrated: Database) -> None:
    first = await counted(migrated, Period.parse("2026"))
    assert await counted(migrated, Period.parse("2026")) == first
    assert await differences(migrated) == []
