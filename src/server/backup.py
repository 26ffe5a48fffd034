"""A copy of the whole database, and its return: PostgreSQL's own tools, and rows counted on both sides."""

import asyncio
import os
from pathlib import Path

import asyncpg
import click
from sqlalchemy import URL

from core.database import Database
from core.settings import Settings
from server.embedded_binaries import packaged_binaries
from server.roles import connect

SCHEMAS = ("core", "network", "sites")


async def backup(database: Database, file: str) -> int:
    """Write the copy; the number of rows in it.

    As the role that may read everything: the owner, whom row-level security binds too, would write
    empty tables without a word. Raises ClickException with what pg_dump says.
    """
    target = Path(file)
    partial = target.with_name(f"{target.name}.partial")
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    await _tool("pg_dump", database.addresses.backup, "--format=custom", f"--file={partial}", *schemas)
    partial.chmod(0o600)
    partial.replace(target)
    return await _rows(database)


async def restore(database: Database, settings: Settings, file: str) -> int:
    """Replace the schemas by those of the copy, in one transaction; the number of rows then there.

    Raises ClickException, and leaves everything as it was, when the file is not such a copy.
    """
    connection = await connect(database.addresses.owner)
    await connection.close()
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    await _tool(
        "pg_restore",
        database.addresses.owner,
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        *schemas,
        file,
    )
    return await _rows(database)


async def _tool(name: str, url: URL, *arguments: str) -> None:
    shown = url.set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": str(shown.password or ""), "PGCONNECT_TIMEOUT": "10"}
    dsn = shown.set(password=None).render_as_string(hide_password=False)
    program = packaged_binaries() / name
    process = await asyncio.create_subprocess_exec(
        str(program),
        f"--dbname={dsn}",
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode != 0:
        raise click.ClickException(f"{name} failed: {said.decode(errors='replace').strip()}")


async def _rows(database: Database) -> int:
    connection: asyncpg.Connection = await connect(database.addresses.backup)
    try:
        tables = await connection.fetch(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = any($1)", list(SCHEMAS)
        )
        counts = [await connection.fetchval(f"select count(*) from {row[0]}") for row in tables]  # noqa: S608 -- names quoted by PostgreSQL
        return sum(counts)
    finally:
        await connection.close()
