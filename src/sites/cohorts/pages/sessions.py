"""Plan, move and cancel sessions, with what the calendar says about the day."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, many, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.sessions import (
    SeriesPlan,
    SessionPlan,
    cancel_session,
    move_session,
    plan_series,
    plan_session,
    planned_times,
    series_times,
)
from sites.cohorts.models import SessionStatus
from sites.cohorts.pages.forms import localized, spread, typed_again, weekday_choices
from sites.cohorts.queries import FullCohort, SessionView, cohort, session_with_cohort, sessions, venues
from sites.cohorts.rules import (
    Concern,
    DayWarning,
    SessionTimes,
    day_warnings,
    weekly_days,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series as it would be planned: each new session with its warnings, how many are there already,
    and the holidays left out."""

    sessions: list[tuple[SessionTimes, list[DayWarning]]]
    already: int
    skipped: list[DayWarning]


class SessionPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/cohorts/{cohort_code:str}/sessions/new", name="sessions.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self, session: Db, today: Today, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        day = max(shown.starts_on, today).isoformat()
        return await _session_form(session, shown, None, {"on": day, "venue": shown.venue})

    @post("/cohorts/{cohort_code:str}/sessions/new", name="sessions.plan", **needs(Permission.COHORTS_EDIT))
    async def plan(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        shown = await cohort(session, cohort_code)
        read, problems, warnings = _checked_session(form, site, shown)
        if problems or isinstance(read, Invalid) or (warnings and "anyway" not in form):
            return await _session_form(session, shown, None, typed_again(form), errors=problems, warnings=warnings)
        await plan_session(session, shown.code, read, zone=site.zone)
        return see(f"/manage/{site.code}/cohorts/{shown.code}", say=lazy("The session is planned."))

    @get("/cohorts/{cohort_code:str}/sessions/weekly", name="sessions.weekly", **needs(Permission.COHORTS_EDIT))
    async def weekly_page(self, session: Db, today: Today, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        typed = {
            "first": max(shown.starts_on, today).isoformat(),
            "last": shown.ends_on.isoformat(),
            "venue": shown.venue,
            "weekdays": [str(shown.starts_on.weekday())],
        }
        return await _series_form(session, shown, typed)

    @post("/cohorts/{cohort_code:str}/sessions/weekly", name="sessions.plan_weekly", **needs(Permission.COHORTS_EDIT))
    async def plan_weekly(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        """Shown first, planned when confirmed."""
        shown = await cohort(session, cohort_code)
        read = attempt(SeriesPlan, _series_fields(form))
        if isinstance(read, Invalid):
            return await _series_form(session, shown, typed_again(form), errors=read.fields)
        times = series_times(read, zone=site.zone, country=site.country)
        if isinstance(times, dict):
            return await _series_form(session, shown, typed_again(form), errors=times)
        if "confirmed" not in form:
            proposal = await _proposal(session, read, times, site, shown)
            return await _series_form(session, shown, typed_again(form), proposal=proposal)
        await plan_series(session, shown.code, read, zone=site.zone, country=site.country)
        return see(f"/manage/{site.code}/cohorts/{shown.code}", say=lazy("The sessions are planned."))

    @get("/sessions/{session_id:uuid}/edit", name="sessions.edit", **needs(Permission.COHORTS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, session_id: FromPath[UUID]) -> Page:
        found = await session_with_cohort(session, session_id)
        return await _session_form(session, found.cohort, found.session, _as_typed(found.session, site))

    @post("/sessions/{session_id:uuid}/edit", name="sessions.move", **needs(Permission.COHORTS_EDIT))
    async def move(
        self, session: Db, site: CurrentSite, session_id: FromPath[UUID], form: FormFields
    ) -> Page | Redirect:
        found = await session_with_cohort(session, session_id)
        read, problems, warnings = _checked_session(form, site, found.cohort, found.session)
        if problems or isinstance(read, Invalid) or (warnings and "anyway" not in form):
            return await _session_form(
                session, found.cohort, found.session, typed_again(form), errors=problems, warnings=warnings
            )
        await move_session(session, session_id, read, zone=site.zone)
        return see(f"/manage/{site.code}/cohorts/{found.cohort.code}", say=lazy("Saved."))

    @post("/sessions/{session_id:uuid}/cancel", name="sessions.cancel", **needs(Permission.COHORTS_EDIT))
    async def cancel(self, session: Db, site: CurrentSite, session_id: FromPath[UUID]) -> Redirect:
        found = await session_with_cohort(session, session_id)
        await cancel_session(session, session_id)
        return see(f"/manage/{site.code}/cohorts/{found.cohort.code}", say=lazy("The session is cancelled."))


def _checked_session(
    form: dict[str, Any], site: SiteContext, shown: FullCohort, before: SessionView | None = None
) -> tuple[SessionPlan | Invalid, dict[str, str], list[DayWarning]]:
    fields = {
        **texts(form, "on", "begins", "ends", "venue"),
        "title": localized(form, "title", site.languages, before.title if before else None),
    }
    read = attempt(SessionPlan, fields)
    if isinstance(read, Invalid):
        return read, read.fields, []
    times = planned_times(read, zone=site.zone)
    if isinstance(times, dict):
        return read, times, []
    return read, {}, _warnings([read.on], site, shown)


def _warnings(days: list[date], site: SiteContext, shown: FullCohort) -> list[DayWarning]:
    return day_warnings(
        days,
        country=site.country,
        language=current().tag,
        weekend=site.weekend,
        within=(shown.starts_on, shown.ends_on),
    )


def _series_fields(form: dict[str, Any]) -> dict[str, Any]:
    return {
        **texts(form, "first", "last", "begins", "ends", "on_holidays", "venue"),
        "weekdays": many(form, "weekdays"),
    }


async def _proposal(
    session: AsyncSession, plan: SeriesPlan, times: list[SessionTimes], site: SiteContext, shown: FullCohort
) -> Proposal:
    there = {one.starts_at for one in await sessions(session, shown.id) if one.status is not SessionStatus.CANCELLED}
    new = [one for one in times if one.starts_at not in there]
    planned = {one.held_on for one in times}
    days = weekly_days(first=plan.first, last=plan.last, weekdays={int(one) for one in plan.weekdays}, skip=planned)
    return Proposal(
        sessions=[(one, _warnings([one.held_on], site, shown)) for one in new],
        already=len(times) - len(new),
        skipped=[one for one in _warnings(days, site, shown) if one.concern is Concern.HOLIDAY],
    )


async def _session_form(
    session: AsyncSession,
    shown: FullCohort,
    edited: SessionView | None,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    warnings: list[DayWarning] | None = None,
) -> Page:
    context = {
        "cohort": shown,
        "edited": edited,
        "typed": typed,
        "errors": errors or {},
        "warnings": warnings or [],
        "venues": [(one.code, str(one.name)) for one in await venues(session)],
    }
    return Page("cohorts/session.html", context, status=422 if errors else 200)


async def _series_form(
    session: AsyncSession,
    shown: FullCohort,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    proposal: Proposal | None = None,
) -> Page:
    context = {
        "cohort": shown,
        "typed": typed,
        "weekday_choices": weekday_choices(),
        "chosen_weekdays": many(typed, "weekdays"),
        "errors": errors or {},
        "proposal": proposal,
        "venues": [(one.code, str(one.name)) for one in await venues(session)],
    }
    return Page("cohorts/series.html", context, status=422 if errors else 200)


def _as_typed(shown: SessionView, site: SiteContext) -> dict[str, Any]:
    starts, ends = shown.starts_at.astimezone(site.zone_info), shown.ends_at.astimezone(site.zone_info)
    return {
        **spread("title", shown.title),
        "on": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "venue": shown.venue,
    }
