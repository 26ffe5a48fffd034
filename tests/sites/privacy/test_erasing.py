"""Erasing at the same time as something else, twice, and with a place that is still to come."""

import asyncio
from uuid import UUID

import httpx
from sqlalchemy import func, select
from sqlmodel import col

from core.audit import AuditEntry
from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from sites.privacy.actions import erase_learner
from sites.privacy.models import ErasureReason
from sites.registrations.actions import register_learner
from sites.registrations.models import Learner, Registration, RegistrationSource, RegistrationStatus
from tests.factories import NewSite
from tests.sites.registrations.made import SECRET, TODAY, bearer, make_course, make_learner, somebody


async def _erase(
    database: Database, site: NewSite, settings: Settings, learner_id: UUID, *, back: bool = False
) -> bool:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return await erase_learner(
            session,
            learner_id,
            reason=ErasureReason.ASKED_AT_THE_CENTRE,
            today=TODAY,
            now=utc_now(),
            outbox=settings.home,
            site_language="fr",
            give_back_places=back,
        )


async def _register(database: Database, site: NewSite, cohort: UUID) -> UUID:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        made = await register_learner(
            session,
            cohort,
            somebody(1),
            today=TODAY,
            now=utc_now(),
            source=RegistrationSource.PUBLIC,
            secret=SECRET,
            site_language="fr",
        )
        return made.id


async def _person(database: Database, site: NewSite) -> UUID:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (await session.execute(select(col(Learner.id)).order_by(col(Learner.id)).limit(1))).scalar_one()


async def test_erased_by_two_at_once_is_erased_once(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    learner_id = await _person(database, brussels)
    done = await asyncio.gather(*(_erase(database, brussels, app_settings, learner_id) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        noted = select(func.count()).select_from(AuditEntry).where(col(AuditEntry.action) == "learners.erase")
        assert (await session.execute(noted)).scalar_one() == 1


async def test_who_registers_while_being_erased_is_either_forgotten_or_somebody_new(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    """Never a place in the name of nobody that somebody thinks is theirs."""
    first = await make_course(database, brussels, "WEB-1")
    others = [await make_course(database, brussels, f"WEB-{number}") for number in range(2, 6)]
    await make_learner(database, brussels, first)
    erased = await _person(database, brussels)
    await asyncio.gather(
        _erase(database, brussels, app_settings, erased, back=True),
        *(_register(database, brussels, cohort) for cohort in others),
    )
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        people = {one.id: one for one in (await session.execute(select(Learner))).scalars()}
        places = (await session.execute(select(Registration))).scalars().all()
    assert people[erased].email is None
    assert len([one for one in people.values() if one.email is not None]) <= 1
    for place in places:
        if place.learner_id == erased:
            assert place.link_hash is None
            assert place.status is RegistrationStatus.CANCELLED
        else:
            assert place.status is RegistrationStatus.CONFIRMED


async def test_a_place_given_back_is_offered_to_the_next(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    cohort = await make_course(database, brussels, capacity=1)
    await make_learner(database, brussels, cohort, 1)
    erased = await _person(database, brussels)
    next_one = await make_learner(database, brussels, cohort, 2)
    await _erase(database, brussels, app_settings, erased, back=True)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = await session.execute(select(Registration).where(col(Registration.id) == next_one))
        assert found.scalar_one().status is RegistrationStatus.OFFERED


async def test_an_erased_person_who_comes_back_is_somebody_new(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    first, second = [await make_course(database, brussels, code) for code in ("WEB-1", "WEB-2")]
    await make_learner(database, brussels, first)
    erased = await _person(database, brussels)
    await _erase(database, brussels, app_settings, erased)
    place = await _register(database, brussels, second)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        found = await session.execute(select(col(Registration.learner_id)).where(col(Registration.id) == place))
        assert found.scalar_one() != erased


async def test_over_the_api_a_learner_is_read_taken_along_and_erased(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_learner(database, brussels, await make_course(database, brussels))
    learner_id = await _person(database, brussels)
    client.headers.update(await bearer(database, brussels))
    base = f"/api/v1/sites/brussels/learners/{learner_id}"

    before = (await client.get(base)).json()
    copy = (await client.get(f"{base}/export")).json()
    wrong = await client.post(f"{base}/erase", json={"reason": "no longer liked"})
    erased = [await client.post(f"{base}/erase", json={"reason": "entered_by_mistake"}) for _ in range(2)]
    after = (await client.get(base)).json()

    assert (before["email"], before["erased"]) == ("amina1@example.org", False)
    assert copy["learners"][0]["email"] == "amina1@example.org"
    assert [one["status"] for one in copy["registrations"]] == ["confirmed"]
    assert wrong.status_code == 422
    assert [one.status_code for one in erased] == [200, 200]
    assert (after["email"], after["given_name"], after["erased"]) == (None, "", True)
    assert [one["status"] for one in after["registrations"]] == ["confirmed"]
    assert (await client.get(f"{base}/export")).status_code == 404
