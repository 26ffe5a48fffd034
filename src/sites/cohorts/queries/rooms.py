"""The rooms of a centre."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from sites.cohorts.errors import RoomNotFound
from sites.cohorts.models import Equipment, Room, Venue
from sites.cohorts.rules import OpenHours, open_hours

_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class RoomView:
    id: UUID
    code: str
    name: Localized
    venue_id: UUID
    venue: str
    venue_name: Localized
    capacity: int | None
    equipment: list[Equipment]
    hours: list[OpenHours]
    raw_hours: dict[str, Sequence[str]]

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.venue_name})"


async def rooms(session: AsyncSession) -> list[RoomView]:
    """By venue, then by code."""
    rows = await session.execute(_rooms().order_by(col(Venue.code), col(Room.code)))
    return [_view(room, place) for room, place in rows]


async def places(session: AsyncSession) -> tuple[list[tuple[str, Localized]], list[RoomView]]:
    """Venues by code, and the rooms in them, in one statement: what a form offers."""
    inside = and_(col(Room.site_id) == col(Venue.site_id), col(Room.venue_id) == col(Venue.id))
    rows = await session.execute(select(Venue, Room).outerjoin(Room, inside).order_by(col(Venue.code), col(Room.code)))
    found = list(rows)
    named = {place.code: place.name for place, _room in found}
    return list(named.items()), [_view(room, place) for place, room in found if room is not None]


async def room(session: AsyncSession, code: str) -> RoomView:
    """Raises RoomNotFound."""
    rows = await session.execute(_rooms().where(col(Room.code) == code[:_LONGEST_CODE]))
    found = rows.first()
    if found is None:
        raise RoomNotFound
    return _view(found[0], found[1])


async def room_for_update(session: AsyncSession, code: str) -> Room:
    """The row, locked. Raises RoomNotFound."""
    rows = await session.execute(select(Room).where(col(Room.code) == code[:_LONGEST_CODE]).with_for_update())
    found = rows.scalar_one_or_none()
    if found is None:
        raise RoomNotFound
    return found


def _rooms() -> Select[Room, Venue]:
    place = and_(col(Venue.site_id) == col(Room.site_id), col(Venue.id) == col(Room.venue_id))
    return select(Room, Venue).join(Venue, place)


def _view(row: Room, place: Venue) -> RoomView:
    return RoomView(
        id=row.id,
        code=row.code,
        name=row.name,
        venue_id=place.id,
        venue=place.code,
        venue_name=place.name,
        capacity=row.capacity,
        equipment=[one for one in Equipment if one in row.equipment],
        hours=open_hours(row.hours),
        raw_hours=row.hours,
    )
