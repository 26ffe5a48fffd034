"""The calendar of a centre by week and by month, and a cohort's timetable for paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery
from sqlalchemy.ext.asyncio import AsyncSession

from core.pdf import compile_pdf
from core.permissions import Permission, needs
from core.web.dependencies import Db, Today
from core.web.pages import Page
from i18n.active import current
from i18n.content import Localized
from i18n.formatting import clock_range, day_long, day_range, listing, weekday
from i18n.messages import _
from i18n.texts import proper
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.models import SessionStatus
from sites.cohorts.queries import FullCohort, SessionView, cohort, places, session_trainers, sessions
from sites.cohorts.rules import public_holiday
from sites.planning.queries import CalendarEntry, Narrowed, calendar_entries, trainers_of_sessions
from sites.planning.rules import Span, View, span


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: date
    entries: list[CalendarEntry]
    holiday: Localized
    is_weekend: bool
    is_today: bool
    is_outside: bool


class PlanningPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get("/calendar", name="planning.calendar", **needs(Permission.COHORTS_VIEW))
    async def calendar_page(
        self,
        session: Db,
        site: CurrentSite,
        today: Today,
        view: FromQuery[str] = "",
        on: FromQuery[str] = "",
        venue: FromQuery[str] = "",
        room: FromQuery[str] = "",
        trainer: FromQuery[str] = "",
    ) -> Page:
        """What cannot be read in the address is as if it were not there."""
        shown = span(
            View.MONTH if view == View.MONTH else View.WEEK, _day(on) or today, first_weekday=site.first_weekday
        )
        venues, rooms = await places(session)
        people = await trainers_of_sessions(session)
        chosen = {
            "venue": venue if venue in dict(venues) else "",
            "room": room if room in {one.code for one in rooms} else "",
            "trainer": trainer if trainer in {str(person) for person, _name in people} else "",
        }
        entries = await calendar_entries(session, first=shown.first, last=shown.last, narrowed=_narrowed(chosen))
        kept = {name: value for name, value in chosen.items() if value}
        context = {
            "span": shown,
            "days": _days(shown, entries, site, today),
            "heading": shown.on if shown.view is View.MONTH else day_range(shown.first, shown.last),
            "venues": [(code, str(name)) for code, name in venues],
            "rooms": [(one.code, one.full_name) for one in rooms],
            "people": [(str(person), proper(name)) for person, name in people],
            "chosen": chosen,
            "weekdays": [weekday(one) for one in shown.days()[:7]],
            "links": _links(shown, kept, today),
            "keep": {"view": str(shown.view), "on": shown.on.isoformat()},
            "clear": "?" + urlencode({"view": shown.view, "on": shown.on.isoformat()}) if kept else None,
            "count": len(entries),
            "today": today,
        }
        return Page("planning/calendar.html", context)

    @get("/cohorts/{cohort_code:str}/timetable", name="planning.timetable", **needs(Permission.COHORTS_VIEW))
    async def timetable_page(self, session: Db, cohort_code: FromPath[str]) -> Page:
        shown = await cohort(session, cohort_code)
        listed = await _taking_place(session, shown)
        people = await session_trainers(session, [one.id for one in listed])
        context = {
            "cohort": shown,
            "sessions": [(one, list(people.get(one.id, {}).values())) for one in listed],
        }
        return Page("planning/timetable.html", context)

    @get("/cohorts/{cohort_code:str}/timetable.pdf", name="planning.timetable_pdf", **needs(Permission.COHORTS_VIEW))
    async def timetable_pdf(self, session: Db, site: CurrentSite, cohort_code: FromPath[str]) -> Response[bytes]:
        shown = await cohort(session, cohort_code)
        listed = await _taking_place(session, shown)
        people = await session_trainers(session, [one.id for one in listed])
        made = await compile_pdf("planning/timetable.typ", _on_paper(site, shown, listed, people))
        name = f"{site.code}-{shown.code}.pdf".encode("ascii", "replace").decode()
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(made, media_type="application/pdf", headers=headers)


async def _taking_place(session: AsyncSession, shown: FullCohort) -> list[SessionView]:
    return [one for one in await sessions(session, shown.id) if one.status is not SessionStatus.CANCELLED]


def _on_paper(
    site: SiteContext, shown: FullCohort, listed: list[SessionView], people: Mapping[UUID, Mapping[UUID, str]]
) -> dict[str, Any]:
    rows = [
        [
            day_long(one.starts_at),
            clock_range(one.starts_at, one.ends_at),
            one.title,
            one.room_name or one.venue_name or "",
            listing(people.get(one.id, {}).values()),
        ]
        for one in listed
    ]
    return {
        "site": site.name,
        "title": _("Timetable"),
        "course": shown.title,
        "days": day_range(shown.starts_on, shown.ends_on),
        "header": [_("Day"), _("Time"), _("Subject"), _("Place"), _("Trainers")],
        "rows": rows,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _narrowed(chosen: Mapping[str, str]) -> Narrowed:
    return Narrowed(
        venue=chosen["venue"] or None,
        room=chosen["room"] or None,
        trainer=UUID(chosen["trainer"]) if chosen["trainer"] else None,
    )


def _days(shown: Span, entries: list[CalendarEntry], site: SiteContext, today: date) -> list[CalendarDay]:
    return [
        CalendarDay(
            day=day,
            entries=[one for one in entries if one.day == day],
            holiday=public_holiday(day, country=site.country, language=current().tag),
            is_weekend=day.weekday() in site.weekend,
            is_today=day == today,
            is_outside=shown.is_outside(day),
        )
        for day in shown.days()
    ]


def _links(shown: Span, kept: Mapping[str, str], today: date) -> dict[str, str]:
    def to(view: View, on: date) -> str:
        return "?" + urlencode({"view": str(view), "on": on.isoformat(), **kept})

    return {
        "before": to(shown.view, shown.before),
        "after": to(shown.view, shown.after),
        "today": to(shown.view, today),
        "week": to(View.WEEK, shown.on),
        "month": to(View.MONTH, shown.on),
    }
