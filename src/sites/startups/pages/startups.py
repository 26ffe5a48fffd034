"""The list of start-ups, one of them, and its way through the accelerator."""

from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from core.errors import Invalid
from core.forms import attempt
from core.permissions import Permission, needs
from core.web.dependencies import Db, FormFields, Today, texts
from core.web.pages import Page, see
from i18n.active import current
from i18n.messages import LazyText, _, lazy
from i18n.texts import proper
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread, typed_again
from sites.startups.actions import startups as actions
from sites.startups.models import StartupStage
from sites.startups.queries import (
    Presence,
    StartupLine,
    founders,
    gains,
    mentors,
    milestones,
    presence_counts,
    startup,
    startup_lines,
    stays,
    steps,
)
from sites.startups.words import STAGE_NAMES

_LENGTH = 50
_PRESENCE_NAMES: dict[Presence, LazyText] = {
    Presence.ACTIVE: lazy("In the accelerator"),
    Presence.LEFT: lazy("Have left"),
}


class StartupPages(Controller):
    path = "/manage/{site_code:str}/startups"
    include_in_schema = False

    @get(name="startups.list", **needs(Permission.LEARNERS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        today: Today,
        state_word: Annotated[str, QueryParameter(name="state")] = "",
        page: FromQuery[str] = "1",
    ) -> Page:
        presence = Presence(state_word) if state_word in set(Presence) else None
        number = max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        found = await startup_lines(session, presence=presence, today=today, page=number, length=_LENGTH)
        counts = await presence_counts(session, today=today)
        here = f"/{current().tag}/manage/{site.code}/startups"
        query = {"state": presence.value} if presence else {}
        return Page(
            "startups/list.html",
            {
                "startups": found[:_LENGTH],
                "tabs": [
                    (_("All"), here, presence is None, sum(counts.values())),
                    *(
                        (name, f"{here}?state={one.value}", one is presence, counts[one])
                        for one, name in _PRESENCE_NAMES.items()
                    ),
                ],
                "any": any(counts.values()),
                "stages": STAGE_NAMES,
                "today": today,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
                "previous": f"{here}?{urlencode({**query, 'page': number - 1})}" if number > 1 else None,
                "next": f"{here}?{urlencode({**query, 'page': number + 1})}" if len(found) > _LENGTH else None,
            },
        )

    @get("/new", name="startups.new", **needs(Permission.LEARNERS_EDIT))
    async def new_page(self, site: CurrentSite, today: Today) -> Page:
        return _form(site, None, {"joined_on": today.isoformat(), "stage": "idea"})

    @post("/new", name="startups.take_in", **needs(Permission.LEARNERS_EDIT))
    async def take_in(self, session: Db, site: CurrentSite, today: Today, form: FormFields) -> Page | Redirect:
        read = attempt(actions.NewStartup, _fields(form, site, None, "code", "stage", "joined_on"))
        problems = read.fields if isinstance(read, Invalid) else await actions.new_problems(session, read, today=today)
        if problems or isinstance(read, Invalid):
            return _form(site, None, typed_again(form), errors=problems)
        taken = await actions.take_in(session, read, today=today, currency=site.currency)
        return see(f"/manage/{site.code}/startups/{taken.code}", say=lazy("Saved."))

    @get("/{startup_code:str}", name="startups.one", **needs(Permission.LEARNERS_VIEW))
    async def overview_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, today: Today, startup_code: FromPath[str]
    ) -> Page:
        shown = await startup(session, startup_code)
        noted = await gains(session, shown.id)
        return Page(
            "startups/overview.html",
            {
                "startup": shown,
                "stages": STAGE_NAMES,
                "way": way(shown.stage),
                "steps": await steps(session, shown.id),
                "stays": await stays(session, shown.id),
                "milestones": await milestones(session, shown.id),
                "founders": await founders(session, shown.id),
                "mentors": await mentors(session, shown.id),
                "gains": noted,
                "elsewhere": {one.currency for one in noted if one.amount and one.currency != shown.currency},
                "today": today,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
            },
            breadcrumbs=trail(site, shown),
        )

    @get("/{startup_code:str}/edit", name="startups.edit", **needs(Permission.LEARNERS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, startup_code: FromPath[str]) -> Page:
        shown = await startup(session, startup_code)
        return _form(site, shown, {**spread("summary", shown.summary), "name": shown.name})

    @post("/{startup_code:str}/edit", name="startups.change", **needs(Permission.LEARNERS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        read = attempt(actions.StartupTexts, _fields(form, site, shown))
        if isinstance(read, Invalid):
            return _form(site, shown, typed_again(form), errors=read.fields)
        await actions.change_startup(session, shown.code, read)
        return see(f"/manage/{site.code}/startups/{shown.code}", say=lazy("Saved."))

    @get("/{startup_code:str}/stage", name="startups.stage", **needs(Permission.LEARNERS_EDIT))
    async def stage_page(self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str]) -> Page:
        shown = await startup(session, startup_code)
        order = list(StartupStage)
        following = order[min(order.index(shown.stage) + 1, len(order) - 1)]
        typed = {"stage": following.value if following is not shown.stage else "", "on": today.isoformat()}
        return _stage_form(site, shown, typed)

    @post("/{startup_code:str}/stage", name="startups.move", **needs(Permission.LEARNERS_EDIT))
    async def move(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        read = attempt(actions.NextStep, texts(form, "stage", "on", "reason"))
        problems = (
            read.fields if isinstance(read, Invalid) else await actions.move_problems(session, shown, read, today=today)
        )
        if problems or isinstance(read, Invalid):
            return _stage_form(site, shown, typed_again(form), errors=problems)
        await actions.move_startup(session, shown.code, read, today=today)
        return see(f"/manage/{site.code}/startups/{shown.code}", say=lazy("Saved."))

    @get("/{startup_code:str}/presence", name="startups.presence", **needs(Permission.LEARNERS_EDIT))
    async def presence_page(self, session: Db, site: CurrentSite, today: Today, startup_code: FromPath[str]) -> Page:
        """The last day in the accelerator; or, of one that left, the day it came back."""
        return _presence_form(site, await startup(session, startup_code), {"on": today.isoformat()})

    @post("/{startup_code:str}/presence", name="startups.change_presence", **needs(Permission.LEARNERS_EDIT))
    async def change_presence(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, startup_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await startup(session, startup_code)
        read = attempt(actions.PresenceDay, texts(form, "on"))
        problems = read.fields if isinstance(read, Invalid) else actions.presence_problems(shown, read, today=today)
        if problems or isinstance(read, Invalid):
            return _presence_form(site, shown, typed_again(form), errors=problems)
        use = actions.see_out if shown.left_on is None else actions.take_in_again
        await use(session, shown.code, read, today=today)
        return see(f"/manage/{site.code}/startups/{shown.code}", say=lazy("Saved."))


def way(stage: StartupStage) -> list[tuple[StartupStage, str]]:
    """Every stage, and whether it lies behind, is where the start-up stands, or lies ahead."""
    order = list(StartupStage)
    at = order.index(stage)
    return [(one, "done" if number < at else "active" if number == at else "open") for number, one in enumerate(order)]


def trail(site: SiteContext, shown: StartupLine | None, *last: str) -> list[tuple[Any, str | None]]:
    here = f"/{current().tag}/manage/{site.code}/startups"
    own: list[tuple[Any, str | None]] = []
    if shown:
        own = [(proper(shown.name), f"{here}/{shown.code}" if last else None)]
    return [(_("Start-ups"), here), *own, *((one, None) for one in last)]


def _fields(form: dict[str, Any], site: SiteContext, kept: StartupLine | None, *names: str) -> dict[str, Any]:
    return {
        **texts(form, "name", *names),
        "summary": localized(form, "summary", site.languages, kept.summary if kept else None),
    }


def _form(
    site: SiteContext, shown: StartupLine | None, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    return Page(
        "startups/form.html",
        {"startup": shown, "typed": typed, "errors": errors or {}, "stages": list(STAGE_NAMES.items())},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Change") if shown else _("Take a start-up in")),
    )


def _stage_form(
    site: SiteContext, shown: StartupLine, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    choices = [(one.value, name) for one, name in STAGE_NAMES.items() if one is not shown.stage]
    return Page(
        "startups/stage.html",
        {"startup": shown, "typed": typed, "errors": errors or {}, "choices": choices, "stages": STAGE_NAMES},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Change the stage")),
    )


def _presence_form(
    site: SiteContext, shown: StartupLine, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    return Page(
        "startups/presence.html",
        {"startup": shown, "typed": typed, "errors": errors or {}},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("It leaves the accelerator") if shown.left_on is None else _("It comes back")),
    )
