"""A centre's own figures: nothing hidden from it, nothing of others in them."""

import httpx
import pytest

from core.database import Database
from network.access.roles import Role
from network.results.breakdowns import Gender
from tests.factories import NewSite, make_curriculum, make_person, signed_in
from tests.network.results.world import Centre


@pytest.fixture
async def manager(
    database: Database, client: httpx.AsyncClient, brussels: NewSite, warsaw: NewSite
) -> httpx.AsyncClient:
    curriculum_id = await make_curriculum(database)
    for site, count in ((brussels, 3), (warsaw, 7)):
        centre = Centre(database, site, curriculum_id)
        centre.many(count, centre.cohort(), gender=Gender.WOMAN)
        await centre.save()
    person = await make_person(database, "manager@example.org", Role.SITE_MANAGER, brussels.id)
    await signed_in(database, client, person)
    return client


async def test_a_manager_sees_the_centres_small_numbers(manager: httpx.AsyncClient) -> None:
    page = await manager.get("/en/manage/brussels/figures?period=2026")

    assert page.status_code == 200
    assert "hidden: small group" not in page.text
    assert '<bdi translate="no">3</bdi>' in page.text
    assert '<bdi translate="no">7</bdi>' not in page.text
    assert '<bdi translate="no">10</bdi>' not in page.text
    assert "First steps on the web" in page.text


@pytest.mark.parametrize("breakdown", ["gender", "age_band", "curriculum", "level", "programme"])
async def test_figures_are_broken_down(manager: httpx.AsyncClient, breakdown: str) -> None:
    for code in ("reach", "courses", "leaving", "more"):
        page = await manager.get(f"/en/manage/brussels/figures?period=2026&breakdown={breakdown}&set={code}")
        assert page.status_code == 200


async def test_the_file_holds_the_same_figures(manager: httpx.AsyncClient) -> None:
    answer = await manager.get("/en/manage/brussels/figures.csv?period=2026&breakdown=gender")

    learners = [line for line in answer.text.splitlines() if ",learners," in line or ";learners;" in line]
    assert len(learners) == 5
    assert "Woman" in learners[1]
    assert "3" in learners[1]


@pytest.mark.parametrize("asked", ["period=2014-13", "breakdown=shoes"])
async def test_what_there_is_not_is_said_in_words(manager: httpx.AsyncClient, asked: str) -> None:
    page = await manager.get(f"/en/manage/brussels/figures?{asked}")

    assert page.status_code == 400
    assert "There is no breakdown" in page.text or "is not a period" in page.text


async def test_another_centres_figures_are_not_there(manager: httpx.AsyncClient) -> None:
    assert (await manager.get("/en/manage/warsaw/figures")).status_code == 404
    assert (await manager.get("/en/manage/warsaw/figures.csv")).status_code == 404


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.NETWORK_ANALYST, Role.COUNTRY_MANAGER, Role.ROLLOUT_LEAD])
async def test_nobody_from_above_sees_what_is_hidden_from_them(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, role: Role
) -> None:
    await signed_in(database, client, await make_person(database, "above@example.org", role, brussels.id))

    assert (await client.get("/en/manage/brussels/figures")).status_code == 404
    assert (await client.get("/en/manage/brussels/figures.csv")).status_code == 404


async def test_a_year_without_records_says_so(manager: httpx.AsyncClient) -> None:
    page = await manager.get("/en/manage/brussels/figures?period=2031")

    assert "Nothing was recorded in this period" in page.text
