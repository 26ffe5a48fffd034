"""Every table belongs somewhere: to the groundwork, the network, or a site."""

from sqlalchemy import Table
from sqlmodel import SQLModel

from server.tables import CORE, NETWORK, SITES

DECLARED = {"core": CORE, "network": NETWORK, "sites": SITES}


def tables(schema: str) -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if table.schema == schema]


def test_every_table_is_declared_where_it_lives() -> None:
    declared = {f"{schema}.{model.__tablename__}" for schema, models in DECLARED.items() for model in models}
    assert declared == set(SQLModel.metadata.tables)


def test_every_key_of_a_sites_table_begins_with_the_site() -> None:
    wrong = [table.name for table in tables("sites") if next(iter(table.primary_key.columns)).name != "site_id"]
    assert not wrong


def test_no_row_points_into_another_site() -> None:
    """PostgreSQL checks foreign keys past row-level security, so the key itself carries the site."""
    wrong = [
        f"{table.name}: {constraint.name}"
        for table in tables("sites")
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.schema == "sites" and "site_id" not in constraint.column_keys
    ]
    assert not wrong


def test_what_is_unique_at_a_site_is_unique_at_that_site_only() -> None:
    """A plain unique constraint would tell one site what another one has."""
    wrong = [
        f"{table.name}: {sorted(column.name for column in index.columns)}"
        for table in tables("sites")
        for index in table.indexes
        if index.unique and "site_id" not in index.columns
    ]
    assert not wrong


def test_the_network_points_to_no_site_table() -> None:
    wrong = [
        f"{table.name}: {constraint.name}"
        for schema in ("core", "network")
        for table in tables(schema)
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.schema == "sites"
    ]
    assert not wrong
