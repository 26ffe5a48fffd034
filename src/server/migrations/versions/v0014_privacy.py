"""The learner's own page, requests about data, retention; erasing reaches what no role may change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import OWN_SITE, guard, role
from server.migrations.statistics import keep_out_of_statistics

revision = "0014"
down_revision = "0013"

# What says who somebody is, or was written about them. PostgreSQL keeps samples of a column's values for its planner:
# not of these.
IDENTITY = {
    "core.audit_entries": ("subject_name", "reason", "before", "after"),
    "core.idempotency_keys": ("answer",),
    "core.jobs": ("arguments", "last_error"),
    "sites.absence_flags": ("note",),
    "sites.certificates": ("printed", "badge", "revoked_note"),
    "sites.event_places": ("name", "email"),
    "sites.guardian_consents": ("guardian_name", "guardian_email"),
    "sites.learner_merges": ("before",),
    "sites.learners": ("ref", "given_name", "family_name", "email", "birth_date", "phone", "sort_key", "search"),
    "sites.outcomes": ("remark",),
    "sites.privacy_requests": ("wanted",),
    "sites.registrations": ("decision_note",),
}


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("learners", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True), schema="sites")
    op.create_index("learners_person_key_idx", "learners", ["person_key"], unique=False, schema="sites")
    _ways_in()
    _requests()
    _retention()
    for table in (
        "learner_links",
        "learner_sign_ins",
        "learner_feeds",
        "privacy_requests",
        "retention_choices",
        "retention_runs",
    ):
        guard(f"sites.{table}")
    for table, columns in IDENTITY.items():
        keep_out_of_statistics(table, *columns)
    _forget_in_the_log()
    _forget_the_key()


def _ways_in() -> None:
    op.create_table(
        "learner_links",
        *_record(),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *_of_learner("learner_links"),
        sa.UniqueConstraint("site_id", "token_hash", name="learner_links_site_id_token_hash_key"),
        schema="sites",
    )
    op.create_table(
        "learner_sign_ins",
        *_record(),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        *_of_learner("learner_sign_ins"),
        sa.UniqueConstraint("site_id", "token_hash", name="learner_sign_ins_site_id_token_hash_key"),
        schema="sites",
    )
    op.create_table(
        "learner_feeds",
        *_record(),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        *_of_learner("learner_feeds"),
        sa.UniqueConstraint("site_id", "token_hash", name="learner_feeds_site_id_token_hash_key"),
        sa.UniqueConstraint("site_id", "learner_id", name="learner_feeds_site_id_learner_id_key"),
        schema="sites",
    )
    for table in ("learner_links", "learner_sign_ins"):
        op.create_index(f"{table}_learner_idx", table, ["site_id", "learner_id"], unique=False, schema="sites")


def _requests() -> None:
    op.create_table(
        "privacy_requests",
        *_record(),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("wanted", JSONB(), nullable=False),
        sa.Column("give_back_places", sa.Boolean(), nullable=False),
        sa.Column("carried_out_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind in ('correction', 'erasure')", name=op.f("privacy_requests_kind_known_check")),
        sa.CheckConstraint(
            "status in ('open', 'done', 'declined', 'withdrawn')", name=op.f("privacy_requests_status_known_check")
        ),
        *_of_learner("privacy_requests"),
        schema="sites",
    )
    op.create_index(
        "privacy_requests_due_idx", "privacy_requests", ["site_id", "status", "due_on"], unique=False, schema="sites"
    )
    op.create_index(
        "privacy_requests_open_idx",
        "privacy_requests",
        ["site_id", "learner_id", "kind"],
        unique=True,
        schema="sites",
        postgresql_where=sa.text("status = 'open'"),
    )


def _retention() -> None:
    known = "what in ('took_part', 'never_came', 'sensitive_answers')"
    op.create_table(
        "retention_choices",
        *_record(),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.CheckConstraint(known, name=op.f("retention_choices_what_known_check")),
        sa.CheckConstraint("months between 0 and 600", name=op.f("retention_choices_months_possible_check")),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="retention_choices_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="retention_choices_pkey"),
        sa.UniqueConstraint("site_id", "what", name="retention_choices_site_id_what_key"),
        schema="sites",
    )
    op.create_table(
        "retention_runs",
        *_record(),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("forgotten", sa.Integer(), nullable=False),
        sa.Column("left_over", sa.Integer(), nullable=False),
        sa.CheckConstraint(known, name=op.f("retention_runs_what_known_check")),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="retention_runs_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="retention_runs_pkey"),
        schema="sites",
    )
    op.create_index(
        "retention_runs_site_idx", "retention_runs", ["site_id", "created_at"], unique=False, schema="sites"
    )


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _of_learner(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name=f"{table}_site_id_learner_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=f"{table}_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name=f"{table}_pkey"),
    )


def _forget_in_the_log() -> None:
    """No role may change an entry of the log. This door takes away what people wrote into entries about these
    subjects of the transaction's own site: names, reasons, values. Who did what, and when, stays."""
    owner, app, worker = role("owner"), role("app"), role("worker")
    op.execute(f"create policy forgetting on core.audit_entries to {owner} using ({OWN_SITE}) with check ({OWN_SITE})")
    op.execute("""
        create function core.forget_in_log(subjects uuid[]) returns void language sql
        security definer volatile set search_path = pg_catalog as $$
          update core.audit_entries set subject_name = '', reason = '',
            before = case when jsonb_path_exists(before, '$.status') then
              jsonb_build_object('status', before -> 'status') end,
            after = case when jsonb_path_exists(after, '$.status') then
              jsonb_build_object('status', after -> 'status') end
          where subject_id = any (subjects) and action <> 'learners.erase'
        $$
    """)
    op.execute("revoke all on function core.forget_in_log(uuid[]) from public")
    op.execute(f"grant execute on function core.forget_in_log(uuid[]) to {app}, {worker}")


def _forget_the_key() -> None:
    """The key by which the network counts a person once can be made again from their e-mail by whoever holds the
    program's own. Once no centre knows the person any more it becomes a number drawn by lot, the same in all of
    their erased records: they still count once, and nothing leads back."""
    owner, worker = role("owner"), role("worker")
    op.execute(f"create policy forgetting on sites.learners for select to {owner} using (true)")
    op.execute(
        f"create policy forgetting_keys on sites.learners for update to {owner} "
        "using (erased_at is not null) with check (erased_at is not null)"
    )
    op.execute(f"""
        create function network.forget_key(learner uuid) returns void language plpgsql
        security definer volatile set search_path = pg_catalog as $$
        declare
          known bytea;
          drawn bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        begin
          select person_key into known from sites.learners
          where {OWN_SITE} and id = learner and erased_at is not null;
          if known is null or exists (select from sites.learners where person_key = known and erased_at is null) then
            return;
          end if;
          update sites.learners set person_key = drawn where person_key = known;
        end $$
    """)  # noqa: S608 -- put together from the texts of this file only
    op.execute("revoke all on function network.forget_key(uuid) from public")
    op.execute(f"grant execute on function network.forget_key(uuid) to {worker}")
