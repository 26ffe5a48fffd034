"""Who founded a start-up, who advises it, what it wants to reach, and what came of it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.forms import Unacceptable
from core.tenancy import site_of
from i18n.messages import _, lazy
from sites.cohorts.actions.typed import Day, WholeNumber
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner
from sites.startups.errors import AlreadyFounder, StartupPartNotFound
from sites.startups.models import Startup, StartupFounder, StartupGain, StartupMentor, StartupMilestone
from sites.startups.queries import startup_for_update

Part = TypeVar("Part", StartupFounder, StartupGain, StartupMentor, StartupMilestone)


def _currency(code: str) -> str:
    if len(code) != 3 or not code.isascii() or not code.isalpha() or code != code.upper():
        raise Unacceptable(lazy("Please enter a currency in three letters, such as EUR."))
    return code


class NewMilestone(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    planned_on: Day


class NewMentor(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    expertise: str = Field(default="", max_length=200)
    from_on: Day


class NewGain(BaseModel):
    """Jobs created, money raised, or both."""

    model_config = ConfigDict(extra="forbid")

    on: Day
    jobs: WholeNumber = Field(default=0, ge=0, le=10_000)
    amount: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)] = Decimal(0)
    currency: Annotated[str, AfterValidator(_currency)]
    source: str = Field(default="", max_length=200)


def gain_problems(gain: NewGain, *, today: date) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    problems: dict[str, str] = {}
    if gain.on > today:
        problems["on"] = _("This day lies in the future.")
    if not gain.jobs and not gain.amount:
        problems["jobs"] = _("Please enter jobs, money, or both.")
    return problems


async def add_founder(session: AsyncSession, code: str, learner_id: UUID, *, today: date) -> StartupFounder:
    """Raises StartupNotFound, LearnerNotFound, AlreadyFounder."""
    startup = await startup_for_update(session, code)
    known = await session.execute(select(col(Learner.id)).where(col(Learner.id) == learner_id))
    if known.first() is None:
        raise LearnerNotFound
    founder = StartupFounder(
        site_id=site_of(session), startup_id=startup.id, learner_id=learner_id, joined_on=max(startup.joined_on, today)
    )
    try:
        async with session.begin_nested():
            session.add(founder)
    except IntegrityError as error:
        raise AlreadyFounder from error
    _note(session, "startup.add_founder", startup)
    return founder


async def remove_founder(session: AsyncSession, code: str, founder_id: UUID) -> None:
    """Raises StartupNotFound, StartupPartNotFound."""
    startup = await startup_for_update(session, code)
    await session.delete(await _part(session, StartupFounder, startup, founder_id))
    _note(session, "startup.remove_founder", startup)
    await session.flush()


async def add_milestone(session: AsyncSession, code: str, new: NewMilestone) -> StartupMilestone:
    """Raises StartupNotFound."""
    startup = await startup_for_update(session, code)
    milestone = StartupMilestone(site_id=site_of(session), startup_id=startup.id, **new.model_dump())
    session.add(milestone)
    _note(session, "startup.add_milestone", startup, title=new.title)
    await session.flush()
    return milestone


async def reach_milestone(session: AsyncSession, code: str, milestone_id: UUID, *, today: date) -> StartupMilestone:
    """Reached today; once more, and it is open again. Raises StartupNotFound, StartupPartNotFound."""
    startup = await startup_for_update(session, code)
    milestone = await _part(session, StartupMilestone, startup, milestone_id)
    milestone.reached_on = None if milestone.reached_on else today
    _note(session, "startup.reach_milestone", startup, title=milestone.title, reached=bool(milestone.reached_on))
    await session.flush()
    return milestone


async def remove_milestone(session: AsyncSession, code: str, milestone_id: UUID) -> None:
    """Raises StartupNotFound, StartupPartNotFound."""
    startup = await startup_for_update(session, code)
    milestone = await _part(session, StartupMilestone, startup, milestone_id)
    await session.delete(milestone)
    _note(session, "startup.remove_milestone", startup, title=milestone.title)
    await session.flush()


async def add_mentor(session: AsyncSession, code: str, new: NewMentor) -> StartupMentor:
    """Raises StartupNotFound."""
    startup = await startup_for_update(session, code)
    mentor = StartupMentor(site_id=site_of(session), startup_id=startup.id, **new.model_dump())
    session.add(mentor)
    _note(session, "startup.add_mentor", startup)
    await session.flush()
    return mentor


async def end_mentor(session: AsyncSession, code: str, mentor_id: UUID, *, today: date) -> None:
    """Today was the last day; somebody who never began is taken off. Raises StartupNotFound, StartupPartNotFound."""
    startup = await startup_for_update(session, code)
    mentor = await _part(session, StartupMentor, startup, mentor_id)
    if mentor.from_on > today:
        await session.delete(mentor)
    elif mentor.until_on is None:
        mentor.until_on = today
    _note(session, "startup.end_mentor", startup)
    await session.flush()


async def note_gain(session: AsyncSession, code: str, gain: NewGain, *, today: date) -> StartupGain:
    """The start-up's sums grow by as much; money in another currency stays a line of its own.
    Raises StartupNotFound, Invalid."""
    startup = await startup_for_update(session, code)
    problems = gain_problems(gain, today=today)
    if problems:
        raise Invalid(problems)
    values = gain.model_dump(exclude={"on"})
    line = StartupGain(site_id=site_of(session), startup_id=startup.id, happened_on=gain.on, **values)
    session.add(line)
    _add_up(startup, line, 1)
    _note(session, "startup.note_gain", startup, jobs=gain.jobs, amount=str(gain.amount), currency=gain.currency)
    await session.flush()
    return line


async def remove_gain(session: AsyncSession, code: str, gain_id: UUID) -> None:
    """Raises StartupNotFound, StartupPartNotFound."""
    startup = await startup_for_update(session, code)
    line = await _part(session, StartupGain, startup, gain_id)
    _add_up(startup, line, -1)
    _note(session, "startup.remove_gain", startup, jobs=line.jobs, amount=str(line.amount), currency=line.currency)
    await session.delete(line)
    await session.flush()


def _add_up(startup: Startup, line: StartupGain, sign: int) -> None:
    startup.jobs_created += sign * line.jobs
    if line.currency == startup.currency:
        startup.funds_raised += sign * line.amount


async def _part(session: AsyncSession, kind: type[Part], startup: Startup, part_id: UUID) -> Part:
    found = await session.execute(
        select(kind).where(col(kind.id) == part_id, col(kind.startup_id) == startup.id).with_for_update()
    )
    part = found.scalar_one_or_none()
    if part is None:
        raise StartupPartNotFound
    return part


def _note(session: AsyncSession, action: str, startup: Startup, **after: Any) -> None:
    """Of a person only that there was a change: the log outlives an erasure."""
    audit.record(session, action=action, subject=("startup", startup.id), name=startup.code, after=after or None)
