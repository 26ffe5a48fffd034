"""Units and sites over the API, with tokens."""

import httpx

from core.database import Database, unit_of_work
from core.permissions import Scope
from core.tenancy import DataScope
from network.access.roles import Role
from network.people.actions import add_person, add_token
from network.units.queries import unit
from tests.factories import NewSite


async def token_of(database: Database, role: Role, unit_code: str, *scopes: Scope) -> dict[str, str]:
    async with unit_of_work(database, DataScope.of_network()) as session:
        place = await unit(session, unit_code)
        await add_person(session, f"{role}@example.org", name="P", role=role, unit_id=place.id, password=None)
        token = await add_token(session, f"{role}@example.org", scopes=list(scopes))
    return {"authorization": f"Bearer {token}"}


async def test_a_centre_is_opened_with_its_countrys_defaults(
    client: httpx.AsyncClient, database: Database, tree: None
) -> None:
    headers = await token_of(database, Role.NETWORK_ADMIN, "network", Scope.NETWORK_ADMIN)
    body = {"code": "luxembourg", "country": "LU", "name": {"lb": "Lëtzebuerg"}}

    first = await client.post("/api/v1/sites", json=body, headers=headers)
    again = await client.post("/api/v1/sites", json=body, headers=headers)

    assert first.status_code == 201, first.text
    assert again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["parent"] == "lu"
    assert first.json()["zone"] == "Europe/Luxembourg"
    assert first.json()["status"] == "rollout"
    assert {"fr", "de", "lb"} == set(first.json()["languages"])


async def test_a_token_without_the_scope_is_refused(client: httpx.AsyncClient, database: Database, tree: None) -> None:
    headers = await token_of(database, Role.NETWORK_ADMIN, "network", Scope.RESULTS_READ)

    answer = await client.post("/api/v1/sites", json={}, headers=headers)

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"


async def test_without_a_token_the_api_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/units")

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_tree_is_listed_with_its_history(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    headers = await token_of(database, Role.SITE_MANAGER, "brussels", Scope.SITE_READ)

    units = (await client.get("/api/v1/units", headers=headers)).json()["data"]

    assert {one["code"]: one["parent"] for one in units} == {
        "network": None,
        "europe": "network",
        "be": "europe",
        "pl": "europe",
        "es": "europe",
        "brussels": "be",
    }


async def test_a_code_that_is_a_language_is_refused_in_words(
    client: httpx.AsyncClient, database: Database, tree: None
) -> None:
    headers = await token_of(database, Role.NETWORK_ADMIN, "network", Scope.NETWORK_ADMIN)

    answer = await client.post(
        "/api/v1/sites",
        json={"code": "fr", "country": "FR", "name": {"fr": "France"}},
        headers={**headers, "accept-language": "fr"},
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "code_refused"


async def test_a_wrong_name_is_reported_at_its_field(client: httpx.AsyncClient, database: Database, tree: None) -> None:
    headers = await token_of(database, Role.NETWORK_ADMIN, "network", Scope.NETWORK_ADMIN)

    answer = await client.post("/api/v1/sites", json={"code": "riga", "country": "LV", "name": "Riga"}, headers=headers)

    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["name"])
