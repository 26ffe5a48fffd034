"""The library's pages: read, write a draft in several languages, publish."""

import httpx
import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.curricula.queries import curriculum
from tests.factories import NewSite, make_curriculum, make_person, signed_in

DRAFT = {"title.en": "Robots", "title.fr": "Des robots", "hours": "12.5", "competences": "digcomp:3.1\ndigcomp:3.4"}
NEW = {**DRAFT, "code": "robots", "programme": "fablab", "level": "basic"}


@pytest.fixture
async def admin(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    person = await make_person(database, "admin@example.org", Role.NETWORK_ADMIN, brussels.id)
    await make_curriculum(database)
    return await signed_in(database, client, person)


async def test_a_curriculum_is_written_read_and_published(
    client: httpx.AsyncClient, database: Database, admin: str
) -> None:
    added = await client.post("/en/hq/curricula", data={"csrf_token": admin, **NEW})
    page = (await client.get("/nl/hq/curricula/robots")).text

    assert added.status_code == 303
    assert '<span lang="en" dir="ltr">Robots</span>' in page, "a text in another language says so"
    assert (await client.post("/en/hq/curricula/robots/publish", data={"csrf_token": admin})).status_code == 303
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = await curriculum(session, "robots")
    assert found.listed.is_published
    assert found.competences == ["digcomp:3.1", "digcomp:3.4"]


async def test_changing_a_published_curriculum_begins_a_draft(
    client: httpx.AsyncClient, database: Database, admin: str
) -> None:
    path = "/en/hq/curricula/web-first-steps"
    saved = await client.post(f"{path}/edit", data={"csrf_token": admin, **DRAFT})

    assert saved.headers["location"] == f"{path}?version=2"
    assert "First steps on the web" in (await client.get(path)).text, "centres still see what is published"
    assert "Version 2, draft" in (await client.get(f"{path}?version=2")).text
    assert 'value="Robots"' in (await client.get(f"{path}/edit")).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title.en": "", "title.fr": ""}, "needs a title"),
        ({"hours": "many"}, "Please enter a number."),
        ({"code": "web-first-steps"}, "already used"),
        ({"title.fr": "x" * 201}, "too long"),
        ({"programme": "shoes"}, "Please choose one of the list."),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: httpx.AsyncClient, admin: str, changed: dict[str, str], words: str
) -> None:
    page = await client.post("/en/hq/curricula", data={"csrf_token": admin, **NEW, **changed})

    assert page.status_code == 422
    assert words in page.text
    assert "digcomp:3.4" in page.text


async def test_the_list_is_filtered_in_the_address(client: httpx.AsyncClient, admin: str) -> None:
    assert "First steps on the web" in (await client.get("/en/hq/curricula?level=basic&state=published")).text
    assert "No curriculum matches" in (await client.get("/en/hq/curricula?programme=ventures")).text


async def test_publishing_twice_is_refused_in_words(client: httpx.AsyncClient, admin: str) -> None:
    answer = await client.post("/en/hq/curricula/web-first-steps/publish", data={"csrf_token": admin})

    assert answer.status_code == 409
    assert "no draft" in answer.text


async def test_an_unknown_curriculum_or_version_is_not_there(client: httpx.AsyncClient, admin: str) -> None:
    assert (await client.get("/en/hq/curricula/nothing")).status_code == 404
    assert (await client.get("/en/hq/curricula/web-first-steps?version=9")).status_code == 404
    assert (await client.get("/en/hq/curricula/web-first-steps?version=99999999999999999999")).status_code in {400, 404}


async def test_an_analyst_reads_and_does_not_write(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_curriculum(database)
    person = await make_person(database, "analyst@example.org", Role.NETWORK_ANALYST, brussels.id)
    token = await signed_in(database, client, person)

    assert (await client.get("/en/hq/curricula/web-first-steps")).status_code == 200
    assert (await client.get("/en/hq/curricula/new")).status_code == 403
    assert (await client.post("/en/hq/curricula", data={"csrf_token": token, **NEW})).status_code == 403
