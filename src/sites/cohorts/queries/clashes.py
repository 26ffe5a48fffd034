"""Who and what is already taken at a time: rooms and trainers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from i18n.formatting import moment_range
from network.curricula.models import CurriculumVersion
from network.people.models import Person
from sites.cohorts.errors import RoomIsTaken, TrainerIsTaken
from sites.cohorts.models import Cohort, Room, Session, SessionStatus, SessionTrainer


@dataclass(frozen=True, slots=True)
class Wanted:
    """A time for which a room and people are wanted."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None = None
    trainers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Busy:
    """A session that holds a room or people that are wanted."""

    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    cohort: str
    title: Localized
    room_id: UUID | None
    room_name: Localized
    trainers: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clash:
    """`trainer_id` none: it is the room. `name` is the room's or the trainer's."""

    name: str
    busy: Busy
    trainer_id: UUID | None = None

    @property
    def error(self) -> RoomIsTaken | TrainerIsTaken:
        course = f"{self.busy.title} ({self.busy.cohort})"
        when = moment_range(self.busy.starts_at, self.busy.ends_at)
        if self.trainer_id is None:
            return RoomIsTaken(room=self.name, course=course, when=when)
        return TrainerIsTaken(trainer=self.name, course=course, when=when)

    @property
    def text(self) -> str:
        return self.error.text


def clashes_of(wanted: Wanted, busy: Iterable[Busy]) -> list[Clash]:
    found: list[Clash] = []
    for one in busy:
        if not (one.starts_at < wanted.ends_at and wanted.starts_at < one.ends_at):
            continue
        if one.room_id is not None and one.room_id == wanted.room_id:
            found.append(Clash(str(one.room_name), one))
        found += [
            Clash(name, one, trainer_id=person) for person, name in one.trainers.items() if person in wanted.trainers
        ]
    return found


async def clashes(
    session: AsyncSession, wanted: Sequence[Wanted], *, leaving_out: Collection[UUID] = ()
) -> list[list[Clash]]:
    """For each time, what stands in its way. `leaving_out`: sessions that are about to move themselves."""
    if not wanted:
        return []
    busy = await busy_times(
        session,
        rooms={one.room_id for one in wanted if one.room_id is not None},
        trainers={person for one in wanted for person in one.trainers},
        since=min(one.starts_at for one in wanted),
        until=max(one.ends_at for one in wanted),
        leaving_out=leaving_out,
    )
    return [clashes_of(one, busy) for one in wanted]


async def busy_times(
    session: AsyncSession,
    *,
    rooms: Collection[UUID],
    trainers: Collection[UUID],
    since: datetime,
    until: datetime,
    leaving_out: Collection[UUID] = (),
) -> list[Busy]:
    """Sessions in any of the rooms or with any of the trainers, that touch the span."""
    if not rooms and not trainers:
        return []
    teaches = exists().where(
        col(SessionTrainer.site_id) == col(Session.site_id),
        col(SessionTrainer.session_id) == col(Session.id),
        col(SessionTrainer.person_id).in_(trainers),
    )
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    rows = await session.execute(
        select(Session, Cohort, CurriculumVersion, Room)
        .join(Cohort, and_(col(Cohort.site_id) == col(Session.site_id), col(Cohort.id) == col(Session.cohort_id)))
        .join(CurriculumVersion, version)
        .outerjoin(Room, and_(col(Room.site_id) == col(Session.site_id), col(Room.id) == col(Session.room_id)))
        .where(
            col(Session.status) != SessionStatus.CANCELLED,
            col(Session.starts_at) < until,
            col(Session.ends_at) > since,
            col(Session.id).not_in(leaving_out),
            or_(col(Session.room_id).in_(rooms), teaches),
        )
        .order_by(col(Session.starts_at), col(Session.id))
    )
    found = list(rows)
    people = await session_trainers(session, [row.id for row, *_ in found]) if trainers else {}
    return [
        Busy(
            session_id=row.id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            cohort=cohort.code,
            title=Localized({**version.title, **cohort.title}),
            room_id=row.room_id,
            room_name=room.name if room else Localized(),
            trainers=people.get(row.id, {}),
        )
        for row, cohort, version, room in found
    ]


async def session_trainers(session: AsyncSession, sessions: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Who teaches these sessions: session -> person -> name, by name. Sessions without anybody are missing."""
    rows = await session.execute(
        select(col(SessionTrainer.session_id), col(Person.id), col(Person.name))
        .join(Person, col(Person.id) == col(SessionTrainer.person_id))
        .where(col(SessionTrainer.session_id).in_(sessions))
        .order_by(col(Person.name), col(Person.id))
    )
    found: dict[UUID, dict[UUID, str]] = {}
    for session_id, person_id, name in rows:
        found.setdefault(session_id, {})[person_id] = name
    return found
