"""Plan an event, change it, announce it, cancel it, and say how many came."""

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.errors import Invalid
from core.jobs import enqueue
from core.tenancy import site_of
from i18n.content import Localized
from i18n.languages import is_language_tag
from i18n.messages import _
from sites.cohorts.actions.typed import Code, Day, Name, Text, WholeNumber, plain
from sites.cohorts.models import Venue
from sites.cohorts.rules import NoSuchTime, SessionTimes, is_possible_length, local_session
from sites.events.errors import EventCodeTaken, EventIsCancelled, EventIsOver, TooEarlyToCount
from sites.events.models import Event, EventKind, EventPlace, EventRegistration, EventStatus, PlaceStatus
from sites.events.queries import code_is_taken, event_for_update, places_taken
from sites.events.rules import code_of

_MOST_PEOPLE = 100_000


class EventPlan(BaseModel):
    """What may change of an event. Times are local; an end that is not after the beginning lies on the next day."""

    model_config = ConfigDict(extra="forbid")

    kind: EventKind
    title: Name
    summary: Text = Field(default_factory=Localized)
    languages: list[str] = Field(min_length=1, max_length=20)
    on: Day
    begins: time
    ends: time
    venue: str | None = Field(default=None, max_length=100)
    capacity: WholeNumber | None = Field(default=None, ge=1, le=10_000)
    registration: EventRegistration = EventRegistration.NONE


class NewEvent(EventPlan):
    """Without a code one is made from the title and the day."""

    code: Code | None = None
    status: Literal["draft", "open"] = "draft"


class CancelReason(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=500)


class HeadCount(BaseModel):
    """None: not counted."""

    model_config = ConfigDict(extra="forbid")

    people: WholeNumber | None = Field(default=None, ge=0, le=_MOST_PEOPLE)


def planned_times(plan: EventPlan, *, zone: str) -> SessionTimes | dict[str, str]:
    """The moments, or what is wrong: field -> sentence."""
    times = local_session(plan.on, plan.begins, plan.ends, zone=zone)
    if isinstance(times, NoSuchTime):
        return {"begins" if times.at == plan.begins else "ends": times.text}
    if not is_possible_length(times):
        return {"ends": _("An event lasts more than nothing and at most 12 hours. Plan a longer one day by day.")}
    return times


async def plan_problems(
    session: AsyncSession, plan: EventPlan, *, zone: str, event_id: UUID | None = None
) -> dict[str, str]:
    """What is wrong with a plan beyond each single answer: field -> sentence. `event_id`: of the one that changes."""
    times = planned_times(plan, zone=zone)
    problems = times if isinstance(times, dict) else {}
    if any(not is_language_tag(tag) for tag in plan.languages):
        problems["languages"] = _("Please choose one of the list.")
    if plan.venue is not None and await _venue_id(session, plan.venue) is None:
        problems["venue"] = _("This venue does not exist in your centre.")
    if isinstance(plan, NewEvent) and plan.code is not None and await code_is_taken(session, plan.code):
        problems["code"] = str(EventCodeTaken.message.filled(event=plan.code))
    if event_id is not None and plan.capacity is not None:
        taken = await places_taken(session, event_id)
        if plan.capacity < taken:
            problems["capacity"] = _("%(taken)s places are taken already.", taken=taken)
    return problems


async def plan_event(session: AsyncSession, new: NewEvent, *, zone: str) -> Event:
    """A draft, or announced at once. Raises EventCodeTaken, Invalid."""
    columns = await _columns(session, new, zone=zone)
    code = new.code or await _free_code(session, new)
    planned = Event(site_id=site_of(session), code=code, status=EventStatus(new.status), **columns)
    try:
        async with session.begin_nested():
            session.add(planned)
    except IntegrityError as error:
        raise EventCodeTaken(event=code) from error
    _note(session, "event.plan", planned, after=columns)
    return planned


async def change_event(session: AsyncSession, code: str, plan: EventPlan, *, zone: str, now: datetime) -> Event:
    """Whoever registered is written to when the time or the place changes.

    Raises EventNotFound, EventIsCancelled, Invalid.
    """
    changed = await event_for_update(session, code)
    if changed.status is EventStatus.CANCELLED:
        raise EventIsCancelled
    wanted = await _columns(session, plan, zone=zone, event_id=changed.id)
    before = {name: getattr(changed, name) for name, value in wanted.items() if getattr(changed, name) != value}
    if not before:
        return changed
    for name in before:
        setattr(changed, name, wanted[name])
    _note(session, "event.change", changed, before=before, after={name: wanted[name] for name in before})
    await session.flush()
    if before.keys() & {"starts_at", "ends_at", "venue_id"} and changed.ends_at > now:
        await _tell_everybody(session, changed, "events.moved_by_mail")
    return changed


async def announce_event(session: AsyncSession, code: str, *, now: datetime) -> Event:
    """The public sees it. Raises EventNotFound, EventIsCancelled, EventIsOver."""
    changed = await event_for_update(session, code)
    if changed.status is EventStatus.CANCELLED:
        raise EventIsCancelled
    if changed.ends_at <= now and changed.status is EventStatus.DRAFT:
        raise EventIsOver
    if changed.status is EventStatus.DRAFT:
        changed.status = EventStatus.OPEN
        _note(session, "event.announce", changed, before={"status": "draft"}, after={"status": "open"})
        await session.flush()
    return changed


async def cancel_event(session: AsyncSession, code: str, *, reason: str, now: datetime) -> Event:
    """For good; whoever registered is written to. Raises EventNotFound, EventIsOver."""
    changed = await event_for_update(session, code)
    if changed.status is EventStatus.CANCELLED:
        return changed
    if changed.ends_at <= now and changed.status is EventStatus.OPEN:
        raise EventIsOver
    before, changed.status = changed.status, EventStatus.CANCELLED
    _note(session, "event.cancel", changed, before={"status": before}, after={"status": "cancelled"}, reason=reason)
    await session.flush()
    await _tell_everybody(session, changed, "events.cancelled_by_mail")
    return changed


async def count_heads(session: AsyncSession, code: str, people: int | None, *, today: date) -> Event:
    """How many came, whoever had registered. Raises EventNotFound, EventIsCancelled, TooEarlyToCount."""
    changed = await event_for_update(session, code)
    if changed.status is EventStatus.CANCELLED:
        raise EventIsCancelled
    if changed.held_on > today:
        raise TooEarlyToCount
    if changed.head_count != people:
        before, changed.head_count = changed.head_count, people
        _note(session, "event.count", changed, before={"head_count": before}, after={"head_count": people})
        await session.flush()
    return changed


async def _columns(
    session: AsyncSession, plan: EventPlan, *, zone: str, event_id: UUID | None = None
) -> dict[str, Any]:
    """Raises Invalid, or EventCodeTaken where only the code is wrong."""
    problems = await plan_problems(session, plan, zone=zone, event_id=event_id)
    if problems.keys() == {"code"} and isinstance(plan, NewEvent):
        raise EventCodeTaken(event=plan.code)
    times = planned_times(plan, zone=zone)
    if problems or isinstance(times, dict):
        raise Invalid(problems)
    return {
        "kind": plan.kind,
        "title": plan.title,
        "summary": plan.summary,
        "languages": list(dict.fromkeys(plan.languages)),
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "zone": zone,
        "held_on": times.held_on,
        "venue_id": None if plan.venue is None else await _venue_id(session, plan.venue),
        "capacity": plan.capacity,
        "registration": plan.registration,
    }


async def _free_code(session: AsyncSession, new: NewEvent) -> str:
    first = code_of(next(iter(new.title.values())), new.kind, new.on)
    code, number = first, 1
    while await code_is_taken(session, code):
        number += 1
        code = f"{first}-{number}"
    return code


async def _venue_id(session: AsyncSession, code: str) -> UUID | None:
    return (await session.execute(select(col(Venue.id)).where(col(Venue.code) == code))).scalar_one_or_none()


async def _tell_everybody(session: AsyncSession, about: Event, job: str) -> None:
    found = await session.execute(
        select(col(EventPlace.id)).where(
            col(EventPlace.event_id) == about.id,
            col(EventPlace.status) == PlaceStatus.REGISTERED,
            col(EventPlace.email).is_not(None),
        )
    )
    for place_id in found.scalars().all():
        await enqueue(session, job, place_id=str(place_id), letter=str(new_id()))


def _note(
    session: AsyncSession,
    action: str,
    about: Event,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        session,
        action=action,
        subject=("event", about.id),
        name=about.code,
        before=None if before is None else plain(before),
        after=plain(after),
        reason=reason,
    )
