"""Work that is done after the transaction that asked for it, at least once, with retries."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel

from core.clock import new_id, utc_now
from core.mail import Post
from core.models import TextEnum, one_of
from core.settings import Settings
from core.tenancy import DataScope

Work = Callable[..., Awaitable[None]]


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(SQLModel, table=True):
    """One piece of work. Arguments are ids and plain values, never a person's particulars."""

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("status", JobStatus),
        Index("jobs_due_idx", "run_after", postgresql_where=text("status in ('queued', 'running')")),
        {"schema": "core"},
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=utc_now)
    site_id: UUID | None = Field(default=None, description="it runs in this site's scope; none: the network's")
    name: str
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    dedupe: str | None = Field(default=None, unique=True, description="a second job of this key is not queued")
    status: JobStatus = Field(default=JobStatus.QUEUED, sa_type=TextEnum(JobStatus))
    run_after: datetime = Field(default_factory=utc_now)
    attempts: int = 0
    leased_until: datetime | None = None
    finished_at: datetime | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A job that runs once in each slot of time, whoever is awake to notice."""

    name: str
    every: timedelta


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job may need beside its session."""

    post: Post
    settings: Settings


WORK: dict[str, Work] = {}
SLOTS: list[Slot] = []


def job(name: str) -> Callable[[Work], Work]:
    """Register `feature.verb`. A name is stored in the queue, so it is never changed.

    The function gets a session in the job's own scope (a site's, or none's), the tools, and the
    arguments. It may run twice: an effect outside the database must be harmless then.
    """

    def register(work: Work) -> Work:
        WORK[name] = work
        return work

    return register


def periodic(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Register a job that is queued by itself once per slot of `every`."""

    def register(work: Work) -> Work:
        SLOTS.append(Slot(name, every))
        return job(name)(work)

    return register


async def enqueue(
    session: AsyncSession,
    name: str,
    *,
    run_after: datetime | None = None,
    dedupe: str | None = None,
    **arguments: Any,
) -> None:
    """Queue a job in the session's own scope. It runs only if this transaction commits."""
    scope: DataScope = session.info["scope"]
    await _queue(session, scope.site_id, name, run_after, dedupe, arguments)


async def enqueue_at(
    session: AsyncSession,
    site_id: UUID,
    name: str,
    *,
    run_after: datetime | None = None,
    dedupe: str | None = None,
    **arguments: Any,
) -> None:
    """Queue a job in a site's scope. For a periodic job, which runs in none and looks round all sites."""
    await _queue(session, site_id, name, run_after, dedupe, arguments)


async def _queue(
    session: AsyncSession,
    site_id: UUID | None,
    name: str,
    run_after: datetime | None,
    dedupe: str | None,
    arguments: dict[str, Any],
) -> None:
    values = {
        "id": new_id(),
        "created_at": utc_now(),
        "site_id": site_id,
        "name": name,
        "arguments": arguments,
        "dedupe": dedupe,
        "status": JobStatus.QUEUED,
        "run_after": run_after or utc_now(),
        "attempts": 0,
        "last_error": "",
    }
    statement = insert(Job).values(**values)
    if dedupe is not None:
        statement = statement.on_conflict_do_nothing()
    await session.execute(statement)
