"""The history: everybody's own part of it, in words, page by page."""

import re
from pathlib import Path

import httpx
import pytest

from core import audit
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.active import make_state, use_locale
from network.access.roles import Role
from network.history.words import ACTIONS, action_name, differences
from tests.factories import NewSite, make_person, signed_in

SOURCE = Path(__file__).parents[3] / "src"


async def _note(database: Database, site: NewSite, number: int, action: str = "venue.add") -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        audit.record(
            session, action=action, subject=("venue", None), name=f"Room {number}.", after={"capacity": number}
        )


@pytest.fixture
async def manager(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    person = await make_person(database, "manager@example.org", Role.SITE_MANAGER, brussels.id)
    return await signed_in(database, client, person)


async def test_a_centre_sees_its_own_history_alone(
    client: httpx.AsyncClient, database: Database, manager: str, brussels: NewSite, warsaw: NewSite
) -> None:
    await _note(database, brussels, 12)
    await _note(database, warsaw, 13)

    page = (await client.get("/en/manage/brussels/history")).text

    assert "Added a venue" in page
    assert "Room 12." in page
    assert "Room 13." not in page
    assert (await client.get("/en/manage/warsaw/history")).status_code == 404


async def test_long_histories_are_read_page_by_page(
    client: httpx.AsyncClient, database: Database, manager: str, brussels: NewSite
) -> None:
    for number in range(60):
        await _note(database, brussels, number)

    first = (await client.get("/en/manage/brussels/history?action=venue.add")).text
    address = re.search(r'href="([^"]+)"[^>]*>\s*Next page|rel="next" href="([^"]+)"', first)
    assert address is not None
    second = (await client.get((address[1] or address[2]).replace("&amp;", "&"))).text

    names = [set(re.findall(r"Room (\d+)\.", page)) for page in (first, second)]
    assert len(names[0]) == 50
    assert len(names[1]) == 10
    assert not names[0] & names[1]


@pytest.mark.parametrize("after", ["nonsense", "%00", "MjAyNg"])
async def test_a_broken_address_is_refused_in_words(client: httpx.AsyncClient, manager: str, after: str) -> None:
    assert (await client.get(f"/en/manage/brussels/history?after={after}")).status_code == 400


async def test_headquarters_sees_nothing_of_a_centres_history(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await _note(database, brussels, 12)
    person = await make_person(database, "admin@example.org", Role.NETWORK_ADMIN, brussels.id)
    await signed_in(database, client, person)

    page = await client.get("/en/hq/history")

    assert page.status_code == 200
    assert "Room 12." not in page.text


async def test_an_analyst_and_a_trainer_do_not_see_it(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    analyst = await make_person(database, "analyst@example.org", Role.NETWORK_ANALYST, brussels.id)
    await signed_in(database, client, analyst)
    assert (await client.get("/en/hq/history")).status_code == 403
    trainer = await make_person(database, "trainer@example.org", Role.TRAINER, brussels.id)
    await signed_in(database, client, trainer)
    assert (await client.get("/en/manage/brussels/history")).status_code == 403


def test_every_action_that_is_noted_has_a_sentence() -> None:
    noted = re.compile(r"""action=\s*"([a-z_]+\.[a-z_]+)\"""")
    found = {action for file in SOURCE.rglob("*.py") for action in noted.findall(file.read_text("utf-8"))}

    assert found - set(ACTIONS) == set()


def test_an_unknown_action_is_shown_as_its_code() -> None:
    assert action_name("moon.land") == "moon.land"


def test_a_change_is_said_field_by_field() -> None:
    with use_locale(make_state("en")):
        found = differences(
            {"status": "waiting"}, {"status": "confirmed", "starts_on": "2026-03-31", "languages": ["fr", "nl"]}, {}
        )

    assert [(one.label, one.before, one.after) for one in found] == [
        ("Status", "On the waiting list", "Confirmed"),
        ("First day", None, "31 Mar 2026"),
        ("Languages", None, "fr and nl"),
    ]
