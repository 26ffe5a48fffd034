"""`/manage/{site}`: what is on, what is new, what waits for somebody."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, get

from core.permissions import Permission, needs
from core.web.dependencies import Db, Now, Today
from core.web.pages import Page
from i18n.messages import _, ngettext
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.dashboard.queries.numbers import Compared, year_numbers
from sites.dashboard.queries.today import attention, new_registrations, week


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure of the year with its comparison in words."""

    label: str
    value: int
    trend: str
    direction: str


class TodayPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get(name="dashboard.today", **needs(Permission.SITE_ENTER))
    async def today_page(self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, now: Now) -> Page:
        sees_people = visitor.may(Permission.LEARNERS_VIEW, units=site.path)
        registrations, registered = await new_registrations(session, today=today) if sees_people else ([], 0)
        numbers = await year_numbers(session, today=today)
        context: dict[str, Any] = {
            "today": today,
            "now": now,
            "week": await week(session, today=today, now=now, first_weekday=site.first_weekday),
            "attention": await attention(session, today=today),
            "registrations": registrations,
            "registered": registered,
            "sees_people": sees_people,
            "may_mark": visitor.may(Permission.ATTENDANCE_MARK, units=site.path),
            "may_edit": visitor.may(Permission.COHORTS_EDIT, units=site.path),
            "year": str(numbers.year),
            "figures": [
                _figure(_("Registrations"), numbers.registrations),
                _figure(_("Enrolments"), numbers.enrolments),
                _figure(_("Hours attended"), numbers.hours),
            ],
        }
        return Page("dashboard/today.html", context)


def _figure(label: str, compared: Compared) -> Figure:
    return Figure(label, compared.now, _trend(compared), _direction(compared.difference))


def _direction(difference: int) -> str:
    if difference == 0:
        return "flat"
    return "up" if difference > 0 else "down"


def _trend(compared: Compared) -> str:
    """Beside the same days of the year before."""
    if compared.difference > 0:
        return ngettext("%(n)s more than a year ago", "%(n)s more than a year ago", compared.difference)
    if compared.difference < 0:
        return ngettext("%(n)s fewer than a year ago", "%(n)s fewer than a year ago", -compared.difference)
    return _("as many as a year ago")
