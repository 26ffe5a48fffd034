"""Somebody uses everything there is, at two centres, is erased, and then was never there; but still counts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from network.results.checking import differences
from network.results.models import Fact
from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.certificates.models import Certificate
from sites.cohorts.models import Session
from sites.events.models import EventPlace
from sites.outcomes.models import Milestone, Outcome, Situation
from sites.registrations.models import Learner, Registration, RegistrationStatus
from tests.factories import NewSite, signed_in
from tests.sites.privacy.tracing import all_counts, files_that_say, run_jobs, sample_everything, tables_that_say
from tests.sites.registrations.made import bearer, make_course, make_event, make_learner

GIVEN, FAMILY, MAIL = "Zyxmarker", "Qwvmarker", "zqmarker.one@example.org"
WORDS = ("zyxmarker", "qwvmarker", "zqmarker", "+32 987 123 987", "1987-06-05")
PERSON = {
    "given_name": GIVEN,
    "family_name": FAMILY,
    "email": MAIL,
    "language": "fr",
    "birth_date": "1987-06-05",
    "gender": "woman",
    "education": 2,
    "employment": "unemployed",
}
LAST_MONTH = utc_now().date() - timedelta(days=60)
ERASE_LATER = timedelta(days=4).total_seconds()


async def _everything_happens_to_them(
    client: httpx.AsyncClient, database: Database, site: NewSite, settings: Settings
) -> UUID:
    """Registered by a program, marked, corrected, moved, asked afterwards, certified, at an event."""
    manager = await bearer(database, site, email=f"manager@{site.code}.example.org")
    cohort = await make_course(database, site, starts_on=LAST_MONTH, days=90, sessions=3)
    for number in range(1, 8):
        await make_learner(database, site, cohort, number, gender="man", education=4)
    event_id = await make_event(database, site)
    made = await client.post(
        f"/api/v1/sites/{site.code}/cohorts/WEB-1/registrations",
        json=PERSON,
        headers={**manager, "idempotency-key": f"{GIVEN}-{site.code}"},
    )
    assert made.status_code == 201, made.text
    place = UUID(made.json()["id"])
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        registration = (await session.execute(select(Registration).where(col(Registration.id) == place))).scalar_one()
        registration.status = RegistrationStatus.COMPLETED
        registration.disability = True
        learner_id = registration.learner_id
        learner = (await session.execute(select(Learner).where(col(Learner.id) == learner_id))).scalar_one()
        learner.phone = "+32 987 123 987"
        for meeting in (await session.execute(select(Session))).scalars().all():
            session.add(
                AttendanceMark(
                    site_id=site.id,
                    session_id=meeting.id,
                    registration_id=place,
                    status=AttendanceStatus.PRESENT,
                    minutes=180,
                )
            )
        session.add(
            Certificate(
                site_id=site.id,
                registration_id=place,
                code=f"CODE-{site.code}",
                curriculum_version=1,
                issued_on=date.today(),  # noqa: DTZ011 -- any day of this year
                printed={"facts": {"starts_on": str(LAST_MONTH)}, "holder": f"{GIVEN} {FAMILY}"},
                revoked_note=f"written for {GIVEN}",
            )
        )
        session.add(
            Outcome(
                site_id=site.id,
                registration_id=place,
                milestone=Milestone.EXIT,
                exit_on=LAST_MONTH,
                situation=Situation.EMPLOYED,
                answered_on=LAST_MONTH,
                remark=f"says {FAMILY}",
            )
        )
        session.add(EventPlace(site_id=site.id, event_id=event_id, name=f"{GIVEN} {FAMILY}", email=MAIL))
    await run_jobs(database, settings)
    return learner_id


async def _staff_writes(client: httpx.AsyncClient, database: Database, site: NewSite, learner_id: UUID) -> None:
    """What a manager types into forms about a person, names included."""
    person = await _manager(database, site)
    csrf = {"csrf_token": await signed_in(database, client, person)}
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(col(Registration.id)).where(col(Registration.learner_id) == learner_id))
        place = found.scalar_one()
    changed = await client.post(
        f"/en/manage/{site.code}/registrations/{place}",
        data={**csrf, "status": "not_completed", "reason": f"{GIVEN} asked for it"},
    )
    back = await client.post(
        f"/en/manage/{site.code}/registrations/{place}",
        data={**csrf, "status": "completed", "reason": f"no, {FAMILY} did not"},
    )
    assert (changed.status_code, back.status_code) == (303, 303)
    client.cookies.clear()


async def _manager(database: Database, site: NewSite) -> UUID:
    from network.people.models import Person  # noqa: PLC0415 -- only here

    async with unit_of_work(database, DataScope.of_network()) as session:
        found = select(col(Person.id)).where(col(Person.email) == f"manager@{site.code}.example.org")
        return (await session.execute(found)).scalar_one()


async def _opens_their_page(
    client: httpx.AsyncClient, database: Database, site: NewSite, settings: Settings
) -> dict[str, str]:
    """By the link in the mail. Headers of their browser from then on."""
    before = set((settings.home / "outbox").glob("*.eml"))
    asked = await client.post(f"/fr/{site.code}/me", data={"email": MAIL.upper()})
    assert asked.headers["location"] == f"/fr/{site.code}/me/sent"
    await run_jobs(database, settings)
    (mail,) = set((settings.home / "outbox").glob("*.eml")) - before
    text = mail.read_bytes().decode().replace("=\r\n", "")
    token = text.split("/me/link/")[1].split()[0].split('"')[0].split("<")[0]
    opened = await client.post(f"/fr/{site.code}/me/link/{token}")
    assert opened.status_code == 303, opened.text
    cookie = opened.cookies[f"archipel_me_{site.code}"]
    client.cookies.clear()
    return {"cookie": f"archipel_me_{site.code}={cookie}"}


async def test_who_is_erased_leaves_figures_and_no_trace(
    client: httpx.AsyncClient,
    database: Database,
    brussels: NewSite,
    warsaw: NewSite,
    app_settings: Settings,
    postgres: str,
    home: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    year = LAST_MONTH.year
    learners = {}
    for site in (brussels, warsaw):
        learners[site.code] = await _everything_happens_to_them(client, database, site, app_settings)
        await _staff_writes(client, database, site, learners[site.code])
    me = await _opens_their_page(client, database, brussels, app_settings)
    for path, typed in (
        ("correct", {"given_name": GIVEN, "family_name": f"{FAMILY}sson", "language": "fr", "phone": WORDS[3]}),
        ("wish", {"email": "zqmarker.two@example.org", "birth_date": "1987-06-05"}),
        ("calendar", {}),
    ):
        answer = await client.post(f"/fr/brussels/me/{path}", data=typed, headers=me)
        assert answer.status_code == 303, answer.text
    page = await client.get("/fr/brussels/me/data", headers=me)
    file = await client.get("/fr/brussels/me/data.json", headers=me)
    for word in (GIVEN, FAMILY, MAIL):
        assert word in page.text
        assert word in file.text
    await run_jobs(database, app_settings)
    await sample_everything(postgres)

    before = await all_counts(database, year)
    assert len(before["None None"]) > 50
    assert await tables_that_say(postgres, WORDS), "nothing to lose proves nothing"
    assert files_that_say(home, WORDS)

    asked = await client.post("/fr/brussels/me/erase", headers=me)
    assert asked.status_code == 303
    await run_jobs(database, app_settings)
    assert await _name_at(database, brussels, learners["brussels"]) != "", "it can still be taken back"
    await run_jobs(database, app_settings, later=ERASE_LATER)

    assert await all_counts(database, year) == before
    assert (await client.get("/fr/brussels/me", headers=me)).text.count(GIVEN) == 0
    assert await _keys(database, brussels, learners["brussels"]) == await _keys(database, warsaw, learners["warsaw"])

    csrf = {"csrf_token": await signed_in(database, client, await _manager(database, warsaw))}
    address = f"/pl/manage/warsaw/learners/{learners['warsaw']}/erase"
    refused = await client.post(address, data={**csrf, "reason": "because"})
    erased = await client.post(address, data={**csrf, "reason": "asked_at_the_centre"})
    assert (refused.status_code, erased.status_code) == (422, 303)
    known = await _keys(database, brussels, learners["brussels"])
    await run_jobs(database, app_settings, later=ERASE_LATER)

    assert await all_counts(database, year) == before
    assert await differences(database) == []
    drawn = await _keys(database, brussels, learners["brussels"])
    assert drawn == await _keys(database, warsaw, learners["warsaw"])
    assert drawn != known, "nobody, not even with the program's key, can tell who it was"
    assert not await _facts_with(database, (brussels, warsaw), known)
    assert await tables_that_say(postgres, WORDS) == {}
    assert files_that_say(home, WORDS) == []
    logged = capfd.readouterr()
    assert "answered" in logged.out + logged.err
    assert not [word for word in WORDS if word in (logged.out + logged.err).casefold()]


async def _name_at(database: Database, site: NewSite, learner_id: UUID) -> str:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(col(Learner.given_name)).where(col(Learner.id) == learner_id))
        return found.scalar_one()


async def _keys(database: Database, site: NewSite, learner_id: UUID) -> bytes:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(select(col(Learner.person_key)).where(col(Learner.id) == learner_id))
        return found.scalar_one()


async def _facts_with(database: Database, sites: tuple[NewSite, ...], key: bytes) -> list[Any]:
    found: list[Any] = []
    for site in sites:
        async with unit_of_work(database, DataScope.of_site(site.id)) as session:
            found += (await session.execute(select(col(Fact.id)).where(col(Fact.person_key) == key))).all()
    return found
