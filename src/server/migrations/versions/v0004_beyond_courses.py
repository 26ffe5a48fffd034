"""What follows and surrounds courses: certificates, events, projects, outcomes, money."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "certificates",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("curriculum_version", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name="certificates_site_id_registration_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="certificates_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="certificates_pkey"),
        sa.UniqueConstraint("site_id", "code", name="certificates_site_id_code_key"),
        schema="sites",
    )
    op.create_index(
        "certificates_registration_id_idx", "certificates", ["registration_id"], unique=False, schema="sites"
    )
    op.create_table(
        "events",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('workshop', 'conference', 'open_lab')", name=op.f("events_kind_known_check")),
        sa.CheckConstraint("status in ('draft', 'open', 'cancelled')", name=op.f("events_status_known_check")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("events_times_in_order_check")),
        sa.ForeignKeyConstraint(
            ["site_id", "venue_id"], ["sites.venues.site_id", "sites.venues.id"], name="events_site_id_venue_id_fkey"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="events_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="events_pkey"),
        sa.UniqueConstraint("site_id", "code", name="events_site_id_code_key"),
        schema="sites",
    )
    op.create_table(
        "projects",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("machine_hours", sa.Numeric(precision=9, scale=2), nullable=False),
        sa.CheckConstraint(
            "stage in ('idea', 'prototype', 'tested', 'finished')", name=op.f("projects_stage_known_check")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="projects_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="projects_pkey"),
        sa.UniqueConstraint("site_id", "code", name="projects_site_id_code_key"),
        schema="sites",
    )
    op.create_table(
        "startups",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("jobs_created", sa.Integer(), nullable=False),
        sa.Column("funds_raised", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.CheckConstraint(
            "stage in ('idea', 'validation', 'first_customers', 'growth', 'alumni')",
            name=op.f("startups_stage_known_check"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="startups_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="startups_pkey"),
        sa.UniqueConstraint("site_id", "code", name="startups_site_id_code_key"),
        schema="sites",
    )
    op.create_table(
        "outcomes",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("milestone", sa.String(), nullable=False),
        sa.Column("exit_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("situation", sa.String(), nullable=True),
        sa.CheckConstraint(
            "milestone in ('exit', 'three_months', 'six_months')", name=op.f("outcomes_milestone_known_check")
        ),
        sa.CheckConstraint(
            "situation in ('employed', 'own_business', 'further_training', 'seeking_work', 'other')",
            name=op.f("outcomes_situation_known_check"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name="outcomes_site_id_registration_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="outcomes_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="outcomes_pkey"),
        sa.UniqueConstraint(
            "site_id", "registration_id", "milestone", name="outcomes_site_id_registration_id_milestone_key"
        ),
        schema="sites",
    )
    op.create_table(
        "funding_sources",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("conditions", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="funding_sources_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="funding_sources_pkey"),
        sa.UniqueConstraint("site_id", "code", name="funding_sources_site_id_code_key"),
        schema="sites",
    )
    op.create_table(
        "spending_lines",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "programme in ('coding-school', 'fablab', 'accelerator', 'ventures')",
            name=op.f("spending_lines_programme_known_check"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name="spending_lines_site_id_cohort_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "source_id"],
            ["sites.funding_sources.site_id", "sites.funding_sources.id"],
            name="spending_lines_site_id_source_id_fkey",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="spending_lines_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="spending_lines_pkey"),
        schema="sites",
    )
    for table in ("certificates", "events", "projects", "startups", "outcomes", "funding_sources", "spending_lines"):
        guard(f"sites.{table}")
