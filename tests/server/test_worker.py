"""Jobs: done after the commit that asked for them, again when they fail, once each."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.jobs import WORK, Job, JobStatus, Slot, Tools, enqueue, job
from core.mail import Post
from core.settings import Settings
from core.tenancy import DataScope
from i18n.content import Localized
from server.templating import make_environment
from server.worker import MOST_ATTEMPTS, Worker
from sites.cohorts.models import Venue
from tests.factories import NewSite


@pytest.fixture
def worker(database: Database, app_settings: Settings) -> Worker:
    return Worker(database, Tools(Post(make_environment(), app_settings), app_settings))


@pytest.fixture
def registered() -> Iterator[None]:
    @job("test.add_venue")
    async def add_venue(session: Any, _tools: Tools, code: str) -> None:
        scope: DataScope = session.info["scope"]
        session.add(Venue(site_id=scope.site_id, code=code, name=Localized(en=code)))  # type: ignore[arg-type]  # a job of a site
        await session.flush()

    @job("test.fail")
    async def fail(_session: Any, _tools: Tools) -> None:
        raise RuntimeError("not today")

    yield
    WORK.pop("test.add_venue")
    WORK.pop("test.fail")


async def _queue(database: Database, scope: DataScope, name: str, **arguments: Any) -> None:
    async with unit_of_work(database, scope) as session:
        await enqueue(session, name, **arguments)


async def _jobs(database: Database) -> list[Job]:
    async with unit_of_work(database, DataScope.of_worker()) as session:
        return list((await session.execute(select(Job).order_by(col(Job.id)))).scalars())


async def _venues(database: Database, site: NewSite) -> int:
    async with unit_of_work(database, DataScope.of_site(site.id)) as session:
        return (await session.execute(select(func.count()).select_from(Venue))).scalar_one()


async def test_a_job_runs_in_its_sites_scope(
    database: Database, worker: Worker, registered: None, brussels: NewSite, warsaw: NewSite
) -> None:
    await _queue(database, DataScope.of_site(warsaw.id), "test.add_venue", code="a")

    assert await worker.run_next(utc_now())
    assert not await worker.run_next(utc_now())

    assert await _venues(database, warsaw) == 1
    assert await _venues(database, brussels) == 0
    assert [one.status for one in await _jobs(database)] == [JobStatus.DONE]


async def test_what_is_rolled_back_queues_nothing(database: Database, registered: None, brussels: NewSite) -> None:
    async def change_of_mind() -> None:
        async with unit_of_work(database, DataScope.of_site(brussels.id)) as session:
            await enqueue(session, "test.add_venue", code="a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await change_of_mind()

    assert await _jobs(database) == []


async def test_a_job_that_fails_is_tried_later_and_at_last_waits_for_a_person(
    database: Database, worker: Worker, registered: None, brussels: NewSite
) -> None:
    await _queue(database, DataScope.of_site(brussels.id), "test.fail")
    now = utc_now()

    await worker.run_next(now)
    first = (await _jobs(database))[0]
    assert (first.status, first.attempts, first.last_error) == (JobStatus.QUEUED, 1, "RuntimeError('not today')")
    assert first.run_after > now

    for _ in range(MOST_ATTEMPTS - 1):
        now += timedelta(days=1)
        await worker.run_next(now)
    assert (await _jobs(database))[0].status == JobStatus.DEAD


async def test_a_job_left_behind_is_done_by_somebody_else(
    database: Database, worker: Worker, registered: None, brussels: NewSite
) -> None:
    await _queue(database, DataScope.of_site(brussels.id), "test.add_venue", code="a")
    await worker._claim(utc_now())

    assert not await worker.run_next(utc_now())
    assert await worker.run_next(utc_now() + timedelta(hours=1))
    assert await _venues(database, brussels) == 1


async def test_twenty_jobs_and_four_workers_do_each_once(
    database: Database, app_settings: Settings, registered: None, brussels: NewSite
) -> None:
    tools = Tools(Post(make_environment(), app_settings), app_settings)
    for number in range(20):
        await _queue(database, DataScope.of_site(brussels.id), "test.add_venue", code=f"v{number}")

    async def drain() -> None:
        mine = Worker(database, tools)
        while await mine.run_next(utc_now()):
            pass

    await asyncio.gather(*(drain() for _ in range(4)))

    assert await _venues(database, brussels) == 20
    assert {one.attempts for one in await _jobs(database)} == {1}


async def test_a_slot_of_time_is_queued_once(
    database: Database, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.worker.SLOTS", [Slot("test.slot", timedelta(hours=1))])
    now = utc_now().replace(minute=30)

    await worker.queue_slots(now)
    await worker.queue_slots(now)
    assert len(await _jobs(database)) == 1

    await worker.queue_slots(now + timedelta(hours=1))
    assert len(await _jobs(database)) == 2
