"""Events as the public sees them, as the centre plans them, and who comes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.secrets import token_hash
from i18n.content import Localized
from sites.cohorts.models import Venue
from sites.events.errors import EventNotFound, PlaceNotFound
from sites.events.models import Event, EventKind, EventPlace, EventRegistration, EventStatus, PlaceStatus
from sites.events.rules import EventState, event_state, places_left

LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One evening, workshop or conference. `taken` counts places, not registrations."""

    id: UUID
    code: str
    kind: EventKind
    status: EventStatus
    created_at: datetime
    title: Localized
    summary: Localized
    languages: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    held_on: date
    zone: str
    venue: str | None
    venue_name: Localized | None
    address: str
    directions: Localized | None
    is_online: bool
    capacity: int | None
    registration: EventRegistration
    taken: int
    registrations: int
    head_count: int | None
    came: int

    @property
    def is_cancelled(self) -> bool:
        return self.status is EventStatus.CANCELLED

    @property
    def left(self) -> int | None:
        return places_left(capacity=self.capacity, taken=self.taken)

    @property
    def is_full(self) -> bool:
        return self.left == 0

    def state(self, now: datetime) -> EventState:
        return event_state(self.status, ends_at=self.ends_at, now=now)

    def may_register(self, now: datetime) -> bool:
        """Until it is over: who comes late may still say so."""
        return (
            self.status is EventStatus.OPEN and self.registration is not EventRegistration.NONE and self.ends_at > now
        )


@dataclass(frozen=True, slots=True)
class PastEvents:
    """How many there were, and how many people came to those where they were counted."""

    events: int
    people: int


@dataclass(frozen=True, slots=True)
class Guest:
    """One registration for an event. `came` none: not checked off."""

    id: UUID
    event_id: UUID
    name: str
    email: str | None
    language: str
    places: int
    status: PlaceStatus
    came: int | None
    created_at: datetime


async def upcoming_events(session: AsyncSession, *, now: datetime, limit: int | None = None) -> list[PublicEvent]:
    """Not over yet, soonest first; cancelled ones are told, so that nobody comes in vain."""
    found = await session.execute(
        _events()
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


async def public_event(session: AsyncSession, code: str) -> PublicEvent:
    """One that was announced, a cancelled or past one too: its link may have been sent around.
    Raises EventNotFound."""
    found = await event(session, code)
    if found.status is EventStatus.DRAFT:
        raise EventNotFound
    return found


async def event(session: AsyncSession, code: str) -> PublicEvent:
    """Any event of the site. Raises EventNotFound."""
    row = (await session.execute(_events().where(col(Event.code) == code[:LONGEST_CODE]))).first()
    if row is None:
        raise EventNotFound
    return _event(*row)


async def event_by_id(session: AsyncSession, event_id: UUID) -> PublicEvent:
    """Raises EventNotFound."""
    row = (await session.execute(_events().where(col(Event.id) == event_id))).first()
    if row is None:
        raise EventNotFound
    return _event(*row)


async def events_in(
    session: AsyncSession, state: EventState, *, now: datetime, page: int, length: int
) -> list[PublicEvent]:
    """What comes from the soonest on, what was from the latest back; one more than a page, if there is one."""
    order = [col(Event.starts_at), col(Event.id)]
    if state in (EventState.PAST, EventState.CANCELLED):
        order = [one.desc() for one in order]  # type: ignore[misc]  # both are sorted by
    statement = _events().where(_in_state(state, now)).order_by(*order)
    found = await session.execute(statement.limit(length + 1).offset((page - 1) * length))
    return [_event(*row) for row in found]


async def event_counts(session: AsyncSession, *, now: datetime) -> dict[EventState, int]:
    columns = [func.count().filter(_in_state(state, now)) for state in EventState]
    row = (await session.execute(select(*columns).select_from(Event))).one()
    return dict(zip(EventState, row, strict=True))


async def events_after(session: AsyncSession, *, after: UUID | None, limit: int) -> list[PublicEvent]:
    """In the order in which they were entered; one more than asked for, if there is one."""
    statement = _events().order_by(col(Event.id)).limit(limit + 1)
    if after is not None:
        statement = statement.where(col(Event.id) > after)
    return [_event(*row) for row in await session.execute(statement)]


async def code_is_taken(session: AsyncSession, code: str) -> bool:
    return (await session.execute(select(col(Event.id)).where(col(Event.code) == code))).first() is not None


async def event_for_update(session: AsyncSession, code: str) -> Event:
    """The row, locked: nobody else takes a place until this transaction ends. Raises EventNotFound."""
    statement = select(Event).where(col(Event.code) == code[:LONGEST_CODE])
    found: Event | None = (await session.execute(_locked(statement))).scalar_one_or_none()
    if found is None:
        raise EventNotFound
    return found


async def places_taken(session: AsyncSession, event_id: UUID) -> int:
    """Counted under the event's lock."""
    statement = select(func.coalesce(func.sum(col(EventPlace.places)), 0)).where(
        col(EventPlace.event_id) == event_id, col(EventPlace.status) == PlaceStatus.REGISTERED
    )
    return int((await session.execute(statement)).scalar_one())


async def guests(session: AsyncSession, event_id: UUID) -> list[Guest]:
    """Those who said they come by name, then those who cancelled."""
    statement = select(EventPlace).where(col(EventPlace.event_id) == event_id)
    found = [_guest(one) for one in (await session.execute(statement)).scalars()]
    return sorted(found, key=lambda one: (one.status is PlaceStatus.CANCELLED, one.created_at, one.id))


async def guest(session: AsyncSession, place_id: UUID) -> Guest:
    """Raises PlaceNotFound."""
    return await _one_guest(session, col(EventPlace.id) == place_id)


async def guest_behind_link(session: AsyncSession, token: str) -> Guest:
    """Raises PlaceNotFound."""
    return await _one_guest(session, col(EventPlace.link_hash) == token_hash(token))


async def place_for_update(session: AsyncSession, place_id: UUID) -> EventPlace:
    """Raises PlaceNotFound."""
    statement = select(EventPlace).where(col(EventPlace.id) == place_id)
    found: EventPlace | None = (await session.execute(_locked(statement))).scalar_one_or_none()
    if found is None:
        raise PlaceNotFound
    return found


def _locked(statement: Select[Any]) -> Select[Any]:
    return statement.with_for_update().execution_options(populate_existing=True)


async def _one_guest(session: AsyncSession, condition: ColumnElement[bool]) -> Guest:
    found = (await session.execute(select(EventPlace).where(condition))).scalar_one_or_none()
    if found is None:
        raise PlaceNotFound
    return _guest(found)


def _in_state(state: EventState, now: datetime) -> ColumnElement[bool]:
    if state is EventState.UPCOMING:
        return and_(col(Event.status) == EventStatus.OPEN, col(Event.ends_at) > now)
    if state is EventState.PAST:
        return and_(col(Event.status) == EventStatus.OPEN, col(Event.ends_at) <= now)
    return col(Event.status) == EventStatus(state)


def _events() -> Select[Any]:
    place = and_(col(Venue.site_id) == col(Event.site_id), col(Venue.id) == col(Event.venue_id))
    of_event = and_(col(EventPlace.site_id) == col(Event.site_id), col(EventPlace.event_id) == col(Event.id))
    holding = and_(of_event, col(EventPlace.status) == PlaceStatus.REGISTERED)
    counted = [func.sum(col(EventPlace.places)), func.count(), func.sum(col(EventPlace.came))]
    sums = [
        select(func.coalesce(one, 0)).select_from(EventPlace).where(holding).correlate(Event).scalar_subquery()
        for one in counted
    ]
    return select(Event, Venue, *sums).outerjoin(Venue, place)


def _event(row: Event, venue: Venue | None, taken: int, registrations: int, came: int) -> PublicEvent:
    return PublicEvent(
        id=row.id,
        code=row.code,
        kind=row.kind,
        status=row.status,
        created_at=row.created_at,
        title=row.title,
        summary=row.summary,
        languages=tuple(row.languages),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        held_on=row.held_on,
        zone=row.zone,
        venue=venue.code if venue else None,
        venue_name=venue.name if venue else None,
        address=venue.address if venue else "",
        directions=venue.directions if venue else None,
        is_online=venue.is_online if venue else False,
        capacity=row.capacity,
        registration=row.registration,
        taken=int(taken),
        registrations=registrations,
        head_count=row.head_count,
        came=int(came),
    )


def _guest(row: EventPlace) -> Guest:
    return Guest(
        id=row.id,
        event_id=row.event_id,
        name=row.name,
        email=row.email,
        language=row.language,
        places=row.places,
        status=row.status,
        came=row.came,
        created_at=row.created_at,
    )
