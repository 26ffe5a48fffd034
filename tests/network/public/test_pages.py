import httpx
import pytest

from core.database import Database
from network.units.models import SiteStatus
from tests.factories import NewSite, make_site


async def test_the_first_page_lists_open_centres_in_their_own_languages(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, warsaw: NewSite
) -> None:
    await make_site(database, "antwerp", status=SiteStatus.ROLLOUT)
    page = (await client.get("/en/")).text
    assert 'href="/en/brussels"' in page
    assert 'href="/uk/warsaw" lang="uk"' in page
    assert "antwerp" not in page.lower()


async def test_a_network_without_centres_says_so(client: httpx.AsyncClient, database: Database) -> None:
    page = await client.get("/en/")
    assert page.status_code == 200
    assert "No centre is open yet" in page.text


@pytest.mark.parametrize("tag", ["en", "fr", "ar", "ar-XB"])
async def test_the_statement_on_accessibility_is_there_in_each_language(
    client: httpx.AsyncClient, database: Database, tag: str
) -> None:
    page = await client.get(f"/{tag}/network/accessibility")
    assert page.status_code == 200
    assert f'lang="{tag}"' in page.text
