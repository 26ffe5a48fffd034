import httpx
import pytest

from core.clock import new_id
from core.database import Database
from network.access.roles import Role
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import make_course, make_learner, registrations, rows

LIST = "/en/manage/brussels/cohorts/WEB-1/registrations"


async def enter(
    client: httpx.AsyncClient, database: Database, site: NewSite, role: Role = Role.SITE_MANAGER
) -> dict[str, str]:
    person_id = await make_person(database, f"{role}@example.org", role, site.id)
    return {"csrf_token": await signed_in(database, client, person_id)}


async def test_the_list_says_who_has_a_place_and_who_waits(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=2)
    for number in range(3):
        await make_learner(database, brussels, cohort_id, number)
    await enter(client, database, brussels)
    page = (await client.get(LIST)).text
    assert "2 of 2 places taken" in page
    assert "1 person waiting" in page
    assert "amina0@example.org" in page


async def test_a_trainer_sees_names_and_no_addresses(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    made = await make_learner(database, brussels, await make_course(database, brussels))
    token = await enter(client, database, brussels, Role.TRAINER)
    page = (await client.get(LIST)).text
    assert "Amina Example 1" in page
    assert "amina1@example.org" not in page
    assert (await client.get(f"{LIST}/new")).status_code == 403
    assert (await client.get("/en/manage/brussels/learners")).status_code == 403
    change = await client.post(f"/en/manage/brussels/registrations/{made}", data={**token, "status": "cancelled"})
    assert change.status_code == 403


async def test_somebody_at_the_desk_is_added(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await make_course(database, brussels)
    token = await enter(client, database, brussels)
    nameless = await client.post(f"{LIST}/new", data={**token, "language": "fr"})
    added = await client.post(f"{LIST}/new", data={**token, "language": "fr", "given_name": "Madonna"})
    assert (nameless.status_code, added.status_code) == (422, 303)
    assert 'href="#f-given_name"' in nameless.text
    assert [str(one.source) for one in await registrations(database, brussels)] == ["staff"]


async def test_a_change_is_made_and_the_next_in_line_is_asked(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    first = await make_learner(database, brussels, cohort_id, 1)
    await make_learner(database, brussels, cohort_id, 2)
    token = await enter(client, database, brussels)
    address = f"/en/manage/brussels/registrations/{first}"
    assert (await client.get(address)).status_code == 200
    for wrong in ({}, {"status": "nonsense"}, {"status": "cancelled", "left_on": "31/02/2026"}, {"status": "move"}):
        assert (await client.post(address, data={**token, **wrong})).status_code == 422
    answer = await client.post(address, data={**token, "status": "cancelled", "reason": "Moved away"})
    assert answer.status_code == 303
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled", "offered"]


async def test_who_passes_others_needs_a_reason(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    made = [await make_learner(database, brussels, cohort_id, number) for number in range(3)]
    token = await enter(client, database, brussels)
    address = f"/en/manage/brussels/registrations/{made[2]}"
    assert (await client.post(address, data={**token, "status": "move", "position": "1"})).status_code == 422
    assert (
        await client.post(address, data={**token, "status": "move", "position": "1", "reason": "Job"})
    ).status_code == 303
    numbers = [one.queue_number for one in await registrations(database, brussels)]
    assert numbers[2] is not None
    assert numbers[1] is not None
    assert numbers[2] < numbers[1]


async def test_without_the_pages_token_nothing_happens(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    await enter(client, database, brussels)
    answer = await client.post(f"{LIST}/new", data={"language": "fr", "given_name": "Madonna"})
    assert answer.status_code == 403
    assert await rows(database, brussels) == {"Learner": 0, "Registration": 0}


@pytest.mark.parametrize("kind", ["theirs", "unknown", "nonsense"])
async def test_another_centres_people_are_not_there(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite, kind: str
) -> None:
    theirs = await make_learner(database, warsaw, await make_course(database, warsaw, "WAW-1"))
    learner = (await registrations(database, warsaw))[0].learner_id
    token = await enter(client, database, brussels)
    one = {"theirs": str(theirs), "unknown": str(new_id()), "nonsense": "nonsense"}[kind]
    person = {"theirs": str(learner), "unknown": str(new_id()), "nonsense": "nonsense"}[kind]
    base = "/en/manage/brussels"
    answers = [
        await client.get(f"{base}/registrations/{one}"),
        await client.post(f"{base}/registrations/{one}", data={**token, "status": "cancelled"}),
        await client.get(f"{base}/learners/{person}"),
        await client.get(f"{base}/learners/{person}/edit"),
        await client.post(f"{base}/learners/{person}/edit", data={**token, "given_name": "X", "language": "fr"}),
        await client.get(f"{base}/cohorts/WAW-1/registrations"),
        await client.get("/en/manage/warsaw/learners"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert all("Amina" not in answer.text for answer in answers)
    assert [str(one.status) for one in await registrations(database, warsaw)] == ["confirmed"]
