"""Opening hours and contact, as the manager types them and as the public reads them."""

import httpx
import pytest

from core.clock import utc_now
from core.database import Database
from network.access.roles import Role
from tests.factories import NewSite, make_person, signed_in

HOURS = "/en/manage/brussels/website/hours"
CONTACT = "/en/manage/brussels/website/contact"


@pytest.fixture
async def token(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    person = await make_person(database, "ada@example.org", Role.SITE_MANAGER, brussels.id)
    return await signed_in(database, client, person)


async def test_the_week_is_written_as_people_write_it(client: httpx.AsyncClient, token: str) -> None:
    week = {f"day_{day}": "9-12:30, 13h30 – 24:00" for day in range(7)}
    form = {"csrf_token": token, "is_open_on_holidays": "yes", **week}
    assert (await client.post(HOURS, data=form)).status_code == 303
    assert "09:00-12:30, 13:30-00:00" in (await client.get(HOURS)).text
    page = (await client.get("/fr/brussels/practical")).text
    assert page.count("13:30") == 7


@pytest.mark.parametrize("typed", ["9", "25-26", "9:00-", "a-b", "9:60-10", "9-10, 9:30-11", "20-2, 21-22", "1-2," * 9])
async def test_hours_that_cannot_be_are_refused_at_their_day(client: httpx.AsyncClient, token: str, typed: str) -> None:
    answer = await client.post(HOURS, data={"csrf_token": token, "day_3": typed})
    assert answer.status_code == 422
    assert "No hours" not in answer.text


async def test_a_day_with_other_hours_is_told_with_its_reason(client: httpx.AsyncClient, token: str) -> None:
    today = utc_now().date().isoformat()
    form = {"csrf_token": token, "held_on": today, "note_fr": "Inventaire"}
    for _ in range(2):
        assert (await client.post(f"{HOURS}/days", data=form)).status_code == 303
    assert "Inventaire" in (await client.get("/fr/brussels/practical")).text
    await client.post(f"{HOURS}/days/forget", data={"csrf_token": token, "held_on": today})
    assert "Inventaire" not in (await client.get("/fr/brussels/practical")).text


@pytest.mark.parametrize(
    "fields",
    [
        {"held_on": "2026-02-31"},
        {"held_on": "2026-03-01", "opens_at": "9:00"},
        {"held_on": "2026-03-01", "opens_at": "9:00", "closes_at": "x"},
        {},
    ],
)
async def test_a_day_that_cannot_be_is_refused(client: httpx.AsyncClient, token: str, fields: dict[str, str]) -> None:
    assert (await client.post(f"{HOURS}/days", data={"csrf_token": token, **fields})).status_code == 422


async def test_contact_and_access_stand_on_the_practical_page(client: httpx.AsyncClient, token: str) -> None:
    form = {
        "csrf_token": token,
        "phone": "+32 2 555 01 23",
        "links": "https://example.org/a\nhttps://example.org/b",
        "transport_fr": "Métro **1**",
        "step_free_nl": "Geen trap",
        "conformity": "none",
        "checked_on": "2026-01-05",
    }
    assert (await client.post(CONTACT, data=form)).status_code == 303
    page = (await client.get("/fr/brussels/practical")).text
    for part in ('href="tel:+3225550123"', "https://example.org/b", "<strong>1</strong>", '<div lang="nl"'):
        assert part in page
    statement = (await client.get("/en/brussels/accessibility")).text
    assert "do not conform yet" in statement
    assert "5 January 2026" in statement


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "call me"},
        {"links": "javascript:alert(1)"},
        {"links": "http://example.org"},
        {"links": "\n".join(["https://example.org"] * 9)},
        {"conformity": "perfect"},
        {"checked_on": "31/02/2026"},
        {"transport_fr": "x" * 9000},
    ],
)
async def test_contact_that_cannot_be_is_refused(client: httpx.AsyncClient, token: str, fields: dict[str, str]) -> None:
    answer = await client.post(CONTACT, data={"csrf_token": token, "conformity": "partial", **fields})
    assert answer.status_code == 422
