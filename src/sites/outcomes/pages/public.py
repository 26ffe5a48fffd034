"""The one-minute form behind the learner's link: no account, no script, in their language."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.outcomes.actions.answering import answer_by_link, withdraw_answer
from sites.outcomes.errors import LinkExpired
from sites.outcomes.forms import NO_ANSWER, OwnAnswer
from sites.outcomes.queries.questions import Question, question_behind_link
from sites.outcomes.words import OWN_SITUATIONS

_PUBLIC = needs(Permission.ANYONE, public_site=True)
# Not "no-referrer": browsers then send the page's own form without an origin, as a stranger's would be.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
_FIELDS = ("situation", "is_linked", "remark", "consent", "stop_asking")


class AnswerPages(Controller):
    path = "/{site_code:str}/follow-up"
    include_in_schema = False

    @get("/{token:str}", name="outcomes.form", **_PUBLIC)
    async def form_page(self, session: Db, site: CurrentSite, today: Today, token: FromPath[str]) -> Page:
        """Only shows: a mail program that looks at the link beforehand answers nothing. Once the time is over, an
        answer can still be read and taken back."""
        question = await question_behind_link(session, token)
        if not question.is_open(today) and question.situation is None:
            raise LinkExpired
        return _page(site, token, question, _as_typed(question), {}, is_open=question.is_open(today))

    @post("/{token:str}", name="outcomes.answer", **_PUBLIC)
    async def answer(
        self, session: Db, site: CurrentSite, today: Today, now: Now, form: FormFields, token: FromPath[str]
    ) -> Response[Any]:
        question = await question_behind_link(session, token)
        typed = texts(form, *_FIELDS)
        read = attempt(OwnAnswer, typed)
        if isinstance(read, Invalid):
            return _page(site, token, question, typed, _named(read.fields), is_open=question.is_open(today))
        await answer_by_link(session, question.id, read, today=today, now=now)
        return see(f"/{site.code}/follow-up/{token}", say=lazy("Thank you. Your answer has arrived."))

    @post("/{token:str}/withdraw", name="outcomes.withdraw", **_PUBLIC)
    async def withdraw(self, session: Db, site: CurrentSite, today: Today, token: FromPath[str]) -> Response[Any]:
        question = await question_behind_link(session, token)
        await withdraw_answer(session, question.id, today=today)
        if not question.is_open(today):
            return see(f"/{site.code}", say=lazy("Your answer is deleted."))
        return see(f"/{site.code}/follow-up/{token}", say=lazy("Your answer is deleted."))


def _named(errors: dict[str, str]) -> dict[str, str]:
    """What is wrong with the whole form is always the missing agreement."""
    return {"consent" if name == "form" else name: sentence for name, sentence in errors.items()}


def _as_typed(question: Question) -> dict[str, Any]:
    if question.situation is None:
        return {"situation": NO_ANSWER} if question.refused_on else {}
    return {
        "situation": question.situation,
        "is_linked": {True: "yes", False: "no", None: ""}[question.is_linked],
        "remark": question.remark,
        "consent": "yes",
        "stop_asking": "" if question.may_ask_again else "yes",
    }


def _page(
    site: SiteContext,
    token: str,
    question: Question,
    typed: dict[str, Any],
    errors: dict[str, str],
    *,
    is_open: bool,
) -> Page:
    return Page(
        "outcomes/answer.html",
        {
            "here": f"/{current().tag}/{site.code}/follow-up/{token}",
            "question": question,
            "typed": {**dict.fromkeys(_FIELDS, ""), **typed},
            "errors": errors,
            "is_open": is_open,
            "situations": OWN_SITUATIONS,
            "choices": [
                *((str(one), str(name)) for one, name in OWN_SITUATIONS.items()),
                (NO_ANSWER, _("I would rather not say")),
            ],
            "linked_choices": linked_choices(),
        },
        status=422 if errors else 200,
        headers=_PRIVATE,
    )


def linked_choices() -> list[tuple[str, str]]:
    return [("yes", _("Yes")), ("no", _("No")), ("", _("No answer"))]
