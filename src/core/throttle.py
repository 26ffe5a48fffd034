"""Counting attempts (sign-in, public registration) so that guessing and flooding get slow."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col

from core.clock import utc_now
from core.database import Database, unit_of_work
from core.errors import TooMany
from core.tenancy import DataScope


class Attempt(SQLModel, table=True):
    """How often something was tried in a window of time. The key is hashed: no address is kept."""

    __tablename__ = "attempts"
    __table_args__ = ({"schema": "core"},)

    key_hash: str = Field(primary_key=True)
    window_began_at: datetime = Field(primary_key=True)
    tries: int


async def count_attempt(database: Database, *, kind: str, who: str, limit: int, window: timedelta) -> None:
    """Count one try in a transaction of its own, so that it is counted even if the request fails.

    Raises TooMany above `limit` tries of `who` in a window.
    """
    now = utc_now()
    began, key = _window_of(now, window), _key_of(kind, who)
    async with unit_of_work(database, DataScope.of_network()) as session:
        statement = insert(Attempt).values(key_hash=key, window_began_at=began, tries=1)
        statement = statement.on_conflict_do_update(
            index_elements=["key_hash", "window_began_at"], set_={"tries": col(Attempt.tries) + 1}
        )
        tries = (await session.execute(statement.returning(col(Attempt.tries)))).scalar_one()
        if tries == 1:
            await session.execute(delete(Attempt).where(col(Attempt.window_began_at) < now - timedelta(days=1)))
    if tries > limit:
        raise TooMany


async def forgive_attempt(database: Database, *, kind: str, who: str, window: timedelta) -> None:
    """Take one try back: it was nobody's guess."""
    same = (col(Attempt.key_hash) == _key_of(kind, who), col(Attempt.window_began_at) == _window_of(utc_now(), window))
    async with unit_of_work(database, DataScope.of_network()) as session:
        await session.execute(update(Attempt).where(*same, col(Attempt.tries) > 0).values(tries=col(Attempt.tries) - 1))


def _window_of(now: datetime, window: timedelta) -> datetime:
    return datetime.fromtimestamp(now.timestamp() // window.total_seconds() * window.total_seconds(), now.tzinfo)


def _key_of(kind: str, who: str) -> str:
    return hashlib.sha256(f"{kind}|{who}".encode()).hexdigest()
