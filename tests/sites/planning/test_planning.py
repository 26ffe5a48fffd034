"""A manager plans a whole course from its curriculum, moves what follows, copies it; learners get one letter."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from i18n.content import Localized
from network.curricula.models import CurriculumModule, CurriculumVersion
from sites.cohorts.models import Cohort, CohortStatus, Session, SessionStatus
from tests.factories import NewSite
from tests.sites.cohorts.test_clashes import a_session, make_room, plan
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import make_course, make_learner
from tests.sites.registrations.test_jobs import letters

HERE = "/en/manage/brussels"


async def give_modules(database: Database) -> None:
    """Thirty hours in two modules."""
    async with unit_of_work(database, DataScope.of_network()) as session:
        version_id = (await session.execute(select(col(CurriculumVersion.id)))).scalar_one()
        for position, (title, hours) in enumerate((("Pages", Decimal(18)), ("Styles", Decimal(12))), start=1):
            session.add(
                CurriculumModule(version_id=version_id, position=position, title=Localized(en=title), hours=hours)
            )


async def planned(database: Database, site: NewSite, cohort: str) -> list[Session]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        found = await session.execute(
            select(Session)
            .join(Cohort, col(Cohort.id) == col(Session.cohort_id))
            .where(col(Cohort.code) == cohort)
            .order_by(col(Session.starts_at))
        )
        return list(found.scalars())


async def test_a_curriculum_is_proposed_adjusted_and_accepted_in_one_step(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 4, 26), days=90)
    await make_course(database, brussels, "other", starts_on=date(2027, 4, 26), days=90)
    await give_modules(database)
    await make_room(database, brussels)
    await plan(database, brussels, "other", a_session(on=date(2027, 5, 10), begins="17:00", ends="19:00"))
    await work_as(database, client, brussels)
    address = f"{HERE}/cohorts/web-1/sessions/proposal"
    asked = {"first": "2027-04-26", "weekdays": ["0", "3"], "begins": "18:00", "ends": "21:00", "room": "lab"}

    assert (await client.get(address)).status_code == 200
    page = (await client.post(address, data=asked)).text

    assert "10 sessions are proposed" in page
    assert "Ascension" in page
    assert "The lab is taken" in page
    assert 'value="2027-05-06"' not in page
    assert 'value="2027-05-10"' not in page
    assert await planned(database, brussels, "web-1") == []

    days = [piece.split('value="')[1][:10] for piece in page.split('name="on-')[1:]]
    rows: dict[str, str] = {}
    for number, day in enumerate(days):
        rows |= {f"on-{number}": day, f"begins-{number}": "18:00", f"ends-{number}": "21:00"}
        rows |= {f"modules-{number}": "0" if number < 6 else "1", f"keep-{number}": "yes"}
    wrong = await client.post(f"{address}/accept", data={**rows, "room": "lab", "on-1": "2027-05-10"})
    assert wrong.status_code == 422
    assert "The lab is taken" in wrong.text
    bad = await client.post(f"{address}/accept", data={**rows, "room": "lab", "on-1": "2027-02-30"})
    assert bad.status_code == 422
    assert await planned(database, brussels, "web-1") == []

    del rows["keep-9"]
    answer = await client.post(f"{address}/accept", data={**rows, "room": "lab", "begins-0": "17:30"})

    assert answer.status_code == 303
    kept = await planned(database, brussels, "web-1")
    assert len(kept) == 9
    assert [str(one.title["en"]) for one in kept] == ["Pages"] * 6 + ["Styles"] * 3
    assert kept[0].ends_at - kept[0].starts_at == timedelta(hours=3, minutes=30)
    assert {one.room_id for one in kept} != {None}


async def test_this_and_what_follows_moves_past_holidays_after_it_was_shown(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    cohort_id = await make_course(database, brussels, "web-1", starts_on=date(2027, 4, 1), days=90)
    for number, language in ((1, "pl"), (2, "ar"), (3, "en")):
        await make_learner(database, brussels, cohort_id, number, language=language)
    ids = [
        await plan(database, brussels, "web-1", a_session(on=day, room=None))
        for day in (date(2027, 4, 22), date(2027, 4, 29), date(2027, 5, 13))
    ]
    before = len(await letters(database, app_settings, tmp_path))
    await work_as(database, client, brussels)
    address = f"{HERE}/sessions/{ids[0]}/reschedule"
    asked = {
        "following": "yes",
        "on": "2027-04-29",
        "begins": "19:00",
        "ends": "21:00",
        "around_holidays": "yes",
        "reason": "Strike <on> Thursday",
        "tell": "yes",
    }

    assert (await client.get(address)).status_code == 200
    shown = (await client.post(address, data=asked)).text
    assert "3 sessions would change" in shown
    assert "Ascension" in shown
    assert [one.held_on for one in await planned(database, brussels, "web-1")] == [
        date(2027, 4, 22),
        date(2027, 4, 29),
        date(2027, 5, 13),
    ]

    assert (await client.post(address, data={**asked, "confirmed": "yes"})).status_code == 303

    assert [one.held_on for one in await planned(database, brussels, "web-1")] == [
        date(2027, 4, 29),
        date(2027, 5, 13),
        date(2027, 5, 20),
    ]
    written = (await letters(database, app_settings, tmp_path))[before:]
    assert sorted(str(one["To"]) for one in written) == [f"amina{number}@example.org" for number in (1, 2, 3)]
    english = next(one for one in written if one["To"] == "amina3@example.org")
    text = english.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    assert text.count("Before:") == 3
    assert "18:00" in text
    assert "19:00" in text
    assert "Brussels" in text
    assert "Strike <on> Thursday" in text


async def test_a_cancelled_session_is_told_with_its_reason_and_only_if_wanted(
    database: Database, client: Any, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    cohort_id = await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1), days=90)
    await make_learner(database, brussels, cohort_id, 1, language="en")
    ids = [await plan(database, brussels, "web-1", a_session(on=date(2027, 3, day), room=None)) for day in (2, 9)]
    before = len(await letters(database, app_settings, tmp_path))
    await work_as(database, client, brussels)

    await client.post(f"{HERE}/sessions/{ids[0]}/cancel", data={"reason": "Flood", "tell": "yes"})
    await client.post(f"{HERE}/sessions/{ids[1]}/cancel")

    [letter] = (await letters(database, app_settings, tmp_path))[before:]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    assert "This session is cancelled." in text
    assert "Flood" in text


async def test_last_years_cohort_is_copied_with_its_sessions(
    database: Database, client: Any, brussels: NewSite
) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2026, 4, 27), days=40)
    await make_room(database, brussels)
    for day in (date(2026, 4, 27), date(2026, 5, 4), date(2026, 5, 7)):
        await plan(database, brussels, "web-1", a_session(on=day))
    await work_as(database, client, brussels)
    address = f"{HERE}/cohorts/web-1/copy"
    form = {"code": "web-2", "starts_on": "2027-04-26"}

    assert 'value="2027-04-26"' in (await client.get(address)).text
    assert (await client.post(address, data={**form, "code": "web-1"})).status_code == 422
    shown = (await client.post(address, data=form)).text
    assert "The copy would have 3 sessions" in shown
    assert (await client.post(address, data={**form, "confirmed": "yes"})).status_code == 303

    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        copy = (await session.execute(select(Cohort).where(col(Cohort.code) == "web-2"))).scalar_one()
    assert (copy.status, copy.starts_on, copy.capacity) == (CohortStatus.DRAFT, date(2027, 4, 26), 20)
    copied = await planned(database, brussels, "web-2")
    # Ascension is on 6 May 2027: the third takes the next weekday of the plan.
    assert [one.held_on for one in copied] == [date(2027, 4, 26), date(2027, 5, 3), date(2027, 5, 10)]
    assert all(one.room_id for one in copied)


async def test_places_that_are_taken_cannot_be_withdrawn(database: Database, client: Any, brussels: NewSite) -> None:
    course = await make_running_course(database, brussels, learners=3)
    await work_as(database, client, brussels)
    form = {"starts_on": "2026-01-01", "ends_on": "2027-12-31", "languages": ["fr"]}

    refused = await client.post(f"{HERE}/cohorts/{course.code}/edit", data={**form, "capacity": "2"})
    kept = await client.post(f"{HERE}/cohorts/{course.code}/edit", data={**form, "capacity": "3"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "3 places are taken already" in refused.text


async def test_a_cancelled_cohort_holds_no_room(database: Database, client: Any, brussels: NewSite) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1), days=60)
    await make_course(database, brussels, "web-2", starts_on=date(2027, 3, 1), days=60)
    await make_room(database, brussels)
    await plan(database, brussels, "web-1", a_session())
    await work_as(database, client, brussels)

    await client.post(f"{HERE}/cohorts/web-1/cancel", data={"reason": "nobody came"})

    assert [one.status for one in await planned(database, brussels, "web-1")] == [SessionStatus.CANCELLED]
    await plan(database, brussels, "web-2", a_session())


async def test_rooms_have_pages_and_a_timetable_is_printed(database: Database, client: Any, brussels: NewSite) -> None:
    await make_course(database, brussels, "web-1", starts_on=date(2027, 3, 1), days=60)
    await make_room(database, brussels)
    await plan(database, brussels, "web-1", a_session())
    await work_as(database, client, brussels)
    form = {"code": "fab", "venue": "house-lab", "name_fr": "Atelier", "opens_0": "09:00", "closes_0": "18:00"}

    assert (await client.post(f"{HERE}/venues/rooms/new", data=form)).status_code == 303
    for wrong in ({"closes_0": "08:00"}, {"closes_0": ""}, {"opens_0": "25:00"}, {"code": "lab"}, {"venue": "none"}):
        body = {**form, "code": "x1", **wrong}
        assert (await client.post(f"{HERE}/venues/rooms/new", data=body)).status_code == 422, wrong
    assert "Atelier" in (await client.get(f"{HERE}/venues")).text
    assert (await client.post(f"{HERE}/venues/rooms/lab/remove")).status_code == 409
    assert (await client.post(f"{HERE}/venues/rooms/fab/remove")).status_code == 303
    assert (await client.get(f"{HERE}/cohorts/web-1/timetable")).status_code == 200
    made = await client.get(f"{HERE}/cohorts/web-1/timetable.pdf")
    assert made.headers["content-type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")
