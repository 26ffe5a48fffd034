"""Beyond courses: places at events; steps, teams and machine hours of projects; start-ups in acceleration."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from server.migrations.row_security import guard

# ruff: noqa: S608 -- put together from the texts of this file only

revision = "0011"
down_revision = "0010"

_MARK = "insert into sites.recount_marks (site_id, id, created_at, subject_kind, subject_id)"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _events()
    _projects()
    _startups()
    _marks()


def _events() -> None:
    op.add_column(
        "events", sa.Column("registration", sa.String(), nullable=False, server_default="none"), schema="sites"
    )
    op.create_check_constraint(
        op.f("events_registration_known_check"), "events", "registration in ('none', 'named', 'count')", schema="sites"
    )
    _table(
        "event_places",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("came", sa.SmallInteger(), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status in ('registered', 'cancelled')", name=op.f("event_places_status_known_check")),
        sa.CheckConstraint("places between 1 and 20", name=op.f("event_places_places_possible_check")),
        sa.CheckConstraint("came between 0 and places", name=op.f("event_places_came_possible_check")),
        part_of={"event_id": "events"},
    )
    op.create_index("event_places_event_idx", "event_places", ["site_id", "event_id"], schema="sites")
    op.create_index("event_places_link_idx", "event_places", ["site_id", "link_hash"], schema="sites")
    op.create_index(
        "event_places_email_idx",
        "event_places",
        ["site_id", "event_id", "email"],
        unique=True,
        schema="sites",
        postgresql_where=sa.text("status = 'registered'"),
    )


def _projects() -> None:
    _table(
        "project_steps",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "stage in ('idea', 'prototype', 'tested', 'finished')", name=op.f("project_steps_stage_known_check")
        ),
        _by("project_steps"),
        part_of={"project_id": "projects"},
    )
    _table(
        "project_members",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.UniqueConstraint(
            "site_id", "project_id", "learner_id", name="project_members_site_id_project_id_learner_id_key"
        ),
        part_of={"project_id": "projects", "learner_id": "learners"},
    )
    op.create_index("project_members_learner_idx", "project_members", ["site_id", "learner_id"], schema="sites")
    _table(
        "machine_uses",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("machine", sa.String(100), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("hours > 0 and hours <= 24", name=op.f("machine_uses_hours_possible_check")),
        _by("machine_uses"),
        part_of={"project_id": "projects"},
    )
    _table(
        "project_photos",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", JSONB(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_note", sa.String(500), nullable=False),
        part_of={"project_id": "projects"},
    )
    for table in ("project_steps", "machine_uses", "project_photos"):
        op.create_index(f"{table}_project_idx", table, ["site_id", "project_id"], schema="sites")


def _startups() -> None:
    _table(
        "startup_stays",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("startup_stays_days_in_order_check")),
        part_of={"startup_id": "startups"},
    )
    _table(
        "startup_steps",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "stage in ('idea', 'validation', 'first_customers', 'growth', 'alumni')",
            name=op.f("startup_steps_stage_known_check"),
        ),
        _by("startup_steps"),
        part_of={"startup_id": "startups"},
    )
    _table(
        "startup_founders",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.UniqueConstraint(
            "site_id", "startup_id", "learner_id", name="startup_founders_site_id_startup_id_learner_id_key"
        ),
        part_of={"startup_id": "startups", "learner_id": "learners"},
    )
    op.create_index("startup_founders_learner_idx", "startup_founders", ["site_id", "learner_id"], schema="sites")
    _table(
        "startup_milestones",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        part_of={"startup_id": "startups"},
    )
    _table(
        "startup_mentors",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("expertise", sa.String(200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("until_on is null or until_on >= from_on", name=op.f("startup_mentors_days_in_order_check")),
        part_of={"startup_id": "startups"},
    )
    _table(
        "startup_gains",
        sa.Column("startup_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("jobs", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.CheckConstraint("jobs between 0 and 10000 and amount >= 0", name=op.f("startup_gains_possible_check")),
        part_of={"startup_id": "startups"},
    )
    for table in ("startup_stays", "startup_steps", "startup_milestones", "startup_mentors", "startup_gains"):
        op.create_index(f"{table}_startup_idx", table, ["site_id", "startup_id"], schema="sites")


def _table(name: str, *parts: sa.schema.SchemaItem, part_of: dict[str, str]) -> None:
    """A site's table behind its wall, with the columns that all of them have."""
    keys = [
        sa.ForeignKeyConstraint(
            ["site_id", column],
            [f"sites.{table}.site_id", f"sites.{table}.id"],
            name=f"{name}_site_id_{column}_fkey",
            ondelete="CASCADE",
        )
        for column, table in part_of.items()
    ]
    op.create_table(
        name,
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *parts,
        *keys,
        sa.ForeignKeyConstraint(["site_id"], ["network.sites.id"], name=f"{name}_site_id_fkey"),
        sa.PrimaryKeyConstraint("site_id", "id", name=f"{name}_pkey"),
        schema="sites",
    )
    guard(f"sites.{name}")


def _by(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["noted_by"], ["network.people.id"], name=f"{table}_noted_by_fkey")


def _marks() -> None:
    """A change of an earlier stay changes in which periods the start-up was supported."""
    op.execute(f"""
        create function sites.mark_startup_stays() returns trigger language plpgsql as $$
        begin
          if tg_op <> 'DELETE' then
            {_MARK} select site_id, gen_random_uuid(), now(), 'startup', startup_id
            from (select site_id, startup_id from came group by 1, 2) as touched;
          end if;
          if tg_op <> 'INSERT' then
            {_MARK} select site_id, gen_random_uuid(), now(), 'startup', startup_id
            from (select site_id, startup_id from gone group by 1, 2) as touched;
          end if;
          return null;
        end $$
    """)
    for event, tables in (
        ("insert", "new table as came"),
        ("update", "old table as gone new table as came"),
        ("delete", "old table as gone"),
    ):
        op.execute(
            f"create trigger mark_{event} after {event} on sites.startup_stays referencing {tables} "
            "for each statement execute function sites.mark_startup_stays()"
        )
