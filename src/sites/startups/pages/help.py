"""Founders, milestones, mentors and gains of a start-up."""

from typing import Any
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt, clean
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.messages import _, lazy
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import typed_again
from sites.projects.queries import learners_called
from sites.registrations.errors import LearnerNotFound
from sites.startups.actions import help as actions
from sites.startups.errors import StartupPartNotFound
from sites.startups.pages.startups import trail
from sites.startups.queries import StartupLine, founders, startup

_LONGEST_SEARCH = 100


class StartupHelpPages(Controller):
    path = "/manage/{site_code:str}/startups/{startup_code:str}"
    include_in_schema = False

    @get("/founders", name="startups.founders", **needs(Permission.LEARNERS_EDIT))
    async def founders_page(
        self, session: Db, site: CurrentSite, startup_code: FromPath[str], q: FromQuery[str] = ""
    ) -> Page:
        shown = await startup(session, startup_code)
        wanted = str(clean(q))[:_LONGEST_SEARCH]
        there = await founders(session, shown.id)
        return Page(
            "startups/founders.html",
            {
                "startup": shown,
                "founders": there,
                "wanted": wanted,
                "found": await learners_called(session, wanted),
                "there": {one.learner_id for one in there},
            },
            breadcrumbs=trail(site, shown, _("Founders")),
        )

    @post("/founders", name="startups.add_founder", **needs(Permission.LEARNERS_EDIT))
    async def add_founder(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, startup_code: FromPath[str]
    ) -> Redirect:
        learner = texts(form, "learner_id").get("learner_id", "")
        await actions.add_founder(session, startup_code, _id(learner, LearnerNotFound), today=today)
        return see(f"/manage/{site.code}/startups/{startup_code}/founders", say=lazy("Saved."))

    @post("/founders/{founder_id:str}/remove", name="startups.remove_founder", **needs(Permission.LEARNERS_EDIT))
    async def remove_founder(
        self, session: Db, site: CurrentSite, startup_code: FromPath[str], founder_id: FromPath[str]
    ) -> Redirect:
        await actions.remove_founder(session, startup_code, _id(founder_id))
        return see(f"/manage/{site.code}/startups/{startup_code}/founders", say=lazy("Saved."))

    @get("/milestones/new", name="startups.milestone", **needs(Permission.LEARNERS_EDIT))
    async def milestone_page(self, session: Db, site: CurrentSite, startup_code: FromPath[str]) -> Page:
        return _form("milestone", site, await startup(session, startup_code), {})

    @post("/milestones/new", name="startups.add_milestone", **needs(Permission.LEARNERS_EDIT))
    async def add_milestone(
        self, session: Db, site: CurrentSite, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        read = attempt(actions.NewMilestone, texts(form, "title", "planned_on"))
        if isinstance(read, Invalid):
            return _form("milestone", site, shown, typed_again(form), errors=read.fields)
        await actions.add_milestone(session, shown.code, read)
        return _back(site, shown)

    @post("/milestones/{milestone_id:str}/reach", name="startups.reach_milestone", **needs(Permission.LEARNERS_EDIT))
    async def reach(
        self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str], milestone_id: FromPath[str]
    ) -> Redirect:
        await actions.reach_milestone(session, startup_code, _id(milestone_id), today=today)
        return see(f"/manage/{site.code}/startups/{startup_code}#milestones")

    @post("/milestones/{milestone_id:str}/remove", name="startups.remove_milestone", **needs(Permission.LEARNERS_EDIT))
    async def remove_milestone(
        self, session: Db, site: CurrentSite, startup_code: FromPath[str], milestone_id: FromPath[str]
    ) -> Redirect:
        await actions.remove_milestone(session, startup_code, _id(milestone_id))
        return see(f"/manage/{site.code}/startups/{startup_code}#milestones")

    @get("/mentors/new", name="startups.mentor", **needs(Permission.LEARNERS_EDIT))
    async def mentor_page(self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str]) -> Page:
        return _form("mentor", site, await startup(session, startup_code), {"from_on": today.isoformat()})

    @post("/mentors/new", name="startups.add_mentor", **needs(Permission.LEARNERS_EDIT))
    async def add_mentor(
        self, session: Db, site: CurrentSite, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        read = attempt(actions.NewMentor, texts(form, "name", "expertise", "from_on"))
        if isinstance(read, Invalid):
            return _form("mentor", site, shown, typed_again(form), errors=read.fields)
        await actions.add_mentor(session, shown.code, read)
        return _back(site, shown)

    @post("/mentors/{mentor_id:str}/end", name="startups.end_mentor", **needs(Permission.LEARNERS_EDIT))
    async def end_mentor(
        self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str], mentor_id: FromPath[str]
    ) -> Redirect:
        await actions.end_mentor(session, startup_code, _id(mentor_id), today=today)
        return see(f"/manage/{site.code}/startups/{startup_code}#mentors")

    @get("/gains/new", name="startups.gain", **needs(Permission.LEARNERS_EDIT))
    async def gain_page(self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str]) -> Page:
        shown = await startup(session, startup_code)
        return _form("gain", site, shown, {"on": today.isoformat(), "currency": shown.currency})

    @post("/gains/new", name="startups.note_gain", **needs(Permission.LEARNERS_EDIT))
    async def note_gain(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        typed = texts(form, "on", "jobs", "amount", "currency", "source")
        plain = {**typed, "amount": str(typed.get("amount", "")).replace(",", "."), "currency": _upper(typed)}
        read = attempt(actions.NewGain, plain)
        problems = read.fields if isinstance(read, Invalid) else actions.gain_problems(read, today=today)
        if problems or isinstance(read, Invalid):
            return _form("gain", site, shown, typed_again(form), errors=problems)
        await actions.note_gain(session, shown.code, read, today=today)
        return _back(site, shown)

    @post("/gains/{gain_id:str}/remove", name="startups.remove_gain", **needs(Permission.LEARNERS_EDIT))
    async def remove_gain(
        self, session: Db, site: CurrentSite, startup_code: FromPath[str], gain_id: FromPath[str]
    ) -> Redirect:
        await actions.remove_gain(session, startup_code, _id(gain_id))
        return see(f"/manage/{site.code}/startups/{startup_code}#gains")


def _upper(typed: dict[str, Any]) -> str:
    return str(typed.get("currency", "")).strip().upper()


def _id(text: str, error: type[Exception] = StartupPartNotFound) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise error from problem


def _back(site: SiteContext, shown: StartupLine) -> Redirect:
    return see(f"/manage/{site.code}/startups/{shown.code}", say=lazy("Saved."))


def _form(
    what: str, site: SiteContext, shown: StartupLine, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    headings = {"milestone": _("Plan a milestone"), "mentor": _("Add a mentor"), "gain": _("Note jobs or money")}
    return Page(
        f"startups/{what}.html",
        {"startup": shown, "typed": typed, "errors": errors or {}, "heading": headings[what]},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, headings[what]),
    )
