"""What is asked and why, what is agreed to, who answers for the young, and choosing among applications."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.jobs import Job
from core.secrets import derived_token
from core.settings import Settings
from core.tenancy import DataScope
from network.access.roles import Role
from sites.registrations.actions import (
    accept_application,
    change_admission,
    decline_application,
    lapse_guardians,
)
from sites.registrations.actions.asking import AdmissionForm
from sites.registrations.actions.guardians import PURPOSE, TIME_TO_ANSWER
from sites.registrations.consent_age import AGES, consent_age, needs_guardian
from sites.registrations.errors import ChangeNotPossible
from sites.registrations.models import Admission, ConsentText, GuardianConsent, Question
from tests.factories import NewSite, make_person, signed_in
from tests.sites.registrations.made import TODAY, make_course, make_learner, registrations

FORM = "/fr/brussels/courses/WEB-1/register"
AMINA = {"given_name": "Amina", "family_name": "Benali", "email": "amina@example.org", "language": "fr"}
RULES = "/en/manage/brussels/registration-rules"


async def enter(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> dict[str, str]:
    person = await make_person(database, "manager@example.org", Role.SITE_MANAGER, brussels.id)
    return {"csrf_token": await signed_in(database, client, person)}


async def choose_among(database: Database, site: NewSite, cohort_id: Any) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        await change_admission(session, cohort_id, AdmissionForm(admission=Admission.SELECTION, questions=[]))


@pytest.mark.parametrize("country", sorted(AGES))
def test_no_country_is_outside_what_the_regulation_allows(country: str) -> None:
    assert 13 <= consent_age(country) <= 16


def test_ages_of_the_demo_network_and_of_a_country_without_one() -> None:
    assert [consent_age(country) for country in ("BE", "PL", "ES", "LU", "FR", "JO")] == [13, 16, 14, 16, 15, 16]


def test_a_guardian_is_needed_until_the_day_of_the_birthday() -> None:
    born = date(2012, 3, 1)
    assert needs_guardian(born, today=date(2025, 2, 28), country="BE")
    assert not needs_guardian(born, today=date(2025, 3, 1), country="BE")
    assert not needs_guardian(None, today=date(2025, 3, 1), country="BE")


async def test_each_question_says_why_and_what_is_not_asked_is_not_kept(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    token = await enter(client, database, brussels)
    wanted = {
        **token,
        "offer_hours": "24",
        "ask_disability": "yes",
        "for_disability": "ESF+",
        "why_disability_fr": "Notre financeur le demande.",
        "consent_fr": "Vous acceptez.",
    }
    assert (await client.post(RULES, data=wanted)).status_code == 303
    shown = (await client.get(FORM)).text
    assert "Notre financeur le demande." in shown
    assert "ESF+" in shown
    assert 'name="gender"' not in shown
    await client.post(FORM, data={**token, **AMINA, "disability": "yes", "gender": "woman"})
    (made,) = await registrations(database, brussels)
    assert (made.disability, str(made.gender)) == (True, "no_answer")


@pytest.mark.parametrize("hours", ["", "0", "337", "1e9", "99999999999999999999", "two"])
async def test_hours_that_cannot_be_are_refused_in_words(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, hours: str
) -> None:
    token = await enter(client, database, brussels)
    answer = await client.post(RULES, data={**token, "offer_hours": hours, "why_gender_fr": "x" * 9000})
    assert answer.status_code == 422
    assert "f-offer_hours" in answer.text


async def test_the_version_agreed_to_is_kept_and_a_changed_text_is_read_again(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    await client.post(FORM, data={**AMINA, "consent_version": "1"})
    token = await enter(client, database, brussels)
    for text in ("Nouveau texte.", "Nouveau texte.", "Encore un autre."):
        await client.post(RULES, data={**token, "offer_hours": "48", "consent_fr": text})
    stale = await client.post(FORM, data={**token, **AMINA, "email": "b@example.org", "consent_version": "1"})
    fresh = await client.post(FORM, data={**token, **AMINA, "email": "b@example.org", "consent_version": "3"})
    assert (stale.status_code, fresh.status_code) == (422, 303)
    kept = [(one.consent_version, one.consent_language) for one in await registrations(database, brussels)]
    assert kept == [(1, "fr"), (3, "fr")]
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        texts = (await session.execute(select(ConsentText).order_by(col(ConsentText.version)))).scalars().all()
    assert [one.text["fr"][:8] for one in texts] == [texts[0].text["fr"][:8], "Nouveau ", "Encore u"]
    assert set(texts[0].text) == {"fr", "nl", "de", "en"}


async def test_for_a_child_a_guardian_is_asked_and_answers_by_link(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    await make_course(database, brussels, capacity=1)
    child = {**AMINA, "birth_date": (TODAY - timedelta(days=365 * 11)).isoformat()}
    alone = await client.post(FORM, data=child)
    assert alone.status_code == 422
    assert "f-guardian_email" in alone.text
    guardian = {"guardian_name": "Samira Benali", "guardian_email": "samira@example.org"}
    assert (await client.post(FORM, data={**child, **guardian})).status_code == 303
    (made,) = await registrations(database, brussels)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        queued = (await session.execute(select(col(Job.name)))).scalars().all()
    assert "registrations.ask_guardian_by_mail" in queued
    link = f"/fr/brussels/consent/{derived_token(app_settings.secret(), PURPOSE, made.id)}"
    assert "Amina" in (await client.get(link)).text
    assert (await client.post(link, data={"answer": "perhaps"})).status_code == 422
    for _ in range(2):
        assert (await client.post(link, data={"answer": "no"})).status_code == 303
    assert (await client.post(link, data={"answer": "yes"})).status_code == 409
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled"]
    assert (await client.get("/fr/brussels/consent/nonsense")).status_code == 404


async def test_without_an_answer_in_a_week_the_place_is_free_again(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, capacity=1)
    child = {**AMINA, "birth_date": (TODAY - timedelta(days=365 * 11)).isoformat()}
    await client.post(FORM, data={**child, "guardian_name": "S", "guardian_email": "samira@example.org"})
    await client.post(FORM, data={**AMINA, "email": "b@example.org"})
    later = utc_now() + TIME_TO_ANSWER + timedelta(minutes=1)
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert await lapse_guardians(session, today=later.date(), now=utc_now()) == 0
        assert await lapse_guardians(session, today=later.date(), now=later) == 1
        states = (await session.execute(select(col(GuardianConsent.state)))).scalars().all()
    assert [str(one) for one in states] == ["lapsed"]
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled", "offered"]


async def test_those_who_apply_are_chosen_and_the_accepted_never_exceed_the_places(
    database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels, capacity=1)
    await choose_among(database, brussels, cohort_id)
    made = [await make_learner(database, brussels, cohort_id, number) for number in range(3)]
    assert {str(one.status) for one in await registrations(database, brussels)} == {"applied"}
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        assert str(await accept_application(session, made[1])) == "confirmed"
        assert str(await accept_application(session, made[1])) == "confirmed"
        assert str(await accept_application(session, made[2])) == "waiting"
        await decline_application(session, made[0], reason="Le niveau", today=TODAY)
        with pytest.raises(ChangeNotPossible):
            await accept_application(session, made[0])
    kept = await registrations(database, brussels)
    assert [(str(one.status), one.decision_note) for one in kept] == [
        ("cancelled", "Le niveau"),
        ("confirmed", ""),
        ("waiting", ""),
    ]


async def test_staff_decide_on_a_page_and_must_say_why_they_decline(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    cohort_id = await make_course(database, brussels)
    await choose_among(database, brussels, cohort_id)
    first, second = [await make_learner(database, brussels, cohort_id, number) for number in (1, 2)]
    token = await enter(client, database, brussels)
    page = f"/en/manage/brussels/registrations/{first}/application"
    assert (await client.get(page)).status_code == 200
    assert (await client.post(page, data={**token, "decision": "decline"})).status_code == 422
    assert (await client.post(page, data={**token, "decision": "decline", "reason": "Full"})).status_code == 303
    other = page.replace(str(first), str(second))
    assert (await client.post(other, data={**token, "decision": "accept"})).status_code == 303
    assert [str(one.status) for one in await registrations(database, brussels)] == ["cancelled", "confirmed"]


async def test_a_cohort_may_ask_less_than_the_centre_and_choose_its_people(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels)
    token = await enter(client, database, brussels)
    page = "/en/manage/brussels/cohorts/WEB-1/registrations/admission"
    assert (await client.get(page)).status_code == 200
    assert (await client.post(page, data={**token, "admission": "lottery"})).status_code == 422
    wanted = {**token, "admission": "selection", "questions": [Question.GENDER, Question.BIRTH_DATE]}
    assert (await client.post(page, data=wanted)).status_code == 303
    shown = (await client.get(FORM)).text
    assert [f'name="{one}"' in shown for one in ("gender", "birth_date", "education", "employment")] == [
        True,
        True,
        False,
        False,
    ]
    await client.post(FORM, data={**token, **AMINA})
    assert [str(one.status) for one in await registrations(database, brussels)] == ["applied"]
