"""Take a place at an event, give it back, check people off at the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.errors import Invalid
from core.forms import Unacceptable
from core.jobs import enqueue
from core.secrets import derived_token, token_hash
from core.tenancy import site_of
from i18n.languages import LANGUAGES
from i18n.messages import _, lazy, ngettext
from sites.cohorts.actions.typed import WholeNumber
from sites.events.errors import (
    AlreadyComing,
    EventCancelled,
    EventFull,
    EventIsOver,
    NoRegistration,
    PlaceNotFound,
    TooEarlyToCount,
)
from sites.events.models import Event, EventPlace, EventRegistration, EventStatus, PlaceStatus
from sites.events.queries import event_by_id, event_for_update, place_for_update, places_taken
from sites.events.rules import MOST_PLACES, places_left
from sites.registrations.forms import Email, Name

LINK = "event place"


def _language(tag: str) -> str:
    if tag not in LANGUAGES:
        raise Unacceptable(lazy("Please choose one of the list."))
    return tag


class Coming(BaseModel):
    """Who wants to come: at an event by name the name and the address are needed, else only how many."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name = ""
    email: Email | None = None
    language: Annotated[str, AfterValidator(_language)]
    places: WholeNumber = Field(default=1, ge=1, le=MOST_PLACES)


@dataclass(frozen=True, slots=True)
class Taken:
    """`token` opens the visitor's own link."""

    id: UUID
    token: str


def who_is_missing(coming: Coming, how: EventRegistration) -> dict[str, str]:
    """What an event by name needs, at its field."""
    if how is not EventRegistration.NAMED:
        return {}
    given = {"name": coming.name, "email": coming.email}
    return {field: _("Please fill this in.") for field, value in given.items() if not value}


def too_many(left: int | None, wanted: int) -> dict[str, str]:
    if left is None or wanted <= left or left == 0:
        return {}
    return {"places": ngettext("Only %(n)s place is left.", "Only %(n)s places are left.", left)}


async def take_place(
    session: AsyncSession, code: str, coming: Coming, *, now: datetime, secret: bytes, by_staff: bool = False
) -> Taken:
    """Never more than there are, whoever asks at the same time. The centre's own people may write down somebody
    without an address, and after the event has begun.

    Raises EventNotFound, EventCancelled, NoRegistration, EventIsOver, EventFull, AlreadyComing, Invalid.
    """
    event = await event_for_update(session, code)
    _check_open(event, now=now, by_staff=by_staff)
    missing = {} if by_staff else who_is_missing(coming, event.registration)
    if missing:
        raise Invalid(missing)
    await _check_not_twice(session, event.id, coming.email)
    left = places_left(capacity=event.capacity, taken=await places_taken(session, event.id))
    if left is not None and coming.places > left:
        raise EventFull
    place = EventPlace(id=new_id(), site_id=site_of(session), event_id=event.id, **coming.model_dump())
    token = derived_token(secret, LINK, place.id)
    place.link_hash = token_hash(token)
    session.add(place)
    await session.flush()
    _note(session, "event.register", place, event.code)
    if place.email is not None:
        await enqueue(session, "events.confirm_by_mail", place_id=str(place.id), letter=str(new_id()))
    return Taken(place.id, token)


async def give_back(session: AsyncSession, place_id: UUID, *, now: datetime) -> None:
    """Asked twice, it happens once. Raises PlaceNotFound, EventIsOver."""
    place = await place_for_update(session, place_id)
    if place.status is PlaceStatus.CANCELLED:
        return
    event = await event_by_id(session, place.event_id)
    if event.ends_at <= now:
        raise EventIsOver
    place.status, place.came = PlaceStatus.CANCELLED, None
    _note(session, "event.give_back", place, event.code)
    await session.flush()


async def check_off(session: AsyncSession, place_id: UUID, came: int | None, *, today: date) -> EventPlace:
    """How many of a registration are here; none takes the mark back. From the day of the event on: people come
    before it begins. Raises PlaceNotFound, TooEarlyToCount, Invalid."""
    place = await place_for_update(session, place_id)
    event = await event_by_id(session, place.event_id)
    if place.status is PlaceStatus.CANCELLED:
        raise PlaceNotFound
    if event.held_on > today:
        raise TooEarlyToCount
    if came is not None and not 0 <= came <= place.places:
        raise Invalid({"came": _("This must be at most %(le)s.", le=place.places)})
    if place.came != came:
        place.came = came
        await session.flush()
    return place


def _check_open(event: Event, *, now: datetime, by_staff: bool) -> None:
    if event.status is EventStatus.CANCELLED:
        raise EventCancelled
    if by_staff:
        return
    if event.registration is EventRegistration.NONE or event.status is EventStatus.DRAFT:
        raise NoRegistration
    if event.ends_at <= now:
        raise EventIsOver


async def _check_not_twice(session: AsyncSession, event_id: UUID, email: str | None) -> None:
    if email is None:
        return
    same = select(col(EventPlace.id)).where(
        col(EventPlace.event_id) == event_id,
        col(EventPlace.email) == email,
        col(EventPlace.status) == PlaceStatus.REGISTERED,
    )
    if (await session.execute(same)).first() is not None:
        raise AlreadyComing


def _note(session: AsyncSession, action: str, place: EventPlace, event: str) -> None:
    """Not who it is: the log outlives the list."""
    audit.record(
        session,
        action=action,
        subject=("event place", place.id),
        name=event,
        after={"places": place.places, "status": str(place.status)},
    )
