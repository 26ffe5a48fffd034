"""A site plans and teaches: venues, cohorts, sessions, learners, registrations, attendance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard, role

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("create schema sites")
    op.create_table(
        "venues",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", JSONB(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("directions", JSONB(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="venues_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="venues_pkey"),
        sa.UniqueConstraint("site_id", "code", name="venues_site_id_code_key"),
        schema="sites",
    )
    op.create_table(
        "cohorts",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("curriculum_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_version", sa.Integer(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("summary", JSONB(), nullable=False),
        sa.Column("languages", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('draft', 'open', 'closed', 'cancelled')", name=op.f("cohorts_status_known_check")
        ),
        sa.CheckConstraint(
            "capacity is null or capacity between 1 and 10000", name=op.f("cohorts_capacity_possible_check")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("cohorts_days_in_order_check")),
        sa.ForeignKeyConstraint(["curriculum_id"], ["network.curricula.id"], name="cohorts_curriculum_id_fkey"),
        sa.ForeignKeyConstraint(
            ["site_id", "venue_id"], ["sites.venues.site_id", "sites.venues.id"], name="cohorts_site_id_venue_id_fkey"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="cohorts_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="cohorts_pkey"),
        sa.UniqueConstraint("site_id", "code", name="cohorts_site_id_code_key"),
        schema="sites",
    )
    op.create_index("cohorts_curriculum_id_idx", "cohorts", ["curriculum_id"], unique=False, schema="sites")
    op.create_table(
        "cohort_trainers",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["network.people.id"], name="cohort_trainers_person_id_fkey"),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name="cohort_trainers_site_id_cohort_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="cohort_trainers_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "cohort_id", "person_id", name="cohort_trainers_pkey"),
        schema="sites",
    )
    op.create_table(
        "sessions",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status in ('planned', 'held', 'cancelled')", name=op.f("sessions_status_known_check")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("sessions_times_in_order_check")),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name="sessions_site_id_cohort_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "venue_id"], ["sites.venues.site_id", "sites.venues.id"], name="sessions_site_id_venue_id_fkey"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="sessions_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="sessions_pkey"),
        schema="sites",
    )
    op.create_index("sessions_cohort_id_idx", "sessions", ["cohort_id"], unique=False, schema="sites")
    op.create_index("sessions_held_on_idx", "sessions", ["held_on"], unique=False, schema="sites")
    op.create_index("sessions_starts_at_idx", "sessions", ["starts_at"], unique=False, schema="sites")
    op.create_table(
        "learners",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ref", sa.String(100), nullable=False),
        sa.Column("given_name", sa.String(200), nullable=False),
        sa.Column("family_name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.SmallInteger(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("person_key", sa.LargeBinary(), nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.CheckConstraint("given_name <> '' or family_name <> ''", name=op.f("learners_has_a_name_check")),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="learners_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="learners_pkey"),
        sa.UniqueConstraint("site_id", "ref", name="learners_site_id_ref_key"),
        schema="sites",
    )
    op.create_index("learners_email_idx", "learners", ["site_id", "email"], unique=False, schema="sites")
    op.create_table(
        "registrations",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("isced", sa.SmallInteger(), nullable=True),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("employment", sa.String(), nullable=False),
        sa.Column("disability", sa.Boolean(), nullable=True),
        sa.Column("minutes_imported", sa.Integer(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "age_band in ('under_18', '18_29', '30_54', '55_plus', 'unknown')",
            name=op.f("registrations_age_band_known_check"),
        ),
        sa.CheckConstraint(
            "education in ('isced_0_2', 'isced_3_4', 'isced_5_8', 'unknown')",
            name=op.f("registrations_education_known_check"),
        ),
        sa.CheckConstraint(
            "employment in ('employed', 'self_employed', 'unemployed', 'long_term_unemployed', "
            "'inactive', 'in_education', 'unknown')",
            name=op.f("registrations_employment_known_check"),
        ),
        sa.CheckConstraint(
            "gender in ('woman', 'man', 'non_binary', 'no_answer')", name=op.f("registrations_gender_known_check")
        ),
        sa.CheckConstraint(
            "source in ('public', 'staff', 'api', 'import', 'demo')", name=op.f("registrations_source_known_check")
        ),
        sa.CheckConstraint(
            "status in ('applied', 'waiting', 'offered', 'confirmed', 'cancelled', 'withdrawn', "
            "'completed', 'not_completed')",
            name=op.f("registrations_status_known_check"),
        ),
        sa.CheckConstraint(
            "left_on is null or registered_on is null or left_on >= registered_on",
            name=op.f("registrations_days_in_order_check"),
        ),
        sa.CheckConstraint(
            "minutes_imported is null or minutes_imported between 0 and 600000",
            name=op.f("registrations_minutes_possible_check"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name="registrations_site_id_cohort_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "learner_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name="registrations_site_id_learner_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="registrations_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="registrations_pkey"),
        sa.UniqueConstraint(
            "site_id", "cohort_id", "learner_id", name="registrations_site_id_cohort_id_learner_id_key"
        ),
        schema="sites",
    )
    op.create_index("registrations_learner_id_idx", "registrations", ["learner_id"], unique=False, schema="sites")
    op.create_index("registrations_link_idx", "registrations", ["site_id", "link_hash"], unique=False, schema="sites")
    op.create_index(
        "registrations_queue_idx",
        "registrations",
        ["site_id", "cohort_id", "queue_number"],
        unique=False,
        schema="sites",
    )
    op.create_index("registrations_registered_on_idx", "registrations", ["registered_on"], unique=False, schema="sites")
    op.create_table(
        "attendance_marks",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status in ('present', 'late', 'excused', 'absent')", name=op.f("attendance_marks_status_known_check")
        ),
        sa.CheckConstraint("minutes between 0 and 1440", name=op.f("attendance_marks_minutes_possible_check")),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name="attendance_marks_site_id_registration_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "session_id"],
            ["sites.sessions.site_id", "sites.sessions.id"],
            name="attendance_marks_site_id_session_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="attendance_marks_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="attendance_marks_pkey"),
        sa.UniqueConstraint(
            "site_id", "session_id", "registration_id", name="attendance_marks_site_id_session_id_registration_id_key"
        ),
        schema="sites",
    )
    op.create_index(
        "attendance_marks_registration_id_idx", "attendance_marks", ["registration_id"], unique=False, schema="sites"
    )
    roles = ", ".join(role(name) for name in ("app", "worker", "backup"))
    op.execute(f"grant usage on schema sites to {roles}")
    for table in ("venues", "cohorts", "cohort_trainers", "sessions", "learners", "registrations", "attendance_marks"):
        guard(f"sites.{table}")
