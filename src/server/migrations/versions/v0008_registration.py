"""Fair waiting lists, applications, consent and guardians, what is asked and why, records of one person made one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

revision = "0008"
down_revision = "0007"

TABLES = (
    "place_offers",
    "registration_rules",
    "asked_questions",
    "cohort_admissions",
    "consent_texts",
    "guardian_consents",
    "learner_merges",
    "learner_distinctions",
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _widen_learners()
    _widen_registrations()
    _offers_and_questions()
    _consent()
    _merges()
    for table in TABLES:
        guard(f"sites.{table}")


def _widen_learners() -> None:
    op.add_column("learners", sa.Column("merged_into", sa.Uuid(), nullable=True), schema="sites")
    op.create_foreign_key(
        "learners_site_id_merged_into_fkey",
        "learners",
        "learners",
        ["site_id", "merged_into"],
        ["site_id", "id"],
        source_schema="sites",
        referent_schema="sites",
    )
    op.create_index("learners_birth_idx", "learners", ["site_id", "birth_date"], unique=False, schema="sites")
    op.create_index(
        "learners_merged_idx",
        "learners",
        ["site_id", "merged_into"],
        unique=False,
        schema="sites",
        postgresql_where=sa.text("merged_into is not null"),
    )


def _widen_registrations() -> None:
    for column in (
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("consent_language", sa.String(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(1000), nullable=False, server_default=""),
    ):
        op.add_column("registrations", column, schema="sites")


def _offers_and_questions() -> None:
    op.create_table(
        "place_offers",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (answered_at is null)", name=op.f("place_offers_answered_once_check")),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'declined', 'lapsed', 'taken_back')",
            name=op.f("place_offers_state_known_check"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name=op.f("place_offers_site_id_registration_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("place_offers_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("place_offers_pkey")),
        schema="sites",
    )
    op.create_index(
        "place_offers_due_idx",
        "place_offers",
        ["site_id", "expires_at"],
        unique=False,
        schema="sites",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "place_offers_open_key",
        "place_offers",
        ["site_id", "registration_id"],
        unique=True,
        schema="sites",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        op.f("place_offers_registration_id_idx"), "place_offers", ["registration_id"], unique=False, schema="sites"
    )
    op.create_table(
        "registration_rules",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.CheckConstraint("offer_hours between 1 and 336", name=op.f("registration_rules_offer_hours_possible_check")),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("registration_rules_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("registration_rules_pkey")),
        sa.UniqueConstraint("site_id", name=op.f("registration_rules_site_id_key")),
        schema="sites",
    )
    op.create_table(
        "asked_questions",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("asked_for", sa.String(200), nullable=False),
        sa.Column("reason", JSONB(), nullable=False),
        sa.CheckConstraint(
            "question in ('birth_date', 'gender', 'education', 'employment', 'disability')",
            name=op.f("asked_questions_question_known_check"),
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("asked_questions_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("asked_questions_pkey")),
        sa.UniqueConstraint("site_id", "question", name=op.f("asked_questions_site_id_question_key")),
        schema="sites",
    )
    op.create_table(
        "cohort_admissions",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("admission", sa.String(), nullable=False),
        sa.Column("left_out", sa.ARRAY(sa.String()), nullable=False),
        sa.CheckConstraint(
            "admission in ('first_come', 'selection')", name=op.f("cohort_admissions_admission_known_check")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name=op.f("cohort_admissions_site_id_cohort_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("cohort_admissions_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("cohort_admissions_pkey")),
        sa.UniqueConstraint("site_id", "cohort_id", name=op.f("cohort_admissions_site_id_cohort_id_key")),
        schema="sites",
    )


def _consent() -> None:
    op.create_table(
        "consent_texts",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("consent_texts_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("consent_texts_pkey")),
        sa.UniqueConstraint("site_id", "version", name=op.f("consent_texts_site_id_version_key")),
        schema="sites",
    )
    op.create_table(
        "guardian_consents",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_name", sa.String(200), nullable=False),
        sa.Column("guardian_email", sa.String(320), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state in ('asked', 'agreed', 'refused', 'lapsed')", name=op.f("guardian_consents_state_known_check")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name=op.f("guardian_consents_site_id_registration_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("guardian_consents_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("guardian_consents_pkey")),
        sa.UniqueConstraint("site_id", "registration_id", name=op.f("guardian_consents_site_id_registration_id_key")),
        schema="sites",
    )
    op.create_index(
        "guardian_consents_link_idx", "guardian_consents", ["site_id", "link_hash"], unique=False, schema="sites"
    )


def _merges() -> None:
    op.create_table(
        "learner_merges",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id", "kept_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name=op.f("learner_merges_site_id_kept_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "merged_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name=op.f("learner_merges_site_id_merged_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("learner_merges_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("learner_merges_pkey")),
        schema="sites",
    )
    op.create_index(op.f("learner_merges_kept_id_idx"), "learner_merges", ["kept_id"], unique=False, schema="sites")
    op.create_index(op.f("learner_merges_merged_id_idx"), "learner_merges", ["merged_id"], unique=False, schema="sites")
    op.create_table(
        "learner_distinctions",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_id <= second_id", name=op.f("learner_distinctions_in_order_check")),
        sa.ForeignKeyConstraint(
            ["site_id", "first_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name=op.f("learner_distinctions_site_id_first_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "second_id"],
            ["sites.learners.site_id", "sites.learners.id"],
            name=op.f("learner_distinctions_site_id_second_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=op.f("learner_distinctions_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "id", name=op.f("learner_distinctions_pkey")),
        sa.UniqueConstraint(
            "site_id", "first_id", "second_id", name=op.f("learner_distinctions_site_id_first_id_second_id_key")
        ),
        schema="sites",
    )
    op.create_index(
        op.f("learner_distinctions_second_id_idx"), "learner_distinctions", ["second_id"], unique=False, schema="sites"
    )
