"""Pages and news, for programs."""

from typing import Any

import httpx
import pytest

from core.database import Database
from tests.factories import NewSite
from tests.sites.registrations.made import bearer

API = "/api/v1/sites/brussels"
TEXT = {"title": {"fr": "Portes ouvertes"}, "body": {"fr": "Venez **tous**."}}


@pytest.fixture
async def headers(database: Database, brussels: NewSite) -> dict[str, str]:
    return await bearer(database, brussels)


async def test_a_page_is_written_and_published_at_once(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await client.put(f"{API}/pages/about", json={**TEXT, "publish": True}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["missing"] == ["nl", "de", "en"]
    assert answer.json()["published"]["version"] == 1
    assert "<strong>tous</strong>" in (await client.get("/fr/brussels/about")).text
    listed = (await client.get(f"{API}/pages", headers=headers)).json()["data"]
    assert [page["code"] for page in listed] == ["home", "about", "practical", "accessibility"]


async def test_news_sent_twice_are_there_once(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    news = {**TEXT, "dated_on": "2026-01-05", "publish": True}
    answers = [await client.put(f"{API}/news/open-day", json=news, headers=headers) for _ in range(2)]
    assert [one.json()["published"]["version"] for one in answers] == [1, 1]
    assert len((await client.get(f"{API}/news", headers=headers)).json()["data"]) == 1
    assert (await client.delete(f"{API}/news/open-day", headers=headers)).status_code == 204
    assert (await client.get("/fr/brussels/news/open-day")).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("pages/nothing", TEXT, 404),
        ("pages/about", {"title": "text"}, 422),
        ("pages/about", {**TEXT, "more": 1}, 422),
        ("news/about", {**TEXT, "dated_on": "2026-01-05"}, 422),
        ("news/open-day", TEXT, 400),
        ("news/open-day", {**TEXT, "dated_on": "2026-02-31"}, 422),
    ],
)
async def test_what_cannot_be_is_refused(
    client: httpx.AsyncClient, headers: dict[str, str], path: str, body: dict[str, Any], status: int
) -> None:
    answer = await client.put(f"{API}/{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
