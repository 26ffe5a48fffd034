"""How many went from a course to a project to a start-up, each person once."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from sites.paths.queries import Kind, path_of_learner, paths
from sites.projects.models import Project, ProjectMember, ProjectStage
from sites.registrations.models import Learner
from sites.startups.models import Startup, StartupFounder, StartupStage
from tests.factories import NewSite
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import make_course, make_learner

TODAY = utc_now().date()
BEGAN = TODAY - timedelta(days=60)


async def test_each_person_is_counted_once_and_only_in_the_order_of_the_days(
    client: Any, database: Database, brussels: NewSite
) -> None:
    first = await make_course(database, brussels, "one", starts_on=BEGAN, days=100)
    second = await make_course(database, brussels, "two", starts_on=BEGAN + timedelta(days=5), days=100)
    for number in (1, 2, 3):
        await make_learner(database, brussels, first, number)
    await make_learner(database, brussels, second, 1)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        ada, ben, cleo = (await session.execute(select(Learner).order_by(col(Learner.ref)))).scalars()
        project = Project(
            site_id=brussels.id,
            code="p",
            title=Localized(fr="P"),
            stage=ProjectStage.IDEA,
            started_on=BEGAN - timedelta(days=90),
        )
        startup = Startup(site_id=brussels.id, code="s", name="S", stage=StartupStage.IDEA, joined_on=TODAY)
        session.add_all([project, startup])
        await session.flush()
        after, before = BEGAN + timedelta(days=20), BEGAN - timedelta(days=20)
        session.add_all(
            [
                ProjectMember(site_id=brussels.id, project_id=project.id, learner_id=ada.id, joined_on=after),
                ProjectMember(site_id=brussels.id, project_id=project.id, learner_id=ben.id, joined_on=before),
                StartupFounder(site_id=brussels.id, startup_id=startup.id, learner_id=ada.id, joined_on=TODAY),
            ]
        )
        await session.flush()
        found = await paths(session, first=date(TODAY.year - 1, 1, 1), last=TODAY)
        kinds = [one.kind for one in await path_of_learner(session, ada.id)]
        assert (found.learners, found.then_made, found.then_founded, found.then_both) == (3, 1, 1, 1)
        assert (found.makers, found.makers_who_learned) == (2, 1)
        assert (found.founders, found.founders_who_learned, found.founders_who_made) == (1, 1, 1)
        assert (found.projects, found.projects_with_team, found.startups_with_founders) == (1, 1, 1)
        assert kinds == [Kind.STARTUP, Kind.PROJECT, Kind.COURSE, Kind.COURSE]
        assert await path_of_learner(session, cleo.id) != []
    await work_as(database, client, brussels)
    for address in ("/paths", "/paths?year=1", f"/paths?year={TODAY.year - 1}"):
        assert (await client.get(f"/en/manage/brussels{address}")).status_code == 200
