"""Registering without an account, the learner's own link, and that of a parent or guardian."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import utc_now
from core.errors import Invalid
from core.forms import attempt, read_form
from core.permissions import Permission, needs
from core.throttle import count_attempt
from core.web.dependencies import AppDatabase, AppSettings, Db, FormFields, Now, Today, client_address, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.registrations.actions import (
    Agreement,
    accept_offer,
    answer_for,
    cancel_registration,
    consent_in_force,
    decline_offer,
    register_learner,
    standard_consent,
)
from sites.registrations.choices import ANSWERS, QUESTIONS, REASONS, language_options
from sites.registrations.consent_age import consent_age, needs_guardian
from sites.registrations.forms import Guardian, GuardianAnswer, PublicLearner
from sites.registrations.models import Admission, Question, RegistrationSource
from sites.registrations.queries import (
    Asking,
    Consent,
    Course,
    asking_of,
    consent_texts,
    course_meetings,
    course_of,
    guardian_behind_link,
    guardian_of,
    place_behind_link,
    place_of,
    staff_course,
)
from sites.registrations.rules import LEFT, status_on_leaving
from sites.registrations.turns import turn_at

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_HOUR = timedelta(hours=1)
_IDENTITY = ("given_name", "family_name", "email", "language")
_GUARDIAN = ("guardian_name", "guardian_email")
_FIELDS = (*_IDENTITY, *(str(one) for one in Question), *_GUARDIAN, "consent_version")
# A person does not see this field; a program that fills in every field gives itself away.
_TRAP = "website"
# Not "no-referrer": browsers then send the page's own form without an origin, as a stranger's would be.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


class RegisterPages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/courses/{cohort_code:str}/register", name="registrations.form", **_PUBLIC)
    async def form_page(self, session: Db, site: CurrentSite, today: Today, cohort_code: FromPath[str]) -> Page:
        form = await _form_of(session, site, cohort_code, today=today)
        return form.page({}, {})

    @post("/courses/{cohort_code:str}/register", name="registrations.register", **_PUBLIC)
    async def register(
        self,
        request: Request,  # type: ignore[type-arg]  # the three parameters of Request say nothing here
        session: Db,
        database: AppDatabase,
        app_settings: AppSettings,
        site: CurrentSite,
        today: Today,
        now: Now,
        form: FormFields,
        cohort_code: FromPath[str],
    ) -> Response[Any]:
        limit = app_settings.registrations_per_hour
        await count_attempt(database, kind="register", who=client_address(request), limit=limit, window=_HOUR)
        async with turn_at(site.id, cohort_code):
            return await _register(session, site, cohort_code, form, today=today, now=now, secret=app_settings.secret())

    @get("/registrations/{token:str}", name="registrations.mine", **_PUBLIC)
    async def my_place(self, session: Db, today: Today, now: Now, token: FromPath[str]) -> Page:
        """Only shows: a mail program that looks at the link beforehand cancels nothing."""
        place = await place_behind_link(session, token)
        course = await staff_course(session, str(place.cohort_id))
        leaves_as = status_on_leaving(place.status, starts_on=course.starts_on, today=today)
        is_here = place.status not in LEFT
        return Page(
            "registrations/mine.html",
            {
                "place": place,
                "course": course,
                "meetings": [one for one in await course_meetings(session, [course.id]) if not one.is_cancelled],
                "token": token,
                "may_answer": place.offered_until is not None and place.offered_until > now,
                "may_cancel": is_here
                and place.offered_until is None
                and leaves_as is not None
                and course.ends_on >= today,
                "may_register": not is_here and course.may_register(today),
                "is_over": course.ends_on < today,
                "guardian": await guardian_of(session, place.id),
            },
            headers=_PRIVATE,
        )

    @get("/consent/{token:str}", name="registrations.consent", **_PUBLIC)
    async def consent_page(self, session: Db, now: Now, token: FromPath[str]) -> Page:
        """For a parent or guardian. Only shows, like every link of ours."""
        guardian = await guardian_behind_link(session, token)
        place = await place_of(session, guardian.registration_id)
        versions = await consent_texts(session)
        return Page(
            "registrations/consent.html",
            {
                "guardian": guardian,
                "place": place,
                "course": await staff_course(session, str(place.cohort_id)),
                "consent": next((one for one in versions if one.version == place.consent_version), None),
                "may_answer": guardian.may_answer(now) and place.status not in LEFT,
            },
            headers=_PRIVATE,
        )

    @post("/consent/{token:str}", name="registrations.answer_consent", **_PUBLIC)
    async def answer_consent(
        self, session: Db, site: CurrentSite, today: Today, now: Now, form: FormFields, token: FromPath[str]
    ) -> Response[Any]:
        await guardian_behind_link(session, token)
        answer = read_form(GuardianAnswer, texts(form, "answer"))
        await answer_for(session, token, agrees=answer.answer == "yes", today=today, now=now)
        return see(f"/{site.code}/consent/{token}")

    @post("/registrations/{token:str}", name="registrations.cancel_mine", **_PUBLIC)
    async def cancel_mine(
        self, session: Db, site: CurrentSite, today: Today, now: Now, token: FromPath[str]
    ) -> Response[Any]:
        place = await place_behind_link(session, token)
        await cancel_registration(session, place.id, today=today, now=now)
        return see(f"/{site.code}/registrations/{token}", say=lazy("Your registration is cancelled."))

    @post("/registrations/{token:str}/accept", name="registrations.accept_offer", **_PUBLIC)
    async def accept(self, session: Db, site: CurrentSite, now: Now, token: FromPath[str]) -> Response[Any]:
        place = await place_behind_link(session, token)
        await accept_offer(session, place.id, now=now)
        return see(f"/{site.code}/registrations/{token}", say=lazy("The place is yours."))

    @post("/registrations/{token:str}/decline", name="registrations.decline_offer", **_PUBLIC)
    async def decline(
        self, session: Db, site: CurrentSite, today: Today, now: Now, token: FromPath[str]
    ) -> Response[Any]:
        place = await place_behind_link(session, token)
        await decline_offer(session, place.id, today=today, now=now)
        return see(f"/{site.code}/registrations/{token}", say=lazy("You have declined the place."))


async def _register(
    session: AsyncSession,
    site: SiteContext,
    cohort: str,
    form: dict[str, Any],
    *,
    today: date,
    now: datetime,
    secret: bytes,
) -> Response[Any]:
    shown = await _form_of(session, site, cohort, today=today)
    typed = texts(form, *_FIELDS, _TRAP)
    learner = attempt(PublicLearner, {name: typed[name] for name in shown.answers if name in typed})
    guardian = _guardian(learner, typed, today=today, country=site.country)
    errors = {**_wrong(learner), **_wrong(guardian), **shown.misread(typed)}
    if errors or isinstance(learner, Invalid) or isinstance(guardian, Invalid):
        return shown.page(typed, errors)
    consent = await consent_in_force(session, centre=site.name, languages=site.languages)
    made = await register_learner(
        session,
        shown.course.id,
        learner,
        today=today,
        now=now,
        source=RegistrationSource.PUBLIC,
        secret=secret,
        site_language=site.languages[0],
        agreement=Agreement(consent.version, current().tag),
        guardian=guardian,
    )
    return see(f"/{site.code}/registrations/{made.token}")


def _wrong(read: BaseModel | Invalid | None) -> dict[str, str]:
    return read.fields if isinstance(read, Invalid) else {}


def _guardian(
    learner: PublicLearner | Invalid, typed: dict[str, Any], *, today: date, country: str
) -> Guardian | Invalid | None:
    """Who answers for this person: needed of those whom their own answer makes too young, taken from nobody else."""
    if isinstance(learner, Invalid) or not needs_guardian(learner.birth_date, today=today, country=country):
        return None
    return attempt(Guardian, {name: typed.get(name, "") for name in _GUARDIAN})


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """The form of one course, as it is asked today."""

    site: SiteContext
    course: Course
    asking: Asking
    consent: Consent
    may_register: bool

    @property
    def answers(self) -> tuple[str, ...]:
        """What is read of what was sent: nothing that is not asked is kept."""
        return (*_IDENTITY, *(str(one) for one in self.asking.questions))

    def misread(self, typed: dict[str, Any]) -> dict[str, str]:
        """A field that nobody sees, and a text that was another when the page was opened."""
        errors = {}
        if typed.get(_TRAP):
            errors[_TRAP] = _("Please leave the last field empty.")
        if typed.get("consent_version", str(self.consent.version)) != str(self.consent.version):
            errors["consent_version"] = _("The text that you agree to has changed meanwhile. Please read it once more.")
        return errors

    def page(self, typed: dict[str, Any], errors: dict[str, str]) -> Page:
        spoken = current().tag if current().tag in self.site.languages else self.site.languages[0]
        return Page(
            "registrations/register.html",
            {
                "course": self.course,
                "typed": {**dict.fromkeys(_FIELDS, ""), "language": spoken, **typed},
                "errors": errors,
                "may_register": self.may_register,
                "is_selection": self.asking.admission is Admission.SELECTION,
                "languages_of_mail": language_options(self.site.languages),
                "fields": self.asking.fields,
                "labels": QUESTIONS,
                "reasons": REASONS,
                "options": ANSWERS,
                "consent": self.consent,
                "consent_age": consent_age(self.site.country),
                "trap": _TRAP,
            },
            status=422 if errors else 200,
        )


async def _form_of(session: AsyncSession, site: SiteContext, cohort: str, *, today: date) -> RegistrationForm:
    course = await course_of(session, cohort)
    texts_agreed_to = await consent_texts(session)
    return RegistrationForm(
        site,
        course,
        await asking_of(session, course.id),
        texts_agreed_to[0] if texts_agreed_to else _first_consent(site),
        course.may_register(today),
    )


def _first_consent(site: SiteContext) -> Consent:
    """As it will be kept when the first person agrees to it."""
    return Consent(1, standard_consent(site.name, site.languages), utc_now())
