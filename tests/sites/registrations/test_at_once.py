"""Two hundred people want one of twenty places in the same moment."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.settings import Settings
from core.tenancy import DataScope
from server.app import create_app
from sites.cohorts.models import Cohort
from sites.registrations.actions import places, register_learner, registering
from sites.registrations.models import RegistrationSource
from sites.registrations.models import RegistrationStatus as Status
from tests.factories import NewSite
from tests.sites.registrations.made import SECRET, TODAY, bearer, make_course, registrations, somebody

PEOPLE = 200
PLACES = 20


@pytest.mark.parametrize("round_number", [1, 2, 3])
async def test_twenty_places_are_given_once_and_the_others_wait_in_order(
    database: Database, brussels: NewSite, app_settings: Settings, round_number: int
) -> None:
    await make_course(database, brussels, capacity=PLACES)
    headers = await bearer(database, brussels)
    transport = httpx.ASGITransport(app=create_app(database, app_settings))  # type: ignore[arg-type]  # Litestar and the others type ASGI differently
    async with httpx.AsyncClient(transport=transport, base_url="http://archipel.test", headers=headers) as client:

        async def register(number: int) -> httpx.Response:
            body = somebody(number).model_dump(mode="json", exclude_none=True)
            return await client.post("/api/v1/sites/brussels/cohorts/WEB-1/registrations", json=body, timeout=120)

        answers = await asyncio.gather(*(register(number) for number in range(PEOPLE)))

    assert {answer.status_code for answer in answers} == {201}
    bodies = [answer.json() for answer in answers]
    assert sum(body["status"] == "confirmed" for body in bodies) == PLACES
    positions = [body["waiting_position"] for body in bodies if body["status"] == "waiting"]
    assert sorted(positions) == list(range(1, PEOPLE - PLACES + 1))
    kept = await registrations(database, brussels)
    assert sum(one.status is Status.CONFIRMED for one in kept) == PLACES
    queue = {str(one.id): one.queue_number for one in kept if one.status is Status.WAITING}
    assert sorted(queue.values()) == list(range(1, PEOPLE - PLACES + 1))  # type: ignore[type-var]  # nobody in a queue has no number
    assert all(queue[body["id"]] == body["waiting_position"] for body in bodies if body["status"] == "waiting")


async def test_without_the_lock_places_are_given_twice(
    database: Database, brussels: NewSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same storm finds the mistake when it is made."""
    cohort_id = await make_course(database, brussels, capacity=3)

    async def look_without_locking(session: Any, cohort: UUID) -> Any:
        return await session.get_one(Cohort, (brussels.id, cohort))

    async def count_slowly(session: Any, cohort: UUID) -> Any:
        found = await places.occupancy(session, cohort)
        await asyncio.sleep(0.05)
        return found

    monkeypatch.setattr(registering, "lock_cohort", look_without_locking)
    monkeypatch.setattr(registering, "occupancy", count_slowly)

    async def register(number: int) -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await register_learner(
                session,
                cohort_id,
                somebody(number),
                today=TODAY,
                now=utc_now(),
                source=RegistrationSource.API,
                secret=SECRET,
                site_language="fr",
            )

    await asyncio.gather(*(register(number) for number in range(12)))

    kept = await registrations(database, brussels)
    assert sum(one.status is Status.CONFIRMED for one in kept) > 3


async def test_fifty_people_answer_cancel_and_register_at_once_and_no_place_is_given_twice(
    database: Database, brussels: NewSite, app_settings: Settings
) -> None:
    """Ten places, thirty in line; three waves: two give theirs back, the first in line press twice, three more come."""
    await make_course(database, brussels, capacity=10)
    transport = httpx.ASGITransport(app=create_app(database, app_settings))  # type: ignore[arg-type]  # Litestar and the others type ASGI differently
    base = "http://archipel.test"

    async def ask(path: str, data: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            return await client.post(path, data=data, timeout=120)

    def form(number: int) -> dict[str, str]:
        return {"given_name": "A", "family_name": "B", "email": f"a{number}@example.org", "language": "fr"}

    form_path = "/fr/brussels/courses/WEB-1/register"
    assert app_settings.registrations_per_hour >= 50, "else the throttle answers instead of the waiting list"
    links = [(await ask(form_path, form(number))).headers["location"] for number in range(40)]
    for wave in range(3):
        leaving = links[wave * 2 : wave * 2 + 2]
        presses = [f"{link}/{answer}" for link in links for answer in ("accept", "accept")]
        newcomers = [ask(form_path, form(100 + wave * 10 + number)) for number in range(3)]
        answers = await asyncio.gather(
            *(ask(link, {}) for link in leaving), *(ask(path, {}) for path in presses[: 2 * (20 + wave)]), *newcomers
        )
        assert {answer.status_code for answer in answers} <= {303, 409}
        kept = await registrations(database, brussels)
        assert sum(one.status in (Status.CONFIRMED, Status.OFFERED) for one in kept) <= 10
        numbers = [one.queue_number for one in kept if one.status is Status.WAITING]
        assert len(set(numbers)) == len(numbers)
        offered = [
            one.queue_number for one in kept if one.status in (Status.OFFERED, Status.CONFIRMED) and one.queue_number
        ]
        assert not numbers or not offered or max(offered) < min(number for number in numbers if number is not None)
