"""Open a cohort, change it, open and close its registration, cancel it."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.tenancy import site_of
from i18n.content import Localized
from i18n.languages import is_language_tag
from i18n.messages import _, ngettext
from network.curricula.queries import ListedCurriculum, curricula
from sites.cohorts.actions.booking import follow_trainers, give_rooms_back
from sites.cohorts.actions.typed import Code, Day, Text, Title, WholeNumber, plain
from sites.cohorts.errors import CohortCodeTaken, CohortIsCancelled, CohortIsOver
from sites.cohorts.models import Cohort, CohortStatus, CohortTrainer, Venue
from sites.cohorts.queries import code_is_taken, cohort_for_update, possible_trainers
from sites.cohorts.slots import CohortChanged, places_taken, tell_listeners

_LONGEST_REASON = 500


class CohortPlan(BaseModel):
    """What may change of a cohort. Without a title or summary of its own it shows the curriculum's."""

    model_config = ConfigDict(extra="forbid")

    title: Title = Field(default_factory=Localized)
    summary: Text = Field(default_factory=Localized)
    languages: list[str] = Field(min_length=1, max_length=20)
    starts_on: Day
    ends_on: Day
    capacity: WholeNumber | None = Field(default=None, ge=1, le=10_000)
    venue: str | None = Field(default=None, max_length=100)
    trainers: list[UUID] = Field(default_factory=list, max_length=50)


class NewCohort(CohortPlan):
    code: Code
    curriculum: str = Field(max_length=60)
    status: Literal["draft", "open"] = "draft"


class CancelReason(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=_LONGEST_REASON)


async def plan_problems(session: AsyncSession, plan: CohortPlan, *, units: frozenset[UUID]) -> dict[str, str]:
    """What is wrong with a plan beyond each single answer: field -> sentence. `units`: the site and
    all above it, where those who teach here hold their role."""
    problems: dict[str, str] = {}
    if plan.ends_on < plan.starts_on:
        problems["ends_on"] = _("The last day is before the first day.")
    if any(not is_language_tag(tag) for tag in plan.languages):
        problems["languages"] = _("Please choose one of the list.")
    if plan.venue is not None and await _venue_id(session, plan.venue) is None:
        problems["venue"] = _("This venue does not exist in your centre.")
    if plan.trainers:
        known = {one.person_id for one in await possible_trainers(session, units=units)}
        if not known.issuperset(plan.trainers):
            problems["trainers"] = _("Only people with a role at your centre can teach here.")
    if isinstance(plan, NewCohort):
        problems |= await _problems_of_a_new_one(session, plan)
    return problems


async def _problems_of_a_new_one(session: AsyncSession, new: NewCohort) -> dict[str, str]:
    problems: dict[str, str] = {}
    if await published_curriculum(session, new.curriculum) is None:
        problems["curriculum"] = _("There is no published curriculum with this code.")
    if await code_is_taken(session, new.code):
        problems["code"] = str(CohortCodeTaken.message.filled(cohort=new.code))
    return problems


async def capacity_problem(
    session: AsyncSession, cohort_id: UUID, *, before: int | None, wanted: int | None
) -> str | None:
    """Who has a place keeps it: fewer places than are taken cannot be offered. A cohort that is overfull already
    may stay so."""
    if wanted is None or wanted == before:
        return None
    taken = await places_taken(session, cohort_id)
    if wanted >= taken:
        return None
    return ngettext(
        "%(n)s place is taken already: offer at least as many.",
        "%(n)s places are taken already: offer at least as many.",
        taken,
    )


async def published_curriculum(session: AsyncSession, code: str) -> ListedCurriculum | None:
    found = await curricula(session, only_published=True)
    return next((one for one in found if one.code == code), None)


async def open_cohort(session: AsyncSession, new: NewCohort, *, units: frozenset[UUID]) -> Cohort:
    """A draft, or at once open to the public. Raises CohortCodeTaken, Invalid."""
    await _check(session, new, units=units)
    curriculum = await published_curriculum(session, new.curriculum)
    if curriculum is None:
        raise Invalid({"curriculum": _("There is no published curriculum with this code.")})
    opened = Cohort(
        site_id=site_of(session),
        code=new.code,
        curriculum_id=curriculum.id,
        curriculum_version=curriculum.version,
        status=CohortStatus(new.status),
        **await _columns(session, new),
    )
    await save_new(session, opened)
    await set_cohort_trainers(session, opened.id, new.trainers)
    audit.record(
        session, action="cohort.open", subject=("cohort", opened.id), name=new.code, after=plain(new.model_dump())
    )
    return opened


async def save_new(session: AsyncSession, cohort: Cohort) -> None:
    """Raises CohortCodeTaken."""
    code = cohort.code
    try:
        async with session.begin_nested():
            session.add(cohort)
    except IntegrityError as error:
        raise CohortCodeTaken(cohort=code) from error


async def change_cohort(
    session: AsyncSession, code: str, plan: CohortPlan, *, units: frozenset[UUID], now: datetime
) -> Cohort:
    """Tells the slots what changed: a new first day changes ages, more places reach who waits.

    Raises CohortNotFound, CohortIsCancelled, Invalid.
    """
    changed = await cohort_for_update(session, code)
    if changed.status is CohortStatus.CANCELLED:
        raise CohortIsCancelled
    await _check(session, plan, units=units)
    if problem := await capacity_problem(session, changed.id, before=changed.capacity, wanted=plan.capacity):
        raise Invalid({"capacity": problem})
    wanted = await _columns(session, plan)
    before = {name: getattr(changed, name) for name, value in wanted.items() if getattr(changed, name) != value}
    teachers = await _trainer_ids(session, changed.id)
    for name in before:
        setattr(changed, name, wanted[name])
    after = {name: wanted[name] for name in before}
    if teachers != set(plan.trainers):
        before["trainers"], after["trainers"] = sorted(map(str, teachers)), sorted(map(str, plan.trainers))
        await set_cohort_trainers(session, changed.id, plan.trainers)
        await follow_trainers(session, changed.id, before=teachers, after=set(plan.trainers), now=now)
    if before:
        _note(session, "cohort.change", changed, before=before, after=after)
        await session.flush()
        await tell_listeners(session, CohortChanged(changed, frozenset(before), now))
    return changed


async def open_registration(session: AsyncSession, code: str, *, now: datetime, today: date) -> Cohort:
    """The public may register. Raises CohortNotFound, CohortIsCancelled, CohortIsOver."""
    changed = await cohort_for_update(session, code)
    if changed.status is not CohortStatus.CANCELLED and changed.ends_on < today:
        raise CohortIsOver
    return await _become(session, changed, CohortStatus.OPEN, action="cohort.open_registration", now=now)


async def close_registration(session: AsyncSession, code: str, *, now: datetime) -> Cohort:
    """Nobody can register any more; who has a place keeps it. Raises CohortNotFound, CohortIsCancelled."""
    changed = await cohort_for_update(session, code)
    return await _become(session, changed, CohortStatus.CLOSED, action="cohort.close_registration", now=now)


async def cancel_cohort(session: AsyncSession, code: str, *, reason: str, now: datetime, today: date) -> Cohort:
    """For good. Whoever listens to `slots` frees the places and writes to the people.

    Raises CohortNotFound, CohortIsCancelled, CohortIsOver.
    """
    changed = await cohort_for_update(session, code)
    if changed.status is not CohortStatus.CANCELLED and changed.ends_on < today:
        raise CohortIsOver
    cancelled = await _become(session, changed, CohortStatus.CANCELLED, action="cohort.cancel", now=now, reason=reason)
    await give_rooms_back(session, cancelled.id)
    return cancelled


async def _become(
    session: AsyncSession, changed: Cohort, status: CohortStatus, *, action: str, now: datetime, reason: str = ""
) -> Cohort:
    if changed.status is CohortStatus.CANCELLED:
        raise CohortIsCancelled
    if changed.status is status:
        return changed
    before = changed.status
    changed.status = status
    _note(session, action, changed, before={"status": before}, after={"status": status}, reason=reason)
    await session.flush()
    await tell_listeners(session, CohortChanged(changed, frozenset({"status"}), now))
    return changed


def _note(
    session: AsyncSession,
    action: str,
    changed: Cohort,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        session,
        action=action,
        subject=("cohort", changed.id),
        name=changed.code,
        before=plain(before),
        after=plain(after),
        reason=reason,
    )


async def _check(session: AsyncSession, plan: CohortPlan, *, units: frozenset[UUID]) -> None:
    problems = await plan_problems(session, plan, units=units)
    if problems.keys() == {"code"} and isinstance(plan, NewCohort):
        raise CohortCodeTaken(cohort=plan.code)
    if problems:
        raise Invalid(problems)


async def _columns(session: AsyncSession, plan: CohortPlan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "summary": plan.summary,
        "languages": list(dict.fromkeys(plan.languages)),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "capacity": plan.capacity,
        "venue_id": None if plan.venue is None else await _venue_id(session, plan.venue),
    }


async def _venue_id(session: AsyncSession, code: str) -> UUID | None:
    found = await session.execute(select(col(Venue.id)).where(col(Venue.code) == code))
    return found.scalar_one_or_none()


async def _trainer_ids(session: AsyncSession, cohort_id: UUID) -> set[UUID]:
    rows = await session.execute(select(col(CohortTrainer.person_id)).where(col(CohortTrainer.cohort_id) == cohort_id))
    return set(rows.scalars())


async def set_cohort_trainers(session: AsyncSession, cohort_id: UUID, people: list[UUID]) -> None:
    await session.execute(delete(CohortTrainer).where(col(CohortTrainer.cohort_id) == cohort_id))
    for person_id in dict.fromkeys(people):
        session.add(CohortTrainer(site_id=site_of(session), cohort_id=cohort_id, person_id=person_id))
    await session.flush()
