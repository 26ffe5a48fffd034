"""Who stays away; and the note of what was done, which dismisses the flag."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import BaseModel, ConfigDict, Field

from core.forms import read_form
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Now, texts
from core.web.pages import Page, see
from i18n.messages import lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite
from sites.attendance.actions import dismiss_flag
from sites.attendance.queries.absences import open_flags


class Dismissal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, Field(min_length=1, max_length=500)]


class FlagPages(Controller):
    path = "/manage/{site_code:str}/absences"
    include_in_schema = False

    @get(name="attendance.absences", **needs(Permission.LEARNERS_VIEW))
    async def absences_page(self, session: Db, site: CurrentSite, visitor: SignedIn) -> Page:
        may_edit = visitor.may(Permission.LEARNERS_EDIT, units=site.path)
        return Page("attendance/absences.html", {"absences": await open_flags(session), "may_edit": may_edit})

    @post("/{flag_id:uuid}/dismiss", name="attendance.dismiss_flag", **needs(Permission.LEARNERS_EDIT))
    async def dismiss(
        self, session: Db, site: CurrentSite, visitor: SignedIn, flag_id: FromPath[UUID], form: FormFields, now: Now
    ) -> Redirect:
        given = read_form(Dismissal, texts(form, "note"))
        learner_id = await dismiss_flag(session, flag_id, note=given.note, by=visitor.person_id, now=now)
        return see(f"/manage/{site.code}/learners/{learner_id}", say=lazy("The note is kept, and the flag is gone."))
