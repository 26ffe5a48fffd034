"""The counter: somebody stands at the desk and wants a place."""

from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import _
from network.units.current import CurrentSite, SiteContext
from sites.registrations.actions import Agreement, consent_in_force, register_learner
from sites.registrations.choices import SAID_ON_ARRIVAL, language_options
from sites.registrations.consent_age import consent_age, needs_guardian
from sites.registrations.forms import Guardian, WalkIn
from sites.registrations.models import RegistrationSource
from sites.registrations.queries import Course, open_courses, staff_course

_FIELDS = ("given_name", "family_name", "email", "language", "birth_date")
_GUARDIAN = ("guardian_name", "guardian_email")


class CounterPages(Controller):
    path = "/manage/{site_code:str}/counter"
    include_in_schema = False

    @get("/", name="registrations.counter", **needs(Permission.LEARNERS_EDIT))
    async def courses_page(self, session: Db, today: Today) -> Page:
        return Page("registrations/counter.html", {"courses": await open_courses(session, today=today)})

    @get("/{cohort_code:str}", name="registrations.counter_form", **needs(Permission.LEARNERS_EDIT))
    async def form_page(self, session: Db, site: CurrentSite, cohort_code: FromPath[str]) -> Page:
        return _form(site, await staff_course(session, cohort_code), {}, {})

    @post("/{cohort_code:str}", name="registrations.counter_add", **needs(Permission.LEARNERS_EDIT))
    async def add(
        self,
        session: Db,
        site: CurrentSite,
        app_settings: AppSettings,
        today: Today,
        now: Now,
        form: FormFields,
        cohort_code: FromPath[str],
    ) -> Response[Any]:
        """Stays at the form: the next person stands behind this one."""
        course = await staff_course(session, cohort_code)
        typed = texts(form, *_FIELDS, *_GUARDIAN, "agreed")
        learner = attempt(WalkIn, {name: typed[name] for name in _FIELDS if name in typed})
        guardian = _guardian(learner, typed, today=today, country=site.country)
        errors = {
            **(learner.fields if isinstance(learner, Invalid) else {}),
            **(guardian.fields if isinstance(guardian, Invalid) else {}),
        }
        if errors or isinstance(learner, Invalid) or isinstance(guardian, Invalid):
            return _form(site, course, typed, {"given_name" if one == "form" else one: errors[one] for one in errors})
        agreement = None
        if typed.get("agreed") == "yes":
            consent = await consent_in_force(session, centre=site.name, languages=site.languages)
            agreement = Agreement(consent.version, learner.language)
        made = await register_learner(
            session,
            course.id,
            learner,
            today=today,
            now=now,
            source=RegistrationSource.STAFF,
            secret=app_settings.secret(),
            site_language=site.languages[0],
            agreement=agreement,
            guardian=guardian,
        )
        name = f"{learner.given_name} {learner.family_name}".strip()
        return see(f"/manage/{site.code}/counter/{course.code}", say=SAID_ON_ARRIVAL[made.status], name=name)


def _guardian(
    learner: WalkIn | Invalid, typed: dict[str, Any], *, today: date, country: str
) -> Guardian | Invalid | None:
    """Asked by mail when an address is given. A guardian who stands at the desk signs on paper."""
    if isinstance(learner, Invalid) or not any(typed.get(name) for name in _GUARDIAN):
        return None
    if not needs_guardian(learner.birth_date, today=today, country=country):
        return None
    return attempt(Guardian, {name: typed.get(name, "") for name in _GUARDIAN})


def _form(site: SiteContext, course: Course, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    languages = [*site.languages, *(tag for tag in INTERFACE_LANGUAGES if tag not in site.languages)]
    base = f"/{current().tag}/manage/{site.code}/counter"
    empty = dict.fromkeys((*_FIELDS, *_GUARDIAN, "agreed"), "")
    return Page(
        "registrations/counter_form.html",
        {
            "course": course,
            "typed": {**empty, "language": site.languages[0], **typed},
            "errors": errors,
            "languages_of_mail": language_options(languages),
            "consent_age": consent_age(site.country),
        },
        status=422 if errors else 200,
        breadcrumbs=[(_("Counter"), base), (course.title, None)],
    )
