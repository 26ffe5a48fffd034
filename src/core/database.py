"""Connections, and the only place that commits."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from core.tenancy import DataScope, ScopedSession

__all__ = ["AsyncSession", "Database", "UnitOfWork", "unit_of_work"]


@dataclass(frozen=True, slots=True)
class Addresses:
    """One login per database role: a headquarters connection can never become a site's one."""

    app: URL
    group: URL
    worker: URL
    owner: URL
    backup: URL


class Database:
    """A small pool per role, opened when first used."""

    def __init__(self, addresses: Addresses, *, pool_size: int = 8) -> None:
        self.addresses = addresses
        self._pool_size = pool_size
        self._engines: dict[str, AsyncEngine] = {}
        self._makers: dict[str, async_sessionmaker[AsyncSession]] = {}

    def engine(self, role: str) -> AsyncEngine:
        """The pool of `app`, `group` or `worker`."""
        if role not in self._engines:
            self._engines[role] = create_async_engine(
                getattr(self.addresses, role),
                pool_size=self._pool_size,
                max_overflow=self._pool_size,
                pool_timeout=10,
                hide_parameters=True,  # else a failed statement tells the log whom it was about
                connect_args={"command_timeout": 60, "timeout": 10},
            )
        return self._engines[role]

    def session(self, scope: DataScope) -> AsyncSession:
        """A session bound to a scope. Use `unit_of_work` or `UnitOfWork`, which also end it."""
        if scope.role not in self._makers:
            self._makers[scope.role] = async_sessionmaker(
                self.engine(scope.role), sync_session_class=ScopedSession, expire_on_commit=False
            )
        return self._makers[scope.role](info={"scope": scope})

    async def close(self) -> None:
        for engine in self._engines.values():
            await engine.dispose()
        self._engines.clear()
        self._makers.clear()


@asynccontextmanager
async def unit_of_work(database: Database, scope: DataScope) -> AsyncIterator[AsyncSession]:
    """All of it is kept, or none of it. Nothing below this line ever commits."""
    async with database.session(scope) as session:
        try:
            yield session
        except BaseException:
            await session.rollback()
            raise
        else:
            await session.commit()


class UnitOfWork:
    """The sessions of one request, opened when first asked for and ended together.

    A handler writes through one of them; the other, if any, only reads.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._sessions: dict[DataScope, AsyncSession] = {}

    def session(self, scope: DataScope) -> AsyncSession:
        if scope not in self._sessions:
            self._sessions[scope] = self.database.session(scope)
        return self._sessions[scope]

    async def finish(self, *, keep: bool) -> None:
        """Commit or roll back. Raises what the database says when it cannot commit."""
        for session in self._sessions.values():
            if keep:
                await session.commit()
            else:
                await session.rollback()

    async def close(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()


def masked(addresses: Mapping[str, URL]) -> dict[str, str]:
    """Addresses as they may be shown: without passwords."""
    return {role: url.render_as_string(hide_password=True) for role, url in addresses.items()}
