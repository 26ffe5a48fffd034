"""Whom the hourly round asks, when, and what it sends."""

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import col

from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from sites.cohorts.models import Cohort, CohortStatus
from sites.outcomes.actions.answering import note_answer, withdraw_answer
from sites.outcomes.forms import NotedAnswer
from sites.outcomes.links import question_token
from sites.outcomes.models import Milestone, Outcome
from sites.outcomes.queries.questions import phone_list
from sites.registrations.models import Registration, RegistrationStatus
from tests.factories import NewSite, make_site
from tests.sites.outcomes.left import SECRET, ask_on, make_leaver, questions
from tests.sites.registrations.made import make_course
from tests.sites.registrations.test_jobs import letters

LEFT = date(2026, 3, 31)


async def test_one_person_is_asked_three_times_in_half_a_year_and_once_each(
    database: Database, brussels: NewSite
) -> None:
    await make_leaver(database, brussels, left_on=LEFT)
    for day in (LEFT, date(2026, 4, 1), date(2026, 4, 2), date(2026, 6, 29), date(2026, 6, 30), date(2026, 9, 30)):
        await ask_on(database, brussels, day)
    asked = {one.milestone: one.asked_on for one in await questions(database, brussels)}
    assert asked == {
        Milestone.EXIT: date(2026, 4, 1),
        Milestone.THREE_MONTHS: date(2026, 6, 30),
        Milestone.SIX_MONTHS: date(2026, 9, 30),
    }


async def test_two_rounds_at_once_ask_once(database: Database, brussels: NewSite) -> None:
    for number in range(1, 6):
        await make_leaver(database, brussels, left_on=LEFT, number=number)
    await asyncio.gather(*(ask_on(database, brussels, date(2026, 4, 1)) for _ in range(4)))
    assert len(await questions(database, brussels)) == 5


@pytest.mark.parametrize(
    ("zone", "moment", "is_asked"),
    [
        ("Pacific/Auckland", (date(2026, 4, 1), time(20)), True),  # 2 April, 9:00 there
        ("America/New_York", (date(2026, 4, 1), time(12)), False),  # 8:00: too early to write to people
        ("America/New_York", (date(2026, 4, 1), time(14)), True),
        ("America/New_York", (date(2026, 4, 1), time(23, 30)), False),  # 19:30: too late
        ("Asia/Amman", (date(2026, 3, 31), time(21, 30)), False),  # 1 April there, but the night
    ],
)
async def test_the_day_and_the_hour_are_the_centres(
    database: Database, tree: None, zone: str, moment: tuple[date, time], is_asked: bool
) -> None:
    site = await make_site(database, "elsewhere", zone=zone)
    await make_leaver(database, site, left_on=LEFT)
    await ask_on(database, site, *moment)
    assert bool(await questions(database, site)) is is_asked


async def test_who_never_took_part_or_left_long_ago_is_not_asked(database: Database, brussels: NewSite) -> None:
    await make_leaver(database, brussels, left_on=LEFT, number=1, status=RegistrationStatus.CANCELLED)
    await make_leaver(database, brussels, left_on=LEFT, number=2, status=RegistrationStatus.WITHDRAWN)  # before day one
    await make_leaver(database, brussels, left_on=LEFT - timedelta(days=2000), number=3)
    await make_leaver(database, brussels, left_on=LEFT, number=4, code="off")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(update(Cohort).where(col(Cohort.code) == "off").values(status=CohortStatus.CANCELLED))
    await ask_on(database, brussels, date(2026, 4, 1))
    assert await questions(database, brussels) == []


async def test_mail_reminder_and_phone_list_follow_each_other(
    database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    await make_leaver(database, brussels, left_on=LEFT, phone="+32 2 555 01 01")
    await letters(database, app_settings, tmp_path)
    first_day = date(2026, 4, 1)
    before = len(await letters(database, app_settings, tmp_path))

    await ask_on(database, brussels, first_day)
    (question,) = (await letters(database, app_settings, tmp_path))[before:]
    await ask_on(database, brussels, first_day + timedelta(days=9))
    assert len(await letters(database, app_settings, tmp_path)) == before + 1
    await ask_on(database, brussels, first_day + timedelta(days=10))
    await ask_on(database, brussels, first_day + timedelta(days=11))
    reminder = (await letters(database, app_settings, tmp_path))[before + 1 :]

    assert len(reminder) == 1, "once"
    (row,) = await questions(database, brussels)
    link = f"/fr/brussels/follow-up/{question_token(row.id, secret=b's' * 40)}"
    for letter in (question, *reminder):
        assert link in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
        assert 'lang="fr"' in letter.get_body(("html",)).get_content()  # type: ignore[union-attr]  # our mails have both parts
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        early = await phone_list(session, today=first_day + timedelta(days=16), limit=10)
        late = await phone_list(session, today=first_day + timedelta(days=17), limit=10)
    assert (early.total, late.total) == (0, 1)


async def test_who_has_no_address_is_called_and_not_counted_as_asked(database: Database, brussels: NewSite) -> None:
    await make_leaver(database, brussels, left_on=LEFT, number=1, email=None, phone="+32 2 555 01 01")
    await make_leaver(database, brussels, left_on=LEFT, number=2, email=None)
    await ask_on(database, brussels, date(2026, 4, 1))
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        calls = await phone_list(session, today=date(2026, 4, 1), limit=10)
    assert (calls.total, calls.silent, len(calls.questions)) == (1, 1, 1)
    assert {one.asked_on for one in await questions(database, brussels)} == {None}


async def test_nothing_is_sent_to_somebody_who_answered_meanwhile(
    database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    await make_leaver(database, brussels, left_on=LEFT)
    await letters(database, app_settings, tmp_path)
    before = len(await letters(database, app_settings, tmp_path))
    await ask_on(database, brussels, date(2026, 4, 1))
    (row,) = await questions(database, brussels)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        noted = NotedAnswer.model_validate({"situation": "employed"})
        await note_answer(session, row.id, noted, today=date(2026, 4, 1), now=row.created_at)
    assert len(await letters(database, app_settings, tmp_path)) == before
    await ask_on(database, brussels, date(2026, 4, 20))
    assert len(await letters(database, app_settings, tmp_path)) == before


async def test_who_wishes_no_more_questions_counts_without_being_asked_in_any_course(
    database: Database, brussels: NewSite
) -> None:
    first = await make_leaver(database, brussels, left_on=LEFT)
    await ask_on(database, brussels, date(2026, 4, 1))
    (row,) = await questions(database, brussels)
    assert row.registration_id == first
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await withdraw_answer(session, row.id, today=date(2026, 4, 2))
    second_course = await make_course(database, brussels, "web-9")
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        one = await session.get(Registration, (brussels.id, first))
        assert one is not None
        session.add(
            Registration(
                site_id=brussels.id,
                cohort_id=second_course,
                learner_id=one.learner_id,
                status=RegistrationStatus.COMPLETED,
                left_on=date(2026, 6, 29),
            )
        )
    await ask_on(database, brussels, date(2026, 6, 30))
    later = [one for one in await questions(database, brussels) if one.id != row.id]
    assert {(one.milestone, one.asked_on, one.refused_on) for one in later} == {
        (Milestone.EXIT, None, date(2026, 6, 30)),
        (Milestone.THREE_MONTHS, None, date(2026, 6, 30)),
    }


async def test_a_corrected_last_day_moves_the_day_answers_are_counted_by(database: Database, brussels: NewSite) -> None:
    made = await make_leaver(database, brussels, left_on=LEFT)
    await ask_on(database, brussels, date(2026, 4, 1))
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await session.execute(
            update(Registration).where(col(Registration.id) == made).values(left_on=date(2026, 3, 20))
        )
    await ask_on(database, brussels, date(2026, 4, 2))
    assert [one.exit_on for one in await questions(database, brussels)] == [date(2026, 3, 20)]


async def test_own_words_are_deleted_after_two_years_as_promised(database: Database, brussels: NewSite) -> None:
    await make_leaver(database, brussels, left_on=LEFT)
    await ask_on(database, brussels, date(2026, 4, 1))
    (row,) = await questions(database, brussels)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        noted = NotedAnswer.model_validate({"situation": "employed", "remark": "At the bakery"})
        await note_answer(session, row.id, noted, today=date(2026, 4, 1), now=row.created_at)
    await ask_on(database, brussels, date(2028, 3, 31))
    assert [one.remark for one in await questions(database, brussels)] == ["At the bakery"]
    await ask_on(database, brussels, date(2028, 4, 2))
    kept = await questions(database, brussels)
    assert [(one.remark, one.situation) for one in kept] == [("", "employed")]


def test_the_link_cannot_be_made_without_the_secret() -> None:
    outcome = Outcome(site_id=None, registration_id=None, milestone=Milestone.EXIT, exit_on=LEFT)  # type: ignore[arg-type]  # only its id is looked at
    assert question_token(outcome.id, secret=SECRET) != question_token(outcome.id, secret=b"another")
    assert len(question_token(outcome.id, secret=SECRET)) == 43
