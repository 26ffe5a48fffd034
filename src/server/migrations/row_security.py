"""Said once: who may touch a table, and the wall around each site's rows."""

from alembic import context, op

OWN_SITE = "site_id = nullif(current_setting('app.site_id', true), '')::uuid"
_ALL = "select, insert, update, delete"


def role(name: str) -> str:
    """The quoted name of one of the program's roles: owner, app, group, worker, backup."""
    prefix = context.get_context().config.attributes["role_prefix"]  # type: ignore[union-attr]  # checked before
    return f'"{prefix}_{name}"'


def guard(table: str) -> None:
    """Let a site see and write its own rows only. Enabled and forced: not even the owner is
    excused, and the group role gets nothing at all."""
    app, worker, backup = role("app"), role("worker"), role("backup")
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy own_site on {table} to {app}, {worker} using ({OWN_SITE}) with check ({OWN_SITE})")
    op.execute(f"grant {_ALL} on {table} to {app}, {worker}")
    op.execute(f"grant select on {table} to {backup}")


def open_to(table: str, **rights: str) -> None:
    """Grants on a table of the network: `open_to("network.units", app="select", group="select, insert")`."""
    for name, right in rights.items():
        op.execute(f"grant {right} on {table} to {role(name)}")
    op.execute(f"grant select on {table} to {role('backup')}")
