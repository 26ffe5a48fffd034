"""A row of a site in every table that holds sites' rows, each text in it recognisable.

Made from the tables themselves, so that a new table is filled without being named here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from os import urandom
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, LargeBinary, Table, TypeDecorator, insert
from sqlmodel import SQLModel

from core.clock import new_id, utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from server import tables
from sites.registrations.links import link_hash
from tests.factories import NewSite

assert tables.SITES, "imported so that the metadata is whole"

BEGINNING = utc_now() + timedelta(days=7)
LATER = re.compile(r"^(ends|closes|until|left|finished|expires|answered|revoked|run_after|leased)")
# What a column of this name must hold for the row to make sense to a page that shows it.
MEANT = {
    "zone": "Europe/Brussels",
    "currency": "EUR",
    "language": "fr",
    "languages": ["fr"],
    "country": "BE",
    "minutes": 60,
    "isced": 3,
    "birth_year": 1990,
    "birth_date": date(1990, 5, 17),
    "curriculum_version": 1,
    "is_online": False,
    "capacity": 12,
    "attempts": 0,
    "year": 2026,
}
# Not left to the name or the kind of the column, for the row to be in use.
MEANT_IN_TABLE: dict[str, Any] = {
    "cohorts.status": "open",
    "events.status": "open",
    "events.registration": "named",
    "registrations.status": "confirmed",
    "sessions.status": "planned",
    "rooms.hours": {},
    "jobs.status": "done",
    # A certificate that holds and a person who stayed.
    "certificates.revoked_on": None,
    "registrations.left_on": None,
    # Nobody stands for another.
    "learners.merged_into": None,
    "place_offers.answered_at": None,
    "absence_flags.dismissed_at": None,
    "outcomes.refused_on": None,
    "funding_sources.target_indicator": "jobseeker_share",
    "funding_sources.target_share": Decimal("0.5"),
    "funding_shares.programme": None,
    "funding_shares.share": Decimal("0.5"),
    "spending_lines.reverses_id": None,
    "learners.erased_at": None,
    # A page is of one kind, and of these only news have a date.
    "web_pages.kind": "news",
    "web_pages.dated_on": BEGINNING.date() - timedelta(days=30),
    "certificate_rules.curriculum_id": None,  # a rule is of a cohort or of a curriculum
    "facts.measure": "registrations",
    "facts.subject_kind": "registration",
    "recount_marks.subject_kind": "registration",
}


@dataclass
class Filled:
    """What was made for one site."""

    site: NewSite
    mark: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def id_of(self, table: str) -> UUID:
        found: UUID = self.rows[f"sites.{table}"]["id"]
        return found

    def text(self, table: str, column: str) -> str:
        """Marked with its table, so that a trace says where it comes from."""
        return f"{self.mark}-{table.replace('_', '')}-{column.replace('_', '')}"


def tables_of_sites() -> list[Table]:
    """Referenced ones first."""
    return [table for table in SQLModel.metadata.sorted_tables if "site_id" in table.columns]


async def fill(database: Database, site: NewSite, *, mark: str, network: dict[str, UUID]) -> Filled:
    """One row in each table, as the role `app` in the site's own scope. `network` gives a row of each
    of the network's tables that sites point to, by table."""
    filled = Filled(site, mark)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        for table in tables_of_sites():
            row = {column.name: value for column, value in _values(table, filled, network)}
            await session.execute(insert(table).values(**row))
            filled.rows[table.fullname] = row
    return filled


def _values(table: Table, filled: Filled, network: dict[str, UUID]) -> Iterator[tuple[Column[Any], Any]]:
    words = _allowed_words(table)
    for column in table.columns:
        meant = f"{table.name}.{column.name}"
        if column.name == "site_id":
            yield column, filled.site.id
        elif meant in (
            "registrations.link_hash",
            "outcomes.link_hash",
            "event_places.link_hash",
            "guardian_consents.link_hash",
        ):
            yield column, link_hash(f"{filled.mark}-link")
        elif meant in MEANT_IN_TABLE:
            yield column, MEANT_IN_TABLE[meant]
        elif (target := _pointed_to(column)) is not None:
            table_name, key = target
            yield column, filled.rows[table_name][key] if table_name in filled.rows else network[table_name]
        elif column.name in words:
            yield column, words[column.name][0]
        elif column.name in MEANT:
            yield column, MEANT[column.name]
        else:
            yield column, _value(column, filled)


def _pointed_to(column: Column[Any]) -> tuple[str, str] | None:
    """The table and column a key column points to; all but the site, which every key carries."""
    keys = (key.column for key in column.foreign_keys if key.column.name != "site_id")
    found = ((key.table.fullname, key.name) for key in keys)
    return next(found, None)


def _allowed_words(table: Table) -> dict[str, list[str]]:
    """From the table's checks: `status in ('open', …)`."""
    listed = (
        re.fullmatch(r"(\w+) in \((.*)\)", str(check.sqltext))
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    )
    return {found[1]: re.findall(r"'([^']*)'", found[2]) for found in listed if found}


def _value(column: Column[Any], filled: Filled) -> Any:
    text = filled.text(column.table.name, column.name)
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(stored, LargeBinary):
        return urandom(32)
    if isinstance(stored, ARRAY):
        return [text]
    by_kind: dict[type, Any] = {
        UUID: new_id,
        str: lambda: f"{text}@example.org" if "email" in column.name else text,
        bool: lambda: False,
        int: lambda: 1,
        float: lambda: 1.5,
        Decimal: lambda: Decimal(7),
        date: lambda: BEGINNING.date() + timedelta(days=30 if LATER.match(column.name) else 0),
        time: lambda: time(23) if LATER.match(column.name) else time(0),
        datetime: lambda: BEGINNING + timedelta(hours=3 if LATER.match(column.name) else 0),
    }
    kind = stored.python_type
    return by_kind[kind]() if kind in by_kind else {"en": text}
