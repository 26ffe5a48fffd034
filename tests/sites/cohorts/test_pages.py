"""A manager opens cohorts, plans sessions and keeps venues; what is wrong is said and nothing is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.audit import AuditEntry
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from sites.cohorts.models import Cohort, CohortStatus, CohortTrainer, Session, SessionStatus, Venue
from sites.registrations.models import Registration, RegistrationStatus
from tests.factories import NewSite, make_curriculum, make_person
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import make_course, make_learner, rows

HERE = "/en/manage/brussels"


def a_plan(**more: Any) -> dict[str, Any]:
    return {
        "code": "web-2027-1",
        "curriculum": "web-first-steps",
        "starts_on": "2027-03-01",
        "ends_on": "2027-05-31",
        "capacity": "12",
        "languages": ["fr", "nl"],
        "status": "open",
        **more,
    }


async def _all(database: Database, site: NewSite, kind: Any) -> list[Any]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return list((await session.execute(select(kind).order_by(kind.created_at))).scalars())


async def test_a_cohort_is_opened_with_its_texts_and_trainers(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_curriculum(database)
    trainer = await make_person(database, "trainer@example.org", Role.TRAINER, brussels.id)
    await work_as(database, client, brussels)

    answer = await client.post(f"{HERE}/cohorts/new", data=a_plan(title_fr="Le web, le soir", trainers=str(trainer)))

    assert answer.headers["location"] == f"{HERE}/cohorts/web-2027-1"
    [kept] = await _all(database, brussels, Cohort)
    assert (kept.code, kept.status, kept.capacity, kept.curriculum_version) == ("web-2027-1", "open", 12, 1)
    assert dict(kept.title) == {"fr": "Le web, le soir"}
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert (await session.execute(select(col(CohortTrainer.person_id)))).scalars().all() == [trainer]
    noted = await _all_audit(database, brussels)
    assert noted == ["cohort.open"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", "2027-02-31"),
        ("starts_on", "31/02/2027"),
        ("starts_on", "99999-01-01"),
        ("starts_on", "0001-01-01"),
        ("ends_on", "2027-02-28"),
        ("capacity", "0"),
        ("capacity", "9" * 400),
        ("capacity", "twelve"),
        ("code", "Über uns"),
        ("code", "new"),
        ("code", "taken-1"),
        ("curriculum", "nothing"),
        ("venue", "warsaw-hall"),
        ("trainers", "00000000-0000-0000-0000-000000000000"),
        ("trainers", "me"),
        ("languages", ""),
        ("languages", "not a language"),
        ("status", "cancelled"),
        ("title_fr", "x" * 300),
        ("starts_on", ["2027-03-01", "2027-03-02"]),
    ],
)
async def test_a_wrong_answer_keeps_the_cohort_out_and_what_was_typed_in(
    database: Database, client: Any, brussels: NewSite, warsaw: NewSite, field: str, value: Any
) -> None:
    await make_course(database, brussels, "taken-1")
    async with unit_of_work(database, DataScope.of_site(warsaw.id)) as session:
        session.add(Venue(site_id=warsaw.id, code="warsaw-hall", name=Localized(pl="Sala")))
    await work_as(database, client, brussels)

    answer = await client.post(f"{HERE}/cohorts/new", data=a_plan(**{field: value}))

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert field == "code" or 'value="web-2027-1"' in answer.text
    assert (await rows(database, brussels, Cohort))["Cohort"] == 1


async def test_unreadable_text_is_refused(database: Database, client: Any, brussels: NewSite) -> None:
    await make_curriculum(database)
    await work_as(database, client, brussels)

    answer = await client.post(f"{HERE}/cohorts/new", data=a_plan(title_fr="a\x00b"))

    assert answer.status_code == 400
    assert (await rows(database, brussels, Cohort))["Cohort"] == 0


async def test_more_places_reach_who_waits_and_a_change_is_noted(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course = await make_running_course(database, brussels, capacity=1, learners=2)
    await work_as(database, client, brussels)
    kept = (await _all(database, brussels, Cohort))[0]
    form = {"starts_on": kept.starts_on, "ends_on": kept.ends_on, "capacity": "5", "languages": ["fr"]}

    answer = await client.post(f"{HERE}/cohorts/{course.code}/edit", data=form)

    assert answer.status_code == 303
    statuses = {one.status for one in await _all(database, brussels, Registration)}
    assert statuses == {RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED}
    assert "cohort.change" in await _all_audit(database, brussels)


async def test_registration_opens_and_closes_and_a_cohort_is_cancelled_once(
    database: Database, client: Any, brussels: NewSite
) -> None:
    course_id = await make_course(database, brussels, "web-1", status=CohortStatus.DRAFT)
    await work_as(database, client, brussels)

    async def status_after(step: str) -> str:
        assert (await client.post(f"{HERE}/cohorts/web-1/{step}", data={"reason": "ill"})).status_code == 303
        return str((await _all(database, brussels, Cohort))[0].status)

    assert await status_after("open") == "open"
    await make_learner(database, brussels, course_id)
    assert await status_after("close") == "closed"
    assert await status_after("cancel") == "cancelled"
    assert (await _all(database, brussels, Registration))[0].status is RegistrationStatus.CANCELLED
    for step in ("open", "close", "cancel"):
        assert (await client.post(f"{HERE}/cohorts/web-1/{step}")).status_code == 409
    assert (await client.get(f"{HERE}/cohorts/web-1")).status_code == 200


async def test_a_holiday_is_asked_about_before_it_is_planned(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 4, 1), days=60)
    await work_as(database, client, brussels)
    form = {"on": "2027-05-01", "begins": "18:00", "ends": "20:00"}

    asked = await client.post(f"{HERE}/cohorts/web-1/sessions/new", data=form)
    assert asked.status_code == 200
    assert "is a public holiday" in asked.text
    assert "is at the weekend" in asked.text
    assert (await rows(database, brussels, Session))["Session"] == 0

    answer = await client.post(f"{HERE}/cohorts/web-1/sessions/new", data={**form, "anyway": "yes"})
    assert answer.status_code == 303
    [kept] = await _all(database, brussels, Session)
    assert (kept.held_on, kept.starts_at.hour, kept.venue_id is not None) == (date(2027, 5, 1), 16, True)


async def test_a_series_is_shown_first_and_planned_once(database: Database, client: Any, brussels: NewSite) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 4, 26), days=40)
    await work_as(database, client, brussels)
    form = {
        "first": "2027-05-03",
        "last": "2027-05-31",
        "weekdays": ["0", "3"],
        "begins": "18:00",
        "ends": "20:30",
    }
    address = f"{HERE}/cohorts/web-1/sessions/weekly"

    shown = await client.post(address, data=form)
    assert "This would be 7 sessions" in shown.text
    assert "Ascension" in shown.text
    assert (await rows(database, brussels, Session))["Session"] == 0

    for _ in range(2):
        assert (await client.post(address, data={**form, "confirmed": "yes"})).status_code == 303
    kept = await _all(database, brussels, Session)
    assert len(kept) == 7
    assert "All sessions of this series are planned already" in (await client.post(address, data=form)).text
    assert date(2027, 5, 6) not in {one.held_on for one in kept}


@pytest.mark.parametrize(
    "wrong",
    [
        {"begins": "25:00"},
        {"ends": "18:00"},
        {"ends": "10:00"},
        {"on": "2027-02-30"},
        {"on": "2027-03-28", "begins": "02:30", "ends": "04:00"},
        {"venue": "elsewhere"},
        {"begins": ""},
    ],
)
async def test_a_session_that_cannot_be_is_refused_in_words(
    database: Database, client: Any, brussels: NewSite, wrong: dict[str, str]
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1), days=60)
    await work_as(database, client, brussels)
    form = {"on": "2027-03-02", "begins": "18:00", "ends": "20:00", "anyway": "yes", **wrong}

    answer = await client.post(f"{HERE}/cohorts/web-1/sessions/new", data=form)

    assert answer.status_code == 422
    assert (await rows(database, brussels, Session))["Session"] == 0


async def test_a_session_is_moved_and_cancelled(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, sessions=1)
    kept = (await _all(database, brussels, Session))[0]
    await work_as(database, client, brussels)
    day = kept.held_on + timedelta(days=1)
    form = {"on": day, "begins": "09:00", "ends": "10:30", "anyway": "yes", "title_fr": "HTML"}

    moved = await client.post(f"{HERE}/sessions/{course.sessions[0]}/edit", data=form)
    assert moved.status_code == 303
    after = (await _all(database, brussels, Session))[0]
    assert (after.held_on, after.ends_at - after.starts_at) == (day, timedelta(minutes=90))

    assert (await client.post(f"{HERE}/sessions/{course.sessions[0]}/cancel")).status_code == 303
    assert (await _all(database, brussels, Session))[0].status is SessionStatus.CANCELLED
    assert (await client.post(f"{HERE}/sessions/{course.sessions[0]}/edit", data=form)).status_code == 409


async def test_venues_are_added_changed_and_refused(database: Database, client: Any, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    form = {"code": "hall", "name_fr": "Salle", "address": "Rue 1", "capacity": "30"}

    assert (await client.post(f"{HERE}/venues/new", data=form)).status_code == 303
    assert (await client.post(f"{HERE}/venues/new", data=form)).status_code == 422
    assert (await client.post(f"{HERE}/venues/new", data={**form, "code": "b1", "name_fr": ""})).status_code == 422
    assert (await client.post(f"{HERE}/venues/new", data={**form, "code": "b2", "capacity": "-1"})).status_code == 422
    assert (await client.post(f"{HERE}/venues/hall/edit", data={"name_nl": "Zaal"})).status_code == 303
    [kept] = await _all(database, brussels, Venue)
    assert (dict(kept.name), kept.address, kept.capacity) == ({"nl": "Zaal"}, "", None)
    assert (await client.get(f"{HERE}/venues/none/edit")).status_code == 404


async def test_what_was_done_is_said_on_the_next_page_and_not_again(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await work_as(database, client, brussels)
    await client.post(f"{HERE}/venues/new", data={"code": "hall", "name_fr": "Salle"})

    said = [("The venue has been added." in (await client.get(f"{HERE}/venues")).text) for _ in range(2)]

    assert said == [True, False]


async def test_a_trainer_plans_nothing(database: Database, client: Any, brussels: NewSite) -> None:
    await make_running_course(database, brussels)
    await work_as(database, client, brussels, Role.TRAINER)

    for address in ("/cohorts/new", "/cohorts/web-1/edit", "/cohorts/web-1/cancel", "/venues/new"):
        assert (await client.post(f"{HERE}{address}", data=a_plan())).status_code == 403
    assert (await rows(database, brussels, Cohort))["Cohort"] == 1


async def _all_audit(database: Database, site: NewSite) -> list[str]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(
            select(col(AuditEntry.action))
            .where(col(AuditEntry.action).not_like("registrations.%"))
            .order_by(col(AuditEntry.at))
        )
        return list(found.scalars())
