from datetime import timedelta

import httpx

from core.clock import utc_now
from core.database import Database
from tests.factories import NewSite
from tests.sites.registrations.made import make_event


async def test_what_comes_is_listed_and_what_was_is_counted(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_event(database, brussels, "soon")
    await make_event(database, brussels, "gone", starts_at=utc_now() - timedelta(days=20), head_count=33)
    page = (await client.get("/en/brussels/events")).text
    assert "Evening soon" in page
    assert "Evening gone" not in page
    assert "1 event took place here in the last twelve months." in page
    assert "33 people came." in page


async def test_an_empty_list_says_what_to_do(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    assert "No event is planned at the moment" in (await client.get("/en/brussels/events")).text
