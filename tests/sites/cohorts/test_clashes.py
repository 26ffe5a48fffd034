"""A room and a trainer are in one place at a time, whoever asks and however many ask at once."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from core.database import Database, unit_of_work
from core.tenancy import DataScope
from i18n.content import Localized
from network.access.roles import Role
from sites.cohorts.actions.moving import NewTime, cancel_session, reschedule
from sites.cohorts.actions.sessions import SessionPlan, plan_session
from sites.cohorts.errors import RoomIsTaken, TrainerIsTaken
from sites.cohorts.models import Room, Session, SessionTrainer, Venue
from sites.cohorts.rules import SiteDays
from tests.factories import NewSite, make_person
from tests.sites.dashboard.working import work_as
from tests.sites.registrations.made import bearer, make_course

HERE = "/en/manage/brussels"
DAY = date(2027, 3, 2)
DAYS = SiteDays("Europe/Brussels", "BE", frozenset({5, 6}), "en")
ZONE = "Europe/Brussels"


async def make_room(database: Database, site: NewSite, code: str = "lab") -> UUID:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        venue = Venue(site_id=site.id, code=f"house-{code}", name=Localized(en="House"))
        session.add(venue)
        await session.flush()
        room = Room(site_id=site.id, venue_id=venue.id, code=code, name=Localized(en="The lab", fr="Le labo"))
        session.add(room)
        return room.id


def a_session(**more: Any) -> SessionPlan:
    return SessionPlan.model_validate({"on": DAY, "begins": "18:00", "ends": "20:00", "room": "lab", **more})


async def plan(database: Database, site: NewSite, cohort: str, asked: SessionPlan) -> UUID:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (await plan_session(session, cohort, asked, zone=ZONE, units=frozenset({site.id}))).id


@pytest.fixture
async def two_courses(database: Database, brussels: NewSite) -> None:
    for code in ("web-1", "web-2"):
        await make_course(database, brussels, code, starts_on=date(2027, 3, 1), days=60)
    await make_room(database, brussels)


async def test_a_room_is_not_given_twice_and_the_other_session_is_named(
    database: Database, brussels: NewSite, two_courses: None
) -> None:
    await plan(database, brussels, "web-1", a_session())

    with pytest.raises(RoomIsTaken) as refused:
        await plan(database, brussels, "web-2", a_session(begins="19:59", ends="21:00"))

    assert "web-1" in refused.value.text
    assert "18:00" in refused.value.text or "17:00" in refused.value.text
    await plan(database, brussels, "web-2", a_session(begins="20:00", ends="21:00"))
    await plan(database, brussels, "web-2", a_session(room=None, venue=None))


async def test_of_two_who_plan_in_one_room_at_once_one_is_refused(
    database: Database, brussels: NewSite, two_courses: None
) -> None:
    both = await asyncio.gather(
        plan(database, brussels, "web-1", a_session()),
        plan(database, brussels, "web-2", a_session(begins="19:00", ends="21:00")),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in both) == ["RoomIsTaken", "UUID"]


async def test_of_two_who_send_one_trainer_at_once_one_is_refused(
    database: Database, brussels: NewSite, two_courses: None
) -> None:
    trainer = await make_person(database, "ada@example.org", Role.TRAINER, brussels.id)

    both = await asyncio.gather(
        *(plan(database, brussels, code, a_session(room=None, trainers=[trainer])) for code in ("web-1", "web-2")),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in both) == ["TrainerIsTaken", "UUID"]
    refused = next(one for one in both if isinstance(one, TrainerIsTaken))
    assert "Ada Example" in refused.text


async def test_a_cancelled_session_gives_room_and_trainer_back(
    database: Database, brussels: NewSite, two_courses: None
) -> None:
    trainer = await make_person(database, "ada@example.org", Role.TRAINER, brussels.id)
    first = await plan(database, brussels, "web-1", a_session(trainers=[trainer]))
    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        await cancel_session(session, first)

    await plan(database, brussels, "web-2", a_session(trainers=[trainer]))


async def test_a_series_moves_over_its_own_old_days(database: Database, brussels: NewSite, two_courses: None) -> None:
    """Each takes the place of the next one: nothing is in its own way."""
    trainer = await make_person(database, "ada@example.org", Role.TRAINER, brussels.id)
    ids = [
        await plan(database, brussels, "web-1", a_session(on=DAY + timedelta(days=count), trainers=[trainer]))
        for count in range(3)
    ]

    for days in (1, -1):
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            first = await session.get_one(Session, (brussels.id, ids[0]))
            to = first.held_on + timedelta(days=days)
            asked = NewTime.model_validate({"on": to, "begins": "18:00", "ends": "20:00", "following": True})
            await reschedule(session, ids[0], asked, days=DAYS)

    async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
        held = (await session.execute(select(col(Session.held_on)).order_by(col(Session.starts_at)))).scalars().all()
        assert held == [DAY + timedelta(days=count) for count in range(3)]
        times = await session.execute(
            select(col(SessionTrainer.starts_at) == col(Session.starts_at)).join(
                Session, col(Session.id) == col(SessionTrainer.session_id)
            )
        )
        assert times.scalars().all() == [True] * 3


async def test_the_form_says_who_is_there_and_keeps_what_was_typed(
    database: Database, client: Any, brussels: NewSite, two_courses: None
) -> None:
    await plan(database, brussels, "web-1", a_session())
    await work_as(database, client, brussels)
    form = {"on": DAY, "begins": "19:00", "ends": "21:00", "room": "lab", "anyway": "yes"}

    answer = await client.post(f"{HERE}/cohorts/web-2/sessions/new", data=form)

    assert answer.status_code == 422
    assert "The lab is taken" in answer.text
    assert 'value="19:00"' in answer.text


async def test_programs_are_told_by_a_code(
    database: Database, client: Any, brussels: NewSite, two_courses: None
) -> None:
    header = await bearer(database, brussels)
    await plan(database, brussels, "web-1", a_session())
    other = await plan(database, brussels, "web-2", a_session(begins="08:00", ends="10:00"))
    address = f"/api/v1/sites/brussels/sessions/{other}"

    refused = await client.post(
        f"{address}/reschedule", json={"on": str(DAY), "begins": "18:30", "ends": "20:30"}, headers=header
    )
    moved = await client.post(
        f"{address}/reschedule", json={"on": str(DAY), "begins": "20:00", "ends": "22:00"}, headers=header
    )
    cancelled = await client.post(f"{address}/cancel", json={"reason": "ill"}, headers=header)

    assert (refused.status_code, refused.json()["code"]) == (409, "room_is_taken")
    assert moved.json()["data"][0]["starts_at"] == "2027-03-02T19:00:00+00:00"
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")


async def test_rooms_are_added_by_programs_and_listed(database: Database, client: Any, brussels: NewSite) -> None:
    await make_room(database, brussels)
    header = await bearer(database, brussels)
    new = {
        "code": "fab",
        "venue": "house-lab",
        "name": {"fr": "Atelier"},
        "capacity": 8,
        "equipment": ["laser_cutter"],
        "hours": [{"weekday": 0, "opens": "09:00", "closes": "18:00"}],
    }

    added = await client.post("/api/v1/sites/brussels/rooms", json=new, headers=header)
    again = await client.post("/api/v1/sites/brussels/rooms", json=new, headers=header)
    listed = (await client.get("/api/v1/sites/brussels/rooms", headers=header)).json()["data"]

    assert (added.status_code, again.status_code) == (201, 409)
    assert added.json()["hours"] == new["hours"]
    assert [one["code"] for one in listed] == ["fab", "lab"]
    for wrong in ({"hours": [{"weekday": 7, "opens": "09:00", "closes": "10:00"}]}, {"equipment": ["boat"]}):
        body = {**new, "code": "x1", **wrong}
        assert (await client.post("/api/v1/sites/brussels/rooms", json=body, headers=header)).status_code == 422
