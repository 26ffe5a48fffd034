"""The pages a centre's people begin with: who sees what, in how many statements, and never a neighbour's."""

from datetime import timedelta
from typing import Any

import pytest

from core.database import Database
from network.access.roles import Role
from tests.factories import NewSite
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import TODAY, make_course, make_learner

MOST_STATEMENTS = 6


def _pages(code: str, session_id: Any) -> list[str]:
    return [
        "",
        "/cohorts",
        "/cohorts?state=over&sort=-code",
        "/cohorts/new",
        f"/cohorts/{code}",
        f"/cohorts/{code}/edit",
        f"/cohorts/{code}/sessions/new",
        f"/cohorts/{code}/sessions/weekly",
        f"/sessions/{session_id}/edit",
        f"/sessions/{session_id}/attendance",
        f"/sessions/{session_id}/attendance/print",
        "/venues",
        "/venues/new",
        "/venues/venue-web-1/edit",
        "/search",
        "/search?q=amina",
        "/projects",
        "/settings",
    ]


@pytest.mark.parametrize("language", ["fr", "ar-XB"])
async def test_every_page_is_there_for_the_manager_and_costs_little(
    database: Database, client: Any, brussels: NewSite, statements: list[str], language: str
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels)
    for page in _pages(course.code, course.sessions[0]):
        statements.clear()
        answer = await client.get(f"/{language}/manage/brussels{page}")
        assert answer.status_code == 200, (page, answer.text)
        assert len(statements) <= MOST_STATEMENTS, (page, statements)


@pytest.mark.parametrize("page", ["", "/cohorts", "/cohorts/web-1", "/sessions/{session}/attendance", "/search?q=web"])
async def test_a_page_costs_the_same_however_much_it_shows(
    database: Database, client: Any, brussels: NewSite, statements: list[str], page: str
) -> None:
    course = await make_running_course(database, brussels, learners=1, sessions=1)
    await work_as(database, client, brussels)
    address = f"/fr/manage/brussels{page}".replace("{session}", str(course.sessions[0]))

    async def cost() -> int:
        statements.clear()
        assert (await client.get(address)).status_code == 200
        return len(statements)

    small = await cost()
    for number in (2, 3):
        await make_learner(database, brussels, course.id, number)
        await make_running_course(database, brussels, f"web-{number}", learners=0, sessions=3)
    assert await cost() == small


async def test_today_says_what_is_on_and_what_needs_somebody(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels, capacity=1)
    await make_course(database, brussels, "soon-1", starts_on=TODAY + timedelta(days=5), capacity=8)
    await work_as(database, client, brussels)

    page = (await client.get("/en/manage/brussels")).text

    assert f"/en/manage/brussels/sessions/{course.sessions[1]}/attendance" in page
    assert "is not marked" in page
    assert "1 person is waiting for" in page
    assert "8 free places" in page
    assert "2 registrations" in page
    assert "Amina Example 2" in page


async def test_a_trainer_sees_sessions_and_no_list_of_people(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels)
    await work_as(database, client, brussels, Role.TRAINER)

    today = (await client.get("/en/manage/brussels")).text
    found = (await client.get("/en/manage/brussels/search?q=amina")).text

    assert "Mark attendance" in today
    assert "Amina" not in today
    assert "Amina Example" not in found
    sheet = (await client.get(f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance")).text
    assert "Amina Example 1" in sheet
    assert "amina1@example.org" not in sheet
    for refused in ("/projects", "/settings", "/cohorts/new", "/cohorts/web-1/edit", "/venues"):
        assert (await client.get(f"/en/manage/brussels{refused}")).status_code == 403


async def test_the_list_shows_a_state_at_a_time(database: Database, client: Any, brussels: NewSite) -> None:
    await make_course(database, brussels, "next-1")
    await make_running_course(database, brussels, "now-1")
    await make_course(database, brussels, "past-1", starts_on=TODAY - timedelta(days=90))
    await work_as(database, client, brussels)

    async def codes(query: str) -> set[str]:
        page = (await client.get(f"/en/manage/brussels/cohorts{query}")).text
        return {code for code in ("next-1", "now-1", "past-1") if f"/cohorts/{code}" in page}

    assert await codes("") == {"next-1", "now-1"}
    assert await codes("?state=upcoming") == {"next-1"}
    assert await codes("?state=running") == {"now-1"}
    assert await codes("?state=over") == {"past-1"}
    assert await codes("?state=draft") == set()
    assert await codes("?state=nonsense&sort=drop&page=-1") == {"next-1", "now-1"}


async def test_search_forgives_accents_and_order(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels)
    await make_learner(database, brussels, course.id, 9, given_name="Zoë", family_name="D’Élia")
    await work_as(database, client, brussels)

    assert "Zoë D’Élia" in (await client.get("/fr/manage/brussels/search", params={"q": "elia ZOE"})).text
    assert "/cohorts/web-1" in (await client.get("/fr/manage/brussels/search", params={"q": "premiers PAS"})).text
    assert (await client.get("/fr/manage/brussels/search", params={"q": "100%_\\"})).status_code == 200
    assert (await client.get("/fr/manage/brussels/search", params={"q": "a\x00b"})).status_code == 400


async def test_nothing_of_a_neighbour_is_seen_or_reached(
    database: Database, client: Any, brussels: NewSite, warsaw: NewSite
) -> None:
    theirs = await make_running_course(database, brussels, "secret-1")
    await work_as(database, client, warsaw)

    for page in _pages("secret-1", theirs.sessions[0]):
        answer = await client.get(f"/pl/manage/warsaw{page}")
        assert "Amina" not in answer.text or "q=amina" in page
        assert "Amina Example" not in answer.text
        assert answer.status_code == (404 if "secret-1" in page or "sessions/" in page or "venue-" in page else 200)
        assert (await client.get(f"/pl/manage/brussels{page}")).status_code == 404


async def test_settings_are_saved_and_noted_and_missing_texts_are_shown(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    form = {
        "about_fr": "Un centre ouvert à tous.",
        "practical_fr": "",
        "address": "Cantersteen 12",
        "contact_email": "hello@example.org",
        "languages": ["nl", "fr"],
        "first_language": "fr",
    }

    saved = await client.post("/en/manage/brussels/settings", data=form)
    page = (await client.get("/en/manage/brussels/settings")).text

    assert saved.status_code == 303
    assert "Cantersteen 12" in page
    assert "About the centre: not yet written in these languages: Dutch" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("contact_email", "nobody"), ("languages", "xx"), ("about_fr", "x" * 9000), ("address", "x" * 600)],
)
async def test_wrong_settings_are_refused_in_words(
    database: Database, client: Any, brussels: NewSite, field: str, value: str
) -> None:
    await work_as(database, client, brussels)
    form = {"languages": ["fr"], "first_language": "fr", field: value}

    answer = await client.post("/fr/manage/brussels/settings", data=form)

    assert answer.status_code == 422
    assert "error-summary" in answer.text
