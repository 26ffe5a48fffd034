"""An answer comes in: by the link, or on the phone. The question's row is locked, so that two never cross."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from sites.outcomes.errors import AnsweredMeanwhile, LinkExpired, QuestionClosed
from sites.outcomes.forms import CallResult, NotedAnswer, OwnAnswer
from sites.outcomes.models import AnswerChannel, Outcome, Situation
from sites.outcomes.queries.questions import question_for_update
from sites.outcomes.rules import CONSENT_VERSION, may_be_noted


async def answer_by_link(
    session: AsyncSession, outcome_id: UUID, answer: OwnAnswer, *, today: date, now: datetime
) -> None:
    """The person's own word: it replaces whatever stands there, also one noted on the phone. Raises LinkExpired."""
    outcome = await question_for_update(session, outcome_id)
    if not _is_open(outcome, today):
        raise LinkExpired
    outcome.asked_on = outcome.asked_on or today
    if answer.told is None:
        _refuse(outcome, today=today)
    else:
        _keep(
            outcome,
            answer.told,
            AnswerChannel.LINK,
            is_linked=answer.is_linked,
            remark=answer.remark,
            today=today,
            now=now,
        )
    outcome.may_ask_again = answer.stop_asking is None
    _log(session, outcome, "outcomes.answer")
    await session.flush()


async def withdraw_answer(session: AsyncSession, outcome_id: UUID, *, today: date) -> None:
    """Consent taken back, also after the link has expired: the answer goes, and nobody asks again."""
    outcome = await question_for_update(session, outcome_id)
    _refuse(outcome, today=today)
    outcome.may_ask_again = False
    _log(session, outcome, "outcomes.withdraw")
    await session.flush()


async def note_answer(
    session: AsyncSession, outcome_id: UUID, answer: NotedAnswer, *, today: date, now: datetime
) -> None:
    """What a person said on the phone, after they agreed to it being kept.

    Raises AnsweredMeanwhile when they answered by the link, or a colleague noted something else since the page was
    made; QuestionClosed when the time is over.
    """
    outcome = await question_for_update(session, outcome_id)
    if outcome.refused_on is not None or not may_be_noted(outcome.answered_by, seen=answer.seen, now=outcome.situation):
        raise AnsweredMeanwhile
    if not _is_open(outcome, today):
        raise QuestionClosed
    _count_call(outcome, today, reached=True)
    _keep(
        outcome,
        answer.situation,
        AnswerChannel.PHONE,
        is_linked=answer.is_linked,
        remark=answer.remark,
        today=today,
        now=now,
    )
    _log(session, outcome, "outcomes.note_answer")
    await session.flush()


async def note_call(session: AsyncSession, outcome_id: UUID, result: CallResult, *, today: date) -> None:
    """A call that brought no answer. Raises AnsweredMeanwhile, QuestionClosed."""
    outcome = await question_for_update(session, outcome_id)
    if outcome.situation is not None or outcome.refused_on is not None:
        raise AnsweredMeanwhile
    if not _is_open(outcome, today):
        raise QuestionClosed
    _count_call(outcome, today, reached=result is not CallResult.NOT_REACHED)
    if result in (CallResult.REFUSED, CallResult.NEVER_AGAIN):
        _refuse(outcome, today=today)
        outcome.may_ask_again = result is not CallResult.NEVER_AGAIN
    _log(session, outcome, "outcomes.note_call")
    await session.flush()


def _is_open(outcome: Outcome, today: date) -> bool:
    return outcome.expires_on is not None and today <= outcome.expires_on


def _count_call(outcome: Outcome, today: date, *, reached: bool) -> None:
    outcome.asked_on = outcome.asked_on or today
    outcome.attempts += 1
    outcome.last_attempt_on = today
    if reached:
        outcome.reached_on = outcome.reached_on or today


def _keep(
    outcome: Outcome,
    situation: Situation,
    channel: AnswerChannel,
    *,
    is_linked: bool | None,
    remark: str,
    today: date,
    now: datetime,
) -> None:
    outcome.situation = situation
    outcome.answered_on = today
    outcome.answered_by = channel
    outcome.is_linked = is_linked
    outcome.remark = remark
    outcome.consent_version = CONSENT_VERSION
    outcome.consented_at = now
    outcome.refused_on = None


def _refuse(outcome: Outcome, *, today: date) -> None:
    """Nothing of an earlier answer is kept."""
    outcome.situation = None
    outcome.answered_on = None
    outcome.answered_by = None
    outcome.is_linked = None
    outcome.remark = ""
    outcome.consent_version = None
    outcome.consented_at = None
    outcome.refused_on = today


def _log(session: AsyncSession, outcome: Outcome, action: str) -> None:
    """That something was said, never what: the log outlives an answer that is taken back."""
    audit.record(session, action=action, subject=("outcome", outcome.id))
