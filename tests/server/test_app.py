"""The application as a whole: every answer in its place and its language."""

from typing import Any

import httpx
import pytest

from core.database import Database
from tests.factories import NewSite
from tests.sites.registrations.made import bearer


async def test_it_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).json() == {"status": "ok"}


async def test_an_unknown_page_is_404_in_the_readers_language(client: httpx.AsyncClient) -> None:
    answer = await client.get("/fr/no/such/page")

    assert answer.status_code == 404
    assert '<html lang="fr"' in answer.text
    assert answer.headers["content-language"] == "fr"


async def test_the_api_answers_problems_as_json(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/nothing")

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_what_an_address_can_do_may_be_asked(client: httpx.AsyncClient) -> None:
    answers = [await client.options(path) for path in ("/en/", "/api/v1/units", "/api/v1/sites/none/cohorts")]

    assert [answer.status_code for answer in answers] == [204, 204, 204]
    assert "GET" in answers[0].headers["allow"]


async def test_a_wrong_number_in_the_query_is_not_a_missing_page(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    headers = await bearer(database, brussels)
    await client.get("/api/v1/openapi.json")  # a reader of the description changes no answer

    answer = await client.get("/api/v1/sites/brussels/cohorts?limit=abc", headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 422),  # a page that sends no referrer
        ({"origin": "http://archipel.test"}, 422),
        ({"sec-fetch-site": "cross-site", "origin": "http://archipel.test"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://evil.test"}, 403),
    ],
)
async def test_forms_come_from_our_own_pages(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    answer = await client.post("/en/sign-in", data={"email": ""}, headers={"host": "archipel.test", **headers})

    assert answer.status_code == status


async def test_whoever_hangs_up_is_no_failure_of_ours(app: Any) -> None:
    parts: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"email=", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answered: list[Any] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/en/sign-in",
        "raw_path": b"/en/sign-in",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"archipel.test"), (b"content-type", b"application/x-www-form-urlencoded")],
        "client": ("127.0.0.1", 1),
        "server": ("archipel.test", 80),
        "scheme": "http",
        "http_version": "1.1",
    }

    async def receive() -> dict[str, Any]:
        return parts.pop(0) if len(parts) > 1 else parts[0]

    async def send(message: dict[str, Any]) -> None:
        answered.append(message)

    await app(scope, receive, send)

    assert answered[0]["status"] == 400


@pytest.mark.parametrize("path", ["curricula/%00", "sites/%00", "sites/brussels/cohorts/%00"])
async def test_what_cannot_be_stored_cannot_be_asked_for(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, path: str
) -> None:
    answer = await client.get(f"/api/v1/{path}", headers=await bearer(database, brussels))

    assert answer.status_code in (400, 404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")
