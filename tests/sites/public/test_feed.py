from datetime import UTC
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from core.database import Database
from network.units.models import SiteStatus
from sites.cohorts.models import CohortStatus
from sites.events.models import EventStatus
from tests.factories import NewSite, make_site
from tests.sites.registrations.made import make_course, make_event


async def test_the_feed_holds_open_sessions_and_events_at_their_moment(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, "WEB-1", sessions=2)
    await make_course(database, brussels, "WEB-2", sessions=2, status=CohortStatus.DRAFT)
    await make_event(database, brussels, "lab")
    await make_event(database, brussels, "off", status=EventStatus.CANCELLED)
    await make_event(database, brussels, "later", status=EventStatus.DRAFT)

    answer = await client.get("/brussels/calendar.ics?lang=fr")

    assert answer.headers["content-type"].startswith("text/calendar")
    events: list[Any] = list(Calendar.from_ical(answer.text).walk("VEVENT"))
    titles = sorted(str(one["SUMMARY"]) for one in events)
    assert titles == ["Premiers pas sur le web", "Premiers pas sur le web", "Soirée lab", "Soirée off"]
    session = next(one for one in events if "Premiers" in one["SUMMARY"])
    assert session["DTSTART"].dt.astimezone(UTC).hour == 17
    assert {str(one["STATUS"]) for one in events if "off" in one["SUMMARY"]} == {"CANCELLED"}


async def test_a_feed_read_again_is_the_same_and_needs_no_second_download(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_course(database, brussels, sessions=2)
    first = await client.get("/brussels/calendar.ics")
    again = await client.get("/brussels/calendar.ics", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get("/brussels/calendar.ics")).content == first.content


@pytest.mark.parametrize("lang", ["", "tlh", "%00", "%ff", "pl", "../../etc"])
async def test_a_language_the_centre_does_not_offer_gives_its_first(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, lang: str
) -> None:
    await make_event(database, brussels, "lab")
    answer = await client.get(f"/brussels/calendar.ics?lang={lang}")
    assert answer.status_code == 200
    assert "Soirée lab" in answer.text


async def test_a_centre_in_rollout_has_no_feed_and_is_not_named(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    await make_site(database, "atlantis", status=SiteStatus.ROLLOUT)
    hidden, missing = [await client.get(f"/{code}/calendar.ics") for code in ("atlantis", "nowhere")]
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert title_of(hidden) == title_of(missing)


def title_of(answer: httpx.Response) -> str:
    return answer.text.partition("<title>")[2].partition("</title>")[0]
