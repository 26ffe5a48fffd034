"""What stands on a certificate, rules for issuing one, assessments, the keys of badges."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

revision = "0010"
down_revision = "0009"

_REASONS = "revoked_reason in ('', 'mistake', 'details', 'dishonesty', 'request')"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _extend_certificates()
    _add_rules()
    _add_assessments()
    _add_signing_keys()
    for table in ("certificate_rules", "assessments", "signing_keys"):
        guard(f"sites.{table}")


def _extend_certificates() -> None:
    for column in (
        sa.Column("printed", JSONB(), nullable=False, server_default="{}"),
        sa.Column("badge", sa.String(), nullable=False, server_default=""),
        sa.Column("status_index", sa.Integer(), nullable=True),
        sa.Column("revoked_note", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("certificates", column, schema="sites")
    op.create_unique_constraint(
        "certificates_site_id_status_index_key", "certificates", ["site_id", "status_index"], schema="sites"
    )
    known = op.f("certificates_revoked_reason_known_check")
    op.create_check_constraint(known, "certificates", _REASONS, schema="sites")
    op.create_index(
        "certificates_valid_idx",
        "certificates",
        ["site_id", "registration_id"],
        unique=True,
        schema="sites",
        postgresql_where=sa.text("revoked_on is null"),
    )


def _add_rules() -> None:
    op.create_table(
        "certificate_rules",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("curriculum_id", sa.Uuid(), nullable=True),
        sa.Column("least_percent", sa.SmallInteger(), nullable=False),
        sa.Column("needs_assessment", sa.Boolean(), nullable=False),
        sa.CheckConstraint("least_percent between 0 and 100", name=op.f("certificate_rules_percent_possible_check")),
        sa.CheckConstraint(
            "cohort_id is null or curriculum_id is null", name=op.f("certificate_rules_one_subject_check")
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "cohort_id"],
            ["sites.cohorts.site_id", "sites.cohorts.id"],
            name="certificate_rules_site_id_cohort_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_id"], ["network.curricula.id"], name="certificate_rules_curriculum_id_fkey"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="certificate_rules_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="certificate_rules_pkey"),
        sa.UniqueConstraint(
            "site_id",
            "cohort_id",
            "curriculum_id",
            name="certificate_rules_site_id_cohort_id_curriculum_id_key",
            postgresql_nulls_not_distinct=True,
        ),
        schema="sites",
    )


def _add_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("result in ('passed', 'failed')", name=op.f("assessments_result_known_check")),
        sa.ForeignKeyConstraint(
            ["site_id", "registration_id"],
            ["sites.registrations.site_id", "sites.registrations.id"],
            name="assessments_site_id_registration_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="assessments_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="assessments_pkey"),
        sa.UniqueConstraint("site_id", "registration_id", name="assessments_site_id_registration_id_key"),
        schema="sites",
    )


def _add_signing_keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("public_jwk", JSONB(), nullable=False),
        sa.Column("private_pem", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="signing_keys_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="signing_keys_pkey"),
        sa.UniqueConstraint("site_id", "kid", name="signing_keys_site_id_kid_key"),
        schema="sites",
    )
