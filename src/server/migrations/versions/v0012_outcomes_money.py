"""Following people up after a course, and the money of a centre."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from server.migrations.row_security import guard

revision = "0012"
down_revision = "0011"

_CATEGORIES = "category in ('staff', 'rooms', 'equipment', 'materials', 'learner_support', 'services', 'other')"
_PROGRAMMES = "programme in ('coding-school', 'fablab', 'accelerator', 'ventures')"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _outcomes()
    _sources()
    _shares()
    _budget()
    _spending()
    for table in ("funding_shares", "budget_lines"):
        guard(f"sites.{table}")


def _outcomes() -> None:
    _add(
        "outcomes",
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("is_linked", sa.Boolean(), nullable=True),
        sa.Column("remark", sa.String(length=1000), nullable=False, server_default=""),
        sa.Column("consent_version", sa.Integer(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("may_ask_again", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_attempt_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
    )
    _check("outcomes", "answered_by_known", "answered_by in ('link', 'phone')")
    _check("outcomes", "answered_or_refused", "situation is null or refused_on is null")
    _check("outcomes", "attempts_possible", "attempts between 0 and 1000")
    op.create_index("outcomes_link_idx", "outcomes", ["site_id", "link_hash"], unique=False, schema="sites")


def _sources() -> None:
    _add(
        "funding_sources",
        sa.Column("kind", sa.String(), nullable=False, server_default="other"),
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("target_indicator", sa.String(), nullable=True),
        sa.Column("target_share", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("conditions_in_words", postgresql.JSONB(), nullable=False, server_default="{}"),
    )
    _translate_conditions()
    kinds = "'federal_grant', 'regional_grant', 'european_fund', 'operator', 'foundation', 'other'"
    _check("funding_sources", "kind_known", f"kind in ({kinds})")
    _check("funding_sources", "days_in_order", "until_on >= from_on")
    _check("funding_sources", "amount_possible", "amount >= 0")
    _check("funding_sources", "rate_possible", "rate is null or rate > 0")
    _check("funding_sources", "target_possible", "target_share is null or target_share between 0 and 1")
    _check("funding_sources", "target_whole", "(target_indicator is null) = (target_share is null)")


def _translate_conditions() -> None:
    """What was one text is now one per language: the centre's first. The wall is down for the owner meanwhile,
    inside this transaction, because it is forced on the owner too and no row would be seen."""
    op.execute("alter table sites.funding_sources no force row level security")
    op.execute("alter table sites.funding_sources disable row level security")
    op.execute("""
        update sites.funding_sources set conditions_in_words = jsonb_build_object(
          (select languages[1] from network.sites where id = site_id), conditions) where conditions <> ''
    """)
    op.execute("alter table sites.funding_sources enable row level security")
    op.execute("alter table sites.funding_sources force row level security")
    op.drop_column("funding_sources", "conditions", schema="sites")
    op.alter_column(
        "funding_sources", "conditions_in_words", new_column_name="conditions", server_default=None, schema="sites"
    )


def _shares() -> None:
    op.create_table(
        "funding_shares",
        *_identity(),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("share", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.CheckConstraint(_PROGRAMMES, name=op.f("funding_shares_programme_known_check")),
        sa.CheckConstraint("(programme is null) <> (cohort_id is null)", name=op.f("funding_shares_one_target_check")),
        sa.CheckConstraint("share > 0 and share <= 1", name=op.f("funding_shares_share_possible_check")),
        *_keys("funding_shares", source_id="funding_sources", cohort_id="cohorts", cascading=("source_id",)),
        sa.UniqueConstraint("site_id", "source_id", "programme", name="funding_shares_site_id_source_id_programme_key"),
        sa.UniqueConstraint("site_id", "source_id", "cohort_id", name="funding_shares_site_id_source_id_cohort_id_key"),
        schema="sites",
    )


def _budget() -> None:
    op.create_table(
        "budget_lines",
        *_identity(),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(_PROGRAMMES, name=op.f("budget_lines_programme_known_check")),
        sa.CheckConstraint(_CATEGORIES, name=op.f("budget_lines_category_known_check")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("budget_lines_days_in_order_check")),
        sa.CheckConstraint("amount > 0", name=op.f("budget_lines_amount_possible_check")),
        *_keys("budget_lines", source_id="funding_sources", cohort_id="cohorts"),
        schema="sites",
    )
    op.create_index("budget_lines_source_idx", "budget_lines", ["site_id", "source_id"], unique=False, schema="sites")


def _spending() -> None:
    _add(
        "spending_lines",
        sa.Column("rate", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("category", sa.String(), nullable=False, server_default="other"),
        sa.Column("supplier", sa.String(), nullable=False, server_default=""),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
    )
    _check("spending_lines", "category_known", _CATEGORIES)
    _check("spending_lines", "rate_possible", "rate is null or rate > 0")
    op.create_unique_constraint(
        "spending_lines_site_id_reverses_id_key", "spending_lines", ["site_id", "reverses_id"], schema="sites"
    )
    op.create_foreign_key(
        "spending_lines_site_id_reverses_id_fkey",
        "spending_lines",
        "spending_lines",
        ["site_id", "reverses_id"],
        ["site_id", "id"],
        source_schema="sites",
        referent_schema="sites",
    )
    op.create_index(
        "spending_lines_booked_idx", "spending_lines", ["site_id", "booked_on"], unique=False, schema="sites"
    )


def _add(table: str, *columns: sa.Column[object]) -> None:
    for column in columns:
        op.add_column(table, column, schema="sites")


def _check(table: str, name: str, condition: str) -> None:
    op.create_check_constraint(op.f(f"{table}_{name}_check"), table, condition, schema="sites")


def _identity() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _keys(table: str, *, cascading: tuple[str, ...] = (), **targets: str) -> tuple[sa.Constraint, ...]:
    """Its own key, the site's, and one that carries the site for each column that points to another table."""
    pointing = [
        sa.ForeignKeyConstraint(
            ["site_id", column],
            [f"sites.{target}.site_id", f"sites.{target}.id"],
            name=f"{table}_site_id_{column}_fkey",
            ondelete="CASCADE" if column in cascading else None,
        )
        for column, target in targets.items()
    ]
    site = sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=f"{table}_site_id_fkey")
    return (site, *pointing, sa.PrimaryKeyConstraint("site_id", "id", name=f"{table}_pkey"))
