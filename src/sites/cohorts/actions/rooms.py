"""Add a room, change one, take one away."""

from datetime import time
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.messages import _, lazy
from sites.cohorts.actions.typed import Code, Name, WholeNumber, plain
from sites.cohorts.errors import RoomCodeTaken, RoomIsUsed
from sites.cohorts.models import Equipment, Room, Session, Venue
from sites.cohorts.queries import room_for_update
from sites.cohorts.rules.rooms import MIDNIGHT


class DayHours(BaseModel):
    """When a room opens and closes on a day of the week (0 is Monday). Closing at 00:00 is the end of the day."""

    model_config = ConfigDict(extra="forbid")

    weekday: int = Field(ge=0, le=6)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _in_order(self) -> "DayHours":
        if self.closes not in (MIDNIGHT,) and self.closes <= self.opens:
            raise Unacceptable(lazy("A room closes after it opens."))
        return self


class RoomTexts(BaseModel):
    """What may change of a room; its code and its venue stay. Without hours it is always open."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    capacity: WholeNumber | None = Field(default=None, ge=1, le=10_000)
    equipment: list[Equipment] = Field(default_factory=list, max_length=len(Equipment))
    hours: list[DayHours] = Field(default_factory=list, max_length=7)

    def columns(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "capacity": self.capacity,
            "equipment": [str(one) for one in dict.fromkeys(self.equipment)],
            "hours": {
                str(one.weekday): [one.opens.isoformat("minutes"), one.closes.isoformat("minutes")]
                for one in self.hours
            },
        }


class NewRoom(RoomTexts):
    code: Code
    venue: str = Field(max_length=100)


async def room_code_is_taken(session: AsyncSession, code: str) -> bool:
    found = await session.execute(select(col(Room.id)).where(col(Room.code) == code))
    return found.first() is not None


async def add_room(session: AsyncSession, new: NewRoom) -> Room:
    """Raises RoomCodeTaken, Invalid."""
    if await room_code_is_taken(session, new.code):
        raise RoomCodeTaken(room=new.code)
    venue_id = await _venue_id(session, new.venue)
    added = Room(site_id=site_of(session), venue_id=venue_id, code=new.code, **new.columns())
    try:
        async with session.begin_nested():
            session.add(added)
    except IntegrityError as error:
        raise RoomCodeTaken(room=new.code) from error
    audit.record(session, action="room.add", subject=("room", added.id), name=new.code, after=_noted(new.columns()))
    return added


async def change_room(session: AsyncSession, code: str, texts: RoomTexts) -> Room:
    """Raises RoomNotFound."""
    changed = await room_for_update(session, code)
    wanted = texts.columns()
    before = {name: getattr(changed, name) for name, value in wanted.items() if getattr(changed, name) != value}
    if not before:
        return changed
    for name in before:
        setattr(changed, name, wanted[name])
    audit.record(
        session,
        action="room.change",
        subject=("room", changed.id),
        name=code,
        before=_noted(before),
        after=_noted({name: wanted[name] for name in before}),
    )
    await session.flush()
    return changed


async def remove_room(session: AsyncSession, code: str) -> None:
    """Only one that no session was ever planned in. Raises RoomNotFound, RoomIsUsed."""
    removed = await room_for_update(session, code)
    used = await session.execute(select(func.count()).select_from(Session).where(col(Session.room_id) == removed.id))
    if used.scalar_one():
        raise RoomIsUsed
    audit.record(session, action="room.remove", subject=("room", removed.id), name=code)
    await session.delete(removed)
    await session.flush()


def _noted(columns: dict[str, Any]) -> dict[str, Any]:
    hours = columns.get("hours")
    return {
        **plain({name: value for name, value in columns.items() if name != "hours"}),
        **({"hours": hours} if hours else {}),
    }


async def _venue_id(session: AsyncSession, code: str) -> UUID:
    found = await session.execute(select(col(Venue.id)).where(col(Venue.code) == code))
    venue_id = found.scalar_one_or_none()
    if venue_id is None:
        raise Invalid({"venue": _("This venue does not exist in your centre.")})
    return venue_id
