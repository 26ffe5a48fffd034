"""Rooms and trainers are written here, and nowhere twice at a time."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import Conflict, Invalid
from core.tenancy import site_of
from i18n.messages import _
from sites.cohorts.models import Room, Session, SessionStatus, SessionTrainer, Venue
from sites.cohorts.queries import Wanted, clashes, possible_trainers, session_trainers

_CONSTRAINTS = ("sessions_room_free", "session_trainers_free")


@asynccontextmanager
async def without_clashes(
    session: AsyncSession, wanted: Sequence[Wanted], *, leaving_out: Collection[UUID] = ()
) -> AsyncIterator[None]:
    """What is written inside is taken back where the database finds a room or a trainer in two places; also when
    somebody else was faster by a moment. Raises RoomIsTaken, TrainerIsTaken, which name the other session."""
    try:
        async with session.begin_nested():
            yield
            await session.flush()
    except IntegrityError as error:
        if not any(name in str(error.orig) for name in _CONSTRAINTS):
            raise
        found = [one for several in await clashes(session, wanted, leaving_out=leaving_out) for one in several]
        raise (found[0].error if found else Conflict()) from error


async def place_of(session: AsyncSession, *, venue: str | None, room: str | None) -> tuple[UUID | None, UUID | None]:
    """The ids of venue and room; a room says which venue. Raises Invalid."""
    if room is not None:
        found = await session.execute(select(col(Room.venue_id), col(Room.id)).where(col(Room.code) == room))
        row = found.first()
        if row is None:
            raise Invalid({"room": _("This room does not exist in your centre.")})
        return row[0], row[1]
    if venue is None:
        return None, None
    places = await session.execute(select(col(Venue.id)).where(col(Venue.code) == venue))
    venue_id = places.scalar_one_or_none()
    if venue_id is None:
        raise Invalid({"venue": _("This venue does not exist in your centre.")})
    return venue_id, None


async def check_trainers(session: AsyncSession, people: Collection[UUID], *, units: frozenset[UUID]) -> None:
    """`units`: the site and all above it, where those who teach here hold their role. Raises Invalid."""
    if not people:
        return
    known = {one.person_id for one in await possible_trainers(session, units=units)}
    if not known.issuperset(people):
        raise Invalid({"trainers": _("Only people with a role at your centre can teach here.")})


async def set_trainers(session: AsyncSession, held: Session, people: Collection[UUID]) -> None:
    """The session's row is there already. Call it inside `without_clashes`."""
    await session.execute(
        delete(SessionTrainer).where(
            col(SessionTrainer.site_id) == held.site_id, col(SessionTrainer.session_id) == held.id
        )
    )
    add_trainers(session, held, people)


def add_trainers(session: AsyncSession, held: Session, people: Collection[UUID]) -> None:
    session.add_all(
        SessionTrainer(
            site_id=site_of(session),
            session_id=held.id,
            person_id=person_id,
            starts_at=held.starts_at,
            ends_at=held.ends_at,
            status=held.status,
        )
        for person_id in dict.fromkeys(people)
    )


async def follow_trainers(
    session: AsyncSession, cohort_id: UUID, *, before: set[UUID], after: set[UUID], now: datetime
) -> None:
    """Sessions to come that the cohort's trainers would have taught are taught by its new ones; where somebody else
    was chosen for one, that stays. Raises TrainerIsTaken."""
    rows = await session.execute(
        select(Session)
        .where(
            col(Session.cohort_id) == cohort_id,
            col(Session.status) == SessionStatus.PLANNED,
            col(Session.starts_at) > now,
        )
        .order_by(col(Session.starts_at))
    )
    coming = list(rows.scalars())
    taught = await session_trainers(session, [one.id for one in coming])
    following = [one for one in coming if set(taught.get(one.id, {})) == before]
    ids = [one.id for one in following]
    wanted = [Wanted(one.starts_at, one.ends_at, None, frozenset(after)) for one in following]
    async with without_clashes(session, wanted, leaving_out=ids):
        for one in following:
            await set_trainers(session, one, after)


async def give_rooms_back(session: AsyncSession, cohort_id: UUID) -> None:
    """A cohort that does not take place holds no room and no trainer."""
    rows = await session.execute(
        select(Session).where(col(Session.cohort_id) == cohort_id, col(Session.status) == SessionStatus.PLANNED)
    )
    for one in rows.scalars():
        one.status = SessionStatus.CANCELLED
    await session.flush()
