"""Signing in and out, in a browser without script."""

import httpx

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.access.roles import Role
from network.people.actions import add_person
from tests.factories import NewSite

PASSWORD = "correct horse battery"


async def _manager(database: Database, site: NewSite) -> None:
    async with unit_of_work(database, DataScope.of_network()) as session:
        await add_person(
            session,
            "Ada@Example.org ",
            name="Ada",
            role=Role.SITE_MANAGER,
            unit_id=site.id,
            password=PASSWORD,
            language="fr",
        )


async def test_a_manager_signs_in_and_lands_in_her_centre_in_her_language(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await _manager(database, brussels)

    answer = await client.post("/en/sign-in", data={"email": "ada@example.org", "password": PASSWORD})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/fr/manage/brussels"
    assert (await client.get("/fr/account")).status_code == 200


async def test_a_wrong_password_and_an_unknown_address_read_the_same(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await _manager(database, brussels)

    wrong = await client.post("/en/sign-in", data={"email": "ada@example.org", "password": "something else"})
    unknown = await client.post("/en/sign-in", data={"email": "eve@example.org", "password": "something else"})

    assert wrong.status_code == unknown.status_code == 422
    assert "do not belong together" in wrong.text
    assert "do not belong together" in unknown.text


async def test_signing_out_ends_it(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await _manager(database, brussels)
    await client.post("/en/sign-in", data={"email": "ada@example.org", "password": PASSWORD})
    page = (await client.get("/fr/account")).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]

    refused = await client.post("/fr/sign-out", data={})
    accepted = await client.post("/fr/sign-out", data={"csrf_token": token})

    assert refused.status_code == 403
    assert accepted.status_code == 303
    assert (await client.get("/fr/account")).status_code == 303


async def test_a_form_of_another_site_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/en/sign-in", data={"email": "a@b.example", "password": "x"}, headers={"origin": "https://evil.example"}
    )

    assert answer.status_code == 403


async def test_after_signing_in_nobody_is_sent_elsewhere(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await _manager(database, brussels)

    answer = await client.post(
        "/en/sign-in", data={"email": "ada@example.org", "password": PASSWORD, "next": "//evil.example/x"}
    )

    assert answer.headers["location"] == "/fr/manage/brussels"


async def test_only_guesses_are_counted(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await _manager(database, brussels)
    right = {"email": "ada@example.org", "password": PASSWORD}
    wrong = {**right, "password": "something else"}

    for _ in range(17):
        client.cookies.clear()
        assert (await client.post("/en/sign-in", data=right)).status_code == 303
    client.cookies.clear()
    refused = [(await client.post("/en/sign-in", data=wrong)).status_code for _ in range(16)]

    assert refused == [422] * 15 + [429]
    assert (await client.post("/en/sign-in", data=right)).status_code == 429
