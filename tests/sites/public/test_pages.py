"""A centre as everybody sees it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from core.database import Database
from i18n.content import Localized
from network.units.models import SiteStatus
from sites.cohorts.models import CohortStatus
from tests.factories import NewSite, make_site
from tests.sites.registrations.made import make_course, make_event, make_learner


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database, by any role."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    engines = [database.engine(role).sync_engine for role in ("app", "group")]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("courses", [1, 3])
async def test_the_list_costs_the_same_however_long(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, statements: list[str], courses: int
) -> None:
    for number in range(courses):
        cohort_id = await make_course(database, brussels, f"WEB-{number}")
        await make_learner(database, brussels, cohort_id)
    statements.clear()
    page = await client.get("/fr/brussels/courses")
    assert page.text.count("Premiers pas sur le web") == courses
    assert len(statements) == 3, statements  # gate, scope, list


@pytest.mark.parametrize(
    "path", ["", "/courses", "/courses/WEB-1", "/courses/WEB-1/register", "/events", "/accessibility"]
)
async def test_a_public_page_takes_at_most_six_statements(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, statements: list[str], path: str
) -> None:
    await make_course(database, brussels, sessions=3)
    await make_event(database, brussels)
    statements.clear()
    assert (await client.get(f"/fr/brussels{path}")).status_code == 200
    assert len(statements) <= 6, statements


async def test_the_list_says_in_words_how_full_a_course_is(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=2)
    for number in range(5):
        await make_learner(database, brussels, cohort_id, number)
    page = (await client.get("/en/brussels/courses")).text
    assert "2 of 2 places taken" in page
    assert "3 people waiting" in page
    assert "amina" not in page.lower()


async def test_the_filter_stands_in_the_address(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "FR-1", title=Localized(en="In French"), languages=["fr"])
    await make_course(database, brussels, "NL-1", title=Localized(en="In Dutch"), languages=["nl"])
    dutch = (await client.get("/en/brussels/courses?language=nl")).text
    assert "In Dutch" in dutch
    assert "In French" not in dutch
    for odd in ("language=tlh", "level=%00", "level=%ff", "language=" + "x" * 3000):
        answer = await client.get(f"/en/brussels/courses?{odd}")
        assert answer.status_code in (200, 400)


async def test_drafts_and_what_is_over_are_not_on_the_list(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, status=CohortStatus.DRAFT)
    page = (await client.get("/en/brussels/courses")).text
    assert "No course is open for registration at the moment" in page
    assert (await client.get("/en/brussels/courses/WEB-1")).status_code == 404


async def test_the_page_of_a_course_shows_local_times_and_says_what_search_engines_want(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, sessions=1, title=Localized(en="</script><b>Web"))
    page = (await client.get("/en/brussels/courses/WEB-1")).text
    assert "18:00–21:00" in page
    assert "application/ld+json" in page
    assert "</script><b>" not in page
    for tag in ("fr", "nl", "de", "en"):
        assert f'hreflang="{tag}"' in page


async def test_the_title_falls_back_to_the_curriculum_and_says_its_language(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    page = (await client.get("/nl/brussels/courses")).text
    assert '<span lang="fr" dir="ltr">Premiers pas sur le web</span>' in page


@pytest.mark.parametrize("path", ["", "/courses", "/courses/WEB-1", "/courses/WEB-1/register", "/events"])
async def test_a_centre_in_rollout_is_not_public(
    client: httpx.AsyncClient, database: Database, tree: None, path: str
) -> None:
    site = await make_site(database, "antwerp", status=SiteStatus.ROLLOUT)
    await make_course(database, site)
    answer = await client.get(f"/fr/antwerp{path}")
    never = await client.get(f"/fr/nowhere{path}")
    assert (answer.status_code, never.status_code) == (404, 404)
    assert 'lang="fr"' in answer.text
    assert (await client.get("/antwerp/calendar.ics")).status_code == 404


async def test_a_language_that_is_not_offered_leads_to_one_that_is(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    answer = await client.get("/pl/brussels/courses?level=basic", headers={"accept-language": "de"})
    assert answer.status_code == 302
    assert answer.headers["location"] == "/de/brussels/courses?level=basic"


async def test_nothing_of_another_centre_is_on_any_page(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_course(database, warsaw, "SECRET-1", title=Localized(en="Warsaw alone"), sessions=1)
    await make_event(database, warsaw, "warsaw-night")
    for path in ("", "/courses", "/events", "/accessibility"):
        page = (await client.get(f"/en/brussels{path}")).text
        assert "Warsaw alone" not in page
        assert "warsaw-night" not in page
    assert (await client.get("/en/brussels/courses/SECRET-1")).status_code == 404
    feed = (await client.get("/brussels/calendar.ics?lang=en")).text
    assert "Warsaw alone" not in feed
