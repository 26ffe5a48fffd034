"""Copy a cohort to a new first day, after seeing where its sessions would go."""

from datetime import timedelta
from typing import Any, Final

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.units.current import CurrentSite
from sites.cohorts.actions.copying import CopyPlan, ForeseenCopy, copy_cohort, foresee_copy
from sites.cohorts.errors import CohortCodeTaken
from sites.cohorts.pages.forms import typed_again
from sites.cohorts.queries import FullCohort, code_is_taken, cohort
from sites.cohorts.site_days import site_days

_A_YEAR_OF_WEEKS: Final = timedelta(weeks=52)


class CopyPages(Controller):
    path = "/manage/{site_code:str}/cohorts/{cohort_code:str}/copy"
    include_in_schema = False

    @get(name="cohorts.copy", **needs(Permission.COHORTS_EDIT))
    async def copy_page(self, session: Db, cohort_code: FromPath[str]) -> Page:
        """A year later on the same weekday, if nothing else is chosen."""
        shown = await cohort(session, cohort_code)
        return _page(shown, {"starts_on": (shown.starts_on + _A_YEAR_OF_WEEKS).isoformat()})

    @post(name="cohorts.copy_now", **needs(Permission.COHORTS_EDIT))
    async def copy_now(
        self, session: Db, site: CurrentSite, cohort_code: FromPath[str], form: FormFields
    ) -> Page | Redirect:
        """Shown first, done when confirmed."""
        shown = await cohort(session, cohort_code)
        read = attempt(CopyPlan, texts(form, "code", "starts_on"))
        if isinstance(read, Invalid):
            return _page(shown, typed_again(form), errors=read.fields)
        if await code_is_taken(session, read.code):
            taken = str(CohortCodeTaken.message.filled(cohort=read.code))
            return _page(shown, typed_again(form), errors={"code": taken})
        days = site_days(site)
        if "confirmed" not in form:
            foreseen = await foresee_copy(session, shown, starts_on=read.starts_on, days=days, units=site.path)
            return _page(shown, typed_again(form), foreseen=foreseen)
        made = await copy_cohort(session, shown, read, days=days, units=site.path)
        return see(
            f"/manage/{site.code}/cohorts/{made.code}",
            say=lazy("The cohort %(cohort)s is there as a draft, with its sessions."),
            cohort=made.code,
        )


def _page(
    shown: FullCohort,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    foreseen: ForeseenCopy | None = None,
) -> Page:
    context = {"cohort": shown, "typed": typed, "errors": errors or {}, "foreseen": foreseen}
    return Page("cohorts/copy.html", context, status=422 if errors else 200)
