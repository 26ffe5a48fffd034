"""Attendance that survives a lost connection: versions of a mark, closed sheets, flags, and a centre's targets."""

import sqlalchemy as sa
from alembic import op

from server.migrations.row_security import guard

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(
        "attendance_marks", sa.Column("version", sa.Integer(), nullable=False, server_default="1"), schema="sites"
    )
    op.add_column(
        "attendance_marks", sa.Column("source", sa.String(), nullable=False, server_default="staff"), schema="sites"
    )
    op.create_check_constraint(
        op.f("attendance_marks_source_known_check"), "attendance_marks", "source in ('staff', 'door')", schema="sites"
    )
    _closed_sheets()
    _absence_flags()
    _targets()
    for table in ("closed_sheets", "absence_flags", "site_targets"):
        guard(f"sites.{table}")


def _closed_sheets() -> None:
    op.create_table(
        "closed_sheets",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="closed_sheets_site_id_fkey"),
        sa.ForeignKeyConstraint(
            ["site_id", "session_id"],
            ["sites.sessions.site_id", "sites.sessions.id"],
            name="closed_sheets_site_id_session_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name="closed_sheets_pkey"),
        sa.UniqueConstraint("site_id", "session_id", name="closed_sheets_site_id_session_id_key"),
        schema="sites",
    )


def _absence_flags() -> None:
    op.create_table(
        "absence_flags",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("first_session_id", sa.Uuid(), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="absence_flags_site_id_fkey"),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name="absence_flags_site_id_registration_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "first_session_id"],
            ["sites.sessions.site_id", "sites.sessions.id"],
            name="absence_flags_site_id_first_session_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("site_id", "id", name="absence_flags_pkey"),
        sa.UniqueConstraint(
            "site_id",
            "registration_id",
            "first_session_id",
            name="absence_flags_site_id_registration_id_first_session_id_key",
        ),
        schema="sites",
    )
    op.create_index(
        "absence_flags_open_idx",
        "absence_flags",
        ["site_id"],
        unique=False,
        schema="sites",
        postgresql_where=sa.text("dismissed_at is null"),
    )


def _targets() -> None:
    op.create_table(
        "site_targets",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.CheckConstraint("year between 1990 and 2100", name=op.f("site_targets_year_possible_check")),
        sa.CheckConstraint("goal between 1 and 10000000", name=op.f("site_targets_goal_possible_check")),
        sa.CheckConstraint(
            "indicator in ('registrations', 'enrolments', 'hours_attended', 'certificates')",
            name=op.f("site_targets_indicator_known_check"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="site_targets_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="site_targets_pkey"),
        sa.UniqueConstraint("site_id", "year", "indicator", name="site_targets_site_id_year_indicator_key"),
        schema="sites",
    )
