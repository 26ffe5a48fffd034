"""What a centre tells the public: pages and their versions, contact, opening hours."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _pages()
    _details()
    _hours()
    for table in ("web_pages", "web_page_versions", "public_details", "opening_hours", "opening_exceptions"):
        guard(f"sites.{table}")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=f"{table}_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name=f"{table}_pkey"),
    ]


def _pages() -> None:
    op.create_table(
        "web_pages",
        *_columns(),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("body", JSONB(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('home', 'about', 'practical', 'accessibility', 'news')", name=op.f("web_pages_kind_known_check")
        ),
        sa.CheckConstraint("(kind = 'news') = (dated_on is not null)", name=op.f("web_pages_news_have_a_date_check")),
        sa.UniqueConstraint("site_id", "code", name="web_pages_site_id_code_key"),
        *_keys("web_pages"),
        schema="sites",
    )
    op.create_table(
        "web_page_versions",
        *_columns(),
        sa.Column("page_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", JSONB(), nullable=False),
        sa.Column("body", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id", "page_id"],
            ["sites.web_pages.site_id", "sites.web_pages.id"],
            name="web_page_versions_site_id_page_id_fkey",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("site_id", "page_id", "number", name="web_page_versions_site_id_page_id_number_key"),
        *_keys("web_page_versions"),
        schema="sites",
    )


def _details() -> None:
    op.create_table(
        "public_details",
        *_columns(),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("links", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("transport", JSONB(), nullable=False),
        sa.Column("step_free", JSONB(), nullable=False),
        sa.Column("is_open_on_holidays", sa.Boolean(), nullable=False),
        sa.Column("conformity", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "conformity in ('full', 'partial', 'none')", name=op.f("public_details_conformity_known_check")
        ),
        sa.UniqueConstraint("site_id", name="public_details_site_id_key"),
        *_keys("public_details"),
        schema="sites",
    )


def _hours() -> None:
    op.create_table(
        "opening_hours",
        *_columns(),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("opening_hours_weekday_known_check")),
        *_keys("opening_hours"),
        schema="sites",
    )
    op.create_index(
        "opening_hours_unique", "opening_hours", ["site_id", "weekday", "opens_at"], unique=True, schema="sites"
    )
    op.create_table(
        "opening_exceptions",
        *_columns(),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("note", JSONB(), nullable=False),
        sa.CheckConstraint(
            "(opens_at is null) = (closes_at is null)", name=op.f("opening_exceptions_both_times_or_none_check")
        ),
        sa.UniqueConstraint("site_id", "held_on", name="opening_exceptions_site_id_held_on_key"),
        *_keys("opening_exceptions"),
        schema="sites",
    )
