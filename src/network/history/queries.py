"""Entries of the audit log, newest first, with the names of who acted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.audit import AuditEntry
from i18n.content import Localized
from network.people.models import Person
from network.units.models import Unit


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """`actor` none: the public, a command, or the program itself."""

    id: UUID
    at: datetime
    actor: str | None
    action: str
    subject_kind: str
    subject_name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the history ends: the next one begins after it."""

    at: datetime
    id: UUID


async def history(
    session: AsyncSession,
    *,
    site_id: UUID | None,
    action: str | None = None,
    after: Place | None = None,
    limit: int,
) -> list[HistoryEntry]:
    """A site's entries, or with no site the network's own."""
    statement = (
        select(AuditEntry, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(AuditEntry.actor_id))
        .where(_of(site_id))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(limit)
    )
    if action:
        statement = statement.where(col(AuditEntry.action) == action)
    if after is not None:
        here = tuple_(col(AuditEntry.at), col(AuditEntry.id))
        statement = statement.where(here < tuple_(literal(after.at), literal(after.id)))
    return [_shown(entry, name) for entry, name in await session.execute(statement)]


async def actions_noted(session: AsyncSession, *, site_id: UUID | None) -> list[str]:
    """Which actions there are entries of."""
    found = await session.execute(select(col(AuditEntry.action)).where(_of(site_id)).distinct())
    return sorted(found.scalars())


async def unit_names(session: AsyncSession, ids: Collection[str]) -> dict[str, Localized]:
    """Names of the units among these ids, which may name anything."""
    wanted = [UUID(one) for one in ids]
    if not wanted:
        return {}
    rows = await session.execute(select(col(Unit.id), col(Unit.name)).where(col(Unit.id).in_(wanted)))
    return {str(unit_id): name for unit_id, name in rows}


def _of(site_id: UUID | None) -> ColumnElement[bool]:
    site: ColumnElement[Any] = col(AuditEntry.site_id)  # type: ignore[assignment]  # SQLModel types a column as its values
    return site.is_(None) if site_id is None else site == site_id


def _shown(entry: AuditEntry, name: str | None) -> HistoryEntry:
    return HistoryEntry(
        entry.id,
        entry.at,
        name,
        entry.action,
        entry.subject_kind,
        entry.subject_name,
        entry.before or {},
        entry.after or {},
        entry.reason,
    )
