"""Reschedule a session, alone or with all that follow, after seeing what would change; cancel one."""

from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt, read_form
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.actions.moving import Cancellation, Foreseen, NewTime, cancel_session, foresee, reschedule
from sites.cohorts.models import SessionStatus
from sites.cohorts.pages.forms import places, typed_again
from sites.cohorts.queries import CohortWithSession, session_with_cohort, sessions
from sites.cohorts.site_days import site_days

_FIELDS = ("on", "begins", "ends", "following", "around_holidays", "room", "reason", "tell")


class MovingPages(Controller):
    path = "/manage/{site_code:str}/sessions/{session_id:uuid}"
    include_in_schema = False

    @get("/reschedule", name="sessions.reschedule", **needs(Permission.COHORTS_EDIT))
    async def reschedule_page(self, session: Db, site: CurrentSite, session_id: FromPath[UUID]) -> Page:
        found = await session_with_cohort(session, session_id)
        starts = found.session.starts_at.astimezone(site.zone_info)
        ends = found.session.ends_at.astimezone(site.zone_info)
        typed = {
            "on": starts.date().isoformat(),
            "begins": f"{starts:%H:%M}",
            "ends": f"{ends:%H:%M}",
            "around_holidays": "yes",
            "tell": "yes",
        }
        return await _form(session, found, typed)

    @post("/reschedule", name="sessions.reschedule_now", **needs(Permission.COHORTS_EDIT))
    async def reschedule_now(
        self, session: Db, site: CurrentSite, session_id: FromPath[UUID], form: FormFields
    ) -> Page | Redirect:
        """Shown first, done when confirmed."""
        found = await session_with_cohort(session, session_id)
        read = attempt(NewTime, texts(form, *_FIELDS))
        if isinstance(read, Invalid):
            return await _form(session, found, typed_again(form), errors=read.fields)
        if "confirmed" not in form:
            return await _preview(session, site, found, read, typed_again(form))
        moved = await reschedule(session, session_id, read, days=site_days(site))
        return see(
            f"/manage/{site.code}/cohorts/{found.cohort.code}",
            say=lazy("Sessions rescheduled: %(count)s."),
            count=len(moved),
        )

    @post("/cancel", name="sessions.cancel", **needs(Permission.COHORTS_EDIT))
    async def cancel(self, session: Db, site: CurrentSite, session_id: FromPath[UUID], form: FormFields) -> Redirect:
        found = await session_with_cohort(session, session_id)
        given = read_form(Cancellation, texts(form, "reason", "tell"))
        await cancel_session(session, session_id, reason=given.reason, tell=given.tell)
        return see(f"/manage/{site.code}/cohorts/{found.cohort.code}", say=lazy("The session is cancelled."))


async def _preview(
    session: AsyncSession, site: SiteContext, found: CohortWithSession, read: NewTime, typed: dict[str, Any]
) -> Page:
    within = (found.cohort.starts_on, found.cohort.ends_on)
    foreseen = await foresee(session, found.session.id, read, days=site_days(site), within=within)
    return await _form(session, found, typed, foreseen=foreseen)


async def _form(
    session: AsyncSession,
    found: CohortWithSession,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    foreseen: Foreseen | None = None,
) -> Page:
    following = [
        one
        for one in await sessions(session, found.cohort.id)
        if one.status is SessionStatus.PLANNED and one.starts_at > found.session.starts_at
    ]
    context = {
        "cohort": found.cohort,
        "edited": found.session,
        "typed": typed,
        "errors": errors or {},
        "foreseen": foreseen,
        "following": len(following),
        "places": await places(session),
        "fields": _FIELDS,
    }
    return Page("cohorts/reschedule.html", context, status=422 if errors else 200)
