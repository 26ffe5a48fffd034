"""Bring a database to today's tables: roles first, then the migrations, by one process at a time."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from core.database import Addresses
from core.settings import Settings
from server.roles import make_roles

MIGRATIONS = Path(__file__).parent / "migrations"


async def upgrade(settings: Settings, admin: str | None, urls: Addresses) -> None:
    """Make roles and migrate. Without an admin's address the roles must exist already.

    Idempotent; several processes that start together take turns.
    """
    if admin is not None:
        await make_roles(settings, admin, urls)
    await _as_owner(urls, lambda connection: _upgrade(connection, settings))


async def is_current(urls: Addresses) -> bool:
    """Whether the newest migration has run. False too for an empty database."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    return await applied(urls) == head


async def applied(urls: Addresses) -> str | None:
    """The newest migration that has run, or None."""

    def read(connection: Connection) -> str | None:
        if connection.execute(text("select to_regclass('core.alembic_version')")).scalar() is None:
            return None
        revision: str | None = connection.execute(text("select version_num from core.alembic_version")).scalar()
        return revision

    found: str | None = await _as_owner(urls, read)
    return found


async def _as_owner(urls: Addresses, work: Any) -> Any:
    engine = create_async_engine(urls.owner, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def alembic_config(connection: Connection, settings: Settings) -> Config:
    """Alembic's settings for a connection that is already open."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["role_prefix"] = settings.role_prefix
    return config


def _upgrade(connection: Connection, settings: Settings) -> None:
    connection.execute(text("select pg_advisory_xact_lock(721002)"))
    connection.execute(text("create schema if not exists core"))
    command.upgrade(alembic_config(connection, settings), "head")
    backup = f"{settings.role_prefix}_backup"
    for schema in ("core", "network", "sites"):
        connection.execute(text(f'grant usage on schema {schema} to "{backup}"'))
        connection.execute(text(f'grant select on all tables in schema {schema} to "{backup}"'))
