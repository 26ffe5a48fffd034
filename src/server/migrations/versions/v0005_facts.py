"""What results are made of: facts, and marks of what to count again."""

import sqlalchemy as sa
from alembic import op

from server.migrations.row_security import guard

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "facts",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("curriculum_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("education", sa.String(), nullable=True),
        sa.Column("employment", sa.String(), nullable=True),
        sa.Column("value", sa.Numeric(precision=16, scale=4), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.LargeBinary(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("cohort_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="facts_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="facts_pkey"),
        schema="sites",
    )
    op.create_index("facts_measure_idx", "facts", ["site_id", "measure", "day"], unique=False, schema="sites")
    op.create_index("facts_subject_idx", "facts", ["site_id", "subject_id"], unique=False, schema="sites")
    op.create_table(
        "recount_marks",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name="recount_marks_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name="recount_marks_pkey"),
        schema="sites",
    )
    for table in ("facts", "recount_marks"):
        guard(f"sites.{table}")
