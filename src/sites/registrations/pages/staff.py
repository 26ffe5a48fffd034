"""Registrations of a cohort, as the people of the centre work with them."""

from datetime import date
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, Db, FormFields, Now, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.languages import INTERFACE_LANGUAGES
from i18n.messages import LazyText, _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.registrations.actions import change_status, move_in_line, offer_free_places, register_learner
from sites.registrations.choices import (
    EDUCATIONS,
    EMPLOYMENTS,
    GENDERS,
    SAID_ON_ARRIVAL,
    STATUS_NAMES,
    language_options,
)
from sites.registrations.forms import WalkIn, typed_day
from sites.registrations.models import RegistrationSource
from sites.registrations.models import RegistrationStatus as Status
from sites.registrations.queries import (
    Course,
    Place,
    place_of,
    registration_id,
    registration_lines,
    staff_course,
)
from sites.registrations.rules import MAY_BECOME, ONCE_BEGUN, next_in_line

_FIELDS = ("given_name", "family_name", "email", "language", "birth_date", "gender", "education", "employment")

# What a change is called: a verb, because it is something one does.
_BECOMES: dict[Status, LazyText] = {
    Status.CONFIRMED: lazy("Give a place"),
    Status.WAITING: lazy("Put on the waiting list, at the end"),
    Status.CANCELLED: lazy("Cancel the registration"),
    Status.WITHDRAWN: lazy("Has left the course early"),
    Status.COMPLETED: lazy("Has completed the course"),
    Status.NOT_COMPLETED: lazy("Was there to the end, but has not completed it"),
}
_MOVE = "move"


class Change(BaseModel):
    """What happened, when, and why."""

    model_config = ConfigDict(extra="forbid")

    status: Status | Annotated[str, Field(pattern=f"^{_MOVE}$")]
    position: Annotated[int, Field(ge=1, le=100_000)] | None = None
    left_on: Annotated[date | None, BeforeValidator(typed_day)] = None
    reason: Annotated[str, Field(max_length=500)] = ""


class RegistrationPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/cohorts/{cohort_code:str}/registrations", name="registrations.list", **needs(Permission.LEARNERS_NAMES))
    async def list_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, cohort_code: FromPath[str]
    ) -> Page:
        """Trainers see names, as on the sheet they mark; addresses are for who looks after learners."""
        course = await staff_course(session, cohort_code)
        lines = await registration_lines(session, course.id)
        return Page(
            "registrations/list.html",
            {
                "course": course,
                "groups": [(status, [line for line in lines if line.status is status]) for status in _ORDER],
                "total": len(lines),
                "status_names": STATUS_NAMES,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
                "may_view": visitor.may(Permission.LEARNERS_VIEW, units=site.path),
                "to_move_up": next_in_line(capacity=course.capacity, taken=course.seats_taken, waiting=course.waiting),
            },
            breadcrumbs=_trail(site, course, is_last=True),
        )

    @get("/cohorts/{cohort_code:str}/registrations/new", name="registrations.add", **needs(Permission.LEARNERS_EDIT))
    async def add_page(self, session: Db, site: CurrentSite, cohort_code: FromPath[str]) -> Page:
        return _add_form(site, await staff_course(session, cohort_code), {}, {})

    @post(
        "/cohorts/{cohort_code:str}/registrations/new", name="registrations.add_now", **needs(Permission.LEARNERS_EDIT)
    )
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
        course = await staff_course(session, cohort_code)
        typed = texts(form, *_FIELDS)
        learner = attempt(WalkIn, typed)
        if isinstance(learner, Invalid):
            return _add_form(site, course, typed, _on_a_field(learner.fields))
        made = await register_learner(
            session,
            course.id,
            learner,
            today=today,
            now=now,
            source=RegistrationSource.STAFF,
            secret=app_settings.secret(),
            site_language=site.languages[0],
        )
        name = f"{learner.given_name} {learner.family_name}".strip()
        return see(_list_path(site, course), say=SAID_ON_ARRIVAL[made.status], name=name)

    @post("/cohorts/{cohort_code:str}/registrations/fill", name="registrations.fill", **needs(Permission.LEARNERS_EDIT))
    async def fill(self, session: Db, site: CurrentSite, now: Now, cohort_code: FromPath[str]) -> Redirect:
        course = await staff_course(session, cohort_code)
        asked = await offer_free_places(session, course.id, now=now)
        said = (
            lazy("The free places are offered and the people told.") if asked else lazy("No place was free any more.")
        )
        return see(_list_path(site, course), say=said)

    @get("/registrations/{registration:str}", name="registrations.one", **needs(Permission.LEARNERS_EDIT))
    async def change_page(self, session: Db, site: CurrentSite, today: Today, registration: FromPath[str]) -> Page:
        place = await place_of(session, registration_id(registration))
        course = await staff_course(session, str(place.cohort_id))
        return _change_form(site, course, place, {}, {}, today=today)

    @post("/registrations/{registration:str}", name="registrations.change", **needs(Permission.LEARNERS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, today: Today, now: Now, form: FormFields, registration: FromPath[str]
    ) -> Response[Any]:
        place = await place_of(session, registration_id(registration))
        course = await staff_course(session, str(place.cohort_id))
        typed = texts(form, "status", "position", "left_on", "reason")
        asked = attempt(Change, typed)
        errors = asked.fields if isinstance(asked, Invalid) else _missing(asked)
        if errors or isinstance(asked, Invalid):
            return _change_form(site, course, place, typed, _on_a_field(errors), today=today)
        if isinstance(asked.status, Status):
            await change_status(
                session, place.id, asked.status, today=today, now=now, left_on=asked.left_on, reason=asked.reason
            )
        else:
            await move_in_line(session, place.id, to=asked.position or 1, reason=asked.reason)
        return see(_list_path(site, course), say=lazy("The registration of %(name)s is changed."), name=place.name)


_ORDER = (
    Status.APPLIED,
    Status.OFFERED,
    Status.CONFIRMED,
    Status.WAITING,
    Status.COMPLETED,
    Status.NOT_COMPLETED,
    Status.WITHDRAWN,
    Status.CANCELLED,
)


def _missing(asked: Change) -> dict[str, str]:
    """Whoever passes others in the queue has a reason, and the log keeps it."""
    if asked.status != _MOVE:
        return {}
    missing = {}
    if asked.position is None:
        missing["position"] = _("Please enter the new place on the waiting list.")
    if not asked.reason:
        missing["reason"] = _("Please say why this person changes place: others have waited longer.")
    return missing


def _on_a_field(errors: dict[str, str]) -> dict[str, str]:
    """The summary links to fields: what is wrong with the whole form, or with one of two ways to read a value,
    is said at the first field."""
    first = {"form": "given_name", "status.literal": "status"}
    return {first.get(name, name.split(".")[0]): sentence for name, sentence in errors.items()}


def _list_path(site: SiteContext, course: Course) -> str:
    return f"/manage/{site.code}/cohorts/{course.code}/registrations"


def _trail(site: SiteContext, course: Course, *, is_last: bool) -> list[tuple[Any, str | None]]:
    base = f"/{current().tag}/manage/{site.code}/cohorts"
    own = f"{base}/{course.code}/registrations"
    return [
        (_("Cohorts"), base),
        (course.title, f"{base}/{course.code}"),
        (_("Registrations"), None if is_last else own),
    ]


def _add_form(site: SiteContext, course: Course, typed: dict[str, Any], errors: dict[str, str]) -> Page:
    return Page(
        "registrations/add.html",
        {
            "course": course,
            "typed": {**dict.fromkeys(_FIELDS, ""), "language": site.languages[0], **typed},
            "errors": errors,
            "languages_of_mail": language_options(
                [*site.languages, *(tag for tag in INTERFACE_LANGUAGES if tag not in site.languages)]
            ),
            "genders": GENDERS,
            "educations": EDUCATIONS,
            "employments": EMPLOYMENTS,
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, course, is_last=False),
    )


def _change_form(
    site: SiteContext, course: Course, place: Place, typed: dict[str, Any], errors: dict[str, str], *, today: date
) -> Page:
    possible = [one for one in MAY_BECOME[place.status] if one not in ONCE_BEGUN or today >= course.starts_on]
    options: list[tuple[str, LazyText]] = [(one, _BECOMES[one]) for one in possible]
    if place.status is Status.WAITING and course.waiting > 1:
        options.insert(1, (_MOVE, lazy("Move to another place on the waiting list")))
    return Page(
        "registrations/change.html",
        {
            "course": course,
            "place": place,
            "options": options,
            "typed": {"status": "", "position": "", "left_on": "", "reason": "", **typed},
            "errors": errors,
            "status_name": STATUS_NAMES[place.status],
            "has_begun": today >= course.starts_on,
        },
        status=422 if errors else 200,
        breadcrumbs=_trail(site, course, is_last=False),
    )
