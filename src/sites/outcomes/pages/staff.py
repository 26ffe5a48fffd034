"""What the manager sees of the answers, and the phone list.

Small numbers stand here as they are, so only people of the centre come in, as for its figures.
"""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath, FromQuery

from core.errors import Invalid
from core.forms import attempt, read_form
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.results.errors import UnknownPeriod
from network.results.periods import BadPeriod, Period
from network.results.reading import period_choices, period_name
from network.units.current import CurrentSite
from sites.cohorts.queries import cohort
from sites.outcomes.actions.answering import note_answer, note_call
from sites.outcomes.errors import QuestionNotFound
from sites.outcomes.forms import CallResult, NotedAnswer, NotedCall
from sites.outcomes.models import AnswerChannel, Milestone
from sites.outcomes.pages.public import linked_choices
from sites.outcomes.queries.leaving import followed
from sites.outcomes.queries.questions import Question, phone_list, question, questions_of_cohort
from sites.outcomes.rules import CALLED_AFTER
from sites.outcomes.words import CHANNELS, MILESTONES, SITUATIONS, STANDINGS

_SHOWN = 30
_WORDS: dict[str, Any] = {
    "milestones": MILESTONES,
    "situations": SITUATIONS,
    "standings": STANDINGS,
    "channels": CHANNELS,
}
_SAID = {
    CallResult.NOT_REACHED: lazy("Noted. Try again another day."),
    CallResult.CALL_BACK: lazy("Noted. The person stays on the list."),
    CallResult.REFUSED: lazy("Noted. Nobody calls about this question again."),
    CallResult.NEVER_AGAIN: lazy("Noted. This person is not asked again."),
}


class FollowUpPages(Controller):
    path = "/manage/{site_code:str}/follow-up"
    include_in_schema = False

    @get(name="outcomes.results", **needs(Permission.SITE_ENTER))
    async def results_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        period: FromQuery[str] = "",
        milestone: FromQuery[str] = "",
    ) -> Page:
        when = _period(period or str(today.year))
        shown = Milestone(milestone) if milestone in set(Milestone) else Milestone.SIX_MONTHS
        may_call = visitor.may(Permission.LEARNERS_EDIT, units=site.path)
        last_day = min(when.last_day, today)
        found = await followed(session, first=when.first_day, last=last_day, shown=shown, today=today)
        return Page(
            "outcomes/results.html",
            {
                **_WORDS,
                "followed": found,
                "not_yet": sum(not one.counts.due for one in found.cohorts),
                "shown": shown,
                "period": str(when),
                "period_name": period_name(when),
                "periods": period_choices(when, today),
                "milestone_choices": [(str(one), str(name)) for one, name in MILESTONES.items()],
                "columns": _columns(),
                "may_call": may_call,
                "to_call": (await phone_list(session, today=today, limit=1)).total if may_call else 0,
            },
        )

    @get("/calls", name="outcomes.calls", **needs(Permission.LEARNERS_EDIT))
    async def calls_page(self, session: Db, today: Today) -> Page:
        calls = await phone_list(session, today=today, limit=_SHOWN)
        return Page("outcomes/calls.html", {**_WORDS, "calls": calls, "call_after": CALLED_AFTER.days})

    @get("/calls/{outcome:str}", name="outcomes.call", **needs(Permission.LEARNERS_EDIT))
    async def call_page(self, session: Db, today: Today, outcome: FromPath[str]) -> Page:
        return _call_page(await question(session, outcome_id(outcome)), today=today)

    @post("/calls/{outcome:str}/answer", name="outcomes.note_answer", **needs(Permission.LEARNERS_EDIT))
    async def answer(
        self, session: Db, site: CurrentSite, today: Today, now: Now, form: FormFields, outcome: FromPath[str]
    ) -> Response[Any]:
        asked = await question(session, outcome_id(outcome))
        typed = texts(form, "situation", "is_linked", "remark", "seen")
        read = attempt(NotedAnswer, typed)
        if isinstance(read, Invalid):
            return _call_page(asked, today=today, typed=typed, errors=read.fields)
        await note_answer(session, asked.id, read, today=today, now=now)
        return see(f"/manage/{site.code}/follow-up/calls", say=lazy("The answer is noted. Thank you."))

    @post("/calls/{outcome:str}/call", name="outcomes.note_call", **needs(Permission.LEARNERS_EDIT))
    async def call(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, outcome: FromPath[str]
    ) -> Response[Any]:
        asked = await question(session, outcome_id(outcome))
        noted = read_form(NotedCall, texts(form, "result"))
        await note_call(session, asked.id, noted.result, today=today)
        return see(f"/manage/{site.code}/follow-up/calls", say=_SAID[noted.result])

    @get("/cohorts/{cohort_code:str}", name="outcomes.cohort", **needs(Permission.LEARNERS_VIEW))
    async def cohort_page(self, session: Db, today: Today, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        found = await questions_of_cohort(session, shown.id)
        return Page("outcomes/cohort.html", {**_WORDS, "cohort": shown, "questions": found, "today": today})


def outcome_id(text: str) -> UUID:
    """Raises QuestionNotFound for what is no id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise QuestionNotFound from error


def _period(text: str) -> Period:
    """Raises UnknownPeriod."""
    try:
        return Period.parse(text)
    except BadPeriod as error:
        raise UnknownPeriod(period=text[:60]) from error


def _call_page(
    asked: Question, *, today: Any, typed: dict[str, Any] | None = None, errors: dict[str, str] | None = None
) -> Page:
    is_ours = asked.answered_by is not AnswerChannel.LINK and asked.refused_on is None
    linked = {True: "yes", False: "no", None: ""}[asked.is_linked]
    return Page(
        "outcomes/call.html",
        {
            **_WORDS,
            "question": asked,
            "may_note": is_ours and asked.is_open(today),
            "linked_choices": linked_choices(),
            "typed": {"is_linked": linked, "remark": asked.remark, **(typed or {})},
            "errors": errors or {},
        },
        status=422 if errors else 200,
    )


def _columns() -> list[dict[str, Any]]:
    names = (
        _("Took part"),
        _("Due"),
        _("Asked"),
        _("Reached"),
        _("Answered"),
        _("Would rather not say"),
        _("Silent"),
        _("Not asked"),
    )
    return [{"label": name, "numeric": True} for name in names]
