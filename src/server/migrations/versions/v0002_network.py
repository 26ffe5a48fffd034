"""The network: units, sites, people, the shared library."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import open_to, role

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("create schema network")
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", JSONB(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.CheckConstraint("code ~ '^[a-z0-9-]{2,40}$'", name=op.f("units_code_shape_check")),
        sa.CheckConstraint("kind in ('group', 'region', 'country', 'site')", name=op.f("units_kind_known_check")),
        sa.PrimaryKeyConstraint("id", name="units_pkey"),
        sa.UniqueConstraint("code", name="units_code_key"),
        schema="network",
    )
    op.create_table(
        "placements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on is null or until_on > from_on", name=op.f("placements_days_in_order_check")),
        sa.ForeignKeyConstraint(["parent_id"], ["network.units.id"], name="placements_parent_id_fkey"),
        sa.ForeignKeyConstraint(["unit_id"], ["network.units.id"], name="placements_unit_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="placements_pkey"),
        sa.UniqueConstraint("unit_id", "from_on", name="placements_unit_id_from_on_key"),
        schema="network",
    )
    op.create_index(
        "placements_current_idx",
        "placements",
        ["unit_id"],
        unique=True,
        schema="network",
        postgresql_where=sa.text("until_on is null"),
    )
    op.create_index("placements_parent_id_idx", "placements", ["parent_id"], unique=False, schema="network")
    op.create_index("placements_unit_id_idx", "placements", ["unit_id"], unique=False, schema="network")
    op.create_table(
        "sites",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("first_weekday", sa.SmallInteger(), nullable=False),
        sa.Column("weekend", sa.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("about", JSONB(), nullable=False),
        sa.Column("practical", JSONB(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.CheckConstraint("status in ('rollout', 'open', 'closed')", name=op.f("sites_status_known_check")),
        sa.ForeignKeyConstraint(["id"], ["network.units.id"], name="sites_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="sites_pkey"),
        schema="network",
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="people_pkey"),
        sa.UniqueConstraint("email", name="people_email_key"),
        schema="network",
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "role in ('network-admin', 'network-analyst', 'rollout-lead', 'country-manager', 'site-manager', "
            "'trainer', 'site-analyst')",
            name=op.f("role_grants_role_known_check"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="role_grants_person_id_fkey"),
        sa.ForeignKeyConstraint(["unit_id"], ["network.units.id"], name="role_grants_unit_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="role_grants_pkey"),
        sa.UniqueConstraint("person_id", "role", "unit_id", name="role_grants_person_id_role_unit_id_key"),
        schema="network",
    )
    op.create_index("role_grants_unit_id_idx", "role_grants", ["unit_id"], unique=False, schema="network")
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf_token", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="sign_ins_person_id_fkey"),
        sa.PrimaryKeyConstraint("token_hash", name="sign_ins_pkey"),
        schema="network",
    )
    op.create_index("sign_ins_person_id_idx", "sign_ins", ["person_id"], unique=False, schema="network")
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('network-admin', 'network-analyst', 'rollout-lead', 'country-manager', 'site-manager', "
            "'trainer', 'site-analyst')",
            name=op.f("invitations_role_known_check"),
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["network.people.id"], name="invitations_invited_by_fkey"),
        sa.ForeignKeyConstraint(["unit_id"], ["network.units.id"], name="invitations_unit_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="invitations_pkey"),
        sa.UniqueConstraint("token_hash", name="invitations_token_hash_key"),
        schema="network",
    )
    op.create_table(
        "password_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="password_links_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="password_links_pkey"),
        sa.UniqueConstraint("token_hash", name="password_links_token_hash_key"),
        schema="network",
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="api_tokens_person_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="api_tokens_pkey"),
        sa.UniqueConstraint("secret_hash", name="api_tokens_secret_hash_key"),
        schema="network",
    )
    op.create_table(
        "curricula",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9._-]{1,59}$'", name=op.f("curricula_code_shape_check")),
        sa.CheckConstraint(
            "level in ('basic', 'intermediate', 'advanced', 'highly-advanced')",
            name=op.f("curricula_level_known_check"),
        ),
        sa.CheckConstraint(
            "programme in ('coding-school', 'fablab', 'accelerator', 'ventures')",
            name=op.f("curricula_programme_known_check"),
        ),
        sa.PrimaryKeyConstraint("id", name="curricula_pkey"),
        sa.UniqueConstraint("code", name="curricula_code_key"),
        schema="network",
    )
    op.create_table(
        "curriculum_versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("audience", JSONB(), nullable=False),
        sa.Column("assessment", JSONB(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("competences", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("hours > 0 and hours <= 10000", name=op.f("curriculum_versions_hours_possible_check")),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["network.curricula.id"], name="curriculum_versions_curriculum_id_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="curriculum_versions_pkey"),
        sa.UniqueConstraint("curriculum_id", "number", name="curriculum_versions_curriculum_id_number_key"),
        schema="network",
    )
    op.create_table(
        "curriculum_modules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=7, scale=2), nullable=False),
        sa.Column("competences", sa.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["network.curriculum_versions.id"], name="curriculum_modules_version_id_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="curriculum_modules_pkey"),
        sa.UniqueConstraint("version_id", "position", name="curriculum_modules_version_id_position_key"),
        schema="network",
    )
    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="exchange_rates_pkey"),
        sa.UniqueConstraint("currency", "from_on", name="exchange_rates_currency_from_on_key"),
        schema="network",
    )
    _secrets()
    _unit_path()
    _rights()


def _secrets() -> None:
    """The key that makes a person countable across sites. Made here so that it is in every backup
    and the same for every process; the group role cannot read it."""
    op.execute("create table core.secrets (name text primary key, value bytea not null)")
    op.execute("""
        insert into core.secrets values
        ('person key', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))
    """)
    open_to("core.secrets", app="select", worker="select")


def _unit_path() -> None:
    op.execute("""
        create function network.unit_path(unit uuid, day date) returns uuid[] language sql stable as $$
          with recursive up(id) as (
            select unit
            union
            select p.parent_id from network.placements p join up on up.id = p.unit_id
            where p.from_on <= day and (p.until_on is null or p.until_on > day))
          select array_agg(id) from up
        $$
    """)


def _rights() -> None:
    roles = ", ".join(role(name) for name in ("app", "group", "worker", "backup"))
    op.execute(f"grant usage on schema network to {roles}")
    for table in ("units", "placements", "sites", "curricula", "curriculum_versions", "curriculum_modules"):
        open_to(f"network.{table}", app="select", group="select, insert, update, delete", worker="select")
    op.execute(f"grant update on network.sites to {role('app')}")
    open_to("network.exchange_rates", app="select", group="select, insert, update, delete", worker="select")
    open_to(
        "network.people",
        app="select (id, name, email, language, disabled_at)",
        group="select, insert, update",
        worker="select",
    )
    open_to("network.role_grants", app="select", group="select, insert, update, delete", worker="select")
    for table in ("sign_ins", "invitations", "password_links", "api_tokens"):
        open_to(f"network.{table}", group="select, insert, update, delete", worker="select, delete")
