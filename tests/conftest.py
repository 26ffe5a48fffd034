"""A real PostgreSQL for the whole run, used as the program uses it: through its own roles."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from server import wiring  # noqa: F401 -- registers measures and jobs
from server.app import create_app
from server.backing import open_database
from server.embedded import EmbeddedPostgres
from tests.factories import NewSite, make_site, make_tree
from tests.fixtures.fresh import empty_tables
from tests.fixtures.statements import statements

__all__ = ["statements"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests last: its driver keeps an event loop running, beside which no other can run."""
    items.sort(key=lambda item: "end_to_end" in item.path.parts)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archipel")


@pytest.fixture(scope="session")
def postgres(home: Path) -> Iterator[str]:
    """The administrator's address of a throw-away server."""
    if os.environ.get("TEST_DATABASE_URL"):
        yield os.environ["TEST_DATABASE_URL"]
        return
    server = EmbeddedPostgres(home, fast=True)
    try:
        yield server.start()
    finally:
        server.discard()


@pytest.fixture(scope="session")
def app_settings(home: Path, postgres: str) -> Settings:
    os.environ["ARCHIPEL_HOME"] = str(home)
    return Settings(home=home, environment="test", database={"url": postgres})


@pytest.fixture(scope="session")
async def migrated(app_settings: Settings) -> AsyncIterator[Database]:
    async with open_database(app_settings) as database:
        yield database


@pytest.fixture
async def database(migrated: Database) -> Database:
    """The migrated database, as the runtime roles, emptied before each test that asks for it."""
    await empty_tables(migrated)
    return migrated


@pytest.fixture
async def tree(database: Database) -> None:
    """network > europe > be, pl, es."""
    await make_tree(database)


@pytest.fixture
async def brussels(tree: None, database: Database) -> NewSite:
    return await make_site(
        database, "brussels", country="BE", parent="be", languages=["fr", "nl", "de", "en"], zone="Europe/Brussels"
    )


@pytest.fixture
async def warsaw(tree: None, database: Database) -> NewSite:
    return await make_site(
        database,
        "warsaw",
        country="PL",
        parent="pl",
        languages=["pl", "uk", "en"],
        zone="Europe/Warsaw",
        currency="PLN",
    )


@pytest.fixture
async def session(database: Database, brussels: NewSite) -> AsyncIterator[Any]:
    """A session of Brussels, as the role `app`."""
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as opened:
        yield opened


@pytest.fixture(scope="session")
def app(migrated: Database, app_settings: Settings) -> Any:
    """The application, made once: it keeps nothing of a request."""
    return create_app(migrated, app_settings)


@pytest.fixture
async def client(database: Database, app: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without script, in this process."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://archipel.test") as opened:
        yield opened
