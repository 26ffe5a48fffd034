"""Start-ups: the list, and one with its stays, steps, milestones, founders, mentors and gains."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.people.models import Person
from sites.projects.queries import Step
from sites.registrations.models import Learner
from sites.startups.errors import StartupNotFound
from sites.startups.models import (
    Startup,
    StartupFounder,
    StartupGain,
    StartupMentor,
    StartupMilestone,
    StartupStage,
    StartupStay,
    StartupStep,
)

LONGEST_CODE = 100


class Presence(StrEnum):
    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class StartupLine:
    """One line of the list. In the accelerator from `joined_on` to `left_on`, earlier stays apart."""

    id: UUID
    code: str
    name: str
    summary: Localized
    stage: StartupStage
    joined_on: date
    left_on: date | None
    jobs_created: int
    funds_raised: Decimal
    currency: str
    founders: int

    def is_active(self, today: date) -> bool:
        return self.joined_on <= today and (self.left_on is None or self.left_on >= today)


@dataclass(frozen=True, slots=True)
class Founder:
    id: UUID
    learner_id: UUID
    name: str
    joined_on: date


async def startup_lines(
    session: AsyncSession, *, presence: Presence | None, today: date, page: int, length: int
) -> list[StartupLine]:
    """The newest first; one more than a page, if there is one."""
    statement = _startups().order_by(col(Startup.joined_on).desc(), col(Startup.code))
    if presence is not None:
        statement = statement.where(_present(presence, today))
    found = await session.execute(statement.limit(length + 1).offset((page - 1) * length))
    return [_line(*row) for row in found]


async def startups_after(session: AsyncSession, *, after: UUID | None, limit: int) -> list[StartupLine]:
    """In the order in which they were entered; one more than asked for, if there is one."""
    statement = _startups().order_by(col(Startup.id)).limit(limit + 1)
    if after is not None:
        statement = statement.where(col(Startup.id) > after)
    return [_line(*row) for row in await session.execute(statement)]


async def presence_counts(session: AsyncSession, *, today: date) -> dict[Presence, int]:
    columns = [func.count().filter(_present(one, today)) for one in Presence]
    row = (await session.execute(select(*columns).select_from(Startup))).one()
    return dict(zip(Presence, row, strict=True))


async def startup(session: AsyncSession, code: str) -> StartupLine:
    """Raises StartupNotFound."""
    row = (await session.execute(_startups().where(col(Startup.code) == code[:LONGEST_CODE]))).first()
    if row is None:
        raise StartupNotFound
    return _line(*row)


async def startup_for_update(session: AsyncSession, code: str) -> Startup:
    """The row, locked. Raises StartupNotFound."""
    statement = select(Startup).where(col(Startup.code) == code[:LONGEST_CODE])
    found = await session.execute(statement.with_for_update().execution_options(populate_existing=True))
    row = found.scalar_one_or_none()
    if row is None:
        raise StartupNotFound
    return row


async def code_is_taken(session: AsyncSession, code: str) -> bool:
    return (await session.execute(select(col(Startup.id)).where(col(Startup.code) == code))).first() is not None


async def steps(session: AsyncSession, startup_id: UUID) -> list[Step]:
    """The latest first. A start-up from before steps were kept has none."""
    found = await session.execute(
        select(StartupStep, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(StartupStep.noted_by))
        .where(col(StartupStep.startup_id) == startup_id)
        .order_by(col(StartupStep.happened_on).desc(), col(StartupStep.created_at).desc(), col(StartupStep.id).desc())
    )
    return [Step(one.stage, one.happened_on, by, one.reason, one.created_at) for one, by in found]


async def last_step_on(session: AsyncSession, startup_id: UUID) -> date | None:
    statement = select(func.max(col(StartupStep.happened_on))).where(col(StartupStep.startup_id) == startup_id)
    return (await session.execute(statement)).scalar_one()


async def stays(session: AsyncSession, startup_id: UUID) -> list[StartupStay]:
    """Earlier times in the accelerator, the latest first."""
    statement = select(StartupStay).where(col(StartupStay.startup_id) == startup_id)
    return list((await session.execute(statement.order_by(col(StartupStay.from_on).desc()))).scalars())


async def milestones(session: AsyncSession, startup_id: UUID) -> list[StartupMilestone]:
    """In the order in which they are wanted."""
    statement = select(StartupMilestone).where(col(StartupMilestone.startup_id) == startup_id)
    order = (col(StartupMilestone.planned_on), col(StartupMilestone.id))
    return list((await session.execute(statement.order_by(*order))).scalars())


async def mentors(session: AsyncSession, startup_id: UUID) -> list[StartupMentor]:
    """Those who advise it now first."""
    statement = select(StartupMentor).where(col(StartupMentor.startup_id) == startup_id)
    order = (col(StartupMentor.until_on).desc().nulls_first(), col(StartupMentor.from_on), col(StartupMentor.id))
    return list((await session.execute(statement.order_by(*order))).scalars())


async def gains(session: AsyncSession, startup_id: UUID) -> list[StartupGain]:
    """The latest first."""
    statement = select(StartupGain).where(col(StartupGain.startup_id) == startup_id)
    order = (col(StartupGain.happened_on).desc(), col(StartupGain.id).desc())
    return list((await session.execute(statement.order_by(*order))).scalars())


async def founders(session: AsyncSession, startup_id: UUID) -> list[Founder]:
    """By name."""
    same = and_(col(Learner.site_id) == col(StartupFounder.site_id), col(Learner.id) == col(StartupFounder.learner_id))
    found = await session.execute(
        select(StartupFounder, Learner)
        .join(Learner, same)
        .where(col(StartupFounder.startup_id) == startup_id)
        .order_by(col(Learner.sort_key), col(Learner.id))
    )
    return [
        Founder(one.id, learner.id, f"{learner.given_name} {learner.family_name}".strip(), one.joined_on)
        for one, learner in found
    ]


def _present(presence: Presence, today: date) -> ColumnElement[bool]:
    left = and_(col(Startup.left_on).is_not(None), col(Startup.left_on) < today)
    return left if presence is Presence.LEFT else ~func.coalesce(left, False)


def _startups() -> Select[Any]:
    counted = (
        select(func.count())
        .select_from(StartupFounder)
        .where(col(StartupFounder.site_id) == col(Startup.site_id), col(StartupFounder.startup_id) == col(Startup.id))
        .correlate(Startup)
        .scalar_subquery()
    )
    return select(Startup, counted)


def _line(row: Startup, founders: int) -> StartupLine:
    return StartupLine(
        id=row.id,
        code=row.code,
        name=row.name,
        summary=row.summary,
        stage=row.stage,
        joined_on=row.joined_on,
        left_on=row.left_on,
        jobs_created=row.jobs_created,
        funds_raised=row.funds_raised,
        currency=row.currency,
        founders=founders,
    )
