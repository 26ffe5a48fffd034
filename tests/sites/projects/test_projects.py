"""Projects: from stage to stage, the team, the hours, the photos; and the figure they add to."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from network.results.models import Fact
from network.results.recount import catch_up
from sites.projects.models import MachineUse, Project, ProjectMember, ProjectPhoto, ProjectStage, ProjectStep
from sites.registrations.models import Learner
from tests.factories import NewSite
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import make_course, make_learner, rows

TODAY = utc_now().date()
AT = "/en/manage/brussels/projects"


async def begin(client: Any, **more: str) -> str:
    form = {
        "title_fr": "Capteur d'air",
        "started_on": (TODAY - timedelta(days=40)).isoformat(),
        "stage": "idea",
        "code": "air",
        **more,
    }
    answer = await client.post(f"{AT}/new", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def the_project(database: Database, site: NewSite) -> Project:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (await session.execute(select(Project))).scalar_one()


async def finished(database: Database, site: NewSite) -> int:
    await catch_up(database, [site.id])
    async with unit_of_work(database, DataScope.of_worker(site.id)) as session:
        found = await session.execute(select(Fact).where(Fact.measure == "projects_finished"))  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
        return len(found.scalars().all())


async def test_a_project_moves_on_and_back_with_a_reason_and_the_figure_follows(
    client: Any, database: Database, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    on = (TODAY - timedelta(days=3)).isoformat()
    assert (await client.post(f"{AT}/air/stage", data={"stage": "finished", "on": on})).status_code == 303
    assert (await the_project(database, brussels)).finished_on == TODAY - timedelta(days=3)
    assert await finished(database, brussels) == 1

    today = TODAY.isoformat()
    back = {"stage": "tested", "on": today}
    assert (await client.post(f"{AT}/air/stage", data=back)).status_code == 422
    assert (await client.post(f"{AT}/air/stage", data={**back, "reason": "It broke."})).status_code == 303
    project = await the_project(database, brussels)
    assert (project.stage, project.finished_on) == (ProjectStage.TESTED, None)
    assert await finished(database, brussels) == 0
    assert (await rows(database, brussels, ProjectStep))["ProjectStep"] == 3
    page = (await client.get(f"{AT}/air")).text
    assert "It broke." in page
    assert "Ada Example" in page


@pytest.mark.parametrize("on", ["2031-01-01", "1999-12-31", "31/02/2026", "\x00"])
async def test_a_step_on_an_impossible_day_is_refused(
    client: Any, database: Database, brussels: NewSite, on: str
) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    answer = await client.post(f"{AT}/air/stage", data={"stage": "tested", "on": on})
    assert answer.status_code in (400, 422)
    assert (await the_project(database, brussels)).stage is ProjectStage.IDEA


async def test_hours_add_up_and_can_be_taken_back(client: Any, database: Database, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    line = {"machine": "Laser", "on": TODAY.isoformat(), "hours": "1,5"}
    assert (await client.post(f"{AT}/air/hours", data=line)).status_code == 303
    assert (await client.post(f"{AT}/air/hours", data={**line, "hours": "2"})).status_code == 303
    assert (await the_project(database, brussels)).machine_hours == 3.5
    for wrong in ({"hours": "25"}, {"hours": "-1"}, {"machine": ""}, {"on": "2020-01-01"}, {"hours": "1e99"}):
        assert (await client.post(f"{AT}/air/hours", data={**line, **wrong})).status_code == 422, wrong
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        first = (await session.execute(select(MachineUse).order_by(MachineUse.hours))).scalars().first()  # type: ignore[arg-type]  # SQLModel's columns are typed as their values
    assert first is not None
    assert (await client.post(f"{AT}/air/hours/{first.id}/remove")).status_code == 303
    assert (await the_project(database, brussels)).machine_hours == 2


async def test_learners_join_once_and_leave(client: Any, database: Database, brussels: NewSite) -> None:
    cohort = await make_course(database, brussels)
    await make_learner(database, brussels, cohort)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        learner = (await session.execute(select(Learner))).scalar_one()
    await work_as(database, client, brussels)
    await begin(client)
    assert str(learner.id) in (await client.get(f"{AT}/air/team?q=amina")).text
    add = {"learner_id": str(learner.id)}
    assert (await client.post(f"{AT}/air/team", data=add)).status_code == 303
    assert (await client.post(f"{AT}/air/team", data=add)).status_code == 409
    assert "Joined a project" in (await client.get(f"/en/manage/brussels/learners/{learner.id}")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        member = (await session.execute(select(ProjectMember))).scalar_one()
    assert (await client.post(f"{AT}/air/team/{member.id}/remove")).status_code == 303
    assert (await rows(database, brussels, ProjectMember))["ProjectMember"] == 0


def picture(kind: str = "JPEG", size: tuple[int, int] = (2000, 1000), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


async def test_a_photo_is_drawn_anew_without_what_the_camera_wrote(
    client: Any, database: Database, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif[0x0112] = 6  # lying on its side
    form = {"alt_fr": "Un boîtier rouge", "consent": "yes", "csrf_token": "test-csrf"}
    answer = await client.post(
        f"{AT}/air/photos/new", data=form, files={"photo": ("a.jpg", picture(exif=exif), "image/jpeg")}
    )
    assert answer.status_code == 303, answer.text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        photo = (await session.execute(select(ProjectPhoto))).scalar_one()
    assert b"SECRETCAMERA" not in photo.content
    assert (photo.width, photo.height, photo.consent_on) == (800, 1600, TODAY)
    shown = await client.get(f"{AT}/air/photos/{photo.id}")
    assert shown.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(shown.content)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("WEBP", (800, 1600), {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_the_usual_kinds_of_picture_are_taken(
    client: Any, database: Database, brussels: NewSite, kind: str
) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    form = {"alt_fr": "Rouge", "csrf_token": "test-csrf"}
    answer = await client.post(f"{AT}/air/photos/new", data=form, files={"photo": ("a", picture(kind), "image/x")})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Please choose a file."),
        (b"%PDF-1.7 not a picture", "This is not a picture that we can read."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not a picture that we can read."),
        (picture("GIF"), "This is not a picture that we can read."),
        (picture()[:300], "This is not a picture that we can read."),
        (picture(size=(50, 50)), "This picture is too small"),
    ],
)
async def test_what_is_no_picture_is_refused_in_words(
    client: Any, database: Database, brussels: NewSite, content: bytes, said: str
) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    form = {"alt_fr": "Rouge", "csrf_token": "test-csrf"}
    answer = await client.post(f"{AT}/air/photos/new", data=form, files={"photo": ("a.jpg", content, "image/jpeg")})
    assert answer.status_code == 422
    assert said in answer.text
    assert (await rows(database, brussels, ProjectPhoto))["ProjectPhoto"] == 0


async def test_a_photo_needs_words_for_who_does_not_see_it(client: Any, database: Database, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    await begin(client)
    answer = await client.post(
        f"{AT}/air/photos/new", data={"csrf_token": "test-csrf"}, files={"photo": ("a.jpg", picture(), "image/jpeg")}
    )
    assert answer.status_code == 422
    assert "Please write this in at least one language." in answer.text
