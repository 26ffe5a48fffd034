"""Places at an event: never more than there are, given back, checked off, written about."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.errors import AppError
from core.settings import Settings
from core.tenancy import DataScope
from network.access.roles import Role
from sites.events.actions.places import Coming, take_place
from sites.events.errors import AlreadyComing, EventFull
from sites.events.models import Event, EventPlace, EventRegistration, EventStatus
from tests.factories import NewSite
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import SECRET, make_event
from tests.sites.registrations.test_jobs import letters


async def make_evening(database: Database, site: NewSite, *, how: str = "named", capacity: int | None = 3) -> str:
    await make_event(database, site, "evening", starts_at=utc_now() + timedelta(minutes=5))
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        event = (await session.execute(select(Event))).scalar_one()
        event.registration, event.capacity = EventRegistration(how), capacity
    return "evening"


async def places(database: Database, site: NewSite) -> list[EventPlace]:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return list((await session.execute(select(EventPlace).order_by(col(EventPlace.id)))).scalars())


async def coming(database: Database, site: NewSite, code: str, number: int, count: int = 1) -> AppError | None:
    who = Coming(name=f"Visitor {number}", email=f"v{number}@example.org", language="fr", places=count)
    try:
        async with unit_of_work(database, DataScope.of_site(site.id)) as session:
            await take_place(session, code, who, now=utc_now(), secret=SECRET)
    except AppError as error:
        return error
    return None


async def test_the_last_place_asked_for_by_many_at_once_is_given_once(database: Database, brussels: NewSite) -> None:
    code = await make_evening(database, brussels)
    answers = await asyncio.gather(*(coming(database, brussels, code, number) for number in range(8)))
    assert sum(one is None for one in answers) == 3
    assert {type(one) for one in answers if one is not None} == {EventFull}
    assert isinstance(await coming(database, brussels, code, 9), EventFull)


async def test_one_address_has_one_registration(database: Database, brussels: NewSite) -> None:
    code = await make_evening(database, brussels, capacity=None)
    answers = await asyncio.gather(*(coming(database, brussels, code, 1) for _ in range(3)))
    assert [type(one) for one in answers if one is not None] == [AlreadyComing, AlreadyComing]


async def test_the_public_registers_without_an_account_and_gives_the_place_back(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    code = await make_evening(database, brussels)
    form = {"name": "Amina", "email": "amina@example.org", "language": "fr", "places": "2"}
    made = await client.post(f"/en/brussels/events/{code}/register", data=form)
    assert made.status_code == 303
    mine = made.headers["location"]
    page = (await client.get(mine)).text
    assert "You have a place" in page
    assert "Registered for 2 people." in page
    assert "Amina" not in page
    assert "2 of 3 places taken" in (await client.get(f"/en/brussels/events/{code}")).text
    assert (await client.post(mine)).status_code == 303
    assert "Your registration is cancelled" in (await client.get(mine)).text
    assert "0 of 3 places taken" in (await client.get(f"/en/brussels/events/{code}")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no address"), ("name", ""), ("places", "0"), ("places", "99999999999999999999"), ("places", "4")],
)
async def test_a_wrong_answer_is_said_and_nothing_kept(
    client: httpx.AsyncClient, database: Database, brussels: NewSite, field: str, value: str
) -> None:
    code = await make_evening(database, brussels)
    form = {"name": "Amina", "email": "amina@example.org", "language": "fr", "places": "1", field: value}
    answer = await client.post(f"/en/brussels/events/{code}/register", data=form)
    assert answer.status_code == 422
    assert "There is something to correct" in answer.text
    assert await places(database, brussels) == []


async def test_where_only_numbers_count_no_name_is_asked(
    client: httpx.AsyncClient, database: Database, brussels: NewSite
) -> None:
    code = await make_evening(database, brussels, how="count")
    assert 'name="name"' not in (await client.get(f"/en/brussels/events/{code}/register")).text
    answer = await client.post(f"/en/brussels/events/{code}/register", data={"places": "2", "language": "nl"})
    assert answer.status_code == 303
    (place,) = await places(database, brussels)
    assert (place.places, place.name, place.email) == (2, "", None)


async def test_a_cancelled_event_is_told_in_each_visitors_language(
    client: Any, database: Database, brussels: NewSite, app_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s" * 40)
    code = await make_evening(database, brussels)
    await coming(database, brussels, code, 1)
    (confirmed,) = await letters(database, app_settings, tmp_path)
    assert confirmed["To"] == "v1@example.org"
    assert "Soirée evening" in confirmed["Subject"]
    assert [one.get_content_type() for one in confirmed.iter_attachments()] == ["text/calendar"]
    assert "/fr/brussels/event-places/" in confirmed.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our mails have both parts

    await work_as(database, client, brussels)
    answer = await client.post(f"/en/manage/brussels/events/{code}/cancel", data={"reason": "ill"})
    assert answer.status_code == 303
    told = (await letters(database, app_settings, tmp_path))[-1]
    assert told["Content-Language"] == "fr"
    assert not list(told.iter_attachments())
    assert "cancelled" in (await client.get("/en/brussels/events")).text.lower()


async def test_trainers_check_people_off_and_count_heads(client: Any, database: Database, brussels: NewSite) -> None:
    code = await make_evening(database, brussels)
    await coming(database, brussels, code, 1, count=2)
    (place,) = await places(database, brussels)
    await work_as(database, client, brussels, Role.TRAINER)

    page = (await client.get(f"/en/manage/brussels/events/{code}")).text
    assert "Visitor 1" in page
    assert "v1@example.org" not in page
    base = f"/en/manage/brussels/event-places/{place.id}/came"
    assert (await client.post(base, data={"came": "3"})).status_code == 422
    assert (await client.post(base, data={"came": "2"})).status_code == 303
    assert (await places(database, brussels))[0].came == 2
    assert (await client.post(base, data={"came": ""})).status_code == 303
    assert (await places(database, brussels))[0].came is None
    counted = await client.post(f"/en/manage/brussels/events/{code}/head-count", data={"people": "-1"})
    assert counted.status_code == 422
    await client.post(f"/en/manage/brussels/events/{code}/head-count", data={"people": "17"})
    assert 'value="17"' in (await client.get(f"/en/manage/brussels/events/{code}")).text
    assert (await client.get("/en/manage/brussels/events/new")).status_code == 403


async def test_an_event_is_planned_copied_and_announced(client: Any, database: Database, brussels: NewSite) -> None:
    await work_as(database, client, brussels)
    form = {
        "kind": "workshop",
        "title_fr": "Réparer soi-même",
        "languages": "fr",
        "on": "2031-05-06",
        "begins": "22:00",
        "ends": "00:30",
        "registration": "named",
        "capacity": "12",
        "status": "draft",
    }
    made = await client.post("/en/manage/brussels/events/new", data=form)
    assert made.headers["location"].endswith("/events/reparer-soi-meme-2031-05-06")
    code = "reparer-soi-meme-2031-05-06"
    assert (await client.get(f"/en/brussels/events/{code}")).status_code == 404
    assert (await client.post(f"/en/manage/brussels/events/{code}/announce")).status_code == 303
    assert (await client.get(f"/fr/brussels/events/{code}")).status_code == 200
    copy = (await client.get(f"/en/manage/brussels/events/new?copy={code}")).text
    assert "Réparer soi-même" in copy
    assert 'value="2031-05-06"' not in copy
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        event = (await session.execute(select(Event))).scalar_one()
        assert (event.status, event.held_on.isoformat()) == (EventStatus.OPEN, "2031-05-06")
        assert event.ends_at - event.starts_at == timedelta(hours=2, minutes=30)
    for wrong in ({"on": "2031-02-31"}, {"ends": "21:59"}, {"venue": "nowhere"}, {"title_fr": ""}):
        answer = await client.post("/en/manage/brussels/events/new", data={**form, **wrong})
        assert answer.status_code == 422, wrong
