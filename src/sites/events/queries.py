"""Events as the public sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from sites.cohorts.models import Venue
from sites.events.models import Event, EventKind, EventStatus


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One evening, workshop or conference."""

    id: UUID
    code: str
    kind: EventKind
    created_at: datetime
    title: Localized
    summary: Localized
    languages: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    venue_name: Localized | None
    address: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class PastEvents:
    """How many there were, and how many people came to those where they were counted."""

    events: int
    people: int


async def upcoming_events(session: AsyncSession, *, now: datetime, limit: int | None = None) -> list[PublicEvent]:
    """Not over yet, soonest first; cancelled ones are told, so that nobody comes in vain."""
    found = await session.execute(
        select(Event, Venue)
        .outerjoin(Venue, (col(Venue.site_id) == col(Event.site_id)) & (col(Venue.id) == col(Event.venue_id)))
        .where(col(Event.status).in_((EventStatus.OPEN, EventStatus.CANCELLED)), col(Event.ends_at) > now)
        .order_by(col(Event.starts_at), col(Event.id))
        .limit(limit)
    )
    return [_event(*row) for row in found]


async def past_events(session: AsyncSession, *, since: date, now: datetime) -> PastEvents:
    """From a day on, until now."""
    found = await session.execute(
        select(func.count(), func.coalesce(func.sum(col(Event.head_count)), 0)).where(
            col(Event.status) == EventStatus.OPEN, col(Event.held_on) >= since, col(Event.ends_at) <= now
        )
    )
    events, people = found.one()
    return PastEvents(events, int(people or 0))


def _event(event: Event, venue: Any) -> PublicEvent:
    return PublicEvent(
        id=event.id,
        code=event.code,
        kind=event.kind,
        created_at=event.created_at,
        title=event.title,
        summary=event.summary,
        languages=tuple(event.languages),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        venue_name=venue.name if venue else None,
        address=venue.address if venue else "",
        is_cancelled=event.status is EventStatus.CANCELLED,
    )
