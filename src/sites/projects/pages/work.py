"""Team, machine hours and photos of a project."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import Invalid
from core.forms import attempt, clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, typed_again
from sites.projects.actions.work import (
    MachineHours,
    NewPhoto,
    add_member,
    add_photo,
    line_problems,
    log_hours,
    remove_hours,
    remove_member,
    remove_photo,
)
from sites.projects.errors import ProjectPartNotFound
from sites.projects.pages.projects import trail
from sites.projects.pictures import LARGEST_FILE, MEDIA_TYPE, attempt_picture
from sites.projects.queries import ProjectLine, learners_called, machines_known, photo_content, project, team
from sites.registrations.errors import LearnerNotFound

_LONGEST_SEARCH = 100


class ProjectWorkPages(Controller):
    path = "/manage/{site_code:str}/projects/{project_code:str}"
    include_in_schema = False

    @get("/team", name="projects.team", **needs(Permission.LEARNERS_EDIT))
    async def team_page(
        self, session: Db, site: CurrentSite, project_code: FromPath[str], q: FromQuery[str] = ""
    ) -> Page:
        shown = await project(session, project_code)
        wanted = str(clean(q))[:_LONGEST_SEARCH]
        there = await team(session, shown.id)
        return Page(
            "projects/team.html",
            {
                "project": shown,
                "team": there,
                "wanted": wanted,
                "found": await learners_called(session, wanted),
                "there": {one.learner_id for one in there},
            },
            breadcrumbs=trail(site, shown, _("Team")),
        )

    @post("/team", name="projects.add_member", **needs(Permission.LEARNERS_EDIT))
    async def add_one(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, project_code: FromPath[str]
    ) -> Redirect:
        member = texts(form, "learner_id").get("learner_id", "")
        await add_member(session, project_code, _id(member, LearnerNotFound), today=today)
        return see(f"/manage/{site.code}/projects/{project_code}/team", say=lazy("Saved."))

    @post("/team/{member_id:str}/remove", name="projects.remove_member", **needs(Permission.LEARNERS_EDIT))
    async def remove_one(
        self, session: Db, site: CurrentSite, project_code: FromPath[str], member_id: FromPath[str]
    ) -> Redirect:
        await remove_member(session, project_code, _id(member_id))
        return see(f"/manage/{site.code}/projects/{project_code}/team", say=lazy("Saved."))

    @get("/hours", name="projects.hours", **needs(Permission.LEARNERS_EDIT))
    async def hours_page(self, session: Db, site: CurrentSite, today: Today, project_code: FromPath[str]) -> Page:
        return await _hours_form(session, site, await project(session, project_code), {"on": today.isoformat()})

    @post("/hours", name="projects.log_hours", **needs(Permission.LEARNERS_EDIT))
    async def log(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, project_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await project(session, project_code)
        typed = texts(form, "machine", "on", "hours", "member")
        read = attempt(MachineHours, {**typed, "hours": str(typed.get("hours", "")).replace(",", ".")})
        problems = (
            read.fields
            if isinstance(read, Invalid)
            else await line_problems(session, shown.id, read, started_on=shown.started_on, today=today)
        )
        if problems or isinstance(read, Invalid):
            return await _hours_form(session, site, shown, typed_again(form), errors=problems)
        await log_hours(session, shown.code, read, today=today)
        return see(f"/manage/{site.code}/projects/{shown.code}", say=lazy("Saved."))

    @post("/hours/{use_id:str}/remove", name="projects.remove_hours", **needs(Permission.LEARNERS_EDIT))
    async def remove_line(
        self, session: Db, site: CurrentSite, project_code: FromPath[str], use_id: FromPath[str]
    ) -> Redirect:
        await remove_hours(session, project_code, _id(use_id))
        return see(f"/manage/{site.code}/projects/{project_code}", say=lazy("The line is removed."))

    @get("/photos/new", name="projects.photo_form", **needs(Permission.LEARNERS_EDIT))
    async def photo_page(self, session: Db, site: CurrentSite, project_code: FromPath[str]) -> Page:
        return _photo_form(site, await project(session, project_code), {})

    @post("/photos/new", name="projects.add_photo", **needs(Permission.LEARNERS_EDIT))
    async def upload(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, project_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await project(session, project_code)
        read = attempt(
            NewPhoto, {**texts(form, "consent", "consent_note"), "alt": localized(form, "alt", site.languages)}
        )
        uploaded = form.get("photo")
        content = await uploaded.read(LARGEST_FILE + 1) if isinstance(uploaded, UploadFile) else b""
        picture = await asyncio.to_thread(attempt_picture, content)
        errors: dict[str, str] = {}
        for one in (picture, read):
            errors.update(one.fields if isinstance(one, Invalid) else {})
        if isinstance(read, Invalid) or isinstance(picture, Invalid):
            return _photo_form(site, shown, typed_again(form), errors=errors)
        await add_photo(session, shown.code, read, picture, today=today)
        return see(f"/manage/{site.code}/projects/{shown.code}", say=lazy("Saved."))

    @get("/photos/{photo_id:str}", name="projects.photo", **needs(Permission.LEARNERS_VIEW))
    async def photo(self, session: Db, project_code: FromPath[str], photo_id: FromPath[str]) -> Response[bytes]:
        shown = await project(session, project_code)
        content = await photo_content(session, shown.id, _id(photo_id))
        return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": "inline"})

    @post("/photos/{photo_id:str}/remove", name="projects.remove_photo", **needs(Permission.LEARNERS_EDIT))
    async def remove_one_photo(
        self, session: Db, site: CurrentSite, project_code: FromPath[str], photo_id: FromPath[str]
    ) -> Redirect:
        await remove_photo(session, project_code, _id(photo_id))
        return see(f"/manage/{site.code}/projects/{project_code}", say=lazy("The photo is removed."))


def _id(text: str, error: type[Exception] = ProjectPartNotFound) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise error from problem


async def _hours_form(
    session: AsyncSession,
    site: SiteContext,
    shown: ProjectLine,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
) -> Page:
    return Page(
        "projects/hours.html",
        {
            "project": shown,
            "typed": typed,
            "errors": errors or {},
            "machines": await machines_known(session),
            "team": await team(session, shown.id),
        },
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Note machine hours")),
    )


def _photo_form(
    site: SiteContext, shown: ProjectLine, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    return Page(
        "projects/photo.html",
        {"project": shown, "typed": typed, "errors": errors or {}},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Add a photo")),
    )
