"""The manager writes, looks, publishes, and takes it back."""

import asyncio

import httpx
import pytest

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from sites.website.actions.pages import NewNews, WrittenText, add_news, publish, write_page, write_text
from sites.website.errors import DraftChanged
from tests.factories import NewSite, make_person, signed_in

BASE = "/en/manage/brussels/website"
ABOUT = f"{BASE}/pages/about"


@pytest.fixture
async def token(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    person = await make_person(database, "ada@example.org", Role.SITE_MANAGER, brussels.id)
    return await signed_in(database, client, person)


async def written(client: httpx.AsyncClient, token: str, path: str, **fields: str) -> httpx.Response:
    form = {"csrf_token": token, "language": "fr", "title": "", "body": "", "revision": "0", "then": "save", **fields}
    return await client.post(path, data=form)


async def test_what_is_written_is_read_only_after_it_is_published(
    client: httpx.AsyncClient, brussels: NewSite, token: str
) -> None:
    await written(client, token, ABOUT, title="Qui nous sommes", body="Une **école**.")
    assert "école" not in (await client.get("/fr/brussels/about")).text
    assert "<strong>école</strong>" in (await client.get("/fr/manage/brussels/website/pages/about/preview")).text
    await client.post(f"{ABOUT}/publish", data={"csrf_token": token})
    assert "<strong>école</strong>" in (await client.get("/fr/brussels/about")).text


async def test_one_language_is_written_and_the_others_stay(
    client: httpx.AsyncClient, brussels: NewSite, token: str
) -> None:
    await written(client, token, ABOUT, title="Qui", body="Une école.")
    await written(client, token, ABOUT, language="nl", title="Wie", body="Een school.", revision="1", then="publish")
    assert "Een school" in (await client.get("/nl/brussels/about")).text
    german = (await client.get("/de/brussels/about")).text
    assert '<div class="prose" lang="fr" dir="ltr">' in german


async def test_who_saves_over_somebody_else_is_told_and_loses_nothing(
    client: httpx.AsyncClient, brussels: NewSite, token: str
) -> None:
    await written(client, token, ABOUT, title="First", body="of Ada")
    refused = await written(client, token, ABOUT, title="Second", body="of Blaise")
    assert refused.status_code == 409
    assert "of Blaise" in refused.text
    assert "of Ada" in refused.text
    assert (await written(client, token, ABOUT, title="Second", revision="1")).status_code == 303


async def test_of_two_who_save_at_once_one_is_told(database: Database, brussels: NewSite) -> None:
    async def save(words: str) -> bool:
        text = WrittenText(language="fr", title=words, body="", revision=0)
        try:
            async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
                await write_text(session, "about", text, now=utc_now())
        except DraftChanged:
            return False
        return True

    assert sorted(await asyncio.gather(*(save(f"text {number}") for number in range(6)))) == [False] * 5 + [True]


async def test_a_publication_can_be_taken_back(client: httpx.AsyncClient, brussels: NewSite, token: str) -> None:
    await written(client, token, ABOUT, title="One", body="first", then="publish")
    await written(client, token, ABOUT, title="One", body="second", revision="1", then="publish")
    assert "second" in (await client.get("/fr/brussels/about")).text
    await client.post(f"{ABOUT}/undo", data={"csrf_token": token})
    assert "first" in (await client.get("/fr/brussels/about")).text
    assert (await client.post(f"{ABOUT}/undo", data={"csrf_token": token})).status_code == 409


async def test_a_page_without_a_title_cannot_be_published(
    client: httpx.AsyncClient, brussels: NewSite, token: str
) -> None:
    await written(client, token, ABOUT, body="words")
    assert (await client.post(f"{ABOUT}/publish", data={"csrf_token": token})).status_code == 409


async def test_a_page_taken_off_is_gone_and_kept(client: httpx.AsyncClient, brussels: NewSite, token: str) -> None:
    await written(client, token, ABOUT, title="One", body="first", then="publish")
    await client.post(f"{ABOUT}/take-down", data={"csrf_token": token})
    assert "first" not in (await client.get("/fr/brussels/about")).text
    assert "first" in (await client.get(f"{ABOUT}?language=fr")).text


async def test_the_overview_says_how_far_each_language_is(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, token: str
) -> None:
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await write_page(session, "about", title=Localized(fr="A", nl="B"), body=Localized(fr="C"), now=utc_now())
    page = (await client.get(BASE)).text
    for sentence in ("French: 100", "Dutch: 50", "German: 0"):
        assert sentence in page


async def test_news_appear_on_their_day(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    now = utc_now()
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        for code, day in (("past-news", "2026-01-05"), ("coming-news", "2099-01-05")):
            new = NewNews.model_validate({"code": code, "dated_on": day, "title": {"fr": code}, "body": {"fr": "x"}})
            await add_news(session, new, now=now)
            await publish(session, code, now=now)
    listed = (await client.get("/fr/brussels/news")).text
    assert "past-news" in listed
    assert "coming-news" not in listed
    assert (await client.get("/fr/brussels/news/coming-news")).status_code == 404
    assert (await client.get("/fr/brussels/news/past-news")).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "about", "dated_on": "2026-01-05"},
        {"code": "Ünsafe", "dated_on": "2026-01-05"},
        {"code": "fine", "dated_on": "2026-02-31"},
        {"code": "fine", "dated_on": ""},
        {"code": "x" * 200, "dated_on": "2026-01-05"},
    ],
)
async def test_news_that_cannot_be_are_refused_in_words(
    client: httpx.AsyncClient, token: str, fields: dict[str, str]
) -> None:
    answer = await client.post(f"{BASE}/news/new", data={"csrf_token": token, **fields})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


async def test_the_same_address_is_given_once(client: httpx.AsyncClient, token: str) -> None:
    form = {"csrf_token": token, "code": "open-day", "dated_on": "2026-01-05"}
    answers = [(await client.post(f"{BASE}/news/new", data=form)).status_code for _ in range(2)]
    assert answers == [303, 409]


@pytest.mark.parametrize("odd", [{"title": "x" * 201}, {"revision": "many"}, {"revision": "9" * 40}, {"body": "\x00"}])
async def test_what_cannot_be_kept_is_refused(client: httpx.AsyncClient, token: str, odd: dict[str, str]) -> None:
    assert (await written(client, token, ABOUT, **odd)).status_code in (400, 422)


async def test_a_trainer_does_not_write_the_website(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    person = await make_person(database, "tom@example.org", Role.TRAINER, brussels.id)
    await signed_in(database, client, person)
    assert (await client.get(BASE)).status_code == 403
