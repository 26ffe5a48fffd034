"""Headquarters sees figures and never a person: every route, asked as the network's administrator."""

from typing import Any

import httpx
import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.units.queries import unit
from tests.factories import make_person
from tests.isolation.asking import Asker, body_with, filled_in, trace
from tests.isolation.conftest import TwoSites
from tests.isolation.routes import NETWORK, STAFF
from tests.isolation.rows import BEGINNING
from tests.isolation.test_routes import brussels_values, of_kind

YEAR = BEGINNING.year
# Pages of one centre that are the rollout team's.
ROLLOUT = "/rollout/{site_code}"
# Whoever may appoint a centre's people may do it there: accounts, no learners.
TEAM = "/manage/{site_code}/team"
# What headquarters asks of figures, and how.
QUESTIONS = (
    f"/api/v1/results?indicator=learners,registrations,completion_rate&unit=brussels,be,network&period={YEAR}",
    f"/api/v1/results?indicator=learners&children_of=be&period={YEAR}&breakdown=gender",
    f"/api/v1/results?indicator=learners&unit=brussels&period={YEAR}&curriculum=web-first-steps",
    f"/hq?period={YEAR}",
    f"/hq?period={YEAR}&unit=be&indicator=learners&breakdown=gender",
    f"/hq/figures.csv?period={YEAR}&unit=be",
    "/hq/units/brussels",
    "/hq/curricula/web-first-steps",
)


@pytest.fixture
async def administrator(database: Database, client: httpx.AsyncClient, two_sites: TwoSites) -> Asker:
    async with unit_of_work(database, DataScope.of_network()) as session:
        network = await unit(session, "network")
    person = await make_person(
        database, "admin@network.example.org", Role.NETWORK_ADMIN, network.id, name="Head Quarters"
    )
    return Asker(database, client, person)


async def test_headquarters_enters_no_centre(two_sites: TwoSites, administrator: Asker) -> None:
    wrong: dict[str, Any] = {}
    values = {**brussels_values(two_sites), "site_code": "brussels"}
    for method, path, _ in of_kind(STAFF):
        if path.startswith((ROLLOUT, TEAM)):
            continue
        answer = await administrator.ask(method, filled_in(path, values), body_with(two_sites.brussels))
        if answer.status_code != 404 or trace(answer, two_sites):
            wrong[f"{method} {path}"] = (answer.status_code, trace(answer, two_sites))
    assert wrong == {}


async def test_no_page_of_the_network_returns_a_person(two_sites: TwoSites, administrator: Asker) -> None:
    """People who work there are accounts of the network; nobody who learns there is shown."""
    wrong: dict[str, Any] = {}
    values = {**brussels_values(two_sites), "site_code": "brussels", "code": "brussels"}
    for method, path, _ in [*of_kind(NETWORK), ("GET", ROLLOUT, None), ("GET", TEAM, None)]:
        if method != "GET":
            continue
        answer = await administrator.ask(method, filled_in(path, values))
        if trace(answer, two_sites) - {"people"} or answer.status_code >= 500:
            wrong[path] = (answer.status_code, trace(answer, two_sites))
    assert wrong == {}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_no_figure_leads_to_a_person(two_sites: TwoSites, administrator: Asker, question: str) -> None:
    answer = await administrator.ask("GET", question)
    assert answer.status_code == 200
    assert not trace(answer, two_sites) - {"people"}


async def test_one_person_is_not_counted_in_public(two_sites: TwoSites, administrator: Asker) -> None:
    """Each centre has one learner: a count that nobody else may see, nor derive from the sum of both."""
    asked = f"/api/v1/results?indicator=learners&unit=brussels,warsaw,be,pl,network&period={YEAR}"
    answer = (await administrator.ask("GET", asked)).json()
    figures = {one["unit"]: (one["value"], one["suppressed"]) for one in answer["data"]}
    assert figures == {unit: (None, True) for unit in ("brussels", "warsaw", "be", "pl", "network")}


async def test_a_neighbour_gets_the_same_protected_figures(
    database: Database, client: httpx.AsyncClient, two_sites: TwoSites
) -> None:
    neighbour = Asker(database, client, two_sites.warsaw_manager)
    answer = (
        await neighbour.ask("GET", f"/api/v1/results?indicator=learners&unit=brussels,warsaw&period={YEAR}")
    ).json()
    figures = {one["unit"]: one["value"] for one in answer["data"]}
    assert figures == {"brussels": None, "warsaw": 1}
