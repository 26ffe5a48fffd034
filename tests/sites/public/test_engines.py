"""What search engines, feed readers and places where links are shared are given."""

import json
import re
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import fromstring

import httpx
import pytest
from PIL import Image

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from network.units.models import SiteStatus
from sites.events.models import EventStatus
from sites.website.actions.pages import NewNews, add_news, publish
from tests.factories import NewSite, make_site
from tests.sites.registrations.made import make_course, make_event

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def news(database: Database, site: NewSite, code: str = "open-day", **title: str) -> None:
    fields = {"code": code, "dated_on": "2026-01-05", "title": title, "body": {tag: "Words." for tag in title}}
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        await add_news(session, NewNews.model_validate(fields), now=utc_now())
        await publish(session, code, now=utc_now())


def linked_data(page: str) -> Any:
    return json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])


async def test_every_page_of_the_map_exists_and_names_its_other_languages(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1")
    await make_event(database, brussels, "lab")
    await make_event(database, brussels, "off", status=EventStatus.CANCELLED)
    await news(database, brussels, fr="Portes ouvertes", nl="Opendeurdag")
    found = fromstring((await client.get("/brussels/sitemap.xml")).content)  # noqa: S314 -- our own answer
    addresses = {url.findtext("s:loc", namespaces=SITEMAP): url for url in found.findall("s:url", SITEMAP)}
    assert len(addresses) == 4 * 9 + 2
    for address, url in addresses.items():
        others = {link.get("href") for link in url.findall("x:link", SITEMAP)}
        assert address in others
        assert others <= set(addresses)
        path = re.sub(r"^https?://[^/]+", "", address or "")
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["content-language"] == path.split("/")[1]


async def test_the_index_names_open_centres_only(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_site(database, "atlantis", status=SiteStatus.ROLLOUT)
    index = (await client.get("/sitemap.xml")).text
    assert "/brussels/sitemap.xml" in index
    assert "atlantis" not in index
    assert (await client.get("/atlantis/sitemap.xml")).status_code == 404
    robots = (await client.get("/robots.txt")).text
    assert "Disallow: /*/manage" in robots
    assert re.search(r"^Sitemap: https?://\S+/sitemap.xml$", robots, re.MULTILINE)


async def test_a_course_is_described_for_engines(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1", sessions=3)
    described = linked_data((await client.get("/fr/brussels/courses/WEB-1")).text)
    assert (described["@context"], described["@type"]) == ("https://schema.org", "Course")
    assert described["name"] == "Premiers pas sur le web"
    assert described["provider"]["@type"] == "EducationalOrganization"
    run = described["hasCourseInstance"]
    assert run["@type"] == "CourseInstance"
    assert run["courseMode"] == "onsite"
    assert run["courseSchedule"]["repeatCount"] == 3
    assert run["startDate"] <= run["endDate"]
    assert described["offers"]["price"] == 0


async def test_an_event_is_described_with_its_state_and_its_moment(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_event(database, brussels, "off", status=EventStatus.CANCELLED)
    described = linked_data((await client.get("/fr/brussels/events/off")).text)
    assert (described["@type"], described["eventStatus"]) == ("Event", "https://schema.org/EventCancelled")
    assert re.search(r"([+-]\d\d:\d\d|Z)$", described["startDate"])
    assert {"name", "organizer", "endDate"} <= set(described)


async def test_a_text_cannot_end_the_script_that_describes_it(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1", title=Localized(fr="</script><script>alert(1)</script>"))
    page = (await client.get("/fr/brussels/courses/WEB-1")).text
    assert linked_data(page)["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in page


async def test_news_can_be_subscribed_to(client: httpx.AsyncClient, database: Database, brussels: NewSite) -> None:
    await news(database, brussels, fr="Portes <ouvertes> & café")
    answer = await client.get("/nl/brussels/news.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = fromstring(answer.content)  # noqa: S314 -- our own answer
    entry = feed.find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:title", namespaces=ATOM) == "Portes <ouvertes> & café"
    title = entry.find("a:title", ATOM)
    assert title is not None
    assert title.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert (entry.findtext("a:id", namespaces=ATOM) or "").startswith("urn:uuid:")
    assert feed.findtext("a:updated", namespaces=ATOM)


@pytest.mark.parametrize("path", ["/share.png", "/courses/WEB-1/share.png", "/news/open-day/share.png"])
async def test_a_shared_link_has_a_picture(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, path: str
) -> None:
    await make_course(database, brussels, "WEB-1")
    await news(database, brussels, fr="Portes ouvertes", ar="يوم مفتوح للجميع")
    answer = await client.get(f"/fr/brussels{path}")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    again = await client.get(f"/fr/brussels{path}", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = await client.get(f"/fr/brussels{path.removesuffix('/share.png')}")
    assert 'property="og:image" content="http' in page.text
    assert f"/fr/brussels{path}" in page.text


async def test_the_calendar_of_one_course_can_be_subscribed_to(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1", sessions=2)
    await make_course(database, brussels, "WEB-2", sessions=3)
    answer = await client.get("/fr/brussels/courses/WEB-1/calendar.ics")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert (await client.get("/fr/brussels/courses/nothing/calendar.ics")).status_code == 404
