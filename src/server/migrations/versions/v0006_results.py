"""Live results: writes leave marks, and headquarters counts without seeing anybody."""

# ruff: noqa: S608 -- put together from the texts of this file only

import sqlalchemy as sa
from alembic import op

from server.migrations.results_functions import COUNT_PEOPLE, COUNT_SPANS, COUNT_SUMS, PENDING_SITES, UNITS_OF_SITES
from server.migrations.row_security import open_to, role

revision = "0006"
down_revision = "0005"

# Site tables that results are made of: what a change of a row names, and in which column.
MARKED = {
    "cohorts": ("cohort", "id"),
    "registrations": ("registration", "id"),
    "sessions": ("session", "id"),
    "attendance_marks": ("session", "session_id"),
    "certificates": ("certificate", "id"),
    "outcomes": ("outcome", "id"),
    "projects": ("project", "id"),
    "startups": ("startup", "id"),
    "spending_lines": ("spending_line", "id"),
}
_MARK = "insert into sites.recount_marks (site_id, id, created_at, subject_kind, subject_id)"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "result_stamps",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("recounted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["network.units.id"], name="result_stamps_unit_id_fkey"),
        sa.PrimaryKeyConstraint("unit_id", name="result_stamps_pkey"),
        schema="network",
    )
    open_to("network.result_stamps", app="select", group="select", worker="select, insert, update")
    op.create_index("facts_day_idx", "facts", ["measure", "day"], unique=False, schema="sites")
    for table, (kind, column) in MARKED.items():
        _mark_changes_of(table, kind, column)
    _mark_changes_of_people()
    _mark_changes_of_rates()
    _owner_counts()
    for function in (UNITS_OF_SITES, PENDING_SITES, COUNT_SUMS, COUNT_PEOPLE, COUNT_SPANS):
        op.execute(function)
    for name in (
        "pending_sites()",
        "count_sums(text[], integer, text, text, text)",
        "count_people(integer, text, text, text)",
        "count_spans(text[], integer, text)",
    ):
        op.execute(f"revoke all on function network.{name} from public")
        op.execute(f"grant execute on function network.{name} to {role('group')}, {role('worker')}")


def _mark_changes_of(table: str, kind: str, column: str) -> None:
    """Once per statement, whatever wrote it. A row that moves marks where it was and where it is."""
    before, after = f"select site_id, {column} from gone", f"select site_id, {column} from came"
    op.execute(f"""
        create function sites.mark_{table}() returns trigger language plpgsql as $$
        begin
          if tg_op = 'INSERT' then
            {_MARK} select site_id, gen_random_uuid(), now(), '{kind}', {column}
            from ({after} group by 1, 2) as touched;
          elsif tg_op = 'DELETE' then
            {_MARK} select site_id, gen_random_uuid(), now(), '{kind}', {column}
            from ({before} group by 1, 2) as touched;
          else
            {_MARK} select site_id, gen_random_uuid(), now(), '{kind}', {column}
            from ({before} union {after}) as touched;
          end if;
          return null;
        end $$
    """)
    _statement_triggers(table)


def _statement_triggers(table: str) -> None:
    seen = {
        "insert": "new table as came",
        "update": "old table as gone new table as came",
        "delete": "old table as gone",
    }
    for event, tables in seen.items():
        op.execute(
            f"create trigger mark_{event} after {event} on sites.{table} referencing {tables} "
            f"for each statement execute function sites.mark_{table}()"
        )


def _mark_changes_of_people() -> None:
    """Only the key by which a person is counted once matters: a corrected or an erased name
    changes no figure. New learners have no registration yet; those deleted took theirs along."""
    op.execute(f"""
        create function sites.mark_learners() returns trigger language plpgsql as $$
        begin
          {_MARK} select came.site_id, gen_random_uuid(), now(), 'learner', came.id
          from came join gone using (site_id, id) where came.person_key <> gone.person_key;
          return null;
        end $$
    """)
    op.execute(
        "create trigger mark_update after update on sites.learners referencing old table as gone new table as came "
        "for each statement execute function sites.mark_learners()"
    )


def _mark_changes_of_rates() -> None:
    """Headquarters enters rates and cannot write to a site: this does it, for every site."""
    op.execute(f"""
        create function network.mark_rates() returns trigger language plpgsql
        security definer set search_path = pg_catalog as $$
        begin
          {_MARK} select id, gen_random_uuid(), now(), 'rates', id from network.sites;
          return null;
        end $$
    """)
    op.execute("revoke all on function network.mark_rates() from public")
    op.execute(
        "create trigger mark_sites after insert or update or delete on network.exchange_rates "
        "for each statement execute function network.mark_rates()"
    )


def _owner_counts() -> None:
    """Row-level security is forced on the owner too. Its functions count facts, and marks are left
    in its name when a rate changes and when a row goes with the one it was part of."""
    owner = role("owner")
    op.execute(f"create policy counting on sites.facts for select to {owner} using (true)")
    op.execute(f"create policy counting on sites.recount_marks for select to {owner} using (true)")
    op.execute(f"create policy marking on sites.recount_marks for insert to {owner} with check (true)")
