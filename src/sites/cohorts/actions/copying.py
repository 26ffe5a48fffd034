"""Copy a cohort: everything but its people, its sessions laid out again from a new first day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Invalid
from core.tenancy import site_of
from i18n.messages import _
from sites.cohorts.actions.cohorts import published_curriculum, save_new, set_cohort_trainers
from sites.cohorts.actions.sessions import NewSession, cohort_trainer_ids, write_sessions
from sites.cohorts.actions.typed import Code, Day
from sites.cohorts.models import Cohort, CohortStatus, SessionStatus
from sites.cohorts.queries import (
    FullCohort,
    SessionView,
    cohort_for_update,
    possible_trainers,
    rooms,
    session_trainers,
    sessions,
)
from sites.cohorts.queries.laying import Slot, local_clock, surroundings
from sites.cohorts.rules import LeftOut, NoSuchTime, SessionTimes, SiteDays, laid_again, local_session


class CopyPlan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Code
    starts_on: Day


@dataclass(frozen=True, slots=True)
class CopiedSession:
    """A session and its copy. Where its room or a trainer is taken then, it is copied without them."""

    source: SessionView
    slot: Slot
    venue_id: UUID | None
    room_id: UUID | None
    trainers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ForeseenCopy:
    sessions: list[CopiedSession]
    left_out: list[LeftOut]
    ends_on: date


async def foresee_copy(
    session: AsyncSession, source: FullCohort, *, starts_on: date, days: SiteDays, units: frozenset[UUID]
) -> ForeseenCopy:
    """Sessions that fell out are not copied; public holidays and weekends are left out."""
    old = [one for one in await sessions(session, source.id) if one.status is not SessionStatus.CANCELLED]
    shift = starts_on - source.starts_on
    ends_on = source.ends_on + shift
    if not old:
        return ForeseenCopy([], [], ends_on)
    teachers = await session_trainers(session, [one.id for one in old])
    still_here = {one.person_id for one in await possible_trainers(session, units=units)}
    places = {one.code: one for one in await rooms(session)}
    first = old[0].held_on + shift
    around = await surroundings(
        session,
        days=days,
        room=None,
        trainers=still_here,
        more_rooms=[one.id for one in places.values()],
        first=first,
    )
    new_days, left_out = laid_again(
        [one.held_on for one in old],
        first=first,
        hindrance=around.closed,
        weekend=days.weekend - {one.held_on.weekday() for one in old},
    )
    copied: list[CopiedSession] = []
    for one in old:
        place = places.get(one.room) if one.room else None
        people = frozenset(teachers.get(one.id, {})) & still_here
        slot = around.with_place(place, people).slot(_times(one, new_days[one.held_on], days), title=one.title)
        is_room_taken = any(clash.trainer_id is None for clash in slot.clashes)
        free = people - {clash.trainer_id for clash in slot.clashes}
        room_id = None if place is None or is_room_taken else place.id
        copied.append(CopiedSession(one, slot, one.venue_id, room_id, tuple(sorted(free))))
    return ForeseenCopy(copied, left_out, max(ends_on, copied[-1].slot.times.held_on))


async def copy_cohort(
    session: AsyncSession, source: FullCohort, plan: CopyPlan, *, days: SiteDays, units: frozenset[UUID]
) -> Cohort:
    """A draft, in the curriculum's newest published version. Raises CohortNotFound, CohortCodeTaken, Invalid;
    RoomIsTaken, TrainerIsTaken where somebody was faster."""
    row = await cohort_for_update(session, source.code)
    curriculum = await published_curriculum(session, source.curriculum)
    if curriculum is None:
        raise Invalid({"curriculum": _("There is no published curriculum with this code.")})
    foreseen = await foresee_copy(session, source, starts_on=plan.starts_on, days=days, units=units)
    copy = Cohort(
        site_id=site_of(session),
        code=plan.code,
        curriculum_id=row.curriculum_id,
        curriculum_version=curriculum.version,
        title=row.title,
        summary=row.summary,
        languages=list(row.languages),
        starts_on=plan.starts_on,
        ends_on=foreseen.ends_on,
        capacity=row.capacity,
        venue_id=row.venue_id,
        status=CohortStatus.DRAFT,
    )
    await save_new(session, copy)
    still_here = {one.person_id for one in await possible_trainers(session, units=units)}
    teachers = [one for one in await cohort_trainer_ids(session, row.id) if one in still_here]
    await set_cohort_trainers(session, copy.id, teachers)
    audit.record(
        session, action="cohort.copy", subject=("cohort", copy.id), name=copy.code, after={"from": source.code}
    )
    wanted = [
        NewSession(one.slot.times, one.source.title, one.venue_id, one.room_id, one.trainers)
        for one in foreseen.sessions
    ]
    if wanted:
        await write_sessions(session, copy, wanted, zone=days.zone)
    return copy


def _times(source: SessionView, on: date, days: SiteDays) -> SessionTimes:
    """At the clock times it had in its own zone. Raises Invalid where they do not exist on the new day."""
    begins, ends = local_clock(SessionTimes(source.starts_at, source.ends_at, source.held_on), source.zone)
    times = local_session(on, begins, ends, zone=days.zone)
    if isinstance(times, NoSuchTime):
        raise Invalid({"starts_on": times.text})
    return times
