"""Public pages are given again as they were made, and never a moment too long."""

import httpx
import pytest

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from core.web.kept_pages import Kept, KeptPages
from network.access.roles import Role
from server.gate import admit
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import make_course, make_learner

COURSE = "/en/brussels/courses/WEB-1"
KEY = ("/en", "/brussels", b"", "")


@pytest.fixture
async def course(database: Database, brussels: NewSite) -> object:
    return await make_course(database, brussels, "WEB-1", capacity=5, sessions=2)


async def test_a_page_asked_for_again_costs_one_statement(
    client: httpx.AsyncClient, course: object, statements: list[str]
) -> None:
    first = await client.get(COURSE)
    statements.clear()
    again = await client.get(COURSE)
    assert again.content == first.content
    assert len(statements) == 1, statements


async def test_whatever_changes_is_on_the_very_next_page(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, course: object
) -> None:
    for taken in range(1, 4):
        await make_learner(database, brussels, course, taken)  # type: ignore[arg-type]  # its id
        for _ in range(2):
            assert f"{taken} of 5 places taken" in (await client.get(COURSE)).text


async def test_the_browser_need_not_read_the_same_page_twice(client: httpx.AsyncClient, course: object) -> None:
    first = await client.get(COURSE)
    again = await client.get(COURSE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(COURSE, headers={"if-none-match": '"other"'})).status_code == 200


async def test_nobody_sees_the_page_of_somebody_who_is_signed_in(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, course: object
) -> None:
    person = await make_person(database, "ada@example.org", Role.SITE_MANAGER, brussels.id)
    await signed_in(database, client, person)
    own = await client.get(COURSE)
    assert "/en/account" in own.text
    assert "etag" not in own.headers
    assert own.headers["cache-control"] == "private, no-store"
    client.cookies.clear()
    for _ in range(2):
        assert "/en/account" not in (await client.get(COURSE)).text


async def test_each_language_and_appearance_has_its_own_page(client: httpx.AsyncClient, course: object) -> None:
    pages = [
        await client.get(f"/{tag}/brussels/courses", headers={"cookie": f"archipel_theme={theme}"})
        for tag in ("fr", "en")
        for theme in ("auto", "dark")
    ]
    assert len({page.headers["etag"] for page in pages}) == 4
    assert {page.headers["vary"] for page in pages} == {"Cookie"}


async def test_two_states_of_the_database_never_have_one_name(database: Database, brussels: NewSite) -> None:

    async def name() -> str:
        return (await admit(database, site="brussels", cookie=None, token=None)).as_of

    quiet = await name()
    assert await name() == quiet
    await make_course(database, brussels, "WEB-2")
    changed = await name()
    assert changed != quiet
    async with unit_of_work(database, DataScope.of_network()) as session:
        await session.connection()
    assert await name() == changed


def test_a_page_that_says_what_time_it_is_is_made_again() -> None:
    pages = KeptPages(most=2, seconds=20)
    pages.keep(KEY, Kept("1:1:", 100.0, b"page", '"tag"'))
    assert pages.find(KEY, as_of="1:1:", now=119.0) is not None
    assert pages.find(KEY, as_of="1:2:", now=119.0) is None
    assert pages.find(KEY, as_of="1:1:", now=121.0) is None


def test_the_oldest_page_makes_room() -> None:
    pages = KeptPages(most=2)
    keys = [("/en", f"/{number}", b"", "") for number in range(3)]
    for key in keys:
        pages.keep(key, Kept("1:1:", 1.0, b"page", '"tag"'))
    assert [pages.find(key, as_of="1:1:", now=1.0) is not None for key in keys] == [False, True, True]
