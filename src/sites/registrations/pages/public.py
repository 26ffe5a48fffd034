"""Registering without an account, and the learner's own link."""

from datetime import date, datetime, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.throttle import count_attempt
from core.web.dependencies import AppDatabase, AppSettings, Db, FormFields, Now, Today, client_address, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.registrations.actions import accept_offer, cancel_registration, decline_offer, register_learner
from sites.registrations.choices import EDUCATIONS, EMPLOYMENTS, GENDERS, language_options
from sites.registrations.forms import PublicLearner
from sites.registrations.models import RegistrationSource
from sites.registrations.queries import (
    Course,
    course_meetings,
    course_of,
    place_behind_link,
    staff_course,
)
from sites.registrations.rules import LEFT, status_on_leaving
from sites.registrations.turns import turn_at

_PUBLIC = needs(Permission.ANYONE, public_site=True)
_HOUR = timedelta(hours=1)
_FIELDS = ("given_name", "family_name", "email", "language", "birth_date", "gender", "education", "employment")
# A person does not see this field; a program that fills in every field gives itself away.
_TRAP = "website"
# Not "no-referrer": browsers then send the page's own form without an origin, as a stranger's would be.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}


class RegisterPages(Controller):
    path = "/{site_code:str}"
    include_in_schema = False

    @get("/courses/{cohort_code:str}/register", name="registrations.form", **_PUBLIC)
    async def form_page(self, session: Db, site: CurrentSite, today: Today, cohort_code: FromPath[str]) -> Page:
        course = await course_of(session, cohort_code)
        return _form_page(site, course, {}, {}, may_register=course.may_register(today))

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
            },
            headers=_PRIVATE,
        )

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
    course = await course_of(session, cohort)
    typed = texts(form, *_FIELDS, _TRAP)
    learner = attempt(PublicLearner, {name: value for name, value in typed.items() if name in _FIELDS})
    errors = learner.fields if isinstance(learner, Invalid) else {}
    if typed.get(_TRAP):
        errors = {**errors, _TRAP: _("Please leave the last field empty.")}
    if errors or isinstance(learner, Invalid):
        return _form_page(site, course, typed, errors, may_register=course.may_register(today))
    made = await register_learner(
        session,
        course.id,
        learner,
        today=today,
        now=now,
        source=RegistrationSource.PUBLIC,
        secret=secret,
        site_language=site.languages[0],
    )
    return see(f"/{site.code}/registrations/{made.token}")


def _form_page(
    site: SiteContext, course: Course, typed: dict[str, Any], errors: dict[str, str], *, may_register: bool
) -> Page:
    options = language_options(site.languages)
    spoken = current().tag if current().tag in site.languages else site.languages[0]
    return Page(
        "registrations/register.html",
        {
            "course": course,
            "typed": {**dict.fromkeys(_FIELDS, ""), "language": spoken, **typed},
            "errors": errors,
            "may_register": may_register,
            "languages_of_mail": options,
            "genders": GENDERS,
            "educations": EDUCATIONS,
            "employments": EMPLOYMENTS,
            "trap": _TRAP,
        },
        status=422 if errors else 200,
    )
