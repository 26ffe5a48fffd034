"""The sheet for paper: in the language that is taught in, in any script, the same bytes again."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from core.database import Database
from network.access.roles import Role
from tests.factories import NewSite
from tests.sites.dashboard.working import make_running_course, work_as
from tests.sites.registrations.made import make_learner


def _read(made: bytes) -> str:
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(words.replace("\u2068", "").replace("\u2069", "").split())


@pytest.mark.parametrize(
    ("language", "name", "family"), [("fr", "Zoë", "D’Élia"), ("pl", "Łucja", "Żółć"), ("uk", "Їжак", "Щастя")]
)
async def test_names_stand_on_it_in_their_script(
    database: Database, client: Any, brussels: NewSite, language: str, name: str, family: str
) -> None:
    course = await make_running_course(database, brussels, languages=(language,))
    await make_learner(database, brussels, course.id, 9, given_name=name, family_name=family)
    await work_as(database, client, brussels, Role.TRAINER)
    address = f"/en/manage/brussels/sessions/{course.sessions[0]}/attendance/sheet.pdf"

    first, second = [(await client.get(address)) for _ in range(2)]

    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.content == second.content
    document = PdfReader(BytesIO(first.content))
    assert str(document.root_object["/Lang"]).startswith(language)
    text = _read(first.content)
    assert f"{name} {family}" in text
    assert "Amina Example 2" in text
