"""Who did what, when, and what it was before. Codes, not prose: every reader gets their language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from core.clock import new_id, utc_now
from core.tenancy import DataScope


class AuditEntry(SQLModel, table=True):
    """Only ever added: no role may change or remove one."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("audit_entries_site_idx", "site_id", "at"),
        Index("audit_entries_subject_idx", "subject_id"),
        {"schema": "core"},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(default_factory=utc_now)
    site_id: UUID | None = Field(default=None, description="none: the network's own")
    actor_id: UUID | None = Field(default=None, description="none: the public, a command or a job")
    action: str = Field(description="feature.verb")
    subject_kind: str
    subject_id: UUID | None = None
    subject_name: str = ""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    reason: str = ""


def record(
    session: AsyncSession,
    *,
    action: str,
    subject: tuple[str, UUID | None],
    name: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Note a change in the same transaction. `before` and `after` hold plain values, and of a
    learner only what changed: the log outlives an erasure."""
    scope: DataScope = session.info["scope"]
    session.add(
        AuditEntry(
            site_id=scope.site_id,
            actor_id=scope.actor_id,
            action=action,
            subject_kind=subject[0],
            subject_id=subject[1],
            subject_name=name,
            before=None if before is None else dict(before),
            after=None if after is None else dict(after),
            reason=reason,
        )
    )
