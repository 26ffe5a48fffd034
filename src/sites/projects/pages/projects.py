"""The list of projects, one of them, and its way from idea to finished."""

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
from i18n.messages import _, lazy
from network.access.visitors import SignedIn
from network.units.current import CurrentSite, SiteContext
from sites.cohorts.pages.forms import localized, spread, typed_again
from sites.projects.actions.projects import (
    NewProject,
    NextStep,
    ProjectTexts,
    begin_project,
    change_problems,
    change_project,
    move_problems,
    move_project,
    new_problems,
)
from sites.projects.models import ProjectStage
from sites.projects.queries import (
    ProjectLine,
    machine_uses,
    photos,
    project,
    project_lines,
    stage_counts,
    steps,
    team,
)
from sites.projects.words import STAGE_NAMES

_LENGTH = 50


class ProjectPages(Controller):
    path = "/manage/{site_code:str}/projects"
    include_in_schema = False

    @get(name="projects.list", **needs(Permission.LEARNERS_VIEW))
    async def list_page(
        self,
        session: Db,
        site: CurrentSite,
        visitor: SignedIn,
        stage_word: Annotated[str, QueryParameter(name="stage")] = "",
        page: FromQuery[str] = "1",
    ) -> Page:
        stage = ProjectStage(stage_word) if stage_word in set(ProjectStage) else None
        number = max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        found = await project_lines(session, stage=stage, page=number, length=_LENGTH)
        counts = await stage_counts(session)
        here = f"/{current().tag}/manage/{site.code}/projects"
        query = {"stage": stage.value} if stage else {}
        return Page(
            "projects/list.html",
            {
                "projects": found[:_LENGTH],
                "tabs": [
                    (_("All"), here, stage is None, sum(counts.values())),
                    *(
                        (STAGE_NAMES[one], f"{here}?stage={one.value}", one is stage, counts.get(one, 0))
                        for one in ProjectStage
                    ),
                ],
                "any": bool(counts),
                "stages": STAGE_NAMES,
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
                "previous": f"{here}?{urlencode({**query, 'page': number - 1})}" if number > 1 else None,
                "next": f"{here}?{urlencode({**query, 'page': number + 1})}" if len(found) > _LENGTH else None,
            },
        )

    @get("/new", name="projects.new", **needs(Permission.LEARNERS_EDIT))
    async def new_page(self, site: CurrentSite, today: Today) -> Page:
        return _form(site, None, {"started_on": today.isoformat(), "stage": "idea"})

    @post("/new", name="projects.begin", **needs(Permission.LEARNERS_EDIT))
    async def begin(self, session: Db, site: CurrentSite, today: Today, form: FormFields) -> Page | Redirect:
        read = attempt(NewProject, _fields(form, site, "code", "stage"))
        problems = read.fields if isinstance(read, Invalid) else await new_problems(session, read, today=today)
        if problems or isinstance(read, Invalid):
            return _form(site, None, typed_again(form), errors=problems)
        begun = await begin_project(session, read, today=today)
        return see(f"/manage/{site.code}/projects/{begun.code}", say=lazy("Saved."))

    @get("/{project_code:str}", name="projects.one", **needs(Permission.LEARNERS_VIEW))
    async def overview_page(
        self, session: Db, site: CurrentSite, visitor: SignedIn, project_code: FromPath[str]
    ) -> Page:
        shown = await project(session, project_code)
        return Page(
            "projects/overview.html",
            {
                "project": shown,
                "stages": STAGE_NAMES,
                "way": way(shown.stage),
                "steps": await steps(session, shown.id),
                "team": await team(session, shown.id),
                "uses": await machine_uses(session, shown.id),
                "photos": await photos(session, shown.id),
                "may_edit": visitor.may(Permission.LEARNERS_EDIT, units=site.path),
            },
            breadcrumbs=trail(site, shown),
        )

    @get("/{project_code:str}/edit", name="projects.edit", **needs(Permission.LEARNERS_EDIT))
    async def edit_page(self, session: Db, site: CurrentSite, project_code: FromPath[str]) -> Page:
        shown = await project(session, project_code)
        return _form(site, shown, _as_typed(shown))

    @post("/{project_code:str}/edit", name="projects.change", **needs(Permission.LEARNERS_EDIT))
    async def change(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, project_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await project(session, project_code)
        read = attempt(ProjectTexts, _fields(form, site, kept=shown))
        problems = (
            read.fields if isinstance(read, Invalid) else await change_problems(session, shown, read, today=today)
        )
        if problems or isinstance(read, Invalid):
            return _form(site, shown, typed_again(form), errors=problems)
        await change_project(session, shown.code, read, today=today)
        return see(f"/manage/{site.code}/projects/{shown.code}", say=lazy("Saved."))

    @get("/{project_code:str}/stage", name="projects.stage", **needs(Permission.LEARNERS_EDIT))
    async def stage_page(self, session: Db, site: CurrentSite, today: Today, project_code: FromPath[str]) -> Page:
        shown = await project(session, project_code)
        order = list(ProjectStage)
        following = order[min(order.index(shown.stage) + 1, len(order) - 1)]
        typed = {"stage": following.value if following is not shown.stage else "", "on": today.isoformat()}
        return _stage_form(site, shown, typed)

    @post("/{project_code:str}/stage", name="projects.move", **needs(Permission.LEARNERS_EDIT))
    async def move(
        self, session: Db, site: CurrentSite, today: Today, form: FormFields, project_code: FromPath[str]
    ) -> Page | Redirect:
        shown = await project(session, project_code)
        read = attempt(NextStep, texts(form, "stage", "on", "reason"))
        problems = read.fields if isinstance(read, Invalid) else await move_problems(session, shown, read, today=today)
        if problems or isinstance(read, Invalid):
            return _stage_form(site, shown, typed_again(form), errors=problems)
        await move_project(session, shown.code, read, today=today)
        return see(f"/manage/{site.code}/projects/{shown.code}", say=lazy("Saved."))


def way(stage: ProjectStage) -> list[tuple[ProjectStage, str]]:
    """Every stage, and whether it lies behind, is where the project stands, or lies ahead."""
    order = list(ProjectStage)
    at = order.index(stage)
    return [
        (one, "done" if number < at or one is ProjectStage.FINISHED is stage else "active" if number == at else "open")
        for number, one in enumerate(order)
    ]


def trail(site: SiteContext, shown: ProjectLine | None, *last: str) -> list[tuple[Any, str | None]]:
    here = f"/{current().tag}/manage/{site.code}/projects"
    own: list[tuple[Any, str | None]] = [(shown.title, f"{here}/{shown.code}" if last else None)] if shown else []
    return [(_("Projects"), here), *own, *((one, None) for one in last)]


def _fields(form: dict[str, Any], site: SiteContext, *names: str, kept: ProjectLine | None = None) -> dict[str, Any]:
    return {
        **texts(form, "partner", "started_on", *names),
        "title": localized(form, "title", site.languages, kept.title if kept else None),
        "summary": localized(form, "summary", site.languages, kept.summary if kept else None),
    }


def _as_typed(shown: ProjectLine) -> dict[str, Any]:
    return {
        **spread("title", shown.title),
        **spread("summary", shown.summary),
        "partner": shown.partner,
        "started_on": shown.started_on.isoformat(),
    }


def _form(
    site: SiteContext, shown: ProjectLine | None, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    return Page(
        "projects/form.html",
        {"project": shown, "typed": typed, "errors": errors or {}, "stages": list(STAGE_NAMES.items())},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Change") if shown else _("Begin a project")),
    )


def _stage_form(
    site: SiteContext, shown: ProjectLine, typed: dict[str, Any], *, errors: dict[str, str] | None = None
) -> Page:
    choices = [(one.value, name) for one, name in STAGE_NAMES.items() if one is not shown.stage]
    return Page(
        "projects/stage.html",
        {"project": shown, "typed": typed, "errors": errors or {}, "choices": choices, "stages": STAGE_NAMES},
        status=422 if errors else 200,
        breadcrumbs=trail(site, shown, _("Change the stage")),
    )
