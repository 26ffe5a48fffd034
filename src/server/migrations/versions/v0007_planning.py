"""Rooms, who teaches which session, and that neither is in two places at once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

revision = "0007"
down_revision = "0006"

_NEVER_TWICE = """
alter table sites.{table} add constraint {name} exclude using gist (
  core.id_range(site_id, site_id, '[]'::text) with &&,
  core.id_range({one}, {one}, '[]'::text) with &&,
  tstzrange(starts_at, ends_at) with &&
) where ({where})
"""


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    # A range of exactly one id stands for the id: GiST has ranges built in, plain ids only with an extension.
    # Among the groundwork: PostgreSQL lets everybody make a range of any type, and nothing in `sites` is for everybody.
    op.execute("create type core.id_range as range (subtype = uuid)")
    _rooms()
    _sessions()
    _session_trainers()
    for table in ("sites.rooms", "sites.session_trainers"):
        guard(table)


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", JSONB(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("equipment", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("hours", JSONB(), nullable=False),
        sa.CheckConstraint(
            "capacity is null or capacity between 1 and 10000", name=op.f("rooms_capacity_possible_check")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="rooms_site_id_fkey"),
        sa.ForeignKeyConstraint(
            ["site_id", "venue_id"], ["sites.venues.site_id", "sites.venues.id"], name="rooms_site_id_venue_id_fkey"
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name="rooms_pkey"),
        sa.UniqueConstraint("site_id", "code", name="rooms_site_id_code_key"),
        schema="sites",
    )
    op.create_index("rooms_venue_id_idx", "rooms", ["venue_id"], unique=False, schema="sites")


def _sessions() -> None:
    op.add_column("sessions", sa.Column("room_id", sa.Uuid(), nullable=True), schema="sites")
    op.create_foreign_key(
        "sessions_site_id_room_id_fkey",
        "sessions",
        "rooms",
        ["site_id", "room_id"],
        ["site_id", "id"],
        source_schema="sites",
        referent_schema="sites",
    )
    op.create_unique_constraint(
        "sessions_time_key", "sessions", ["site_id", "id", "starts_at", "ends_at", "status"], schema="sites"
    )
    free = "room_id is not null and status <> 'cancelled'"
    op.execute(_NEVER_TWICE.format(table="sessions", name="sessions_room_free", one="room_id", where=free))


def _session_trainers() -> None:
    keys = ["site_id", "session_id", "starts_at", "ends_at", "status"]
    op.create_table(
        "session_trainers",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="session_trainers_site_id_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="session_trainers_person_id_fkey"),
        sa.ForeignKeyConstraint(
            keys,
            [f"sites.sessions.{'id' if name == 'session_id' else name}" for name in keys],
            name="session_trainers_session_fkey",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "session_id", "person_id", name="session_trainers_pkey"),
        schema="sites",
    )
    op.create_index("session_trainers_person_id_idx", "session_trainers", ["person_id"], unique=False, schema="sites")
    free = "status <> 'cancelled'"
    op.execute(_NEVER_TWICE.format(table="session_trainers", name="session_trainers_free", one="person_id", where=free))
