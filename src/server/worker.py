"""Runs jobs: takes one that is due, does it in its own scope, notes how it ended."""

import asyncio
import random
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlmodel import col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.jobs import SLOTS, WORK, Job, JobStatus, Tools, enqueue
from core.log import logger, without_values
from core.tenancy import DataScope

log = logger("worker")

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8
IDLE_SECONDS = 1.0
KEPT = timedelta(days=14)


class Worker:
    """One loop. Any number may run at once, in any number of processes."""

    def __init__(self, database: Database, tools: Tools) -> None:
        self.database = database
        self.tools = tools
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Finish the job at hand, then end."""
        self._stopping.set()

    async def run(self) -> None:
        """Until `stop`. A database that is away is waited for."""
        while not self._stopping.is_set():
            try:
                await self.queue_slots(utc_now())
                while await self.run_next(utc_now()) and not self._stopping.is_set():
                    pass
            except Exception as error:
                log.warning("queue_unavailable", error=repr(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), IDLE_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 -- spreads workers, hides nothing

    async def run_next(self, now: datetime) -> bool:
        """Run one due job. False if there was none."""
        claimed = await self._claim(now)
        if claimed is None:
            return False
        try:
            async with unit_of_work(self.database, DataScope.of_worker(claimed.site_id)) as session:
                await WORK[claimed.name](session, self.tools, **claimed.arguments)
                await session.execute(_still_ours(claimed).values(status=JobStatus.DONE, finished_at=utc_now()))
        except Exception as error:
            log.error("job_failed", job=claimed.name, id=str(claimed.id), attempts=claimed.attempts, exc_info=True)
            await self._put_back(claimed, error, now)
        return True

    async def _claim(self, now: datetime) -> Job | None:
        """Due, or left behind by a worker whose lease has run out."""
        due = (
            select(Job)
            .where(
                col(Job.run_after) <= now,
                or_(
                    col(Job.status) == JobStatus.QUEUED,
                    (col(Job.status) == JobStatus.RUNNING) & (col(Job.leased_until) < now),
                ),
            )
            .order_by(col(Job.run_after), col(Job.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        async with unit_of_work(self.database, DataScope.of_worker()) as session:
            job = (await session.execute(due)).scalar_one_or_none()
            if job is not None:
                job.status = JobStatus.RUNNING
                job.attempts += 1
                job.leased_until = now + LEASE
            return job

    async def _put_back(self, job: Job, error: Exception, now: datetime) -> None:
        """Later, twice as late each time; after the last attempt it waits for a person."""
        is_last = job.attempts >= MOST_ATTEMPTS
        delay = timedelta(seconds=15 * 2**job.attempts) * random.uniform(0.8, 1.2)  # noqa: S311 -- spreads retries
        values: dict[str, Any] = {
            "status": JobStatus.DEAD if is_last else JobStatus.QUEUED,
            "run_after": now + delay,
            "last_error": without_values(repr(error))[:1000],
            "leased_until": None,
        }
        async with unit_of_work(self.database, DataScope.of_worker()) as session:
            await session.execute(_still_ours(job).values(**values))

    async def queue_slots(self, now: datetime) -> None:
        """Queue each periodic job once per slot of time; the key of the slot keeps others from it."""
        async with unit_of_work(self.database, DataScope.of_worker()) as session:
            for slot in SLOTS:
                number = int(now.timestamp() // slot.every.total_seconds())
                await enqueue(session, slot.name, dedupe=f"{slot.name}:{number}")
            await session.execute(
                delete(Job).where(col(Job.status) == JobStatus.DONE, col(Job.finished_at) < now - KEPT)
            )


def _still_ours(job: Job) -> Any:
    """`attempts` fences: a worker that was thought dead cannot overwrite its successor's result."""
    return update(Job).where(
        col(Job.id) == job.id, col(Job.attempts) == job.attempts, col(Job.status) == JobStatus.RUNNING
    )
