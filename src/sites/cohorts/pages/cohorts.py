"""Open a cohort, change it, open and close its registration, cancel it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt, read_form
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, Today, many, texts
from core.web.pages import Page, see
from i18n.languages import INTERFACE_LANGUAGES, endonym
from i18n.messages import lazy
from network.curricula.queries import curricula
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.cohorts import (
    CancelReason,
    CohortPlan,
    NewCohort,
    cancel_cohort,
    capacity_problem,
    change_cohort,
    close_registration,
    open_cohort,
    open_registration,
    plan_problems,
)
from sites.cohorts.pages.forms import cohort_fields, spread, typed_again
from sites.cohorts.queries import FullCohort, Teacher, cohort, possible_trainers, trainers, venues


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers."""

    venues: list[tuple[str, str]]
    trainers: list[Teacher]
    languages: list[tuple[str, str, None, str]]
    curricula: list[Any]


class CohortPages(Controller):
    path = "/manage/{site_code:str}/cohorts"
    include_in_schema = False

    @get("/new", name="cohorts.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self, session: Db, site: CurrentSite) -> Page:
        return await _new_form(session, site, {"status": "draft", "languages": [site.languages[0]]})

    @post("/new", name="cohorts.open", **needs(Permission.COHORTS_EDIT))
    async def open_one(self, session: Db, site: CurrentSite, form: FormFields) -> Page | Redirect:
        read = attempt(NewCohort, cohort_fields(form, site.languages, "code", "curriculum", "status"))
        problems = read.fields if isinstance(read, Invalid) else await plan_problems(session, read, units=site.path)
        if problems or isinstance(read, Invalid):
            return await _new_form(session, site, typed_again(form), errors=problems)
        opened = await open_cohort(session, read, units=site.path)
        return see(
            f"/manage/{site.code}/cohorts/{opened.code}",
            say=lazy("The cohort %(cohort)s is there. Now plan its sessions."),
            cohort=opened.code,
        )

    @get("/{cohort_code:str}/edit", name="cohorts.edit", **needs(Permission.COHORTS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        teachers = await trainers(session, shown.id)
        return await _edit_form(session, site, shown, _as_typed(shown, teachers))

    @post("/{cohort_code:str}/edit", name="cohorts.change", **needs(Permission.COHORTS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields, now: Now
    ) -> Page | Redirect:
        shown = await cohort(session, cohort_code)
        fields = cohort_fields(form, site.languages, title=shown.own_title, summary=shown.own_summary)
        read = attempt(CohortPlan, fields)
        problems = read.fields if isinstance(read, Invalid) else await _change_problems(session, site, shown, read)
        if problems or isinstance(read, Invalid):
            return await _edit_form(session, site, shown, typed_again(form), errors=problems)
        await change_cohort(session, cohort_code, read, units=site.path, now=now)
        return see(f"/manage/{site.code}/cohorts/{shown.code}", say=lazy("Saved."))

    @post("/{cohort_code:str}/open", name="cohorts.open_registration", **needs(Permission.COHORTS_EDIT))
    async def open_for_registration(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], now: Now, today: Today
    ) -> Redirect:
        changed = await open_registration(session, cohort_code, now=now, today=today)
        return see(f"/manage/{site.code}/cohorts/{changed.code}", say=lazy("The public can register now."))

    @post("/{cohort_code:str}/close", name="cohorts.close_registration", **needs(Permission.COHORTS_EDIT))
    async def close(self, session: Db, site: CurrentSite, cohort_code: FromPath[str], now: Now) -> Redirect:
        changed = await close_registration(session, cohort_code, now=now)
        return see(f"/manage/{site.code}/cohorts/{changed.code}", say=lazy("Registration is closed."))

    @post("/{cohort_code:str}/cancel", name="cohorts.cancel", **needs(Permission.COHORTS_EDIT))
    async def cancel(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields, now: Now, today: Today
    ) -> Redirect:
        given = read_form(CancelReason, texts(form, "reason"))
        changed = await cancel_cohort(session, cohort_code, reason=given.reason, now=now, today=today)
        return see(f"/manage/{site.code}/cohorts/{changed.code}", say=lazy("The cohort is cancelled."))


async def _change_problems(
    session: AsyncSession, site: SiteContext, shown: FullCohort, read: CohortPlan
) -> dict[str, str]:
    problems = await plan_problems(session, read, units=site.path)
    too_few = await capacity_problem(session, shown.id, before=shown.capacity, wanted=read.capacity)
    return {**problems, "capacity": too_few} if too_few else problems


async def _new_form(
    session: AsyncSession, site: SiteContext, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    context = {
        "cohort": None,
        "typed": typed,
        "errors": errors or {},
        "choices": await _choices(session, site, typed, offer_curricula=True),
        "chosen_languages": many(typed, "languages"),
        "chosen_trainers": many(typed, "trainers"),
    }
    return Page("cohorts/form.html", context, status=422 if errors else 200)


async def _edit_form(
    session: AsyncSession,
    site: SiteContext,
    shown: FullCohort,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
) -> Page:
    context = {
        "cohort": shown,
        "typed": typed,
        "errors": errors or {},
        "choices": await _choices(session, site, typed, offer_curricula=False),
        "chosen_languages": many(typed, "languages"),
        "chosen_trainers": many(typed, "trainers"),
    }
    return Page("cohorts/form.html", context, status=422 if errors else 200)


async def _choices(
    session: AsyncSession, site: SiteContext, typed: dict[str, Any], *, offer_curricula: bool
) -> Choices:
    return Choices(
        venues=[(one.code, str(one.name)) for one in await venues(session)],
        trainers=await possible_trainers(session, units=site.path),
        languages=_languages(site.languages, many(typed, "languages")),
        curricula=await curricula(session, only_published=True) if offer_curricula else [],
    )


def _languages(own: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str, None, str]]:
    """The centre's own first; a course may be taught in any other."""
    known = [tag for tag in chosen if tag in INTERFACE_LANGUAGES]
    return [(tag, endonym(tag), None, tag) for tag in dict.fromkeys((*own, *known, *INTERFACE_LANGUAGES))]


def _as_typed(shown: FullCohort, teachers: list[Teacher]) -> dict[str, Any]:
    return {
        **spread("title", shown.own_title),
        **spread("summary", shown.own_summary),
        "languages": shown.languages,
        "starts_on": shown.starts_on.isoformat(),
        "ends_on": shown.ends_on.isoformat(),
        "capacity": shown.capacity,
        "venue": shown.venue,
        "trainers": [str(one.person_id) for one in teachers],
    }
