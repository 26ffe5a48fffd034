"""What a centre asks, why, what people agree to; how one cohort gives its places; decisions on applications."""

from typing import Annotated, Any, Literal

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel, ConfigDict, Field

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, many, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.content import Localized
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread
from sites.registrations.actions import (
    accept_application,
    change_admission,
    change_asking,
    decline_application,
    standard_consent,
)
from sites.registrations.actions.asking import AdmissionForm, AskingRules
from sites.registrations.choices import ADMISSIONS, QUESTIONS, REASONS, STATUS_NAMES
from sites.registrations.models import Admission, Question
from sites.registrations.models import RegistrationStatus as Status
from sites.registrations.queries import (
    AskedField,
    Consent,
    Course,
    Place,
    asking_of,
    consent_texts,
    offer_hours,
    place_of,
    registration_id,
    site_questions,
    staff_course,
)

_RULES = "/manage/{site_code:str}/registration-rules"
_ADMISSION = "/manage/{site_code:str}/cohorts/{cohort_code:str}/registrations/admission"
_APPLICATION = "/manage/{site_code:str}/registrations/{registration:str}/application"


class Decision(BaseModel):
    """On an application. Whoever declines says why."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "decline"]
    reason: Annotated[str, Field(max_length=1000)] = ""


class AskingPages(Controller):
    include_in_schema = False

    @get(_RULES, name="registrations.rules", **needs(Permission.SITE_EDIT))
    async def rules_page(self, session: Db, site: CurrentSite) -> Page:
        fields, versions = await site_questions(session), await consent_texts(session)
        typed = _as_typed(fields, await offer_hours(session), _agreed(site, versions))
        return _rules_form(fields, versions, typed, {})

    @post(_RULES, name="registrations.change_rules", **needs(Permission.SITE_EDIT))
    async def change_rules(self, session: Db, site: CurrentSite, form: FormFields) -> Response[Any]:
        fields, versions = await site_questions(session), await consent_texts(session)
        wanted = attempt(AskingRules, _read(form, fields, _agreed(site, versions), site))
        if isinstance(wanted, Invalid):
            typed = {name: value for name, value in form.items() if isinstance(value, str)}
            return _rules_form(fields, versions, typed, _on_fields(wanted, site))
        await change_asking(session, wanted)
        return see(f"/manage/{site.code}/registration-rules", say=lazy("Saved."))

    @get(_ADMISSION, name="registrations.admission", **needs(Permission.LEARNERS_EDIT))
    async def admission_page(self, session: Db, site: CurrentSite, cohort_code: FromPath[str]) -> Page:
        course = await staff_course(session, cohort_code)
        asking = await asking_of(session, course.id)
        typed = {"admission": asking.admission, "questions": asking.questions}
        return _admission_form(site, course, await _asked_here(session), typed, {})

    @post(_ADMISSION, name="registrations.change_admission", **needs(Permission.LEARNERS_EDIT))
    async def change_admission(
        self, session: Db, site: CurrentSite, form: FormFields, cohort_code: FromPath[str]
    ) -> Response[Any]:
        course = await staff_course(session, cohort_code)
        typed = {**texts(form, "admission"), "questions": many(form, "questions")}
        wanted = attempt(AdmissionForm, typed)
        if isinstance(wanted, Invalid):
            errors = {name.split(".")[0]: sentence for name, sentence in wanted.fields.items()}
            return _admission_form(site, course, await _asked_here(session), typed, errors)
        await change_admission(session, course.id, wanted)
        return see(f"/manage/{site.code}/cohorts/{course.code}/registrations", say=lazy("Saved."))

    @get(_APPLICATION, name="registrations.application", **needs(Permission.LEARNERS_EDIT))
    async def application_page(self, session: Db, site: CurrentSite, registration: FromPath[str]) -> Page:
        place = await place_of(session, registration_id(registration))
        return _application_form(site, await staff_course(session, str(place.cohort_id)), place, {}, {})

    @post(_APPLICATION, name="registrations.decide", **needs(Permission.LEARNERS_EDIT))
    async def decide(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, registration: FromPath[str]
    ) -> Response[Any]:
        place = await place_of(session, registration_id(registration))
        course = await staff_course(session, str(place.cohort_id))
        typed = texts(form, "decision", "reason")
        decided = attempt(Decision, typed)
        errors = decided.fields if isinstance(decided, Invalid) else _unexplained(decided)
        if errors or isinstance(decided, Invalid):
            return _application_form(site, course, place, typed, errors)
        path = f"/manage/{site.code}/cohorts/{course.code}/registrations"
        if decided.decision == "decline":
            await decline_application(session, place.id, reason=decided.reason, today=today)
            return see(path, say=lazy("The application of %(name)s is declined."), name=place.name)
        became = await accept_application(session, place.id)
        said = lazy("%(name)s has a place.") if became is Status.CONFIRMED else lazy("%(name)s is on the waiting list.")
        return see(path, say=said, name=place.name)


def _unexplained(decided: Decision) -> dict[str, str]:
    if decided.decision == "decline" and not decided.reason:
        return {"reason": _("Please say why: the person reads it.")}
    return {}


def _agreed(site: SiteContext, versions: list[Consent]) -> Localized:
    return versions[0].text if versions else standard_consent(site.name, site.languages)


def _as_typed(fields: list[AskedField], hours: int, consent: Localized) -> dict[str, Any]:
    typed: dict[str, Any] = {"offer_hours": hours, **spread("consent", consent)}
    for field in fields:
        typed[f"ask_{field.question}"] = field.is_asked
        typed[f"for_{field.question}"] = field.asked_for
        typed |= spread(f"why_{field.question}", field.reason)
    return typed


def _read(form: dict[str, Any], fields: list[AskedField], consent: Localized, site: SiteContext) -> dict[str, Any]:
    return {
        **texts(form, "offer_hours"),
        "consent": localized(form, "consent", site.languages, consent),
        "questions": [
            {
                "question": field.question,
                "is_asked": form.get(f"ask_{field.question}") == "yes",
                "asked_for": form.get(f"for_{field.question}", ""),
                "reason": localized(form, f"why_{field.question}", site.languages, field.reason),
            }
            for field in fields
        ],
    }


def _on_fields(wrong: Invalid, site: SiteContext) -> dict[str, str]:
    """`questions.2.reason` is the field `why_education_fr`."""
    errors = {}
    order = list(Question)
    for name, sentence in wrong.fields.items():
        match name.split("."):
            case ["questions", number, "asked_for", *_]:
                errors[f"for_{order[int(number)]}"] = sentence
            case ["questions", number, "reason", *_]:
                errors[f"why_{order[int(number)]}_{site.languages[0]}"] = sentence
            case ["consent", *_]:
                errors[f"consent_{site.languages[0]}"] = sentence
            case _:
                errors["offer_hours"] = sentence
    return errors


def _rules_form(
    fields: list[AskedField], versions: list[Consent], typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    context = {
        "fields": fields,
        "versions": versions,
        "typed": {"offer_hours": "", **typed},
        "errors": errors,
        "labels": QUESTIONS,
        "reasons": REASONS,
    }
    return Page("registrations/rules.html", context, status=422 if errors else 200)


async def _asked_here(session: Db) -> list[Question]:
    return [field.question for field in await site_questions(session) if field.is_asked]


def _admission_form(
    site: SiteContext, course: Course, asked: list[Question], typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    return Page(
        "registrations/admission.html",
        {
            "course": course,
            "admissions": [(one, ADMISSIONS[one]) for one in Admission],
            "questions": [(one, QUESTIONS[one]) for one in asked],
            "typed": {"admission": "", **typed},
            "errors": errors,
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, course, _("How people register")),
    )


def _application_form(
    site: SiteContext, course: Course, place: Place, typed: dict[str, Any], errors: dict[str, str]
) -> Page:
    return Page(
        "registrations/application.html",
        {
            "course": course,
            "place": place,
            "typed": {"reason": "", **typed},
            "errors": errors,
            "status_name": STATUS_NAMES[place.status],
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, course, _("Decide on an application")),
    )


def _trail(site: SiteContext, course: Course, last: str) -> list[tuple[Any, str | None]]:
    base = f"/{current().tag}/manage/{site.code}/cohorts"
    return [
        (_("Cohorts"), base),
        (course.title, f"{base}/{course.code}"),
        (_("Registrations"), f"{base}/{course.code}/registrations"),
        (last, None),
    ]
