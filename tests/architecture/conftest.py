"""The catalogue of the migrated database, read as its administrator: who sees everything."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from core.database import Database
from server.roles import connect


@pytest.fixture(scope="session")
async def catalogue(migrated: Database, postgres: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(postgres)
    try:
        yield connection
    finally:
        await connection.close()
