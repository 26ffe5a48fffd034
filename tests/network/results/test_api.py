"""Results over the API: the same document for everybody, plain for a centre's own figures only."""

import httpx
import pytest

from core.database import Database, unit_of_work
from core.permissions import Scope
from core.tenancy import DataScope
from network.access.roles import Role
from network.people.actions import add_person, add_token
from network.results.indicators import INDICATORS
from network.units.queries import unit
from tests.factories import NewSite, make_curriculum
from tests.network.results.world import Centre


async def token_of(database: Database, role: Role, unit_code: str, *scopes: Scope) -> dict[str, str]:
    async with unit_of_work(database, DataScope.of_network()) as session:
        place = await unit(session, unit_code)
        await add_person(session, f"{role}@example.org", name="P", role=role, unit_id=place.id, password=None)
        token = await add_token(session, f"{role}@example.org", scopes=list(scopes))
    return {"authorization": f"Bearer {token}"}


@pytest.fixture
async def three_learners(database: Database, brussels: NewSite) -> None:
    centre = Centre(database, brussels, await make_curriculum(database))
    centre.many(3, centre.cohort())
    await centre.save()


async def test_headquarters_gets_the_document_without_small_counts(
    client: httpx.AsyncClient, database: Database, three_learners: None
) -> None:
    headers = await token_of(database, Role.NETWORK_ANALYST, "network", Scope.RESULTS_READ)
    asked = {"indicator": "learners,registrations", "unit": "brussels", "period": "2026", "breakdown": "gender"}
    answer = await client.get("/api/v1/results", params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["period"] == "2026"
    assert document["data"][0] == {
        "indicator": "learners",
        "unit": "brussels",
        "breakdown": None,
        "value": None,
        "numerator": None,
        "denominator": None,
        "suppressed": True,
        "additive": False,
        "status": {"provisional": 1.0, "submitted": 0.0, "approved": 0.0},
    }
    assert [row["breakdown"] for row in document["data"][1:5]] == [
        {"gender": gender} for gender in ("woman", "man", "non_binary", "no_answer")
    ]


async def test_a_centre_sees_its_own_figures_as_they_are_and_no_others(
    client: httpx.AsyncClient, database: Database, three_learners: None
) -> None:
    headers = await token_of(database, Role.SITE_MANAGER, "brussels", Scope.RESULTS_READ)
    asked = {"indicator": "learners", "unit": "brussels,be", "period": "2026-Q1"}
    document = (await client.get("/api/v1/results", params=asked, headers=headers)).json()
    assert [(row["unit"], row["value"], row["suppressed"]) for row in document["data"]] == [
        ("brussels", 3, False),
        ("be", None, True),
    ]


async def test_every_indicator_is_described(client: httpx.AsyncClient, database: Database, tree: None) -> None:
    headers = await token_of(database, Role.NETWORK_ANALYST, "network", Scope.RESULTS_READ)
    listed = (await client.get("/api/v1/indicators", headers=headers)).json()["data"]
    assert [one["code"] for one in listed] == list(INDICATORS)
    assert all(one["definition"] and one["breakdowns"] for one in listed)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"indicator": "learners", "unit": "be", "period": "2026-13"}, 400, "unknown_period"),
        ({"indicator": "learners", "unit": "be"}, 400, "unknown_period"),
        ({"indicator": "learners", "unit": "atlantis", "period": "2026"}, 404, "unknown_unit"),
        ({"unit": "be", "period": "2026"}, 400, "nothing_asked"),
    ],
)
async def test_a_wrong_question_is_answered_in_words(
    client: httpx.AsyncClient, database: Database, tree: None, asked: dict[str, str], status: int, code: str
) -> None:
    headers = await token_of(database, Role.NETWORK_ANALYST, "network", Scope.RESULTS_READ)
    answer = await client.get("/api/v1/results", params=asked, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_without_a_token_nothing_is_told(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/results?indicator=learners&unit=network&period=2026", "/api/v1/indicators"):
        assert (await client.get(path)).status_code == 401
