"""Whom to ask today: questions are made when they are due, never before, so that who is not due counts nowhere."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import new_id, utc_now
from core.jobs import enqueue
from core.tenancy import site_of
from sites.cohorts.models import Cohort
from sites.outcomes.links import question_hash, question_token
from sites.outcomes.models import Milestone, Outcome
from sites.outcomes.queries.leaving import Leaver, exit_day, leavers, not_to_be_asked, questions_known, took_part
from sites.outcomes.rules import OPEN_FOR, REMARKS_KEPT, REMINDED_AFTER, expires_on, is_due, months_after
from sites.registrations.models import Learner, Registration

# Nobody who left earlier can be due: six months, and the time a question stays open.
_LOOK_BACK = OPEN_FOR + timedelta(days=1)


async def ask_who_is_due(session: AsyncSession, *, today: date, secret: bytes) -> int:
    """Make the questions that fell due and write to those who can be written to; how many were made.

    Done twice on one day, it happens once. Who wished for no more questions gets a question that says so: they are
    counted among those who gave no answer.
    """
    first, last = months_after(today, -6) - _LOOK_BACK, today
    known = await questions_known(session, first=first, last=last)
    spared = await not_to_be_asked(session)
    made = 0
    for leaver in await leavers(session, first=first, last=last):
        for milestone in Milestone:
            is_new = (leaver.registration_id, milestone) not in known
            if is_new and is_due(leaver.exit_on, milestone, today=today):
                made += await _make(session, leaver, milestone, today=today, secret=secret, spared=spared)
    return made


async def _make(
    session: AsyncSession, leaver: Leaver, milestone: Milestone, *, today: date, secret: bytes, spared: set[UUID]
) -> int:
    outcome_id = new_id()
    is_spared = leaver.learner_id in spared
    by_mail = leaver.email is not None and not is_spared
    row = {
        "site_id": site_of(session),
        "id": outcome_id,
        "created_at": utc_now(),
        "registration_id": leaver.registration_id,
        "milestone": milestone,
        "exit_on": leaver.exit_on,
        "expires_on": expires_on(leaver.exit_on, milestone),
        "asked_on": today if by_mail else None,
        "refused_on": today if is_spared else None,
        "link_hash": None if is_spared else question_hash(question_token(outcome_id, secret=secret)),
        "remark": "",
        "may_ask_again": not is_spared,
        "attempts": 0,
    }
    statement = insert(Outcome).values(**row).on_conflict_do_nothing().returning(col(Outcome.id))
    kept = (await session.execute(statement)).scalar_one_or_none()
    if kept is not None and by_mail:
        await _write(session, kept, "question")
    return int(kept is not None)


async def remind(session: AsyncSession, *, today: date) -> int:
    """Write once more to those who have not answered; how many."""
    person = and_(col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id))
    asked = and_(
        col(Registration.site_id) == col(Outcome.site_id), col(Registration.id) == col(Outcome.registration_id)
    )
    found = await session.execute(
        select(Outcome)
        .join(Registration, asked)
        .join(Learner, person)
        .where(
            col(Outcome.asked_on) <= today - REMINDED_AFTER,
            col(Outcome.reminded_on).is_(None),
            col(Outcome.reached_on).is_(None),
            col(Outcome.situation).is_(None),
            col(Outcome.refused_on).is_(None),
            col(Outcome.expires_on) > today,
            col(Outcome.link_hash).is_not(None),
            col(Learner.email).is_not(None),
        )
        .order_by(col(Outcome.id))
        .with_for_update(of=Outcome, skip_locked=True)
    )
    silent = list(found.scalars())
    for outcome in silent:
        outcome.reminded_on = today
        await _write(session, outcome.id, "reminder")
    return len(silent)


async def follow_corrections(session: AsyncSession) -> None:
    """The day somebody left may be corrected after they were asked; answers are dated by it."""
    left = (
        select(col(Registration.id).label("registration_id"), exit_day().label("exit_on"))
        .join(
            Cohort,
            and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id)),
        )
        .where(col(Registration.site_id) == site_of(session), took_part())
        .subquery()
    )
    await session.execute(
        update(Outcome)
        .where(
            col(Outcome.registration_id) == left.c.registration_id,
            col(Outcome.exit_on) != left.c.exit_on,
        )
        .values(exit_on=left.c.exit_on)
        .execution_options(synchronize_session=False)
    )


async def forget_remarks(session: AsyncSession, *, today: date) -> None:
    """As the form promises. The answer stays with the registration until that is erased."""
    await session.execute(
        update(Outcome)
        .where(col(Outcome.answered_on) < today - REMARKS_KEPT, col(Outcome.remark) != "")
        .values(remark="")
        .execution_options(synchronize_session=False)
    )


async def _write(session: AsyncSession, outcome_id: UUID, letter: str) -> None:
    await enqueue(
        session,
        "outcomes.write_by_mail",
        dedupe=f"outcome:{outcome_id}:{letter}",
        outcome_id=str(outcome_id),
        letter=letter,
    )
