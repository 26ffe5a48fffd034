"""One question to one person: as the page behind the link, the phone list and the mails show it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import Curriculum, CurriculumVersion
from sites.cohorts.models import Cohort
from sites.outcomes.errors import QuestionLinkNotFound, QuestionNotFound
from sites.outcomes.links import question_hash
from sites.outcomes.models import AnswerChannel, Milestone, Outcome, Situation
from sites.outcomes.rules import CALLED_AFTER, MOST_CALLS, Asked, Standing, standing
from sites.registrations.models import Learner, Registration


@dataclass(frozen=True, slots=True)
class Question:
    """`course` is the cohort's title, or its curriculum's."""

    id: UUID
    registration_id: UUID
    learner_id: UUID
    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    language: str
    cohort_code: str
    course: Localized
    milestone: Milestone
    exit_on: date
    asked_on: date | None
    expires_on: date | None
    answered_on: date | None
    answered_by: AnswerChannel | None
    situation: Situation | None
    is_linked: bool | None
    remark: str
    refused_on: date | None
    reached_on: date | None
    may_ask_again: bool
    attempts: int
    last_attempt_on: date | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_settled(self) -> bool:
        return self.situation is not None or self.refused_on is not None

    def is_open(self, today: date) -> bool:
        return self.expires_on is not None and today <= self.expires_on

    def standing(self, today: date) -> Standing:
        asked = Asked(self.asked_on, self.expires_on, self.reached_on, self.situation, self.refused_on)
        return standing(self.exit_on, self.milestone, asked, today=today)


@dataclass(frozen=True, slots=True)
class PhoneList:
    """`silent`: how many more could be called if their number were known."""

    questions: list[Question]
    total: int
    silent: int


def with_people() -> Select[Outcome, Registration, Learner, Cohort, CurriculumVersion]:
    """Questions beside whom and what they are about. To be narrowed and ordered."""
    site = col(Outcome.site_id)
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    return (
        select(Outcome, Registration, Learner, Cohort, CurriculumVersion)
        .join(
            Registration, and_(col(Registration.site_id) == site, col(Registration.id) == col(Outcome.registration_id))
        )
        .join(Learner, and_(col(Learner.site_id) == site, col(Learner.id) == col(Registration.learner_id)))
        .join(Cohort, and_(col(Cohort.site_id) == site, col(Cohort.id) == col(Registration.cohort_id)))
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .join(CurriculumVersion, version)
    )


async def question(session: AsyncSession, outcome_id: UUID) -> Question:
    """Raises QuestionNotFound."""
    found = (await session.execute(with_people().where(col(Outcome.id) == outcome_id))).first()
    if found is None:
        raise QuestionNotFound
    return question_of(*found)


async def question_behind_link(session: AsyncSession, token: str) -> Question:
    """Raises QuestionLinkNotFound."""
    found = (await session.execute(with_people().where(col(Outcome.link_hash) == question_hash(token)))).first()
    if found is None:
        raise QuestionLinkNotFound
    return question_of(*found)


async def question_for_update(session: AsyncSession, outcome_id: UUID) -> Outcome:
    """Raises QuestionNotFound."""
    wanted = select(Outcome).where(col(Outcome.id) == outcome_id).with_for_update()
    row = (await session.execute(wanted.execution_options(populate_existing=True))).scalar_one_or_none()
    if row is None:
        raise QuestionNotFound
    return row


async def phone_list(session: AsyncSession, *, today: date, limit: int) -> PhoneList:
    """Open questions of people with a number and no mail address, or who left mail unanswered; those called least
    first, then those whose time is over soonest."""
    waiting = _waiting_for_a_call(today)
    has_number = func.coalesce(col(Learner.phone), "") != ""
    order = (col(Outcome.attempts), col(Outcome.expires_on), col(Learner.sort_key), col(Outcome.id))
    found = await session.execute(with_people().where(*waiting, has_number).order_by(*order).limit(limit))
    counted = with_people().where(*waiting).with_only_columns(func.count(), func.count().filter(has_number))
    everybody, callable_ones = (await session.execute(counted)).one()
    return PhoneList([question_of(*row) for row in found], callable_ones, everybody - callable_ones)


def _waiting_for_a_call(today: date) -> tuple[Any, ...]:
    unanswered_mail = and_(col(Outcome.asked_on) <= today - CALLED_AFTER, col(Outcome.answered_on).is_(None))
    return (
        col(Outcome.situation).is_(None),
        col(Outcome.refused_on).is_(None),
        col(Outcome.expires_on) >= today,
        col(Outcome.attempts) < MOST_CALLS,
        or_(col(Learner.email).is_(None), unanswered_mail),
    )


async def questions_of_cohort(session: AsyncSession, cohort_id: UUID) -> list[Question]:
    found = await session.execute(
        with_people().where(col(Cohort.id) == cohort_id).order_by(col(Learner.sort_key), col(Outcome.exit_on))
    )
    return [question_of(*row) for row in found]


async def questions_page(
    session: AsyncSession, *, milestone: Milestone | None, cohort: str | None, after: UUID | None, limit: int
) -> list[Question]:
    """In the order of their ids; one more than asked for, if there is one."""
    statement = with_people().order_by(col(Outcome.id)).limit(limit + 1)
    if milestone is not None:
        statement = statement.where(col(Outcome.milestone) == milestone)
    if cohort is not None:
        statement = statement.where(col(Cohort.code) == cohort)
    if after is not None:
        statement = statement.where(col(Outcome.id) > after)
    return [question_of(*row) for row in await session.execute(statement)]


async def outcomes_of_learner(session: AsyncSession, learner_id: UUID) -> list[Question]:
    """For the learner's own page and their data: everything asked and answered, oldest first."""
    found = await session.execute(
        with_people().where(col(Learner.id) == learner_id).order_by(col(Outcome.exit_on), col(Outcome.asked_on))
    )
    return [question_of(*row) for row in found]


def question_of(
    outcome: Outcome, registration: Registration, learner: Learner, cohort: Cohort, version: CurriculumVersion
) -> Question:
    return Question(
        id=outcome.id,
        registration_id=registration.id,
        learner_id=learner.id,
        given_name=learner.given_name,
        family_name=learner.family_name,
        email=learner.email,
        phone=learner.phone,
        language=registration.language,
        cohort_code=cohort.code,
        course=Localized({**version.title, **cohort.title}),
        milestone=outcome.milestone,
        exit_on=outcome.exit_on,
        asked_on=outcome.asked_on,
        expires_on=outcome.expires_on,
        answered_on=outcome.answered_on,
        answered_by=outcome.answered_by,
        situation=outcome.situation,
        is_linked=outcome.is_linked,
        remark=outcome.remark,
        refused_on=outcome.refused_on,
        reached_on=outcome.reached_on,
        may_ask_again=outcome.may_ask_again,
        attempts=outcome.attempts,
        last_attempt_on=outcome.last_attempt_on,
    )
