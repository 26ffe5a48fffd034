"""Cohorts and sessions for programs."""

from datetime import date
from typing import Any

import pytest

from core.database import Database
from core.permissions import Scope
from sites.cohorts.models import Cohort, Session
from tests.factories import NewSite, make_curriculum
from tests.sites.registrations.made import bearer, make_course, make_learner, rows

COHORTS = "/api/v1/sites/brussels/cohorts"
PLAN: dict[str, Any] = {
    "code": "web-2027-1",
    "curriculum": "web-first-steps",
    "starts_on": "2027-03-01",
    "ends_on": "2027-05-31",
    "capacity": 12,
}


async def test_a_cohort_is_opened_once_however_often_it_is_sent(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_curriculum(database)
    header = {**await bearer(database, brussels), "idempotency-key": "k1"}

    first = await client.post(COHORTS, json=PLAN, headers=header)
    again = await client.post(COHORTS, json=PLAN, headers=header)
    other = await client.post(COHORTS, json=PLAN, headers={**header, "idempotency-key": "k2"})

    assert first.status_code == 201
    assert first.json()["status"] == "open"
    assert first.json()["languages"] == ["fr"]
    assert again.json() == first.json()
    assert (other.status_code, other.json()["code"]) == (409, "cohort_code_taken")
    assert (await client.get(f"{COHORTS}/web-2027-1", headers=header)).json() == first.json()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": "2027-02-01"}, "ends_on"),
        ({"starts_on": "2027-02-31"}, "starts_on"),
        ({"starts_on": 5}, "starts_on"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1e300}, "capacity"),
        ({"capacity": True}, "capacity"),
        ({"curriculum": "none"}, "curriculum"),
        ({"venue": "none"}, "venue"),
        ({"code": "A B"}, "code"),
        ({"status": "cancelled"}, "status"),
        ({"title": {"fr": 5}}, "title"),
        ({"title": "Web"}, "title"),
        ({"surprise": 1}, "surprise"),
        ({"languages": ["??"]}, "languages"),
    ],
)
async def test_a_wrong_plan_is_refused_by_its_field(
    database: Database, client: Any, brussels: NewSite, change: dict[str, Any], field: str
) -> None:
    await make_curriculum(database)
    header = await bearer(database, brussels)

    answer = await client.post(COHORTS, json={**PLAN, **change}, headers=header)

    assert answer.status_code == 422
    assert field in {one["field"].split(".")[0] for one in answer.json()["errors"]}
    assert (await rows(database, brussels, Cohort))["Cohort"] == 0


async def test_the_list_is_paged_and_counts_places(
    database: Database, client: Any, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_course(database, warsaw, "theirs")
    for number in range(3):
        course = await make_course(database, brussels, f"web-{number}", capacity=1)
    for number in (1, 2):
        await make_learner(database, brussels, course, number)
    header = await bearer(database, brussels, Scope.SITE_READ)

    first = (await client.get(f"{COHORTS}?limit=2", headers=header)).json()
    second = (await client.get(f"{COHORTS}?limit=2&after={first['next']}", headers=header)).json()

    assert [one["code"] for one in first["data"]] == ["web-0", "web-1"]
    assert [(one["code"], one["taken"], one["waiting"]) for one in second["data"]] == [("web-2", 1, 1)]
    assert second["next"] is None
    assert (await client.post(COHORTS, json=PLAN, headers=header)).status_code == 403
    for wrong in ("limit=0", "limit=x", "after=%00", "limit=501"):
        assert (await client.get(f"{COHORTS}?{wrong}", headers=header)).status_code in (400, 404), wrong


async def test_sessions_are_planned_in_moments_or_in_local_time(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1))
    header = await bearer(database, brussels)
    address = f"{COHORTS}/web-1/sessions"
    bodies: list[dict[str, Any]] = [
        {"starts_at": "2027-03-02T18:00:00+01:00", "ends_at": "2027-03-02T20:00:00+01:00"},
        {"starts_at": "2027-03-03T18:00", "ends_at": "2027-03-03T20:00"},
        {"on": "2027-03-04", "begins": "22:30", "ends": "00:30"},
        {"starts_at": "2027-03-05T22:30:00Z", "ends_at": "2027-03-05T23:30:00Z", "title": {"fr": "La nuit"}},
    ]

    answers = [await client.post(address, json=body, headers=header) for body in bodies]

    assert [answer.status_code for answer in answers] == [201] * 4
    assert [answer.json()["held_on"] for answer in answers] == ["2027-03-02", "2027-03-03", "2027-03-04", "2027-03-05"]
    assert [answer.json()["minutes"] for answer in answers] == [120, 120, 120, 60]
    first = (await client.get(f"{address}?limit=3", headers=header)).json()
    rest = (await client.get(f"{address}?limit=3&after={first['next']}", headers=header)).json()
    assert [len(first["data"]), len(rest["data"])] == [3, 1]


@pytest.mark.parametrize(
    "body",
    [
        {"starts_at": "2027-03-02T18:00:00Z", "ends_at": "2027-03-02T17:00:00Z"},
        {"starts_at": "2027-03-02T18:00:00Z", "ends_at": "2027-03-04T17:00:00Z"},
        {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": "0001-01-01T01:00:00+14:00"},
        {"starts_at": "9999-12-31T23:00:00-12:00", "ends_at": "9999-12-31T23:30:00-12:00"},
        {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"},
        {"starts_at": "2027-02-31T18:00:00Z", "ends_at": "2027-03-02T17:00:00Z"},
        {"on": "2027-03-02", "begins": "18:00"},
        {"on": "2027-03-02", "begins": "18:00", "ends": "19:00", "venue": "none"},
        {"starts_at": 1e300, "ends_at": "x"},
        {},
    ],
)
async def test_an_impossible_session_is_refused(
    database: Database, client: Any, brussels: NewSite, body: dict[str, Any]
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1))
    header = await bearer(database, brussels)

    answer = await client.post(f"{COHORTS}/web-1/sessions", json=body, headers=header)

    assert answer.status_code == 422
    assert (await rows(database, brussels, Session))["Session"] == 0


async def test_a_neighbours_cohort_looks_missing(
    database: Database, client: Any, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_course(database, brussels, "web-1")
    header = await bearer(database, warsaw)

    for site, code in (("warsaw", "web-1"), ("warsaw", "none"), ("brussels", "web-1")):
        address = f"/api/v1/sites/{site}/cohorts/{code}"
        for answer in (
            await client.get(address, headers=header),
            await client.get(f"{address}/sessions", headers=header),
            await client.post(
                f"{address}/sessions", json={"on": "2027-03-02", "begins": "18:00", "ends": "19:00"}, headers=header
            ),
        ):
            assert answer.status_code == 404
