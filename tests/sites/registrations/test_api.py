from typing import Any

import httpx
import pytest

from core.clock import new_id
from core.database import Database
from core.permissions import Scope
from network.access.roles import Role
from tests.factories import NewSite
from tests.sites.registrations.made import bearer, make_course, make_learner, rows

PATH = "/api/v1/sites/brussels/cohorts/WEB-1/registrations"
AMINA = {"given_name": "Amina", "family_name": "Example", "email": "amina@example.org", "language": "fr"}


async def test_the_first_has_a_place_the_next_waits_and_nobody_registers_twice(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1)
    client.headers.update(await bearer(database, brussels))

    first = await client.post(PATH, json=AMINA)
    second = await client.post(PATH, json={**AMINA, "email": "other@example.org", "education": 3})
    twice = await client.post(PATH, json={**AMINA, "email": "AMINA@example.org"})

    assert (first.status_code, second.status_code, twice.status_code) == (201, 201, 409)
    assert first.json() == {"id": first.json()["id"], "status": "confirmed", "waiting_position": None}
    assert (second.json()["status"], second.json()["waiting_position"]) == ("waiting", 1)
    assert twice.json()["code"] == "already_registered"
    assert twice.headers["content-type"] == "application/problem+json"


async def test_a_place_given_back_is_offered_to_who_waits(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1)
    client.headers.update(await bearer(database, brussels))
    first = (await client.post(PATH, json=AMINA)).json()["id"]
    await client.post(PATH, json={**AMINA, "email": "other@example.org"})

    gone = await client.delete(f"/api/v1/sites/brussels/registrations/{first}")
    again = await client.delete(f"/api/v1/sites/brussels/registrations/{first}")

    assert (gone.status_code, gone.content, again.status_code) == (204, b"", 204)
    listed = (await client.get(PATH)).json()["data"]
    assert [(one["status"], one["waiting_position"]) for one in listed] == [("cancelled", None), ("offered", None)]
    assert listed[1]["offered_until"] is not None


async def test_the_same_key_is_one_registration(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    client.headers.update({**await bearer(database, brussels), "idempotency-key": "form-1"})
    answers = [await client.post(PATH, json=AMINA) for _ in range(2)]
    other = await client.post(PATH, json={**AMINA, "email": "other@example.org"})
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await rows(database, brussels) == {"Learner": 1, "Registration": 1}


async def test_the_list_is_paged_by_cursor_in_the_order_of_arrival(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=2)
    for number in range(5):
        await make_learner(database, brussels, cohort_id, number)
    client.headers.update(await bearer(database, brussels))
    seen: list[Any] = []
    after = ""
    while True:
        page = (await client.get(PATH, params={"limit": 2, **({"after": after} if after else {})})).json()
        seen += [(one["learner"]["email"], one["waiting_position"]) for one in page["data"]]
        if (after := page["next"]) is None:
            break
    assert seen == [(f"amina{n}@example.org", p) for n, p in enumerate((None, None, 1, 2, 3))]
    assert (await client.get(PATH, params={"after": "nonsense"})).status_code == 400
    assert (await client.get(PATH, params={"limit": 0})).status_code == 400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "amina"}, "email"),
        ({"email": "x" * 400 + "@example.org"}, "email"),
        ({"email": None}, "email"),
        ({"given_name": ""}, "given_name"),
        ({"given_name": "x" * 201}, "given_name"),
        ({"given_name": ["a"]}, "given_name"),
        ({"family_name": "a\u0007b"}, "family_name"),
        ({"language": "tlh"}, "language"),
        ({"birth_date": "1990-02-31"}, "birth_date"),
        ({"birth_date": "31/02/1990"}, "birth_date"),
        ({"birth_date": 86400}, "birth_date"),
        ({"birth_date": "86400"}, "birth_date"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"birth_date": "1066-10-14"}, "birth_date"),
        ({"gender": "other"}, "gender"),
        ({"education": 9}, "education"),
        ({"education": True}, "education"),
        ({"education": 10**30}, "education"),
        ({"employment": "astronaut"}, "employment"),
        ({"shoe_size": 42}, "shoe_size"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_saved(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, change: dict[str, Any], field: str
) -> None:
    await make_course(database, brussels)
    client.headers.update(await bearer(database, brussels))
    answer = await client.post(PATH, json={**AMINA, **change})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert all(one["detail"] for one in answer.json()["errors"])
    assert await rows(database, brussels) == {"Learner": 0, "Registration": 0}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{", b'{"given_name": "\\u0000"}', b"\xff\xfe", b"[" * 5000, b'"text"', b'{"a": 1e999}'],
)
async def test_what_is_no_document_is_refused_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, body: bytes
) -> None:
    await make_course(database, brussels)
    client.headers.update(await bearer(database, brussels))
    answer = await client.post(PATH, content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"]
    assert await rows(database, brussels) == {"Learner": 0, "Registration": 0}


async def test_scopes_and_roles_decide(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await make_course(database, brussels)
    reader = await bearer(database, brussels, Scope.SITE_READ)
    trainer = await bearer(database, brussels, role=Role.TRAINER, email="trainer@example.org")
    assert (await client.get(PATH)).status_code == 401
    assert (await client.get(PATH, headers=reader)).status_code == 200
    assert (await client.post(PATH, json=AMINA, headers=reader)).status_code == 403
    assert (await client.get(PATH, headers=trainer)).status_code == 403


async def test_another_centres_registration_is_as_missing_as_one_that_never_was(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    theirs = await make_learner(database, warsaw, await make_course(database, warsaw, "WAW-1"))
    client.headers.update(await bearer(database, brussels))
    address = "/api/v1/sites/brussels/registrations/"
    answers = [await client.delete(f"{address}{one}") for one in (theirs, new_id(), "nonsense")]
    answers += [await client.get(PATH.replace("WEB-1", one)) for one in ("WAW-1", "NEVER-1")]
    answers += [await client.get(f"/api/v1/sites/{one}/cohorts/WAW-1/registrations") for one in ("warsaw", "never")]
    assert {answer.status_code for answer in answers} == {404}
    said = [answer.json()["detail"] for answer in answers]
    assert len({*said[:3]}) == len({*said[3:5]}) == len({*said[5:]}) == 1
