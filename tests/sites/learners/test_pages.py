"""The list of learners and a learner's record."""

import httpx

from core.database import Database
from tests.factories import NewSite
from tests.sites.registrations.made import TODAY, make_course, make_learner, registrations
from tests.sites.registrations.test_staff_pages import enter


async def test_the_list_of_learners_finds_people_and_corrects_them(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_learner(database, warsaw, await make_course(database, warsaw), 9)
    cohort_id = await make_course(database, brussels, starts_on=TODAY)
    await make_learner(database, brussels, cohort_id, 1, given_name="Zoé", family_name="Łęcka")
    await make_learner(database, brussels, cohort_id, 2)
    token = await enter(client, database, brussels)
    base = "/en/manage/brussels/learners"
    everybody = (await client.get(base)).text
    found = (await client.get(base, params={"q": "lecka ZOE"})).text
    nobody = (await client.get(base, params={"q": "%_\\"})).text
    assert "2 learners" in everybody
    assert "amina9@example.org" not in everybody
    assert "Łęcka" in found
    assert "Example 2" not in found
    assert "Nobody found" in nobody
    for bad in ({"q": "\x00"}, {"after": "nonsense"}, {"after": "é"}):
        assert 400 <= (await client.get(base, params=bad)).status_code < 500

    person = (await registrations(database, brussels))[0].learner_id
    record = (await client.get(f"{base}/{person}")).text
    assert "Zoé Łęcka" in record
    changed = {"given_name": "Zoë", "family_name": "Łęcka", "email": "zoe@example.org", "language": "pl"}
    wrong = await client.post(f"{base}/{person}/edit", data={**token, **changed, "birth_date": "31/02/2000"})
    right = await client.post(f"{base}/{person}/edit", data={**token, **changed, "birth_date": "2000-02-29"})
    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "Zoë Łęcka" in (await client.get(f"{base}/{person}")).text


async def test_learners_are_paged(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    cohort_id = await make_course(database, brussels, capacity=None)
    for number in range(51):
        await make_learner(database, brussels, cohort_id, number)
    await enter(client, database, brussels)
    first = (await client.get("/en/manage/brussels/learners")).text
    address = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = (await client.get(address)).text
    assert (first.count("@example.org"), second.count("@example.org")) == (50, 1)
