"""Opening a centre and letting it go live."""

from datetime import date

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from core.audit import AuditEntry
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from network.people.models import Person
from network.rollout.rules import CheckCode, SiteFacts, checks, next_holidays
from network.units.models import Site, SiteStatus, Unit
from tests.factories import NewSite, make_curriculum, make_person, make_site, signed_in


@pytest.fixture
async def lisbon(tree: None, database: Database) -> NewSite:
    return await make_site(database, "lisbon", status=SiteStatus.ROLLOUT)


@pytest.fixture
async def lead(database: Database, client: httpx.AsyncClient, tree: None) -> str:
    async with unit_of_work(database, DataScope.of_network()) as session:
        group = (await session.execute(select(Unit).where(Unit.code == "network"))).scalar_one()  # type: ignore[arg-type]  # SQLModel types columns as values
    return await signed_in(
        database, client, await make_person(database, "lead@example.org", Role.ROLLOUT_LEAD, group.id)
    )


async def _status(database: Database, site: NewSite) -> SiteStatus:
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = await session.get(Site, site.id)
        assert found is not None
        return found.status


async def _complete(database: Database, site: NewSite) -> None:
    await make_curriculum(database)
    await make_person(database, "manager@example.org", Role.SITE_MANAGER, site.id)
    await make_person(database, "trainer@example.org", Role.TRAINER, site.id)
    texts = Localized(fr="Un centre", en="A centre")
    async with unit_of_work(database, DataScope.of_network()) as session:
        found, unit = await session.get(Site, site.id), await session.get(Unit, site.id)
        assert found is not None
        assert unit is not None
        unit.name, found.about, found.practical = texts, texts, texts
        found.address, found.contact_email = "Rua 1", "lisbon@example.org"
        found.latitude, found.longitude = 38.7, -9.1


async def test_the_country_suggests_what_is_usual_there(client: httpx.AsyncClient, lead: str) -> None:
    page = (await client.get("/en/rollout/open?country=LU&code=esch")).text

    assert "Europe/Luxembourg" in page
    assert 'value="EUR"' in page
    assert "Lëtzebuergesch" in page
    assert "Saturday and Sunday" in page
    assert 'name="name.lb"' in page


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("country=LU&code=api", "cannot be a code"),
        ("country=XX&code=esch", "is not a country code"),
        ("country=LU", "Please fill this in."),
        ("country=LU&code=lisbon", "already used"),
    ],
)
async def test_a_wrong_first_step_is_said_in_words(
    client: httpx.AsyncClient, lead: str, lisbon: NewSite, asked: str, words: str
) -> None:
    page = await client.get(f"/en/rollout/open?{asked}")

    assert page.status_code == 422
    assert words in page.text


async def test_a_centre_is_made_and_not_yet_public(client: httpx.AsyncClient, database: Database, lead: str) -> None:
    form = {
        "csrf_token": lead,
        "code": "esch",
        "country": "LU",
        "name.fr": "Esch",
        "languages": ["lb", "fr"],
        "zone": "Europe/Luxembourg",
        "currency": "EUR",
    }
    made = await client.post("/en/rollout/open", data=form)
    again = await client.post("/en/rollout/open", data=form)

    assert made.status_code == again.status_code == 303
    assert made.headers["location"] == "/en/rollout/esch"
    page = await client.get("/en/rollout/esch")
    assert "In rollout" in page.text
    assert "Missing: Luxembourgish" in page.text
    client.cookies.clear()
    assert (await client.get("/fr/esch/")).status_code == 404


async def test_nothing_typed_is_lost_when_something_is_wrong(client: httpx.AsyncClient, lead: str) -> None:
    form = {"csrf_token": lead, "code": "esch", "country": "LU", "name.fr": "Esch", "zone": "Mars", "currency": "EUR"}
    page = await client.post("/en/rollout/open", data={**form, "languages": ["fr"]})

    assert page.status_code == 422
    assert "is not a time zone" in page.text
    assert 'value="Esch"' in page.text


async def test_what_is_missing_keeps_a_centre_closed(
    client: httpx.AsyncClient, database: Database, lead: str, lisbon: NewSite
) -> None:
    page = (await client.get("/en/rollout/lisbon")).text
    refused = await client.post("/en/rollout/lisbon/live", data={"csrf_token": lead})

    assert "Nobody yet" in page
    assert "/rollout/lisbon/live" not in page
    assert refused.status_code == 409
    assert await _status(database, lisbon) is SiteStatus.ROLLOUT


async def test_a_complete_centre_goes_live(
    client: httpx.AsyncClient, database: Database, lead: str, lisbon: NewSite
) -> None:
    await _complete(database, lisbon)

    assert "9 of 9 checks hold" in (await client.get("/en/rollout/lisbon")).text
    assert (await client.post("/en/rollout/lisbon/live", data={"csrf_token": lead})).status_code == 303
    assert await _status(database, lisbon) is SiteStatus.OPEN


async def test_a_waiver_needs_a_reason_which_is_kept(
    client: httpx.AsyncClient, database: Database, lead: str, lisbon: NewSite
) -> None:
    path = "/en/rollout/lisbon/waive"
    refused = await client.post(path, data={"csrf_token": lead, "reason": "soon"})
    waived = await client.post(path, data={"csrf_token": lead, "reason": "The minister comes on Monday."})

    assert refused.status_code == 422
    assert "soon" in refused.text
    assert waived.status_code == 303
    assert await _status(database, lisbon) is SiteStatus.OPEN
    async with unit_of_work(database, DataScope.of_network()) as session:
        found = select(AuditEntry, col(Person.name)).join(Person, col(Person.id) == col(AuditEntry.actor_id))
        entry, who = (await session.execute(found.where(col(AuditEntry.action) == "site.waive"))).one()
    assert entry.reason == "The minister comes on Monday."
    assert who == "Ada Example"
    assert entry.after is not None
    assert "manager" in entry.after["missing"]


async def test_a_country_manager_follows_their_own_centres_only(
    client: httpx.AsyncClient, database: Database, lisbon: NewSite, warsaw: NewSite
) -> None:
    async with unit_of_work(database, DataScope.of_network()) as session:
        belgium = (await session.execute(select(Unit).where(Unit.code == "be"))).scalar_one()  # type: ignore[arg-type]  # SQLModel types columns as values
    person = await make_person(database, "belgium@example.org", Role.COUNTRY_MANAGER, belgium.id)
    token = await signed_in(database, client, person)

    page = (await client.get("/en/rollout")).text

    assert "Lisbon" in page
    assert "Warsaw" not in page
    assert (await client.get("/en/rollout/warsaw")).status_code == 404
    reason = {"csrf_token": token, "reason": "Because I would like it."}
    assert (await client.post("/en/rollout/lisbon/waive", data=reason)).status_code in {403, 404}


async def test_a_centre_manager_has_no_business_there(
    client: httpx.AsyncClient, database: Database, lisbon: NewSite
) -> None:
    person = await make_person(database, "manager@example.org", Role.SITE_MANAGER, lisbon.id)
    await signed_in(database, client, person)

    assert (await client.get("/en/rollout")).status_code == 403
    assert (await client.get("/en/rollout/lisbon")).status_code == 403


def test_each_missing_thing_is_named() -> None:
    found = {check.code: check for check in checks(SiteFacts(["fr", "nl"], Localized(fr="Gand"), managers_invited=1))}

    assert not found[CheckCode.NAME].holds
    assert found[CheckCode.NAME].evidence == "Missing: Dutch"
    assert found[CheckCode.MANAGER].evidence == "1 person is invited"
    assert not any(check.holds for check in found.values())


def test_a_country_without_a_known_calendar_has_no_holidays_to_show() -> None:

    assert next_holidays("ZZ", date(2026, 11, 23), "fr") == []
    assert "Christmas" in next_holidays("BE", date(2026, 12, 1), "en")[0]
