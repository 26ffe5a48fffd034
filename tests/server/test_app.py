"""The application as a whole: every answer in its place and its language."""

import httpx


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
