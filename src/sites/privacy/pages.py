"""The centre's page about privacy: requests with their deadlines, terms with what they will forget, erasing."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, ConfigDict, Field

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from i18n.texts import proper
from network.units.current import CurrentSite, SiteContext
from sites.learners.queries import LearnerRecord, Participation, learner_record
from sites.privacy.actions import (
    accept_correction,
    carry_out_erasure,
    choose_term,
    decline_request,
    erase_learner,
)
from sites.privacy.errors import RequestNotFound
from sites.privacy.models import ErasureReason, Retained
from sites.privacy.queries import (
    due_people,
    everything_about,
    past_runs,
    preview,
    request_lines,
    request_of,
    settings_of,
    what_remains,
)
from sites.privacy.words import REASONS, REQUEST_KINDS, REQUEST_STATUS, RETAINED, RETAINED_MEANS
from sites.registrations.errors import LearnerNotFound
from sites.registrations.rules import LEFT, status_on_leaving

_CHOSEN_BY_STAFF = (
    ErasureReason.ASKED_AT_THE_CENTRE,
    ErasureReason.ASKED_BY_PARENT,
    ErasureReason.CONSENT_WITHDRAWN,
    ErasureReason.ENTERED_BY_MISTAKE,
)
_NAMED = 20
_RUNS_SHOWN = 20


class EraseForm(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: ErasureReason
    give_back: str = ""


class TermsForm(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    months_took_part: int = Field(ge=0, le=600)
    months_never_came: int = Field(ge=0, le=600)
    months_sensitive_answers: int = Field(ge=0, le=600)

    def months_of(self, what: Retained) -> int:
        months: int = getattr(self, f"months_{what}")
        return months


class PrivacyPages(Controller):
    path = "/manage/{site_code:str}/privacy"
    include_in_schema = False

    @get("/", name="privacy.page", **needs(Permission.LEARNERS_EDIT))
    async def requests_page(self, session: Db, site: CurrentSite, today: Today) -> Page:
        return Page(
            "privacy/requests.html",
            {
                "waiting": await request_lines(session, is_open=True),
                "answered": await request_lines(session, is_open=False),
                "kinds": REQUEST_KINDS,
                "status_names": REQUEST_STATUS,
                "day_now": today,
            },
        )

    @get("/requests/{request_id:str}", name="privacy.request", **needs(Permission.LEARNERS_EDIT))
    async def request_page(self, session: Db, site: CurrentSite, today: Today, request_id: FromPath[str]) -> Page:
        line = await request_of(session, _request_id(request_id))
        return Page(
            "privacy/request.html",
            {
                "line": line,
                "kinds": REQUEST_KINDS,
                "status_names": REQUEST_STATUS,
                "fields": {"email": _("E-mail address"), "birth_date": _("Date of birth")},
                "day_now": today,
            },
            breadcrumbs=[(_("Privacy"), f"{_base(site)}/privacy"), (proper(line.name), None)],
        )

    @post("/requests/{request_id:str}/accept", name="privacy.accept", **needs(Permission.LEARNERS_EDIT))
    async def accept(self, session: Db, site: CurrentSite, now: Now, request_id: FromPath[str]) -> Response[Any]:
        await accept_correction(session, _request_id(request_id), now=now, site_language=site.languages[0])
        return see(f"/manage/{site.code}/privacy", say=lazy("Saved."))

    @post("/requests/{request_id:str}/decline", name="privacy.decline", **needs(Permission.LEARNERS_EDIT))
    async def decline(self, session: Db, site: CurrentSite, now: Now, request_id: FromPath[str]) -> Response[Any]:
        await decline_request(session, _request_id(request_id), now=now)
        return see(f"/manage/{site.code}/privacy", say=lazy("Saved."))

    @post("/requests/{request_id:str}/erase", name="privacy.erase_now", **needs(Permission.LEARNERS_EDIT))
    async def erase_now(
        self,
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        today: Today,
        now: Now,
        request_id: FromPath[str],
    ) -> Response[Any]:
        await carry_out_erasure(
            session,
            _request_id(request_id),
            today=today,
            now=now,
            outbox=app_settings.home,
            site_language=site.languages[0],
        )
        return see(f"/manage/{site.code}/privacy", say=lazy("Erased. The figures stay as they were."))

    @get("/retention", name="privacy.retention", **needs(Permission.LEARNERS_EDIT))
    async def retention_page(self, session: Db, site: CurrentSite, today: Today) -> Page:
        return await _retention_page(session, site, today, {}, {})

    @post("/retention", name="privacy.choose", **needs(Permission.SITE_EDIT))
    async def choose(self, session: Db, site: CurrentSite, form: FormFields, today: Today, now: Now) -> Response[Any]:
        typed = texts(form, *(f"months_{what}" for what in Retained))
        terms = attempt(TermsForm, typed)
        if isinstance(terms, Invalid):
            return await _retention_page(session, site, today, typed, terms.fields)
        for setting in await settings_of(session, country=site.country):
            months = terms.months_of(setting.what)
            if not setting.default.least <= months <= setting.default.most:
                limits = _(
                    "Please choose between %(least)s and %(most)s months.",
                    least=setting.default.least,
                    most=setting.default.most,
                )
                return await _retention_page(session, site, today, typed, {f"months_{setting.what}": limits})
        for what in Retained:
            await choose_term(session, what, terms.months_of(what), country=site.country, now=now)
        return see(f"/manage/{site.code}/privacy/retention", say=lazy("Saved."))


class ErasePages(Controller):
    path = "/manage/{site_code:str}/learners"
    include_in_schema = False

    @get("/{learner:str}/data", name="privacy.learner_data", **needs(Permission.LEARNERS_VIEW))
    async def data_page(self, session: Db, site: CurrentSite, learner: FromPath[str]) -> Page:
        """For whoever asks at the counter what is known about them."""
        record = await learner_record(session, _learner_id(learner))
        context = {"record": record, "everything": await everything_about(session, record.id)}
        return Page("privacy/learner_data.html", context, breadcrumbs=_trail(site, record))

    @get("/{learner:str}/erase", name="privacy.erase_page", **needs(Permission.LEARNERS_EDIT))
    async def erase_page(self, session: Db, site: CurrentSite, today: Today, learner: FromPath[str]) -> Page:
        record = await learner_record(session, _learner_id(learner))
        return _erase_page(site, record, _places(record, today), {}, {})

    @post("/{learner:str}/erase", name="privacy.erase", **needs(Permission.LEARNERS_EDIT))
    async def erase(
        self,
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        form: FormFields,
        today: Today,
        now: Now,
        learner: FromPath[str],
    ) -> Response[Any]:
        record = await learner_record(session, _learner_id(learner))
        typed = texts(form, "reason", "give_back")
        asked = attempt(EraseForm, typed)
        if isinstance(asked, Invalid):
            return _erase_page(site, record, _places(record, today), typed, asked.fields)
        await erase_learner(
            session,
            record.id,
            reason=asked.reason,
            today=today,
            now=now,
            outbox=app_settings.home,
            site_language=site.languages[0],
            give_back_places=bool(asked.give_back),
        )
        return see(f"/manage/{site.code}/learners", say=lazy("Erased. The figures stay as they were."))


def _places(record: LearnerRecord, today: Today) -> list[Participation]:
    """What could be given back."""
    return [
        one
        for one in record.participations
        if one.status not in LEFT
        and one.ends_on >= today
        and status_on_leaving(one.status, starts_on=one.starts_on, today=today) is not None
    ]


def _erase_page(
    site: SiteContext, record: LearnerRecord, places: list[Participation], typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    return Page(
        "privacy/erase.html",
        {
            "record": record,
            "places": places,
            "remains": what_remains(),
            "reasons": [(reason, REASONS[reason]) for reason in _CHOSEN_BY_STAFF],
            "typed": {"reason": "", **typed},
            "errors": errors,
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, record),
    )


async def _retention_page(
    session: Db, site: SiteContext, today: Today, typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    terms = []
    for setting in await settings_of(session, country=site.country):
        named = setting.what is not Retained.SENSITIVE_ANSWERS
        terms.append(
            {
                "setting": setting,
                "name": RETAINED[setting.what],
                "means": RETAINED_MEANS[setting.what],
                "typed": typed.get(f"months_{setting.what}", setting.months),
                "preview": await preview(session, setting.what, months=setting.months, today=today),
                "people": await due_people(session, setting.what, months=setting.months, today=today, limit=_NAMED)
                if named
                else [],
            }
        )
    return Page(
        "privacy/retention.html",
        {"terms": terms, "errors": errors, "runs": await past_runs(session, limit=_RUNS_SHOWN), "names": RETAINED},
        status=422 if errors else 200,
        breadcrumbs=[(_("Privacy"), f"{_base(site)}/privacy"), (_("How long we keep what"), None)],
    )


def _base(site: SiteContext) -> str:
    return f"/{current().tag}/manage/{site.code}"


def _trail(site: SiteContext, record: LearnerRecord) -> list[tuple[Any, str | None]]:
    base = f"{_base(site)}/learners"
    return [(_("Learners"), base), (proper(record.name), f"{base}/{record.id}")]


def _request_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise RequestNotFound from error


def _learner_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise LearnerNotFound from error
