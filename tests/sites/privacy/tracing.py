"""Looks for words in everything there is: every table of every schema, the program's folder, what was logged."""

from collections.abc import Iterable
from pathlib import Path

import asyncpg

from core.clock import utc_now
from core.database import Database
from core.jobs import Tools
from core.mail import Post
from core.settings import Settings
from network.results.recount import catch_up
from server.roles import connect
from server.templating import make_environment
from server.worker import Worker
from sites.forgetting import HOLDINGS

_TABLES = """
select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm', 'p') and n.nspname !~ '^pg_(toast|temp)' and c.relname <> 'pg_largeobject'
"""
_INDEXES = """
select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
where indexprs is not null and indrelid::regclass::text = any ($1)
"""


async def tables_that_say(postgres: str, words: Iterable[str]) -> dict[str, int]:
    """As the administrator, whom no wall keeps out: rows whose text holds one of the words, also as bytes."""
    connection: asyncpg.Connection = await connect(postgres)
    patterns = [word for one in words for word in (one, one.encode().hex())]
    found: dict[str, int] = {}
    try:
        for (table,) in await connection.fetch(_TABLES):
            question = f"select count(*) from {table} t where t::text ilike any ($1)"  # noqa: S608 -- names come from the catalogue
            if count := await connection.fetchval(question, [f"%{pattern}%" for pattern in patterns]):
                found[table] = count
        computed = await connection.fetch(_INDEXES, list(HOLDINGS))
        assert not computed, "an index over an expression may hold what no column does"
    finally:
        await connection.close()
    return found


async def sample_everything(postgres: str) -> None:
    """What the planner's housekeeping does by itself sooner or later."""
    connection = await connect(postgres)
    try:
        await connection.execute("analyze")
    finally:
        await connection.close()


def files_that_say(home: Path, words: Iterable[str]) -> list[str]:
    """All but the database's own files: their rows are looked at above."""
    wanted = [word.casefold() for word in words]
    data = (home / "postgres").resolve()
    found = []
    for path in home.rglob("*"):
        if path.is_file() and not path.resolve().is_relative_to(data):
            text = path.read_bytes().decode("utf-8", "replace").replace("=\r\n", "").casefold()
            if any(word in text for word in wanted):
                found.append(str(path.relative_to(home)))
    return found


async def run_jobs(database: Database, settings: Settings, *, later: float = 0) -> None:
    """Everything that is due, `later` seconds from now."""
    worker = Worker(database, Tools(Post(make_environment(), settings), settings))
    while await worker.run_next(utc_now().fromtimestamp(utc_now().timestamp() + later, utc_now().tzinfo)):
        pass


async def all_counts(database: Database, year: int) -> dict[str, list[tuple[object, ...]]]:
    """What headquarters counts, unhidden: every measure, unit, period, and every breakdown alone and by another."""
    await catch_up(database)
    kinds = [None, "gender", "age_band", "education", "employment", "curriculum", "level", "programme"]
    found: dict[str, list[tuple[object, ...]]] = {}
    connection = await connect(database.addresses.group)
    try:
        measures = [
            "registrations", "enrolments", "seats", "seats_taken", "ended", "ended_completed", "completions",
            "withdrawals", "non_completions", "marks", "marks_present", "minutes", "minutes_imported", "certificates",
            "exits_answered", "exits_positive", "exits_unanswered", "projects_finished", "spending",
        ]  # fmt: skip
        for by in kinds:
            for answer in (None, "gender", "employment"):
                arguments = (year, by, answer, None)
                people = await connection.fetch("select * from network.count_people($1, $2, $3, $4)", *arguments)
                sums = await connection.fetch(
                    "select * from network.count_sums($5, $1, $2, $3, $4)", *arguments, measures
                )
                found[f"{by} {answer}"] = sorted((tuple(row) for row in (*people, *sums)), key=repr)
    finally:
        await connection.close()
    return found
