"""The page that takes a centre's list, in a browser without script."""

import base64
import re
import zlib

import httpx
import pytest
from sqlalchemy import func, select

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.languages import INTERFACE_LANGUAGES
from network.access.roles import Role
from sites.records.columns import layout
from sites.records.errors import FileRefused
from sites.records.packed import packed, unpacked
from sites.records.reading import read_table
from sites.records.rows import Column
from sites.registrations.models import Registration
from tests.factories import NewSite, make_curriculum, make_person, signed_in
from tests.sites.records.files import csv_text, row

PAGE = "/en/manage/brussels/import"


@pytest.fixture
async def token(database: Database, client: httpx.AsyncClient, brussels: NewSite) -> str:
    await make_curriculum(database, "web-basics")
    person = await make_person(database, "ada@example.org", Role.SITE_MANAGER, brussels.id)
    return await signed_in(database, client, person)


async def tried(client: httpx.AsyncClient, token: str, content: bytes | str, **more: str) -> httpx.Response:
    fields = {"csrf_token": token, "create_cohorts": "yes"} | more
    return await client.post(PAGE, data=fields, files={"file": ("list.csv", content)})


async def registrations(database: Database, site: NewSite) -> int:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return await session.scalar(select(func.count()).select_from(Registration)) or 0


def hidden_fields(page: httpx.Response, action: str) -> dict[str, str]:
    form = page.text.split(f'action="{action}"')[1].split("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


async def test_a_list_is_checked_shown_and_then_imported(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, token: str
) -> None:
    trial = await tried(client, token, csv_text([row(), row(learner_ref="L2")]))
    assert trial.status_code == 200
    assert "What would be imported" in trial.text
    assert "WEB-1" in trial.text
    assert await registrations(database, brussels) == 0

    done = await client.post(f"{PAGE}/confirm", data=hidden_fields(trial, f"{PAGE}/confirm"))
    assert done.status_code == 200
    assert "The records are in" in done.text
    assert await registrations(database, brussels) == 2

    again = await client.post(f"{PAGE}/confirm", data=hidden_fields(trial, f"{PAGE}/confirm"))
    assert again.status_code == 200
    assert await registrations(database, brussels) == 2


async def test_bad_rows_are_named_and_may_be_left_out(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, token: str
) -> None:
    trial = await tried(client, token, csv_text([row(), row(learner_ref="L2", gender="<b>robot</b>")]))
    assert "&lt;b&gt;robot&lt;/b&gt;" in trial.text
    assert "Gender" in trial.text
    assert "leave the others out" in trial.text
    await client.post(f"{PAGE}/confirm", data=hidden_fields(trial, f"{PAGE}/confirm"))
    assert await registrations(database, brussels) == 1


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", bytes(range(256)) * 40, b"PK\x03\x04" + bytes(90)])
async def test_what_is_no_list_is_refused_next_to_the_field(
    client: httpx.AsyncClient, token: str, content: bytes | str
) -> None:
    answer = await tried(client, token, content)
    assert answer.status_code == 422
    assert 'id="e-file"' in answer.text


async def test_without_a_file_the_page_says_so(client: httpx.AsyncClient, token: str) -> None:
    answer = await client.post(PAGE, data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


async def test_only_what_was_shown_can_be_confirmed(client: httpx.AsyncClient, token: str) -> None:
    for forged in ("", "%%%", base64.b64encode(b"not packed").decode()):
        answer = await client.post(f"{PAGE}/confirm", data={"csrf_token": token, "records": forged})
        assert answer.status_code == 422


def test_a_small_field_does_not_unpack_to_a_large_file() -> None:
    assert unpacked(packed(b"abc")) == b"abc"
    with pytest.raises(FileRefused):
        unpacked(base64.b64encode(zlib.compress(bytes(60_000_000))).decode())


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_templates_have_headings_that_are_read_back(
    client: httpx.AsyncClient, token: str, language: str, kind: str
) -> None:
    answer = await client.get(f"/{language}/manage/brussels/import/template.{kind}")
    assert answer.status_code == 200
    assert set(layout(read_table(answer.content).header).positions) == set(Column)


@pytest.mark.parametrize("language", ["fr", "pl", "ar"])
async def test_the_page_stands_in_every_language(client: httpx.AsyncClient, token: str, language: str) -> None:
    answer = await client.get(f"/{language}/manage/brussels/import")
    assert answer.status_code == 200
    assert 'name="file"' in answer.text


async def test_trainers_and_other_centres_have_no_such_page(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    trainer = await make_person(database, "t@example.org", Role.TRAINER, brussels.id)
    await signed_in(database, client, trainer)
    assert (await client.get(PAGE)).status_code == 403
    other = await make_person(database, "w@example.org", Role.SITE_MANAGER, warsaw.id)
    await signed_in(database, client, other)
    assert (await client.get(PAGE)).status_code == 404
