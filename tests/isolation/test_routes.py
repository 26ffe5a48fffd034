"""No leak through side doors: every route there is, asked as Warsaw, with everything of Brussels put into it.

A new route that is not in `routes.py` fails the first test.
"""

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute

from core.database import Database
from core.settings import Settings
from server.app import create_litestar
from tests.isolation.asking import PARAMETER, Asker, body_with, filled_in, identities, trace
from tests.isolation.conftest import TwoSites
from tests.isolation.routes import EXPECTED, NETWORK, PUBLIC, STAFF, Expected
from tests.isolation.test_statements import as_app, fingerprint, targets


@pytest.fixture
def warsaw_manager(database: Database, client: httpx.AsyncClient, two_sites: TwoSites) -> Asker:
    return Asker(database, client, two_sites.warsaw_manager)


@pytest.fixture
def brussels_manager(database: Database, client: httpx.AsyncClient, two_sites: TwoSites) -> Asker:
    return Asker(database, client, two_sites.brussels_manager)


def of_kind(kind: str) -> list[tuple[str, str, Expected]]:
    """Method, path and what is expected."""
    return [(*route.split(" "), expected) for route, expected in EXPECTED.items() if expected.kind == kind]  # type: ignore[misc]  # split gives two


def brussels_values(two_sites: TwoSites) -> dict[str, str]:
    return identities(two_sites.brussels, two_sites.brussels_grant)


async def test_every_route_is_expected(database: Database, app_settings: Settings) -> None:
    application = create_litestar(database, app_settings)
    found = {
        f"{method} {re.sub(r':[a-z]+}', '}', route.path)}"
        for route in application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    }
    assert found - EXPECTED.keys() == set(), "say in tests/isolation/routes.py what it may show to a neighbour"
    assert EXPECTED.keys() - found == set(), "these are gone"


async def test_another_centres_pages_do_not_exist(two_sites: TwoSites, warsaw_manager: Asker) -> None:
    """Word for word what a centre answers that there never was."""
    wrong: dict[str, Any] = {}
    values = brussels_values(two_sites)
    for method, path, _ in of_kind(STAFF):
        answers = [
            await warsaw_manager.ask(
                method, filled_in(path, {**values, "site_code": code}), body_with(two_sites.brussels)
            )
            for code in ("brussels", "atlantis")
        ]
        statuses = [answer.status_code for answer in answers]
        if statuses != [404, 404] or trace(answers[0], two_sites) or _words(answers[0]) != _words(answers[1]):
            wrong[f"{method} {path}"] = (statuses, trace(answers[0], two_sites))
    assert wrong == {}


def _words(answer: httpx.Response) -> str:
    """Without what every answer has of its own: its address and its number."""
    text = answer.text.replace("brussels", "atlantis")
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


async def test_what_belongs_to_another_centre_is_not_found_under_the_own_one(
    two_sites: TwoSites, warsaw_manager: Asker
) -> None:
    wrong: dict[str, Any] = {}
    values = {**brussels_values(two_sites), "site_code": "warsaw"}
    named = {name: values[name] for name in ("file_format", "number")}  # no row's identity
    missing = {name: str(uuid4()) for name in values} | named | {"site_code": "warsaw"}
    for method, path, expected in of_kind(STAFF):
        if set(PARAMETER.findall(path)) <= {"site_code", *named}:
            continue
        answer = await warsaw_manager.ask(method, filled_in(path, values), body_with(two_sites.warsaw))
        absent = await warsaw_manager.ask(method, filled_in(path, missing), body_with(two_sites.warsaw))
        if (
            answer.status_code not in expected.own
            or answer.status_code != absent.status_code
            or trace(answer, two_sites)
        ):
            wrong[f"{method} {path}"] = (answer.status_code, absent.status_code, trace(answer, two_sites))
    assert wrong == {}


async def test_own_pages_show_nothing_of_another_centre(two_sites: TwoSites, warsaw_manager: Asker) -> None:
    """Nor take it: identities of Brussels in every field of every form."""
    wrong: dict[str, Any] = {}
    values = {**identities(two_sites.warsaw, two_sites.brussels_grant), "site_code": "warsaw"}
    for method, path, _ in of_kind(STAFF):
        answer = await warsaw_manager.ask(method, filled_in(path, values), body_with(two_sites.brussels))
        # A form that is shown again shows what was typed.
        shown = set() if answer.status_code == 422 else trace(answer, two_sites)
        if shown or answer.status_code >= 500:
            wrong[f"{method} {path}"] = (answer.status_code, shown)
    assert wrong == {}


async def test_no_request_changes_a_row_of_another_centre(
    database: Database, two_sites: TwoSites, warsaw_manager: Asker
) -> None:
    """After every writing route was asked with Brussels in its address and in its body, Brussels is as it
    was, and no row of Warsaw names one of Brussels."""
    async with as_app(database) as connection:
        tables = await targets(connection, two_sites)
        before = await fingerprint(connection, tables, two_sites)
        own = identities(two_sites.warsaw, two_sites.brussels_grant)
        for route in EXPECTED:
            method, path = route.split(" ")
            if method == "GET":
                continue
            for values in (
                {**brussels_values(two_sites), "site_code": "brussels"},
                {**brussels_values(two_sites), "site_code": "warsaw"},
                {**own, "site_code": "warsaw"},
            ):
                if path.startswith("/{site_code}") and values["site_code"] == "brussels":
                    continue  # the public may register at an open centre
                await warsaw_manager.ask(method, filled_in(path, values), body_with(two_sites.brussels))
        assert await fingerprint(connection, tables, two_sites) == before
        others = [str(row["id"]) for row in two_sites.brussels.rows.values() if "id" in row]
        async with connection.transaction():
            await connection.execute("select core.enter($1)", two_sites.warsaw.site.id)
            for target in tables:
                named = f"select count(*) from {target.table} t where t::text ~ $1"  # noqa: S608 -- names come from the catalogue
                assert await connection.fetchval(named, "|".join(others)) == 0, target.table


async def test_nothing_for_one_person_is_kept_by_a_browser_or_a_proxy(
    two_sites: TwoSites, brussels_manager: Asker
) -> None:
    values = {**brussels_values(two_sites), "site_code": "brussels"}
    kept: dict[str, Any] = {}
    for method, path, _ in of_kind(STAFF):
        if method == "GET":
            answer = await brussels_manager.ask(method, filled_in(path, values))
            if "no-store" not in answer.headers.get("cache-control", ""):
                kept[path] = answer.headers.get("cache-control")
    assert kept == {}


async def test_public_pages_show_what_is_meant_for_the_public(two_sites: TwoSites, warsaw_manager: Asker) -> None:
    wrong: dict[str, Any] = {}
    values = {**brussels_values(two_sites), "site_code": "brussels"}
    for method, path, expected in of_kind(PUBLIC):
        if method != "GET":
            continue
        answer = await warsaw_manager.ask(method, filled_in(path, values))
        if not trace(answer, two_sites) <= expected.shows or answer.status_code not in expected.answers:
            wrong[f"{method} {path}"] = (answer.status_code, trace(answer, two_sites))
    assert wrong == {}


async def test_the_learners_own_link_opens_nothing_under_another_centre(
    two_sites: TwoSites, warsaw_manager: Asker
) -> None:
    values = {**brussels_values(two_sites), "site_code": "warsaw"}
    for method, path, expected in of_kind(PUBLIC):
        if set(PARAMETER.findall(path)) <= {"site_code", "number"}:
            continue
        answer = await warsaw_manager.ask(method, filled_in(path, values), body_with(two_sites.brussels))
        assert (answer.status_code, trace(answer, two_sites)) == (expected.elsewhere, set()), f"{method} {path}"


async def test_pages_of_the_network_show_no_ones_people(two_sites: TwoSites, warsaw_manager: Asker) -> None:
    wrong: dict[str, Any] = {}
    for method, path, expected in of_kind(NETWORK):
        answer = await warsaw_manager.ask(
            method, filled_in(path, brussels_values(two_sites)), body_with(two_sites.brussels)
        )
        shown = trace(answer, two_sites)
        if not shown <= expected.shows or answer.status_code not in expected.answers:
            wrong[f"{method} {path}"] = (answer.status_code, shown)
    assert wrong == {}


async def test_the_own_manager_finds_all_of_it(two_sites: TwoSites, brussels_manager: Asker) -> None:
    """Else the tests above would pass on addresses that are wrong for everybody."""
    wrong: dict[str, Any] = {}
    seen: set[str] = set()
    values = {**brussels_values(two_sites), "site_code": "brussels"}
    for method, path, expected in [*of_kind(STAFF), *of_kind(PUBLIC)]:
        if method != "GET":
            continue
        answer = await brussels_manager.ask(method, filled_in(path, values))
        if answer.status_code not in expected.answers:
            wrong[f"{method} {path}"] = answer.status_code
        seen |= trace(answer, two_sites)
    assert wrong == {}
    assert {"cohorts", "venues", "sessions", "learners", "registrations", "events"} <= seen
