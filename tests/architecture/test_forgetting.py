"""Nothing about a learner is stored without it being said what becomes of it."""

import re
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Column, String, Table, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from server import wiring
from server.tables import SITES
from sites.forgetting import HOLDINGS
from sites.forgetting.registry import Holding

assert wiring.FORGETTING

# Tables that look as if they were about learners, and are not.
NOT_ABOUT_LEARNERS = {
    "sites.cohort_trainers": "people who work here; they have an account",
    "sites.session_trainers": "people who work here; they have an account",
    "sites.machine_uses": "names a line of the team, which goes",
    "sites.public_details": "the telephone number of a centre",
    "sites.facts": "a count, with the key that an erasure makes meaningless",
    "sites.recount_marks": "ids of what is to be counted again",
}
TELLING = re.compile(
    r"learner|registration_id|person|email|phone|(given|family|first|last|full)_name|birth|mentor|guardian|applicant|"
    r"participant|member"
)


def tables() -> dict[str, Table]:
    return {name: table for name, table in SQLModel.metadata.tables.items() if table.schema == "sites"}


def leads_to_a_learner(table: Table, seen: frozenset[str] = frozenset()) -> bool:
    """Over its keys, through any number of tables."""
    if table.name in ("learners", "registrations"):
        return True
    ahead = {key.column.table for key in table.foreign_keys if key.column.table.schema == "sites"}
    return any(
        leads_to_a_learner(one, seen | {table.name}) for one in ahead if one.name not in seen and one is not table
    )


def telling_columns(table: Table) -> set[str]:
    return {column.name for column in table.columns if TELLING.search(column.name)}


def test_every_table_about_learners_says_how_it_forgets() -> None:
    assert len(SITES) > 15
    silent = {
        name: sorted(telling_columns(table)) or "leads to a learner"
        for name, table in tables().items()
        if (leads_to_a_learner(table) or telling_columns(table))
        and name not in HOLDINGS
        and name not in NOT_ABOUT_LEARNERS
    }
    assert not silent, "declare it in the feature's forgetting.py (see sites/forgetting), or say above why not"


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_of_every_column_it_is_said_what_becomes_of_it(holding: Holding) -> None:
    assert not holding.undecided, "forget it, or let it stay and be able to say why"


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_what_is_declared_exists(holding: Holding) -> None:
    named = {*holding.shown, *(holding.forgets or {}), *holding.stays, *holding.sensitive}
    assert named <= set(holding.table.columns.keys())


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
def test_what_is_kept_by_name_is_in_the_persons_own_copy(holding: Holding) -> None:
    """Whatever a learner typed or would recognise: left out are hashes, keys and what is made of other columns."""
    not_shown = set(holding.forgets or {}) - holding.shown.keys()
    assert not_shown <= {"search", "link_hash", "sort_key", "token_hash"} | _own_words(holding)


def _own_words(holding: Holding) -> set[str]:
    return {name for name in holding.forgets or {} if name.endswith(("_hash", "_key", "_folded"))}


def worded(holding: Holding) -> set[str]:
    """Columns of free words, and those that are forgotten: what could be recognised among samples."""
    columns = holding.table.columns
    free = {column.name for column in columns if isinstance(column.type, JSONB) or _is_free_text(column)}
    gone = free if holding.forgets is None else free & holding.forgets.keys()
    return gone | ({"birth_date", "sort_key", "family_name", "given_name"} & set(columns.keys()))


def _is_free_text(column: Column[Any]) -> bool:
    """Not a code out of a list."""
    return isinstance(column.type, String) and not isinstance(column.type, TypeDecorator)


@pytest.mark.parametrize("holding", HOLDINGS.values(), ids=HOLDINGS)
async def test_the_planner_samples_nobodys_name(catalogue: asyncpg.Connection, holding: Holding) -> None:
    """`pg_statistic` would still hold it when the row has long gone: add it in the migration `privacy`."""
    sampled = await catalogue.fetch(
        "select attname from pg_attribute where attrelid = $1::text::regclass and attname = any ($2) "
        "and attstattarget is distinct from 0",
        holding.table.fullname,
        sorted(worded(holding)),
    )
    assert not [row["attname"] for row in sampled]
