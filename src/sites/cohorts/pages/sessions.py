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
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.moving import move_session
from sites.cohorts.actions.sessions import (
    SeriesPlan,
    SessionPlan,
    cohort_trainer_ids,
    plan_series,
    plan_session,
    planned_times,
    series_times,
)
from sites.cohorts.models import SessionStatus
from sites.cohorts.pages.forms import localized, places, spread, typed_again, weekday_choices
from sites.cohorts.queries import (
    FullCohort,
    SessionView,
    Wanted,
    clashes,
    cohort,
    possible_trainers,
    room,
    session_trainers,
    session_with_cohort,
    sessions,
)
from sites.cohorts.rules import (
    Concern,
    DayWarning,
    SessionTimes,
    day_warnings,
    is_open,
    weekly_days,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series as it would be planned: each new session with its warnings and what is in its way, how many are
    there already, and the holidays left out."""

    sessions: list[tuple[SessionTimes, list[str], list[str]]]
    already: int
    skipped: list[DayWarning]

    @property
    def clashes(self) -> int:
        return sum(bool(taken) for _times, _warnings, taken in self.sessions)


class SessionPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/cohorts/{cohort_code:str}/sessions/new", name="sessions.new", **needs(Permission.COHORTS_EDIT))
    async def new_page(self, session: Db, site: CurrentSite, today: Today, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        day = max(shown.starts_on, today).isoformat()
        teachers = [str(one) for one in await cohort_trainer_ids(session, shown.id)]
        return await _session_form(session, site, shown, None, {"on": day, "venue": shown.venue, "trainers": teachers})

    @post("/cohorts/{cohort_code:str}/sessions/new", name="sessions.plan", **needs(Permission.COHORTS_EDIT))
    async def plan(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        shown = await cohort(session, cohort_code)
        read, problems, warnings = await _checked_session(session, form, site, shown)
        if problems or isinstance(read, Invalid) or (warnings and "anyway" not in form):
            return await _session_form(
                session, site, shown, None, typed_again(form), errors=problems, warnings=warnings
            )
        await plan_session(session, shown.code, read, zone=site.zone, units=site.path)
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
        teachers = (await session_trainers(session, [session_id])).get(session_id, {})
        typed = {**_as_typed(found.session, site), "trainers": [str(one) for one in teachers]}
        return await _session_form(session, site, found.cohort, found.session, typed)

    @post("/sessions/{session_id:uuid}/edit", name="sessions.move", **needs(Permission.COHORTS_EDIT))
    async def move(
        self, session: Db, site: CurrentSite, session_id: FromPath[UUID], form: FormFields
    ) -> Page | Redirect:
        found = await session_with_cohort(session, session_id)
        read, problems, warnings = await _checked_session(session, form, site, found.cohort, found.session)
        if problems or isinstance(read, Invalid) or (warnings and "anyway" not in form):
            return await _session_form(
                session, site, found.cohort, found.session, typed_again(form), errors=problems, warnings=warnings
            )
        await move_session(session, session_id, read, zone=site.zone, units=site.path)
        return see(f"/manage/{site.code}/cohorts/{found.cohort.code}", say=lazy("Saved."))


async def _checked_session(
    session: AsyncSession, form: dict[str, Any], site: SiteContext, shown: FullCohort, before: SessionView | None = None
) -> tuple[SessionPlan | Invalid, dict[str, str], list[str]]:
    fields = {
        **texts(form, "on", "begins", "ends", "venue", "room"),
        "trainers": many(form, "trainers"),
        "title": localized(form, "title", site.languages, before.title if before else None),
    }
    read = attempt(SessionPlan, fields)
    if isinstance(read, Invalid):
        return read, {name.split(".")[0]: sentence for name, sentence in read.fields.items()}, []
    if read.trainers is None:  # none is ticked: nobody teaches
        read.trainers = []
    times = planned_times(read, zone=site.zone)
    if isinstance(times, dict):
        return read, times, []
    problems, warnings = await _in_place(session, read, times, before)
    return read, problems, [*(one.text for one in _warnings([read.on], site, shown)), *warnings]


async def _in_place(
    session: AsyncSession, read: SessionPlan, times: SessionTimes, before: SessionView | None
) -> tuple[dict[str, str], list[str]]:
    """What is wrong with room and trainers, and what is to be known about the room."""
    chosen = None if read.room is None else await room(session, read.room)
    wanted = Wanted(times.starts_at, times.ends_at, chosen.id if chosen else None, frozenset(read.trainers or ()))
    [found] = await clashes(session, [wanted], leaving_out=[before.id] if before else [])
    problems = {"trainers" if one.trainer_id else "room": one.text for one in reversed(found)}
    closed = chosen is not None and not is_open(chosen.raw_hours, read.on, read.begins, read.ends)
    return problems, [_("%(room)s is not open then.", room=chosen.name)] if chosen and closed else []


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
        **texts(form, "first", "last", "begins", "ends", "on_holidays", "venue", "room"),
        "weekdays": many(form, "weekdays"),
    }


async def _proposal(
    session: AsyncSession, plan: SeriesPlan, times: list[SessionTimes], site: SiteContext, shown: FullCohort
) -> Proposal:
    there = {one.starts_at for one in await sessions(session, shown.id) if one.status is not SessionStatus.CANCELLED}
    new = [one for one in times if one.starts_at not in there]
    chosen = None if plan.room is None else await room(session, plan.room)
    teachers = frozenset(await cohort_trainer_ids(session, shown.id))
    wanted = [Wanted(one.starts_at, one.ends_at, chosen.id if chosen else None, teachers) for one in new]
    taken = await clashes(session, wanted)
    planned = {one.held_on for one in times}
    days = weekly_days(first=plan.first, last=plan.last, weekdays={int(one) for one in plan.weekdays}, skip=planned)
    return Proposal(
        sessions=[
            (one, [warning.text for warning in _warnings([one.held_on], site, shown)], [clash.text for clash in found])
            for one, found in zip(new, taken, strict=True)
        ],
        already=len(times) - len(new),
        skipped=[one for one in _warnings(days, site, shown) if one.concern is Concern.HOLIDAY],
    )


async def _session_form(
    session: AsyncSession,
    site: SiteContext,
    shown: FullCohort,
    edited: SessionView | None,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    warnings: list[str] | None = None,
) -> Page:
    context = {
        "cohort": shown,
        "edited": edited,
        "typed": typed,
        "errors": errors or {},
        "warnings": warnings or [],
        "places": await places(session),
        "teachers": await possible_trainers(session, units=site.path),
        "chosen_trainers": many(typed, "trainers"),
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
        "places": await places(session),
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
        "room": shown.room,
    }
