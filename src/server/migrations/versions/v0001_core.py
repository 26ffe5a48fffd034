"""Groundwork: audit log, jobs, repeated requests, attempts; how a transaction enters a site."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import OWN_SITE, open_to, role

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_name", sa.String(), nullable=False),
        sa.Column("before", JSONB(), nullable=True),
        sa.Column("after", JSONB(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="audit_entries_pkey"),
        schema="core",
    )
    op.create_index("audit_entries_site_idx", "audit_entries", ["site_id", "at"], unique=False, schema="core")
    op.create_index("audit_entries_subject_idx", "audit_entries", ["subject_id"], unique=False, schema="core")
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="idempotency_keys_pkey"),
        sa.UniqueConstraint("key_hash", name="idempotency_keys_key_hash_key"),
        schema="core",
    )
    op.create_index("idempotency_keys_created_at_idx", "idempotency_keys", ["created_at"], unique=False, schema="core")
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("arguments", JSONB(), nullable=False),
        sa.Column("dedupe", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.CheckConstraint("status in ('queued', 'running', 'done', 'dead')", name=op.f("jobs_status_known_check")),
        sa.PrimaryKeyConstraint("id", name="jobs_pkey"),
        sa.UniqueConstraint("dedupe", name="jobs_dedupe_key"),
        schema="core",
    )
    op.create_index(
        "jobs_due_idx",
        "jobs",
        ["run_after"],
        unique=False,
        schema="core",
        postgresql_where=sa.text("status in ('queued', 'running')"),
    )
    op.create_table(
        "attempts",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("window_began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", "window_began_at", name="attempts_pkey"),
        schema="core",
    )
    _enter_a_site()
    _policies()


def _enter_a_site() -> None:
    """Say whose rows this transaction sees. SET LOCAL inside a function travels to the nodes of a
    Citus cluster, `set_config` does not."""
    op.execute("""
        create function core.enter(site uuid) returns void language plpgsql volatile as $$
        begin execute format('set local app.site_id = %L', site); end $$
    """)
    op.execute("revoke all on function core.enter(uuid) from public")
    op.execute(f"grant usage on schema core to {role('app')}, {role('group')}, {role('worker')}, {role('backup')}")
    op.execute(f"grant execute on function core.enter(uuid) to {role('app')}, {role('worker')}")


def _policies() -> None:
    """Rows with a site are that site's; rows without one are the network's."""
    for table, rights in {
        "core.audit_entries": "select, insert",
        "core.jobs": "select, insert",
        "core.idempotency_keys": "select, insert, update, delete",
    }.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(f"create policy own_site on {table} to {role('app')} using ({OWN_SITE}) with check ({OWN_SITE})")
        op.execute(
            f"create policy network on {table} to {role('group')} using (site_id is null) with check (site_id is null)"
        )
        op.execute(f"grant {rights} on {table} to {role('app')}, {role('group')}")
    own_or_network = f"(site_id is null or {OWN_SITE})"
    for table in ("core.audit_entries", "core.idempotency_keys"):
        either = f"using {own_or_network} with check {own_or_network}"
        op.execute(f"create policy worker on {table} to {role('worker')} {either}")
    op.execute(f"create policy queue on core.jobs to {role('worker')} using (true) with check (true)")
    open_to("core.audit_entries", worker="select, insert")
    open_to("core.jobs", worker="select, insert, update, delete")
    open_to("core.idempotency_keys", worker="select, delete")
    open_to("core.attempts", group="select, insert, update, delete", worker="select, delete")
