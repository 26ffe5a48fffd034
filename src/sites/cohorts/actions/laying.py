"""Accept a proposal in one step."""

from datetime import time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from network.curricula.queries import curriculum as full_curriculum
from sites.cohorts.actions.booking import check_trainers, place_of
from sites.cohorts.actions.sessions import NewSession, SessionPlan, open_for_planning, planned_times, write_sessions
from sites.cohorts.actions.typed import Day
from sites.cohorts.models import Session
from sites.cohorts.queries import cohort
from sites.cohorts.queries.laying import module_titles
from sites.cohorts.rules import MOST_SESSIONS


class AcceptedSession(BaseModel):
    """`modules`: positions in the curriculum, from 0."""

    model_config = ConfigDict(extra="forbid")

    on: Day
    begins: time
    ends: time
    modules: list[Annotated[int, Field(ge=0, le=1_000)]] = Field(default_factory=list, max_length=100)


class Acceptance(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sessions: list[AcceptedSession] = Field(min_length=1, max_length=MOST_SESSIONS)
    room: str | None = Field(default=None, max_length=100)
    trainers: list[UUID] = Field(default_factory=list, max_length=50)


async def accept_proposal(
    session: AsyncSession, code: str, accepted: Acceptance, *, zone: str, units: frozenset[UUID]
) -> list[Session]:
    """All of its sessions or none. Raises CohortNotFound, CohortIsCancelled, RoomIsTaken, TrainerIsTaken, Invalid."""
    planned_for = await open_for_planning(session, code)
    await check_trainers(session, accepted.trainers, units=units)
    shown = await cohort(session, code)
    taught = await full_curriculum(session, shown.curriculum, version=shown.curriculum_version)
    venue_id, room_id = planned_for.venue_id, None
    if accepted.room is not None:
        venue_id, room_id = await place_of(session, venue=None, room=accepted.room)
    wanted: list[NewSession] = []
    for number, one in enumerate(accepted.sessions):
        times = planned_times(SessionPlan(on=one.on, begins=one.begins, ends=one.ends), zone=zone)
        if isinstance(times, dict):
            raise Invalid({f"{name}-{number}": sentence for name, sentence in times.items()})
        title = module_titles(taught, one.modules)
        wanted.append(NewSession(times, title, venue_id, room_id, tuple(accepted.trainers)))
    return await write_sessions(session, planned_for, wanted, zone=zone)
