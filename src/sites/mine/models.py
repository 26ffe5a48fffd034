"""How a learner gets in: links by mail, browsers that are in, a calendar to subscribe to. Only hashes are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from core.clock import utc_now
from core.models import SiteRecord, site_table


class LearnerLink(SiteRecord, table=True):
    """A link sent by mail. Used once: then the row is gone."""

    __tablename__ = "learner_links"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "token_hash"),
        Index("learner_links_learner_idx", "site_id", "learner_id"),
        part_of={"learner_id": "learners"},
    )

    learner_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime


class LearnerSignIn(SiteRecord, table=True):
    """One browser of a learner's. Not an account, and no staff page knows it."""

    __tablename__ = "learner_sign_ins"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "token_hash"),
        Index("learner_sign_ins_learner_idx", "site_id", "learner_id"),
        part_of={"learner_id": "learners"},
    )

    learner_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    seen_at: datetime = Field(default_factory=utc_now)


class LearnerFeed(SiteRecord, table=True):
    """The secret address of a learner's own calendar. It is made from the row, so that it can be shown again."""

    __tablename__ = "learner_feeds"
    __table_args__ = site_table(
        UniqueConstraint("site_id", "token_hash"),
        UniqueConstraint("site_id", "learner_id"),
        part_of={"learner_id": "learners"},
    )

    learner_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
