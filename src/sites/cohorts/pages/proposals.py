"""A curriculum's modules as sessions: proposed, adjusted by the manager, accepted in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Literal
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt, clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, many, texts
from core.web.pages import Page, see
from i18n.content import Localized
from i18n.messages import _, lazy, ngettext
from network.curricula.queries import FullCurriculum
from network.curricula.queries import curriculum as full_curriculum
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.laying import Acceptance, accept_proposal
from sites.cohorts.actions.sessions import SessionPlan, cohort_trainer_ids, planned_times, too_many
from sites.cohorts.actions.typed import Day
from sites.cohorts.pages.forms import places, typed_again, weekday_choices
from sites.cohorts.queries import FullCohort, cohort, possible_trainers, room, rooms
from sites.cohorts.queries.laying import Proposal, Slot, Surroundings, module_titles, proposal, surroundings
from sites.cohorts.rules import MOST_SESSIONS, LeftOut, SessionTimes
from sites.cohorts.site_days import site_days


class Asked(BaseModel):
    """What a proposal is made from. 0 is Monday."""

    model_config = ConfigDict(extra="forbid")

    first: Day
    weekdays: list[Literal["0", "1", "2", "3", "4", "5", "6"]] = Field(min_length=1, max_length=7)
    begins: time
    ends: time
    room: str | None = Field(default=None, max_length=100)
    trainers: list[UUID] = Field(default_factory=list, max_length=50)


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed session as the manager may change it."""

    on: str
    begins: str
    ends: str
    modules: str
    title: Localized
    kept: bool = True
    notes: Sequence[str] = ()
    clashes: Sequence[str] = ()
    errors: dict[str, str] = field(default_factory=dict)


class ProposalPages(Controller):
    path = "/manage/{site_code:str}/cohorts/{cohort_code:str}/sessions/proposal"
    include_in_schema = False

    @get(name="sessions.proposal", **needs(Permission.COHORTS_EDIT))
    async def ask_page(self, session: Db, site: CurrentSite, today: Today, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        first = _working_day(max(shown.starts_on, today), site)
        typed = {
            "first": first.isoformat(),
            "weekdays": [str(first.weekday())],
            "trainers": [str(one) for one in await cohort_trainer_ids(session, shown.id)],
        }
        return await _page(session, site, shown, typed)

    @post(name="sessions.propose", **needs(Permission.COHORTS_EDIT))
    async def propose(self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields) -> Page:
        shown = await cohort(session, cohort_code)
        read = attempt(Asked, _asked_fields(form))
        if isinstance(read, Invalid):
            return await _page(session, site, shown, typed_again(form), errors=read.fields)
        problems = _hours_problem(read, site)
        if problems:
            return await _page(session, site, shown, typed_again(form), errors=problems)
        taught = await full_curriculum(session, shown.curriculum, version=shown.curriculum_version)
        around = await _around(session, site, shown, read)
        weekdays = {int(one) for one in read.weekdays}
        found = proposal(taught, around, first=read.first, weekdays=weekdays, begins=read.begins, ends=read.ends)
        if found is None:
            return await _page(session, site, shown, typed_again(form), errors={"ends": too_many()})
        made = [_row(one, site) for one in found.slots]
        return await _page(session, site, shown, typed_again(form), rows=made, found=found)

    @post("/accept", name="sessions.accept_proposal", **needs(Permission.COHORTS_EDIT))
    async def accept(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        """With `check`, or where something is in the way, the rows are shown again."""
        shown = await cohort(session, cohort_code)
        taught = await full_curriculum(session, shown.curriculum, version=shown.curriculum_version)
        rows = _typed_rows(clean(form), taught)
        read = attempt(Acceptance, _acceptance_fields(form, rows))
        checked = await _checked(session, site, shown, rows, read)
        is_refused = isinstance(read, Invalid) or any(one.kept and (one.clashes or one.errors) for one in checked)
        if isinstance(read, Invalid) or is_refused or "check" in form:
            errors = _general(read) if isinstance(read, Invalid) else {}
            return await _page(
                session, site, shown, typed_again(form), rows=checked, errors=errors, status=422 if is_refused else 200
            )
        planned = await accept_proposal(session, shown.code, read, zone=site.zone, units=site.path)
        return see(
            f"/manage/{site.code}/cohorts/{shown.code}", say=lazy("Sessions planned: %(count)s."), count=len(planned)
        )


def _working_day(day: date, site: SiteContext) -> date:
    return next(one for one in (day + timedelta(days=count) for count in range(8)) if one.weekday() not in site.weekend)


def _asked_fields(form: dict[str, Any]) -> dict[str, Any]:
    fields = texts(form, "first", "begins", "ends", "room")
    return {**fields, "weekdays": many(form, "weekdays"), "trainers": many(form, "trainers")}


def _hours_problem(read: Asked, site: SiteContext) -> dict[str, str]:
    times = planned_times(SessionPlan(on=read.first, begins=read.begins, ends=read.ends), zone=site.zone)
    return times if isinstance(times, dict) else {}


async def _around(
    session: AsyncSession, site: SiteContext, shown: FullCohort, read: Asked | Acceptance
) -> Surroundings:
    first = read.first if isinstance(read, Asked) else min(one.on for one in read.sessions)
    return await surroundings(
        session,
        days=site_days(site),
        room=None if read.room is None else await room(session, read.room),
        trainers=read.trainers,
        first=first,
        within=(shown.starts_on, shown.ends_on),
    )


def _row(slot: Slot, site: SiteContext) -> Row:
    starts = slot.times.starts_at.astimezone(site.zone_info)
    ends = slot.times.ends_at.astimezone(site.zone_info)
    return Row(
        on=slot.times.held_on.isoformat(),
        begins=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        modules=" ".join(map(str, slot.modules)),
        title=slot.title,
        notes=slot.notes,
        clashes=[one.text for one in slot.clashes],
    )


def _typed_rows(form: dict[str, Any], taught: FullCurriculum) -> list[Row]:
    def typed(name: str, number: int) -> str:
        value = form.get(f"{name}-{number}", "")
        return value if isinstance(value, str) else ""

    numbers = [number for number in range(MOST_SESSIONS) if f"on-{number}" in form]
    return [
        Row(
            on=typed("on", number),
            begins=typed("begins", number),
            ends=typed("ends", number),
            modules=typed("modules", number),
            title=module_titles(taught, _positions(typed("modules", number))),
            kept=typed("keep", number) == "yes",
        )
        for number in numbers
    ]


def _positions(text: str) -> list[int]:
    return [int(one) for one in text.split()[:100] if one.isascii() and one.isdigit() and len(one) < 5]


def _acceptance_fields(form: dict[str, Any], rows: list[Row]) -> dict[str, Any]:
    kept = [
        {"on": one.on, "begins": one.begins, "ends": one.ends, "modules": _positions(one.modules)}
        for one in rows
        if one.kept
    ]
    return {**texts(form, "room"), "trainers": many(form, "trainers"), "sessions": kept}


async def _checked(
    session: AsyncSession, site: SiteContext, shown: FullCohort, rows: list[Row], read: Acceptance | Invalid
) -> list[Row]:
    """The rows with what is wrong with each, and what is to be known about it."""
    if isinstance(read, Invalid):
        return _with_errors(rows, read)
    around = await _around(session, site, shown, read)
    accepted = iter(read.sessions)
    checked: list[Row] = []
    for row in rows:
        if not row.kept:
            checked.append(row)
            continue
        one = next(accepted)
        times = planned_times(SessionPlan(on=one.on, begins=one.begins, ends=one.ends), zone=site.zone)
        if isinstance(times, SessionTimes):
            found = _row(around.slot(times, title=row.title), site)
            checked.append(_again(row, notes=found.notes, clashes=found.clashes))
        else:
            checked.append(_again(row, errors=times))
    return checked


def _with_errors(rows: list[Row], error: Invalid) -> list[Row]:
    """From "sessions.3.on", counted over the rows that are kept, to the row's own field."""
    found: dict[int, dict[str, str]] = {}
    for name, sentence in error.fields.items():
        parts = name.split(".")
        if len(parts) > 2 and parts[0] == "sessions" and parts[1].isdigit():
            found.setdefault(int(parts[1]), {})[parts[2]] = sentence
    kept = [place for place, row in enumerate(rows) if row.kept]
    by_row = {kept[number]: errors for number, errors in found.items() if number < len(kept)}
    return [_again(row, errors=by_row.get(place, {})) for place, row in enumerate(rows)]


def _again(row: Row, **changes: Any) -> Row:
    return Row(row.on, row.begins, row.ends, row.modules, row.title, row.kept, **changes)


def _general(error: Invalid) -> dict[str, str]:
    named = {name: sentence for name, sentence in error.fields.items() if "." not in name and name != "sessions"}
    if "sessions" in error.fields:
        named["proposal"] = _("Keep at least one session.")
    return named


async def _page(
    session: AsyncSession,
    site: SiteContext,
    shown: FullCohort,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    rows: list[Row] | None = None,
    found: Proposal | None = None,
    status: int | None = None,
) -> Page:
    chosen = next((one for one in await rooms(session) if one.code == typed.get("room")), None)
    context = {
        "cohort": shown,
        "typed": typed,
        "errors": errors or {},
        "rows": rows,
        "left_out": _shown_left_out(found),
        "missing": found.missing if found else 0,
        "places": await places(session),
        "teachers": await possible_trainers(session, units=site.path),
        "chosen_trainers": many(typed, "trainers"),
        "weekday_choices": weekday_choices(),
        "chosen_weekdays": many(typed, "weekdays"),
        "too_small": _too_small(shown, chosen.capacity if chosen else None),
        "clashes": sum(bool(one.kept and (one.clashes or one.errors)) for one in rows or []),
    }
    return Page("cohorts/proposal.html", context, status=status or (422 if errors else 200))


def _shown_left_out(found: Proposal | None) -> list[LeftOut]:
    return found.left_out if found else []


def _too_small(shown: FullCohort, seats: int | None) -> str | None:
    """A room for fewer than the cohort has places is allowed, and said."""
    if seats is None or shown.capacity is None or shown.capacity <= seats:
        return None
    return ngettext(
        "The room has space for %(n)s person, and the cohort has %(places)s places.",
        "The room has space for %(n)s people, and the cohort has %(places)s places.",
        seats,
        places=shown.capacity,
    )
