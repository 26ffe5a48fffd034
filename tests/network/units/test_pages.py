"""Headquarters' tree: what it shows, who may change it, and that nothing moves unasked."""

from datetime import date

import httpx
import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.units.actions import move_unit
from network.units.errors import WrongPlace
from network.units.models import UnitKind
from network.units.queries import placements_on, unit
from network.units.rules import hangs_beneath
from tests.factories import NewSite, make_person, make_unit, signed_in


@pytest.fixture
async def admin(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    async with unit_of_work(database, DataScope.of_network()) as session:
        group = await unit(session, "network")
    person = await make_person(database, "admin@example.org", Role.NETWORK_ADMIN, group.id)
    return await signed_in(database, client, person)


async def _parent(database: Database, code: str, day: date) -> str | None:
    async with unit_of_work(database, DataScope.of_network()) as session:
        return next(one.parent for one in await placements_on(session, day) if one.code == code)


async def test_the_tree_is_shown_as_it_stands_with_what_is_announced(
    client: httpx.AsyncClient, database: Database, admin: str
) -> None:
    async with unit_of_work(database, DataScope.of_network()) as session:
        await move_unit(session, "brussels", to="europe", from_on=date(2099, 1, 1))

    page = (await client.get("/en/hq/units")).text

    assert "Brussels" in page
    assert "moves on 1 Jan 2099" in page


async def test_a_country_gets_its_name_in_every_language(
    client: httpx.AsyncClient, database: Database, admin: str
) -> None:
    form = {"csrf_token": admin, "kind": "country", "country": "LU", "parent": "europe", "code": "lu"}

    assert (await client.post("/en/hq/units", data=form)).status_code == 303
    async with unit_of_work(database, DataScope.of_network()) as session:
        added = await unit(session, "lu")
    assert added.country == "LU"
    assert added.name["lb"] == "Lëtzebuerg"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "be"}, "already used"),
        ({"code": "Not a code!"}, "cannot be a code"),
        ({"kind": "region"}, "Please fill this in."),
        ({"country": ""}, "Please choose one of the list."),
    ],
)
async def test_what_is_wrong_with_a_unit_is_said_and_nothing_is_lost(
    client: httpx.AsyncClient, admin: str, changed: dict[str, str], words: str
) -> None:
    form = {"csrf_token": admin, "kind": "country", "country": "LU", "parent": "europe", "code": "lu", **changed}

    page = await client.post("/en/hq/units", data=form)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{form["code"]}"' in page.text


async def test_a_move_is_asked_in_words_before_it_is_made(
    client: httpx.AsyncClient, database: Database, admin: str
) -> None:
    question = await client.get("/en/hq/units/brussels/move?to=europe&from_on=2027-01-01")

    assert "Move Brussels from 1 Jan 2027" in question.text
    assert await _parent(database, "brussels", date(2027, 1, 1)) == "be", "looking changes nothing"

    form = {"csrf_token": admin, "to": "europe", "from_on": "2027-01-01"}
    assert (await client.post("/en/hq/units/brussels/move", data=form)).status_code == 303
    assert await _parent(database, "brussels", date(2026, 12, 31)) == "be"
    assert await _parent(database, "brussels", date(2027, 1, 1)) == "europe"


@pytest.mark.parametrize("asked", ["to=be&from_on=2027-01-01", "to=europe&from_on=soon", "to=&from_on=2027-01-01"])
async def test_a_move_that_cannot_be_is_refused_in_words(client: httpx.AsyncClient, admin: str, asked: str) -> None:
    assert (await client.get(f"/en/hq/units/brussels/move?{asked}")).status_code == 422


async def test_an_unknown_unit_is_not_there(client: httpx.AsyncClient, admin: str) -> None:
    assert (await client.get("/en/hq/units/nowhere")).status_code == 404
    assert (await client.get("/en/hq/units/brussels/move?to=nowhere&from_on=2027-01-01")).status_code == 404


async def test_an_analyst_looks_and_does_not_touch(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    person = await make_person(database, "analyst@example.org", Role.NETWORK_ANALYST, brussels.id)
    token = await signed_in(database, client, person)

    page = await client.get("/en/hq/units/brussels")
    form = {"csrf_token": token, "to": "europe", "from_on": "2027-01-01"}

    assert page.status_code == 200
    assert "Move it" not in page.text
    assert (await client.post("/en/hq/units/brussels/move", data=form)).status_code == 403


async def test_nothing_hangs_beneath_itself(database: Database, tree: None) -> None:
    await make_unit(database, "benelux", UnitKind.REGION, "europe")

    async with unit_of_work(database, DataScope.of_network()) as session:
        with pytest.raises(WrongPlace):
            await move_unit(session, "europe", to="benelux", from_on=date(2027, 1, 1))


def test_beneath_is_followed_to_the_top_and_around_circles() -> None:
    pairs = [("c", "b"), ("b", "a"), ("a", "b")]

    assert hangs_beneath("c", "a", pairs)
    assert hangs_beneath("a", "a", pairs)
    assert not hangs_beneath("a", "c", pairs)
