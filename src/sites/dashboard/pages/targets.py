"""`/manage/{site}/settings/targets`: what the centre has set out to do in a year."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromQuery
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.dashboard.actions import Targets, set_targets
from sites.dashboard.models import Counted
from sites.dashboard.pages.today import LABELS
from sites.dashboard.queries.settings import targets_of


class TargetPages(Controller):
    path = "/manage/{site_code:str}/settings/targets"
    include_in_schema = False

    @get(name="dashboard.targets", **needs(Permission.SITE_EDIT))
    async def targets_page(self, session: Db, site: CurrentSite, today: Today, year: FromQuery[str] = "") -> Page:
        chosen = int(year) if year in _years(today.year) else today.year
        return _form(
            site, today.year, chosen, {str(one): goal for one, goal in (await targets_of(session, chosen)).items()}
        )

    @post(name="dashboard.set_targets", **needs(Permission.SITE_EDIT))
    async def set_them(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, form: FormFields
    ) -> Page | Redirect:
        typed = texts(form, "year", *Counted)
        read = attempt(Targets, typed)
        if isinstance(read, Invalid):
            chosen = int(typed["year"]) if typed.get("year") in _years(today.year) else today.year
            return _form(site, today.year, chosen, typed, errors=read.fields)
        await set_targets(session, read)
        return see(f"/manage/{site.code}", say=lazy("The targets are saved."))


def _years(this_year: int) -> list[str]:
    return [str(this_year), str(this_year + 1)]


def _form(
    site: SiteContext, this_year: int, year: int, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    context = {"year": year, "years": _years(this_year), "labels": LABELS, "typed": typed, "errors": errors or {}}
    settings = (_("Settings"), f"/{current().tag}/manage/{site.code}/settings")
    trail = [settings, (_("Targets"), None)]
    return Page("dashboard/targets.html", context, status=422 if errors else 200, breadcrumbs=trail)
