"""`/manage/{site}`: what is on, what is new, what waits for somebody."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Controller, get
from litestar.params import QueryParameter

from core.permissions import Permission, needs
from core.web.dependencies import Db, Now, Today
from core.web.pages import Page
from i18n.formatting import number, percent
from i18n.messages import LazyText, _, lazy, ngettext
from network.access.visitors import SignedIn, Visitor
from network.units.current import CurrentSite, SiteContext
from sites.dashboard.models import Counted
from sites.dashboard.queries.numbers import Compared, numbers
from sites.dashboard.queries.today import Attention, attention, new_registrations, week
from sites.dashboard.rules import share_of_year
from sites.waiting import ITEMS, Asked, WaitingItem

LABELS: dict[Counted, LazyText] = {
    Counted.REGISTRATIONS: lazy("Registrations"),
    Counted.ENROLMENTS: lazy("Enrolments"),
    Counted.HOURS_ATTENDED: lazy("Hours attended"),
    Counted.CERTIFICATES: lazy("Certificates"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure of the year with its comparison in words, and how far it is towards its target."""

    label: str
    value: int
    trend: str
    direction: str
    goal: int | None
    progress: str


class TodayPages(Controller):
    path = "/manage/{site_code:str}"
    include_in_schema = False

    @get(name="dashboard.today", **needs(Permission.SITE_ENTER))
    async def today_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        now: Now,
        whose: Annotated[str, QueryParameter(name="sessions")] = "",
    ) -> Page:
        sees_people = visitor.may(Permission.LEARNERS_VIEW, units=site.path)
        may_edit = visitor.may(Permission.COHORTS_EDIT, units=site.path)
        is_own = not may_edit and whose != "all"
        registrations, registered = await new_registrations(session, today=today) if sees_people else ([], 0)
        counted = await numbers(session, Asked(site.id, today, now), _items(site, visitor))
        passed = share_of_year(today)
        context: dict[str, Any] = {
            "today": today,
            "now": now,
            "week": await week(
                session,
                today=today,
                now=now,
                first_weekday=site.first_weekday,
                of_trainer=visitor.person_id if is_own else None,
            ),
            "attention": await attention(session, today=today) if may_edit else Attention([], [], []),
            "waiting": counted.waiting,
            "registrations": registrations,
            "registered": registered,
            "sees_people": sees_people,
            "may_mark": visitor.may(Permission.ATTENDANCE_MARK, units=site.path),
            "may_edit": may_edit,
            "may_set": visitor.may(Permission.SITE_EDIT, units=site.path),
            "is_own": is_own,
            "year": str(counted.year),
            "passed": percent(passed),
            "figures": [_figure(str(LABELS[one]), compared) for one, compared in counted.figures.items()],
        }
        return Page("dashboard/today.html", context)


def _items(site: SiteContext, visitor: Visitor) -> list[WaitingItem]:
    """What this person could do something about."""
    return [item for item in ITEMS.values() if visitor.may(item.needs, units=site.path)]


def _figure(label: str, compared: Compared) -> Figure:
    return Figure(
        label, compared.now, _trend(compared), _direction(compared.difference), compared.goal, _progress(compared)
    )


def _progress(compared: Compared) -> str:
    if compared.goal is None:
        return ""
    share = percent(compared.now / compared.goal)
    return _("%(share)s of the target of %(goal)s", share=share, goal=number(compared.goal))


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
