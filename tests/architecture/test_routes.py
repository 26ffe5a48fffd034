"""Who may come in is said on every handler, and a site is found in one way only."""

from collections.abc import Iterator

import pytest
from litestar.handlers.http_handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlalchemy import make_url

from core.database import Addresses, Database
from core.permissions import Permission
from core.settings import Settings
from network.access.roles import PERMISSIONS, SITE_ROLES, Role
from server.app import create_litestar


@pytest.fixture(scope="module")
def handlers() -> list[tuple[str, HTTPRouteHandler]]:
    """Every address with its handlers. No database is asked for that."""
    nowhere = make_url("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    database = Database(Addresses(nowhere, nowhere, nowhere, nowhere, nowhere))
    application = create_litestar(database, Settings(environment="test"))
    return [
        (route.path, handler)
        for route in application.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
    ]


def own(handlers: list[tuple[str, HTTPRouteHandler]]) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Without the answers to OPTIONS, which the framework gives by itself."""
    return ((path, handler) for path, handler in handlers if set(handler.http_methods) != {"OPTIONS"})


def test_every_handler_says_what_it_needs(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    assert len(handlers) > 20
    silent = [path for path, handler in own(handlers) if not isinstance(handler.opt.get("needs"), Permission)]
    assert not silent, "add **needs(Permission.…), for a public page Permission.ANYONE"


def site_segment(path: str) -> str | None:
    """The part of an address that names a site, if it is about one."""
    parts = path.strip("/").split("/")
    if parts[0] == "manage":
        return parts[1]
    if parts[:3] == ["api", "v1", "sites"] and len(parts) > 3:
        return parts[3]
    return parts[0] if parts[0].startswith("{") else None


def test_every_page_of_a_site_names_it_site_code(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    """The guard looks for that name: under another one the site would not be checked."""
    wrong = [path for path, _ in own(handlers) if site_segment(path) not in (None, "{site_code:str}")]
    assert not wrong


def test_only_pages_of_a_site_are_public_pages_of_a_site(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    wrong = [path for path, handler in own(handlers) if handler.opt.get("public_site") and "{site_code" not in path]
    assert not wrong


def test_whoever_manages_is_never_anyone(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    """Pages for staff, headquarters and the rollout team are for people with a role."""
    open_to_all = [
        path
        for path, handler in own(handlers)
        if path.startswith(("/manage", "/hq", "/rollout")) and handler.opt["needs"] is Permission.ANYONE
    ]
    assert not open_to_all


def test_what_shows_a_centres_own_records_is_for_that_centres_people(
    handlers: list[tuple[str, HTTPRouteHandler]],
) -> None:
    """A permission that headquarters holds too would open the page of every centre to it, with its own figures
    as they are. Whoever may appoint people is the exception: accounts, no learners."""
    inside = ("/manage/{site_code:str}", "/api/v1/sites/{site_code:str}/")
    wrong = {
        path: handler.opt["needs"]
        for path, handler in own(handlers)
        if path.startswith(inside)
        and not path.startswith("/manage/{site_code:str}/team")
        and {role for role in Role if handler.opt["needs"] in PERMISSIONS[role]} - SITE_ROLES
    }
    assert not wrong


def test_what_the_network_writes_over_the_api_asks_for_a_scope(
    handlers: list[tuple[str, HTTPRouteHandler]],
) -> None:
    writing = {"POST", "PUT", "PATCH", "DELETE"}
    without = [
        path
        for path, handler in own(handlers)
        if path.startswith("/api/v1") and writing & set(handler.http_methods) and not handler.opt.get("scopes")
    ]
    assert not without


def test_every_permission_that_is_asked_for_is_held_by_a_role(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    held = {Permission.ANYONE, Permission.SIGNED_IN}.union(*PERMISSIONS.values())
    asked = {handler.opt["needs"] for _, handler in own(handlers)}
    assert asked <= held


def test_no_two_pages_have_one_name(handlers: list[tuple[str, HTTPRouteHandler]]) -> None:
    names = [handler.name for _, handler in own(handlers) if handler.name]
    paths = {name: {path for path, handler in own(handlers) if handler.name == name} for name in names}
    assert not {name: where for name, where in paths.items() if len(where) > 1}
