"""Models and migrations say the same: compared by Alembic, and object by object in PostgreSQL's catalogue."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from server import tables

SCHEMAS = ("core", "network", "sites")
assert tables.SITES, "imported so that the metadata is whole"


def engine_of(address: str) -> AsyncEngine:
    return create_async_engine(make_url(address).set(drivername="postgresql+asyncpg"), poolclass=NullPool)


async def test_nothing_is_left_for_a_migration_to_do(postgres: str, migrated: object) -> None:
    def differences(connection: Connection) -> list[Any]:
        options = {"include_schemas": True, "compare_type": True, "include_name": _ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))

    engine = engine_of(postgres)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return name in SCHEMAS if kind == "schema" else not (kind == "table" and name in NOT_MODELS)


# Kept by the migrations alone: no model reads them.
NOT_MODELS = {"alembic_version", "secrets"}


@pytest.fixture(scope="module")
async def made_of_models(postgres: str, migrated: object) -> AsyncIterator[asyncpg.Connection]:
    """A second database whose tables were made from the models."""
    name = f"models_{uuid4().hex[:12]}"
    administrator = engine_of(postgres).execution_options(isolation_level="AUTOCOMMIT")
    async with administrator.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    address = make_url(postgres).set(database=name)
    engine = engine_of(address.render_as_string(hide_password=False))
    async with engine.begin() as connection:
        for schema in SCHEMAS:
            await connection.execute(text(f"create schema {schema}"))
        await connection.execute(text("create type core.id_range as range (subtype = uuid)"))
        await connection.run_sync(SQLModel.metadata.create_all)
    opened = await asyncpg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        yield opened
    finally:
        await opened.close()
        await engine.dispose()
        async with administrator.connect() as connection:
            await connection.execute(text(f'drop database "{name}" with (force)'))
        await administrator.dispose()


CONSTRAINTS = """
select n.nspname || '.' || c.relname as place, k.conname as name, pg_get_constraintdef(k.oid) as definition
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not c.relname = any ($2) and k.contype <> 'n'
"""
INDEXES = """
select schemaname || '.' || tablename as place, indexname as name, indexdef as definition
from pg_indexes where schemaname = any ($1) and not tablename = any ($2)
"""
COLUMNS = """
select table_schema || '.' || table_name as place, column_name as name,
  data_type || ' ' || is_nullable || coalesce(' ' || character_maximum_length, '')
  || coalesce(' ' || numeric_precision || ',' || numeric_scale, '') as definition
from information_schema.columns where table_schema = any ($1) and not table_name = any ($2)
"""


@pytest.mark.parametrize("question", [CONSTRAINTS, INDEXES, COLUMNS], ids=["constraints", "indexes", "columns"])
async def test_migrations_make_what_the_models_say(
    catalogue: asyncpg.Connection, made_of_models: asyncpg.Connection, question: str
) -> None:
    def told(rows: Iterable[asyncpg.Record]) -> dict[tuple[str, str], str]:
        return {(row["place"], row["name"]): row["definition"] for row in rows}

    arguments = (list(SCHEMAS), sorted(NOT_MODELS))
    migrated_ones = told(await catalogue.fetch(question, *arguments))
    modelled = told(await made_of_models.fetch(question, *arguments))
    assert len(modelled) > 30
    different = {key for key in migrated_ones.keys() | modelled.keys() if migrated_ones.get(key) != modelled.get(key)}
    assert {key: (migrated_ones.get(key), modelled.get(key)) for key in different} == {}
