"""How Alembic runs here: inside a connection that `server.upgrade` gives it, in one transaction."""

from collections.abc import MutableMapping
from typing import Any

from alembic import context
from sqlmodel import SQLModel

from server import tables  # noqa: F401 -- fills the metadata

SCHEMAS = {"core", "network", "sites"}


def _ours(name: str | None, kind: str, _parents: MutableMapping[Any, str | None]) -> bool:
    if kind == "schema":
        return name in SCHEMAS
    return not (kind == "table" and name == "alembic_version")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    version_table_schema="core",
    include_schemas=True,
    include_name=_ours,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
