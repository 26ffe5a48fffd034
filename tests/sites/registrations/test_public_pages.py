"""Registering on a phone without script, and the learner's own link."""

import re
from typing import Any

import httpx
import pytest

from core.database import Database
from core.settings import Settings
from sites.cohorts.models import CohortStatus
from tests.factories import NewSite
from tests.sites.registrations.made import make_course, make_learner, registrations, rows

FORM = "/fr/brussels/courses/WEB-1/register"
AMINA = {"given_name": "Amina", "family_name": "Exemple", "email": "amina@example.org", "language": "fr"}


async def test_somebody_registers_and_sees_what_happens_next(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1, sessions=2)
    form = await client.get(FORM)
    assert form.status_code == 200
    assert 'name="given_name"' in form.text

    answer = await client.post(FORM, data=AMINA)
    assert answer.status_code == 303
    link = answer.headers["location"]
    mine = await client.get(link)

    assert re.fullmatch(r"/fr/brussels/registrations/[\w-]{43}", link)
    assert mine.status_code == 200
    assert "no-referrer" not in mine.headers["referrer-policy"]  # its own form would come as a stranger's
    assert mine.headers["cache-control"] == "no-store"
    kept = await registrations(database, brussels)
    assert [(str(one.status), one.language) for one in kept] == [("confirmed", "fr")]


async def test_the_link_shows_and_only_a_post_cancels(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1)
    first = (await client.post(FORM, data=AMINA)).headers["location"]
    second = (await client.post(FORM, data={**AMINA, "email": "b@example.org"})).headers["location"]
    for _ in range(3):  # a mail program looks first
        await client.get(first)
    assert [str(one.status) for one in await registrations(database, brussels)] == ["confirmed", "waiting"]

    answer = await client.post(first)

    assert answer.headers["location"] == first
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled", "offered"]
    assert (await client.post(first)).status_code == 303
    assert "/accept" in (await client.get(second)).text


async def test_an_offered_place_is_taken_or_declined_by_link_and_only_by_a_press(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1)
    first, second, third = [
        (await client.post(FORM, data={**AMINA, "email": f"{name}@example.org"})).headers["location"] for name in "abc"
    ]
    assert (await client.post(f"{second}/accept")).status_code == 409  # nothing is offered yet
    await client.post(first)
    await client.get(second)
    assert (await client.post(f"{second}/decline")).status_code == 303
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled", "cancelled", "offered"]
    for _ in range(2):
        assert (await client.post(f"{third}/accept")).status_code == 303
    assert [str(one.status) for one in await registrations(database, brussels)][2] == "confirmed"
    assert (await client.post(f"{second}/accept")).status_code == 409


@pytest.mark.parametrize("token", ["x" * 43, "short", "%00", "%ff%fe", "a" * 5000])
async def test_a_wrong_link_is_a_page_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, token: str
) -> None:
    for method in ("GET", "POST"):
        answer = await client.request(method, f"/fr/brussels/registrations/{token}")
        assert answer.status_code in (400, 404)
        assert 'lang="fr"' in answer.text


async def test_a_link_of_another_centre_opens_nothing_here(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_course(database, warsaw)
    answer = await client.post("/pl/warsaw/courses/WEB-1/register", data={**AMINA, "language": "pl"})
    token = answer.headers["location"].rsplit("/", 1)[1]
    assert (await client.get(f"/pl/warsaw/registrations/{token}")).status_code == 200
    assert (await client.get(f"/fr/brussels/registrations/{token}")).status_code == 404
    assert (await client.post(f"/fr/brussels/registrations/{token}")).status_code == 404
    assert [str(one.status) for one in await registrations(database, warsaw)] == ["confirmed"]


@pytest.mark.parametrize(
    "change",
    [
        {"email": "amina"},
        {"given_name": ""},
        {"given_name": "Win at http://evil.example"},
        {"family_name": "x" * 5000},
        {"birth_date": "31/02/1990"},
        {"birth_date": "9999999999"},
        {"birth_date": "2999-01-01"},
        {"birth_date": "à"},
        {"birth_date": "1/2/3/4/5/6/7"},
        {"language": "tlh"},
        {"gender": "9" * 400},
        {"education": "٣"},
        {"employment": "<script>"},
        {"website": "http://spam.example"},
        {"given_name": ["a", "b"]},
    ],
)
async def test_a_mistake_is_named_and_what_was_typed_is_kept(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, change: dict[str, Any]
) -> None:
    await make_course(database, brussels)
    answer = await client.post(FORM, data={**AMINA, **change})
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    assert f'href="#f-{next(iter(change))}"' in answer.text
    assert "Exemple" in answer.text or "family_name" in change
    assert "<script>" not in answer.text.partition("</head>")[2]
    assert await rows(database, brussels) == {"Learner": 0, "Registration": 0}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"given_name=%00", "application/x-www-form-urlencoded"),
        (b"given_name=\xff\xfe&family_name=a&email=a@example.org&language=fr", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
    ],
)
async def test_a_broken_form_is_refused_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, body: bytes, kind: str
) -> None:
    await make_course(database, brussels)
    answer = await client.post(FORM, content=body, headers={"content-type": kind})
    assert 400 <= answer.status_code < 500
    assert await rows(database, brussels) == {"Learner": 0, "Registration": 0}


async def test_a_day_typed_as_people_write_it_is_understood(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    answer = await client.post(FORM, data={**AMINA, "birth_date": "31/12/1990"})
    assert answer.status_code == 303
    assert str((await registrations(database, brussels))[0].age_band) == "30_54"


async def test_nobody_registers_twice_and_is_told_so_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    await client.post(FORM, data=AMINA)
    answer = await client.post(FORM, data=AMINA)
    assert answer.status_code == 409
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    ("status", "get", "post"),
    [(CohortStatus.DRAFT, 404, 404), (CohortStatus.CLOSED, 200, 409), (CohortStatus.CANCELLED, 200, 410)],
)
async def test_a_course_that_is_not_open_says_so(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, status: CohortStatus, get: int, post: int
) -> None:
    await make_course(database, brussels, status=status)
    form = await client.get(FORM)
    assert form.status_code == get
    assert 'name="given_name"' not in form.text
    assert (await client.post(FORM, data=AMINA)).status_code == post


async def test_whoever_floods_the_form_is_asked_to_wait(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings, monkeypatch: Any
) -> None:
    await make_course(database, brussels)
    monkeypatch.setattr(app_settings, "registrations_per_hour", 2)
    answers = [
        (await client.post(FORM, data={**AMINA, "email": f"a{number}@example.org"})).status_code for number in range(3)
    ]
    assert answers == [303, 303, 429]


async def test_the_full_course_offers_the_waiting_list(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    for number in range(3):
        await make_learner(database, brussels, cohort_id, number)
    page = await client.get(FORM.replace("/fr/", "/en/"))
    assert "You would be number 3 on the waiting list." in page.text
