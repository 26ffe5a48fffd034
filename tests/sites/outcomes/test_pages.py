"""The form behind the link, the phone list, and two people at once."""

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.errors import AppError
from core.tenancy import DataScope
from network.access.roles import Role
from sites.outcomes.actions.answering import answer_by_link, note_answer, note_call
from sites.outcomes.errors import AnsweredMeanwhile
from sites.outcomes.forms import CallResult, NotedAnswer, OwnAnswer
from sites.outcomes.links import question_token
from sites.outcomes.models import AnswerChannel, Outcome, Situation
from tests.factories import NewSite
from tests.sites.dashboard.working import work_as
from tests.sites.outcomes.left import SECRET, ask_on, make_leaver, questions
from tests.sites.registrations.made import TODAY, bearer

YESTERDAY = TODAY - timedelta(days=1)
WORKS = {"situation": "employed", "is_linked": "yes", "remark": "Merci", "consent": "yes"}


async def make_question(database: Database, site: NewSite, **learner: Any) -> tuple[Outcome, str]:
    """Asked today, at exit; with the path of its link."""
    await make_leaver(database, site, left_on=YESTERDAY, **learner)
    await ask_on(database, site, TODAY)
    (row,) = await questions(database, site)
    return row, f"/fr/{site.code}/follow-up/{question_token(row.id, secret=SECRET)}"


async def test_somebody_answers_changes_their_mind_and_takes_it_back(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    _, link = await make_question(database, brussels)
    page = await client.get(link)
    assert page.status_code == 200
    assert "<script src" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert page.headers["cache-control"] == "no-store"

    assert (await client.post(link, data=WORKS)).status_code == 303
    (row,) = await questions(database, brussels)
    assert (row.situation, row.is_linked, row.remark, row.answered_by) == ("employed", True, "Merci", "link")
    assert (row.consent_version, row.answered_on) == (1, TODAY)

    await client.post(link, data={**WORKS, "situation": "seeking_work", "is_linked": "", "remark": ""})
    (row,) = await questions(database, brussels)
    assert (row.situation, row.is_linked, row.remark) == ("seeking_work", None, "")

    assert (await client.post(f"{link}/withdraw")).status_code == 303
    (row,) = await questions(database, brussels)
    assert (row.situation, row.consent_version, row.answered_on, row.refused_on) == (None, None, None, TODAY)
    assert not row.may_ask_again


async def test_looking_at_the_link_answers_nothing(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    _, link = await make_question(database, brussels)
    for _ in range(3):
        await client.get(link)
    (row,) = await questions(database, brussels)
    assert (row.situation, row.reached_on, row.refused_on) == (None, None, None)


async def test_to_say_nothing_needs_no_agreement_and_keeps_nothing(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    _, link = await make_question(database, brussels)
    said = {"situation": "prefer_not_to_say", "remark": "secret", "is_linked": "yes", "stop_asking": "yes"}
    assert (await client.post(link, data=said)).status_code == 303
    (row,) = await questions(database, brussels)
    assert (row.refused_on, row.remark, row.is_linked, row.may_ask_again) == (TODAY, "", None, False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"situation": ""}, "situation"),
        ({"situation": "astronaut"}, "situation"),
        ({"situation": ["employed", "other"]}, "situation"),
        ({"consent": ""}, "consent"),
        ({"consent": "perhaps"}, "consent"),
        ({"remark": "x" * 1001}, "remark"),
        ({"is_linked": "9" * 500}, "is_linked"),
    ],
)
async def test_a_mistake_is_named_and_nothing_is_kept(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, change: dict[str, Any], field: str
) -> None:
    _, link = await make_question(database, brussels)
    answer = await client.post(link, data={**WORKS, **change})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    (row,) = await questions(database, brussels)
    assert row.situation is None


async def test_bytes_that_are_no_text_and_links_of_nobody_are_refused(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    _, link = await make_question(database, brussels)
    assert (await client.post(link, data={**WORKS, "remark": "a\x00b"})).status_code == 400
    token = link.rsplit("/", 1)[1]
    for address in (f"/pl/warsaw/follow-up/{token}", "/fr/brussels/follow-up/x", "/fr/brussels/follow-up/%ff"):
        assert (await client.get(address)).status_code in (400, 404)
        assert (await client.post(address, data=WORKS)).status_code in (400, 404)


async def test_after_the_last_day_an_answer_can_only_be_read_and_taken_back(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    row, link = await make_question(database, brussels)
    await _expire(database, brussels, row)
    assert (await client.get(link)).status_code == 410
    assert (await client.post(link, data=WORKS)).status_code == 410
    assert (await questions(database, brussels))[0].situation is None

    await _expire(database, brussels, row, TODAY)
    await client.post(link, data=WORKS)
    await _expire(database, brussels, row)
    page = await client.get(link)
    assert page.status_code == 200
    assert 'name="situation"' not in page.text
    assert (await client.post(link, data=WORKS)).status_code == 410
    assert (await client.post(f"{link}/withdraw")).status_code == 303
    assert (await questions(database, brussels))[0].situation is None


async def test_a_call_is_noted_with_one_tap(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    row, _ = await make_question(database, brussels, email=None, phone="+32 2 555 01 01")
    await work_as(database, client, brussels)
    here = "/fr/manage/brussels/follow-up/calls"
    listed = await client.get(here)
    assert "+32 2 555 01 01" in listed.text

    assert (await client.post(f"{here}/{row.id}/call", data={"result": "not_reached"})).status_code == 303
    (kept,) = await questions(database, brussels)
    assert (kept.attempts, kept.asked_on, kept.reached_on) == (1, TODAY, None)

    said = await client.post(f"{here}/{row.id}/answer", data={"situation": "own_business", "is_linked": "yes"})
    assert said.status_code == 303
    (kept,) = await questions(database, brussels)
    assert (kept.situation, kept.answered_by, kept.attempts, kept.reached_on) == ("own_business", "phone", 2, TODAY)
    assert "+32 2 555 01 01" not in (await client.get(here)).text

    again = {"situation": "employed", "seen": "seeking_work"}
    assert (await client.post(f"{here}/{row.id}/answer", data=again)).status_code == 409
    corrected = {"situation": "employed", "seen": "own_business"}
    assert (await client.post(f"{here}/{row.id}/answer", data=corrected)).status_code == 303


async def test_bad_taps_are_refused(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    row, _ = await make_question(database, brussels)
    await work_as(database, client, brussels)
    here = f"/fr/manage/brussels/follow-up/calls/{row.id}"
    assert (await client.post(f"{here}/answer", data={"situation": "rich"})).status_code == 422
    assert (await client.post(f"{here}/call", data={"result": "maybe"})).status_code == 422
    assert (await client.get("/fr/manage/brussels/follow-up/calls/nobody")).status_code == 404
    assert (await client.get("/fr/manage/brussels/follow-up?period=2026-13")).status_code == 400
    assert (await questions(database, brussels))[0].attempts == 0


async def test_the_learners_own_word_stands_whoever_is_first(database: Database, brussels: NewSite) -> None:
    row, _ = await make_question(database, brussels, phone="1")

    async def by_link() -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            own = OwnAnswer.model_validate({"situation": "employed", "consent": "yes"})
            await answer_by_link(session, row.id, own, today=TODAY, now=utc_now())

    async def by_phone(situation: Situation) -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            noted = NotedAnswer(situation=situation)
            await note_answer(session, row.id, noted, today=TODAY, now=utc_now())

    async def unreached() -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await note_call(session, row.id, CallResult.NOT_REACHED, today=TODAY)

    others = [by_phone(situation) for situation in Situation]
    results = await asyncio.gather(by_link(), *others, unreached(), return_exceptions=True)

    (kept,) = await questions(database, brussels)
    assert (kept.situation, kept.answered_by) == (Situation.EMPLOYED, AnswerChannel.LINK)
    assert sum(result is None for result in results[1:-1]) <= 1, "only one colleague can be first"
    assert all(isinstance(result, AnsweredMeanwhile) for result in results if result is not None)
    assert not any(isinstance(result, Exception) and not isinstance(result, AppError) for result in results)


async def test_the_page_counts_everybody_who_left(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_question(database, brussels, number=1)
    await make_leaver(database, brussels, left_on=YESTERDAY - timedelta(days=500), number=2)
    await work_as(database, client, brussels, Role.SITE_ANALYST)
    page = await client.get(f"/en/manage/brussels/follow-up?period={YESTERDAY.year}&milestone=exit")
    assert page.status_code == 200
    assert "Phone list" not in page.text, "an analyst sees no people"
    assert (await client.get("/en/manage/brussels/follow-up/calls")).status_code == 403
    assert (await client.get("/en/manage/brussels/follow-up/cohorts/web-1")).status_code == 403


async def test_programs_read_questions_and_note_answers(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    row, link = await make_question(database, brussels)
    headers = await bearer(database, brussels)
    here = "/api/v1/sites/brussels/outcomes"
    listed = (await client.get(f"{here}?milestone=exit&limit=1", headers=headers)).json()
    assert [one["standing"] for one in listed["data"]] == ["open"]
    assert listed["next"] is None
    assert (await client.get(f"{here}?milestone=soon", headers=headers)).json()["type"].endswith("unknown_milestone")

    noted = await client.put(f"{here}/{row.id}", headers=headers, json={"situation": "employed", "is_linked": True})
    assert (noted.status_code, noted.json()["situation"]) == (200, "employed")
    await client.post(link, data=WORKS)
    again = await client.put(f"{here}/{row.id}", headers=headers, json={"situation": "other", "seen": "employed"})
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "answered_meanwhile")
    assert (await client.put(f"{here}/{row.id}", headers=headers, json={"situation": "rich"})).status_code == 422


async def _expire(database: Database, site: NewSite, row: Outcome, last: date = YESTERDAY) -> None:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        kept = await session.get(Outcome, (site.id, row.id))
        assert kept is not None
        kept.expires_on = last
