"""`/manage/{site}/projects`: FabLab projects, start-ups and certificates, to be read."""

from litestar import Controller, get

from core.permissions import Permission, needs
from core.web.dependencies import Db
from core.web.pages import Page
from i18n.messages import LazyText, lazy
from sites.dashboard.queries.beyond import certificates, projects, startups
from sites.projects.models import ProjectStage
from sites.startups.models import StartupStage

PROJECT_STAGES: dict[ProjectStage, LazyText] = {
    ProjectStage.IDEA: lazy("Idea"),
    ProjectStage.PROTOTYPE: lazy("Prototype"),
    ProjectStage.TESTED: lazy("Tested"),
    ProjectStage.FINISHED: lazy("Finished"),
}
STARTUP_STAGES: dict[StartupStage, LazyText] = {
    StartupStage.IDEA: lazy("Idea"),
    StartupStage.VALIDATION: lazy("Validation"),
    StartupStage.FIRST_CUSTOMERS: lazy("First customers"),
    StartupStage.GROWTH: lazy("Growth"),
    StartupStage.ALUMNI: lazy("Alumni"),
}


class BeyondPages(Controller):
    path = "/manage/{site_code:str}/projects"
    include_in_schema = False

    @get(name="dashboard.projects", **needs(Permission.LEARNERS_VIEW))
    async def projects_page(self, session: Db) -> Page:
        issued, issued_in_all = await certificates(session)
        context = {
            "projects": await projects(session),
            "startups": await startups(session),
            "certificates": issued,
            "issued_in_all": issued_in_all,
            "project_stages": PROJECT_STAGES,
            "startup_stages": STARTUP_STAGES,
        }
        return Page("dashboard/projects.html", context)
