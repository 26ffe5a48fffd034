"""Whose course has ended, on which day, and how the questions to them stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from sites.cohorts.models import Cohort, CohortStatus
from sites.outcomes.models import Milestone, Outcome
from sites.outcomes.rules import Asked, Counts, counted, standing
from sites.registrations.models import Learner, Registration, RegistrationStatus

_STAYED = (RegistrationStatus.CONFIRMED, RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody whose course is over. `language` is that of our mails to them."""

    registration_id: UUID
    learner_id: UUID
    email: str | None
    language: str
    exit_on: date


@dataclass(frozen=True, slots=True)
class CohortFollowed:
    """One cohort and its people at one milestone."""

    id: UUID
    code: str
    title: Localized
    counts: Counts


@dataclass(frozen=True, slots=True)
class Followed:
    """Everybody who left in a period, at each milestone, and by cohort at one of them."""

    milestones: dict[Milestone, Counts]
    cohorts: list[CohortFollowed]


def exit_day() -> ColumnElement[date]:
    return func.coalesce(col(Registration.left_on), col(Cohort.ends_on))


def took_part() -> ColumnElement[bool]:
    """As enrolments are counted: held a place on the first day. Of a cohort that was cancelled nobody leaves.
    Whose end is not noted yet leaves with the cohort."""
    status, left_on = col(Registration.status), col(Registration.left_on)
    withdrew = and_(status == RegistrationStatus.WITHDRAWN, or_(left_on.is_(None), left_on >= col(Cohort.starts_on)))
    return and_(or_(status.in_(_STAYED), withdrew), col(Cohort.status) != CohortStatus.CANCELLED)


def _of_cohorts(*columns: Any) -> Select[Any]:
    same = and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id))
    return select(*columns).select_from(Registration).join(Cohort, same)


async def leavers(session: AsyncSession, *, first: date, last: date) -> list[Leaver]:
    """Who left on these days, in the order of arrival."""
    person = and_(col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id))
    found = await session.execute(
        _of_cohorts(
            col(Registration.id),
            col(Learner.id),
            col(Learner.email),
            col(Registration.language),
            exit_day(),
        )
        .join(Learner, person)
        .where(took_part(), exit_day().between(first, last))
        .order_by(col(Registration.id))
    )
    return [Leaver(*row) for row in found]


async def questions_known(session: AsyncSession, *, first: date, last: date) -> set[tuple[UUID, Milestone]]:
    """Questions there are about those who left on these days."""
    found = await session.execute(
        _of_cohorts(col(Outcome.registration_id), col(Outcome.milestone))
        .join(
            Outcome,
            and_(
                col(Outcome.site_id) == col(Registration.site_id), col(Outcome.registration_id) == col(Registration.id)
            ),
        )
        .where(exit_day().between(first, last))
    )
    return {(registration_id, milestone) for registration_id, milestone in found}


async def not_to_be_asked(session: AsyncSession) -> set[UUID]:
    """Learners who wished for no more questions, in whichever course they said so."""
    asked = and_(
        col(Outcome.site_id) == col(Registration.site_id), col(Outcome.registration_id) == col(Registration.id)
    )
    found = await session.execute(
        select(col(Registration.learner_id))
        .join(Outcome, asked)
        .where(col(Outcome.may_ask_again).is_(False))
        .distinct()
    )
    return set(found.scalars())


async def followed(session: AsyncSession, *, first: date, last: date, shown: Milestone, today: date) -> Followed:
    """Those who left on these days, whether or not they were asked: who is missing is counted too."""
    asked = and_(
        col(Outcome.site_id) == col(Registration.site_id), col(Outcome.registration_id) == col(Registration.id)
    )
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    people = [
        (registration_id, cohort_id, exit_on)
        for registration_id, cohort_id, exit_on in await session.execute(
            _of_cohorts(col(Registration.id), col(Registration.cohort_id), exit_day()).where(
                took_part(), exit_day().between(first, last)
            )
        )
    ]
    found = await session.execute(
        _of_cohorts(Outcome).join(Outcome, asked).where(took_part(), exit_day().between(first, last))
    )
    questions = {(one.registration_id, one.milestone): _asked(one) for one in found.scalars()}
    cohorts = await session.execute(
        select(col(Cohort.id), col(Cohort.code), col(Cohort.title), col(CurriculumVersion.title))
        .join(CurriculumVersion, version)
        .where(col(Cohort.id).in_({cohort_id for _, cohort_id, _ in people}))
        .order_by(col(Cohort.ends_on).desc(), col(Cohort.code))
    )

    def counts(milestone: Milestone, cohort_id: UUID | None = None) -> Counts:
        return counted(
            (standing(exit_on, milestone, asked_of, today=today), asked_of)
            for registration_id, of_cohort, exit_on in people
            if cohort_id in (None, of_cohort)
            for asked_of in [questions.get((registration_id, milestone))]
        )

    return Followed(
        {milestone: counts(milestone) for milestone in Milestone},
        [
            CohortFollowed(cohort_id, code, Localized({**of_curriculum, **own}), counts(shown, cohort_id))
            for cohort_id, code, own, of_curriculum in cohorts
        ],
    )


def _asked(outcome: Outcome) -> Asked:
    return Asked(outcome.asked_on, outcome.expires_on, outcome.reached_on, outcome.situation, outcome.refused_on)
