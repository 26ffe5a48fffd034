"""Isolation below the views: as the program's own database role, inside one site, over every table there is."""

# ruff: noqa: S608 -- the names come from the catalogue

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import asyncpg
import pytest

from core.database import Database
from server.roles import connect
from tests.isolation.attempts import Attempt, Generator, Right, Target
from tests.isolation.conftest import BRUSSELS_MARK, TwoSites

QUICK, LONG = 2_000, 20_000
SEED = 20_260_901

TARGETS = """
select format('%I.%I', n.nspname, c.relname) as name,
  array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
  array(select a.attname::text from pg_constraint k
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
        where k.conrelid = c.oid and k.contype = 'p') as key
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema')
  and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'site_id' and not a.attisdropped)
order by 1
"""


async def targets(connection: asyncpg.Connection, two_sites: TwoSites) -> list[Target]:
    found = await connection.fetch(TARGETS)
    rows = two_sites.brussels.rows
    return [
        Target(row["name"], tuple(row["columns"]), rows.get(row["name"], {}).get("id"), tuple(row["key"]))
        for row in found
    ]


@asynccontextmanager
async def as_app(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await connect(database.addresses.app)
    try:
        yield connection
    finally:
        await connection.close()


async def count(connection: asyncpg.Connection, tables: Iterable[Target]) -> dict[str, int]:
    """From names of the catalogue."""
    return {one.table: await connection.fetchval(f"select count(*) from {one.table}") for one in tables}


async def leak(connection: asyncpg.Connection, attempt: Attempt, two_sites: TwoSites, *, keep: bool) -> str | None:
    """What the attempt got, if it got anything. What it wrote stays when `keep`, as it would in earnest."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute("select core.enter($1)", two_sites.warsaw.site.id)
        statement = await connection.prepare(attempt.sql)
        rows = await statement.fetch()
        got = _judge(attempt, rows, statement.get_statusmsg(), two_sites)
    except asyncpg.InsufficientPrivilegeError as refusal:
        keep = False
        got = f"refusal tells {refusal}" if BRUSSELS_MARK in str(refusal) else None
    except asyncpg.PostgresError as error:
        keep = False
        got = f"{error.sqlstate} {error}"
    if keep:
        await transaction.commit()
    else:
        await transaction.rollback()
    return got


def _judge(attempt: Attempt, rows: list[asyncpg.Record], status: str, two_sites: TwoSites) -> str | None:
    if attempt.right is Right.REFUSED:
        return f"was not refused: {status}"
    shown = repr(rows)
    if BRUSSELS_MARK in shown or str(two_sites.brussels.site.id) in shown:
        return shown[:300]
    if attempt.right is Right.ZERO and rows[0][0] != 0:
        return f"{rows[0][0]} and not 0"
    if attempt.right is Right.NO_ROWS and (rows or not status.endswith(" 0")):
        return f"{status} {shown[:200]}"
    return None


async def fingerprint(connection: asyncpg.Connection, tables: list[Target], two_sites: TwoSites) -> dict[str, str]:
    """Of all of Brussels' rows, seen from Brussels."""
    async with connection.transaction():
        await connection.execute("select core.enter($1)", two_sites.brussels.site.id)
        return {
            one.table: await connection.fetchval(
                f"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {one.table} t"
            )
            for one in tables
        }


@pytest.mark.parametrize("site", ["brussels", "warsaw"])
async def test_there_is_something_to_leak_in_every_table(database: Database, two_sites: TwoSites, site: str) -> None:
    async with as_app(database) as connection:
        tables = await targets(connection, two_sites)
        assert len(tables) > 15
        async with connection.transaction():
            await connection.execute("select core.enter($1)", getattr(two_sites, site).site.id)
            assert {name: rows for name, rows in (await count(connection, tables)).items() if not rows} == {}


async def test_without_a_site_there_is_not_one_row(database: Database, two_sites: TwoSites) -> None:
    async with as_app(database) as connection:
        tables = await targets(connection, two_sites)
        assert {name: rows for name, rows in (await count(connection, tables)).items() if rows} == {}


async def test_a_site_that_was_entered_is_left_with_the_transaction(database: Database, two_sites: TwoSites) -> None:
    async with as_app(database) as connection:
        tables = await targets(connection, two_sites)
        async with connection.transaction():
            await connection.execute("select core.enter($1)", two_sites.brussels.site.id)
        assert not any((await count(connection, tables)).values())


async def test_headquarters_role_cannot_read_one_of_them(database: Database, two_sites: TwoSites) -> None:
    connection = await connect(database.addresses.group)
    try:
        for target in await targets(connection, two_sites):
            if target.table.startswith("sites."):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.fetch(f"select 1 from {target.table}")
            else:
                assert await connection.fetch(f"select site_id from {target.table} where site_id is not null") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("select core.enter($1)", two_sites.brussels.site.id)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    "attempts", [pytest.param(QUICK, id="quick"), pytest.param(LONG, id="long", marks=pytest.mark.long)]
)
async def test_nothing_gets_over_the_wall(
    database: Database, two_sites: TwoSites, attempts: int, pytestconfig: pytest.Config
) -> None:
    if attempts == LONG and "long" not in (pytestconfig.getoption("markexpr") or ""):
        pytest.skip("the release size: pytest -m long")
    async with as_app(database) as connection:
        tables = await targets(connection, two_sites)
        before = await fingerprint(connection, tables, two_sites)
        generator = Generator(
            tables, own=two_sites.warsaw.site.id, other=two_sites.brussels.site.id, seed=SEED + attempts
        )
        leaks: list[str] = []
        shapes: Counter[str] = Counter()
        for attempt in generator.attempts(attempts):
            shapes[attempt.shape] += 1
            if got := await leak(connection, attempt, two_sites, keep=True):
                leaks.append(f"{attempt.shape}: {attempt.sql}\n    -> {got}")
        assert not leaks, "\n".join(leaks[:10])
        assert len(shapes) == len(generator.shapes)
        assert sum(shapes.values()) == attempts
        assert await fingerprint(connection, tables, two_sites) == before


@pytest.mark.parametrize("table", ["sites.learners", "sites.venues"])
async def test_a_hole_in_the_wall_would_be_found(database: Database, two_sites: TwoSites, table: str) -> None:
    """The same attempts, with the wall taken down around one table: they must find it, and only it.
    It takes as many as it takes: the more tables, the fewer hit this one."""
    wanted = {"select", "count", "insert for the other", "delete the other", "telling error"}
    owner = await connect(database.addresses.owner)
    try:
        await owner.execute(f"alter table {table} disable row level security")
        async with as_app(database) as connection:
            tables = await targets(connection, two_sites)
            generator = Generator(tables, own=two_sites.warsaw.site.id, other=two_sites.brussels.site.id, seed=SEED)
            found: list[Attempt] = []
            shapes: set[str] = set()
            for number, attempt in enumerate(generator.attempts(LONG)):
                if await leak(connection, attempt, two_sites, keep=False):
                    found.append(attempt)
                    shapes.add(attempt.shape)
                if number >= QUICK and shapes >= wanted and len(shapes) > 15:
                    break
        assert wanted <= shapes
        assert len(shapes) > 15
        assert not [attempt.sql for attempt in found if table not in attempt.sql]
    finally:
        await owner.execute(f"alter table {table} enable row level security")
        await owner.close()
