"""A learner's own page: the way in, and only one's own things."""

from datetime import timedelta
from uuid import UUID

import httpx
from sqlalchemy import select, update
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.secrets import derived_token
from core.settings import Settings
from core.tenancy import DataScope
from network.access.roles import Role
from sites.mine.models import LearnerLink, LearnerSignIn
from sites.registrations.models import Learner, Registration, RegistrationStatus
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import make_course, make_learner

ADDRESS = "amina1@example.org"


async def _link(database: Database, site: NewSite, settings: Settings) -> str:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = select(col(LearnerLink.id)).order_by(col(LearnerLink.id).desc()).limit(1)
        return derived_token(settings.secret(), "learner link", (await session.execute(found)).scalar_one())


async def _signed_in(client: httpx.AsyncClient, database: Database, site: NewSite, settings: Settings) -> None:
    await client.post("/fr/brussels/me", data={"email": ADDRESS})
    await client.post(f"/fr/brussels/me/link/{await _link(database, site, settings)}")


async def test_the_answer_is_the_same_whether_or_not_somebody_is_known(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    known = await client.post("/fr/brussels/me", data={"email": ADDRESS})
    unknown = await client.post("/fr/brussels/me", data={"email": "nobody@example.org"})
    wrong = await client.post("/fr/brussels/me", data={"email": "nobody"})
    assert (known.status_code, known.headers["location"]) == (303, "/fr/brussels/me/sent")
    assert (unknown.status_code, unknown.headers["location"]) == (303, "/fr/brussels/me/sent")
    assert (wrong.status_code, "nobody" in wrong.text) == (422, True)


async def test_one_address_is_written_to_a_few_times_an_hour(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    answers = [await client.post("/fr/brussels/me", data={"email": "nobody@example.org"}) for _ in range(6)]
    assert [one.status_code for one in answers] == [303] * 5 + [429]


async def test_a_link_opens_once_and_looking_does_not_use_it_up(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    await client.post("/fr/brussels/me", data={"email": ADDRESS})
    token = await _link(database, brussels, app_settings)
    looked = [await client.get(f"/fr/brussels/me/link/{token}") for _ in range(2)]
    opened = await client.post(f"/fr/brussels/me/link/{token}")
    client.cookies.clear()
    again = await client.post(f"/fr/brussels/me/link/{token}")
    assert [one.status_code for one in looked] == [200, 200]
    assert (opened.status_code, again.status_code) == (303, 410)
    assert "HttpOnly" in opened.headers["set-cookie"]
    assert "SameSite=lax" in opened.headers["set-cookie"]


async def test_an_old_link_opens_nothing_and_an_idle_page_closes(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    await client.post("/fr/brussels/me", data={"email": ADDRESS})
    token = await _link(database, brussels, app_settings)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(LearnerLink).values(expires_at=utc_now()))
    assert (await client.post(f"/fr/brussels/me/link/{token}")).status_code == 410
    await _signed_in(client, database, brussels, app_settings)
    assert "Amina" in (await client.get("/fr/brussels/me")).text
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(LearnerSignIn).values(seen_at=utc_now() - timedelta(minutes=31)))
    assert (await client.get("/fr/brussels/me/data")).headers["location"] == "/fr/brussels/me"


async def test_only_ones_own_place_can_be_given_back(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    cohort = await make_course(database, brussels)
    mine = await make_learner(database, brussels, cohort, 1)
    other = await make_learner(database, brussels, cohort, 2)
    await _signed_in(client, database, brussels, app_settings)
    refused = await client.post(f"/fr/brussels/me/registrations/{other}/cancel")
    done = await client.post(f"/fr/brussels/me/registrations/{mine}/cancel")
    assert (refused.status_code, done.status_code) == (404, 303)
    assert await _status(database, brussels, mine) is RegistrationStatus.CANCELLED
    assert await _status(database, brussels, other) is RegistrationStatus.CONFIRMED


async def _status(database: Database, site: NewSite, registration_id: UUID) -> RegistrationStatus:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(Registration).where(col(Registration.id) == registration_id))
        return found.scalar_one().status


async def test_the_calendar_is_read_by_its_address_until_that_is_revoked(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels, sessions=2))
    await _signed_in(client, database, brussels, app_settings)
    await client.post("/fr/brussels/me/calendar")
    page = (await client.get("/fr/brussels/me")).text
    address = "/fr/brussels/me/calendar/" + page.split("/me/calendar/")[1].split('"')[0]
    anybody = {"cookie": ""}
    calendar = await client.get(address, headers=anybody)
    await client.post("/fr/brussels/me/calendar/revoke")
    gone = await client.get(address, headers=anybody)
    assert (calendar.status_code, calendar.text.count("BEGIN:VEVENT"), gone.status_code) == (200, 2, 404)
    assert calendar.headers["cache-control"] == "private, no-store"


async def test_what_the_centre_corrects_waits_for_the_manager(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    await _signed_in(client, database, brussels, app_settings)
    impossible = await client.post("/fr/brussels/me/wish", data={"birth_date": "1990-02-31"})
    nothing = await client.post("/fr/brussels/me/wish", data={"email": ADDRESS})
    asked = await client.post("/fr/brussels/me/wish", data={"birth_date": "1990-02-28"})
    assert (impossible.status_code, nothing.status_code, asked.status_code) == (422, 422, 303)
    client.cookies.clear()
    manager = await make_person(database, "manager@example.org", Role.SITE_MANAGER, brussels.id)
    csrf = {"csrf_token": await signed_in(database, client, manager)}
    listed = await client.get("/en/manage/brussels/privacy")
    address = "/en/manage/brussels/privacy/requests/" + listed.text.split("/privacy/requests/")[1].split('"')[0]
    page = await client.get(address)
    done = [await client.post(f"{address}/accept", data=csrf) for _ in range(2)]
    assert "1990-02-28" in page.text
    assert [one.status_code for one in done] == [303, 409]
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = (await session.execute(select(col(Learner.birth_date)))).scalar_one()
    assert str(found) == "1990-02-28"


async def test_an_erasure_can_be_taken_back_for_some_days(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    await _signed_in(client, database, brussels, app_settings)
    before = await client.get("/fr/brussels/me/erase")
    for path, text in (("erase", True), ("erase", True), ("erase/undo", False)):
        assert (await client.post(f"/fr/brussels/me/{path}", data={"give_back": "yes"})).status_code == 303
        assert ("/me/erase/undo" in (await client.get("/fr/brussels/me")).text) is text
    late = await client.post("/fr/brussels/me/erase/undo")
    assert (before.status_code, late.status_code) == (200, 409)
