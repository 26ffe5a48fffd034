"""What is announced is saved; what is not saved is never announced."""

from typing import Any

import httpx
import pytest
from litestar import Litestar, post
from sqlalchemy import text

from core.database import Database
from core.errors import Conflict
from core.permissions import Permission, needs
from core.settings import Settings
from core.web.dependencies import NetworkDb
from core.web.outer import OuterLayer
from i18n.asgi import LocaleASGI
from server import wiring
from server.app import create_litestar
from server.roles import connect


@post("/api/v1/test-late-refusal", **needs(Permission.ANYONE))
async def late_refusal(network: NetworkDb) -> dict[str, bool]:
    """Breaks a rule that PostgreSQL checks only when the transaction ends."""
    await network.execute(text("insert into core.late_rule (id, parent) values (1, 99)"))
    return {"saved": True}


@post("/api/v1/test-conflict", **needs(Permission.ANYONE))
async def conflict_after_writing(network: NetworkDb) -> dict[str, bool]:
    await network.execute(text("insert into core.late_rule (id, parent) values (2, 2)"))
    raise Conflict


@post("/api/v1/test-success", **needs(Permission.ANYONE))
async def success(network: NetworkDb) -> dict[str, bool]:
    await network.execute(text("insert into core.late_rule (id, parent) values (3, 3)"))
    return {"saved": True}


@pytest.fixture
async def rule(database: Database) -> Any:
    connection = await connect(database.addresses.owner)
    await connection.execute(
        "create table core.late_rule (id int primary key,"
        " parent int references core.late_rule deferrable initially deferred)"
    )
    await connection.execute(f'grant select, insert on core.late_rule to "{database.addresses.group.username}"')
    yield connection
    await connection.execute("drop table core.late_rule")
    await connection.close()


@pytest.fixture
async def client_of_test_routes(database: Database, app_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(wiring, "ROUTES", (*wiring.ROUTES, late_refusal, conflict_after_writing, success))
    application: Litestar = create_litestar(database, app_settings)
    app = OuterLayer(LocaleASGI(application))  # type: ignore[arg-type]  # two spellings of the same ASGI types
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]  # as above
    async with httpx.AsyncClient(transport=transport, base_url="http://archipel.test") as opened:
        yield opened


async def test_a_commit_that_fails_is_never_a_success(client_of_test_routes: httpx.AsyncClient, rule: Any) -> None:
    answer = await client_of_test_routes.post("/api/v1/test-late-refusal")

    assert answer.status_code == 500
    assert "saved" not in answer.text
    assert answer.json()["code"] == "unexpected"
    assert await rule.fetchval("select count(*) from core.late_rule") == 0


async def test_an_error_after_writing_saves_nothing(client_of_test_routes: httpx.AsyncClient, rule: Any) -> None:
    answer = await client_of_test_routes.post("/api/v1/test-conflict")

    assert answer.status_code == 409
    assert await rule.fetchval("select count(*) from core.late_rule") == 0


async def test_a_success_is_saved_when_it_is_announced(client_of_test_routes: httpx.AsyncClient, rule: Any) -> None:
    answer = await client_of_test_routes.post("/api/v1/test-success")

    assert answer.status_code == 201
    assert await rule.fetchval("select count(*) from core.late_rule") == 1
