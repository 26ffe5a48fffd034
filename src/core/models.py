"""What tables share: identity, birthday, the site they belong to, and how constraints are named."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, TypeDecorator
from sqlmodel import Field, SQLModel

from core.clock import new_id, utc_now

SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "ck": "%(table_name)s_%(constraint_name)s_check",
}


class Record(SQLModel):
    """A row with an identity and a birthday."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now)


class SiteRecord(SQLModel):
    """A row of one site. PostgreSQL shows it to that site only; every key begins with the site."""

    site_id: UUID = Field(primary_key=True)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now)


class TextEnum(TypeDecorator[StrEnum]):
    """Stores a StrEnum as text and gives the enum back. Native PostgreSQL enums are not
    leakproof, cannot lose a value, and make asyncpg ask for their type."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: Any, dialect: Any) -> StrEnum | None:
        return None if value is None else self.kind(value)


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """The database knows the words too: `status in ('open', …)`."""
    words = ", ".join(f"'{word}'" for word in kind)
    return CheckConstraint(f"{column} in ({words})", name=f"{column}_known")


def network_table(*constraints: Any) -> tuple[Any, ...]:
    """`__table_args__` of a table of the network."""
    return (*constraints, {"schema": "network"})


def site_table(
    *constraints: Any, part_of: Mapping[str, str] | None = None, refers: Mapping[str, str] | None = None
) -> tuple[Any, ...]:
    """`__table_args__` of a site's table.

    Both map a column to the site table it points into: a row goes with what it is `part_of`, and
    keeps what it `refers` to from being deleted. The key carries the site, because PostgreSQL
    checks foreign keys past row-level security: a plain one could name another site's row.
    """
    site = ForeignKeyConstraint(["site_id"], ["network.sites.id"])
    keys = [_site_key(column, table, "CASCADE") for column, table in (part_of or {}).items()]
    keys += [_site_key(column, table, None) for column, table in (refers or {}).items()]
    return (site, *keys, *constraints, {"schema": "sites"})


def _site_key(column: str, table: str, ondelete: str | None) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["site_id", column], [f"sites.{table}.site_id", f"sites.{table}.id"], ondelete=ondelete)
