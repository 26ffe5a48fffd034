"""Two records of one person: found, looked at, made one, and two again exactly as they were."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import SQLModel, col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from sites.learners.actions import merge_learners, tell_apart, undo_merge
from sites.learners.errors import BothAreRegistered, CannotMerge, CannotUndo
from sites.learners.queries import possible_duplicates
from sites.learners.rules import is_same_name
from sites.projects.models import ProjectMember
from sites.registrations.actions import cancel_registration, correct_learner, register_learner
from sites.registrations.forms import Particulars
from sites.registrations.models import Learner, Registration, RegistrationSource
from tests.factories import NewSite
from tests.sites.registrations.made import SECRET, TODAY, bearer, make_course, make_learner, somebody
from tests.sites.registrations.test_staff_pages import enter

NOW = utc_now()
BORN = "1990-05-17"
# What a merge may add to, whatever is undone.
NOT_COMPARED = ("learner_merges", "recount_marks", "facts")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Łukasz Nowak", "Lukasz Nowak", True),
        ("Nowak Łukasz", "Łukasz Nowak", True),
        ("Amina Benali", "Amina Benalli", True),
        ("Amina Benali", "Amina Fatima Benali", True),
        ("Amina Benali", "Samira Benali", False),
        ("Ivan Petrenko", "Iryna Petrenko", False),
        ("Jan Peeters", "Piet Janssens", False),
    ],
)
def test_names_that_are_one_and_names_that_are_two(one: str, other: str, same: bool) -> None:
    assert is_same_name(one, other) is same


async def everything(session: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the site, in every table."""
    await session.flush()
    session.expunge_all()
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.schema == "sites" and table.name not in NOT_COMPARED:
            rows = await session.execute(select(table))
            found[table.name] = sorted((tuple(row) for row in rows), key=str)
    return found


async def two_records(database: Database, site: NewSite, *, same_cohort: bool = False) -> tuple[UUID, UUID]:
    first = await make_course(database, site, "WEB-1")
    second = first if same_cohort else await make_course(database, site, "WEB-2")
    await make_learner(database, site, first, 1, family_name="Benali", birth_date=BORN)
    await make_learner(database, site, second, 2, family_name="Benalli", birth_date=BORN)
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        one, other = (await session.execute(select(col(Learner.id)).order_by(col(Learner.id)))).scalars().all()
        return one, other


async def test_a_pair_is_found_until_somebody_says_they_are_two(
    database: Database, brussels: NewSite, session: Any
) -> None:
    one, other = await two_records(database, brussels)
    (pair,) = await possible_duplicates(session)
    assert {pair.first.id, pair.second.id} == {one, other}
    await tell_apart(session, other, one)
    await tell_apart(session, one, other)
    assert await possible_duplicates(session) == []
    with pytest.raises(CannotMerge):
        await tell_apart(session, one, one)


async def test_what_was_made_one_is_two_again_to_the_last_row(
    database: Database, brussels: NewSite, session: Any
) -> None:
    one, other = await two_records(database, brussels)
    before = await everything(session)
    merge = await merge_learners(session, one, other, from_merged=frozenset({"email"}), site_language="fr")
    kept = await session.get_one(Learner, (brussels.id, one))
    hidden = await session.get_one(Learner, (brussels.id, other))
    assert kept.email == "amina2@example.org"
    assert hidden.person_key == kept.person_key
    owners = (await session.execute(select(col(Registration.learner_id)))).scalars().all()
    assert owners == [one, one]
    assert await possible_duplicates(session) == []
    assert await everything(session) != before

    for _ in range(2):
        await undo_merge(session, merge, now=NOW, site_language="fr")

    assert await everything(session) == before


async def test_a_correction_made_meanwhile_survives_the_undo(
    database: Database, brussels: NewSite, session: Any
) -> None:
    one, other = await two_records(database, brussels)
    merge = await merge_learners(session, one, other, from_merged=frozenset({"family_name"}), site_language="fr")
    corrected = Particulars(
        given_name="Amina", family_name="Benalli", email="new@example.org", language="fr", birth_date=date(1990, 5, 17)
    )
    await correct_learner(session, one, corrected, site_language="fr")
    await undo_merge(session, merge, now=NOW, site_language="fr")
    kept = await session.get_one(Learner, (brussels.id, one), populate_existing=True)
    assert (kept.email, kept.family_name) == ("new@example.org", "Benali")


async def test_one_person_has_one_registration_in_a_cohort(database: Database, brussels: NewSite, session: Any) -> None:
    one, other = await two_records(database, brussels, same_cohort=True)
    with pytest.raises(BothAreRegistered):
        await merge_learners(session, one, other, site_language="fr")
    found = await session.execute(select(col(Registration.id)).where(col(Registration.learner_id) == other))
    await cancel_registration(session, found.scalar_one(), today=TODAY, now=NOW)
    merge = await merge_learners(session, one, other, site_language="fr")
    owners = (
        (await session.execute(select(col(Registration.learner_id)).order_by(col(Registration.id)))).scalars().all()
    )
    assert owners == [one, other]
    await undo_merge(session, merge, now=NOW, site_language="fr")


async def test_an_address_of_the_hidden_record_is_the_same_person(
    database: Database, brussels: NewSite, session: Any
) -> None:
    one, other = await two_records(database, brussels)
    third = await make_course(database, brussels, "WEB-3")
    await merge_learners(session, one, other, site_language="fr")
    made = await register_learner(
        session,
        third,
        somebody(2),
        today=TODAY,
        now=NOW,
        source=RegistrationSource.API,
        secret=SECRET,
        site_language="fr",
    )
    registration = await session.get_one(Registration, (brussels.id, made.id))
    assert registration.learner_id == one


async def test_a_chain_of_merges_is_undone_from_its_end(database: Database, brussels: NewSite, session: Any) -> None:
    one, other = await two_records(database, brussels)
    third_course = await make_course(database, brussels, "WEB-3")
    await make_learner(database, brussels, third_course, 3, family_name="Benali", birth_date=BORN)
    third = (await session.execute(select(col(Learner.id)).order_by(col(Learner.id).desc()).limit(1))).scalar_one()
    before = await everything(session)
    early = await merge_learners(session, one, other, site_language="fr")
    late = await merge_learners(session, third, one, site_language="fr")
    with pytest.raises(CannotUndo):
        await undo_merge(session, early, now=NOW, site_language="fr")
    with pytest.raises(CannotMerge):
        await merge_learners(session, one, third, site_language="fr")
    await undo_merge(session, late, now=NOW, site_language="fr")
    await undo_merge(session, early, now=NOW, site_language="fr")
    assert await everything(session) == before


def test_whatever_belongs_to_a_learner_is_known_by_its_key() -> None:
    """A table of another feature is moved without being named."""
    from sites.learners.actions import _tables  # noqa: PLC0415 -- what is tested is the list itself

    assert {"registrations", ProjectMember.__tablename__} <= {table.name for table, _ in _tables()}
    assert all("id" in table.columns for table, _ in _tables())


async def test_people_look_at_a_pair_make_it_one_and_undo_it(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    one, other = await two_records(database, brussels)
    token = await enter(client, database, brussels)
    base = "/en/manage/brussels/learners"
    listed = (await client.get(f"{base}/duplicates")).text
    assert f"{base}/duplicates/{one}/{other}" in listed
    page = f"{base}/duplicates/{one}/{other}"
    assert "Benalli" in (await client.get(page)).text
    assert (await client.post(page, data={**token, "keep": "third"})).status_code == 422
    merged = await client.post(page, data={**token, "keep": "first", "family_name": "second"})
    assert merged.headers["location"].endswith(str(one))
    moved = await client.get(f"{base}/{other}")
    assert moved.headers["location"].endswith(str(one))
    assert "1 learner" in (await client.get(base)).text
    undo = (await client.get(f"{base}/duplicates")).text.split(f'action="{base}/merges/')[1].split('"')[0]
    assert (await client.post(f"{base}/merges/{undo}", data=token)).status_code == 303
    assert "2 learners" in (await client.get(base)).text
    assert (await client.post(f"{base}/merges/nonsense/undo", data=token)).status_code == 404


async def test_programs_list_merge_and_undo(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    one, other = await two_records(database, brussels)
    client.headers.update(await bearer(database, brussels))
    base = "/api/v1/sites/brussels"
    (pair,) = (await client.get(f"{base}/duplicates")).json()["data"]
    assert pair["first"]["id"] == str(one)
    made = await client.post(f"{base}/merges", json={"keep": str(one), "merge": str(other)})
    assert made.status_code == 201
    assert (await client.post(f"{base}/merges", json={"keep": str(one), "merge": str(other)})).status_code == 409
    undone = await client.post(f"{base}/merges/{made.json()['id']}/undo")
    assert (undone.status_code, undone.json()["merged"]) == (200, str(other))
