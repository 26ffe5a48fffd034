"""Follow-up for programs: the questions and their answers, and noting one."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, put
from litestar.params import FromPath, FromQuery, QueryParameter

from core.errors import BadRequest
from core.forms import read_json
from core.pagination import BadCursor, checked_limit, decode, page_of
from core.permissions import Permission, Scope, needs
from core.web.dependencies import Db, Now, Today
from core.web.json_body import json_body
from i18n.messages import lazy
from sites.outcomes.actions.answering import note_answer
from sites.outcomes.errors import QuestionNotFound
from sites.outcomes.forms import NotedAnswer
from sites.outcomes.models import Milestone
from sites.outcomes.queries.questions import Question, question, questions_page

MilestoneWord = Annotated[str | None, QueryParameter(name="milestone")]


class UnknownMilestone(BadRequest):
    code = "unknown_milestone"
    message = lazy("A question is asked at `exit`, `three_months` or `six_months`.")


class OutcomesApi(Controller):
    path = "/api/v1/sites/{site_code:str}/outcomes"
    tags = ["Outcomes"]

    @get(operation_id="listOutcomes", name="api.outcomes", **needs(Permission.LEARNERS_VIEW, Scope.SITE_READ))
    async def list_outcomes(
        self,
        session: Db,
        today: Today,
        milestone: MilestoneWord = None,
        cohort: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
        after: FromQuery[str | None] = None,
    ) -> dict[str, Any]:
        """Questions asked of former learners at exit, three and six months, with their answers."""
        most = checked_limit(limit)
        found = await questions_page(
            session, milestone=_milestone(milestone), cohort=cohort, after=_last_seen(after), limit=most
        )
        return page_of(found, limit=most, show=lambda one: shown(one, today), cursor=lambda one: str(one.id))

    @put(
        "/{outcome:str}",
        operation_id="noteOutcome",
        name="api.note_outcome",
        **needs(Permission.LEARNERS_EDIT, Scope.SITE_WRITE),
    )
    async def note(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        today: Today,
        now: Now,
        outcome: FromPath[str],
    ) -> dict[str, Any]:
        """Note what a person answered, after they agreed to it being kept.

        Body: situation; optional is_linked (true or false), remark, seen (the situation that stood there before, for
        a correction). An answer given by the person's own link is never replaced: 409 answered_meanwhile.
        """
        _, document = await json_body(request)
        asked = await question(session, _id(outcome))
        await note_answer(session, asked.id, read_json(NotedAnswer, document), today=today, now=now)
        return shown(await question(session, asked.id), today)


def shown(one: Question, today: Any) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "registration": str(one.registration_id),
        "cohort": one.cohort_code,
        "milestone": str(one.milestone),
        "exit_on": one.exit_on.isoformat(),
        "standing": str(one.standing(today)),
        "asked_on": one.asked_on.isoformat() if one.asked_on else None,
        "answered_on": one.answered_on.isoformat() if one.answered_on else None,
        "answered_by": str(one.answered_by) if one.answered_by else None,
        "situation": str(one.situation) if one.situation else None,
        "is_linked": one.is_linked,
        "calls": one.attempts,
    }


def _milestone(word: str | None) -> Milestone | None:
    if word is None:
        return None
    if word not in set(Milestone):
        raise UnknownMilestone
    return Milestone(word)


def _last_seen(after: str | None) -> UUID | None:
    text = decode(after)
    try:
        return None if text is None else UUID(text)
    except ValueError as error:
        raise BadCursor from error


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise QuestionNotFound from error
