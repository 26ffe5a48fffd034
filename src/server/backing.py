"""Which PostgreSQL the program works on: the one that is configured, or the embedded one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.database import Database
from core.settings import Settings
from server.embedded import EmbeddedPostgres
from server.roles import addresses
from server.upgrade import is_current, upgrade


@asynccontextmanager
async def open_database(settings: Settings, *, migrate: bool = True) -> AsyncIterator[Database]:
    """The database, ready for work: started if it is the embedded one, migrated if needed, and
    left as found. Raises EmbeddedUnavailable in words where it cannot be started."""
    configured = settings.database.url
    if configured is not None:
        async with _opened(settings, configured.get_secret_value(), migrate) as database:
            yield database
        return
    if settings.database.owner_url is not None:
        async with _opened(settings, None, migrate) as database:
            yield database
        return
    with EmbeddedPostgres(settings.home) as server:
        async with _opened(settings, server.url, migrate) as database:
            yield database


@asynccontextmanager
async def _opened(settings: Settings, admin: str | None, migrate: bool) -> AsyncIterator[Database]:
    urls = addresses(settings, admin or settings.database.owner_url.get_secret_value())  # type: ignore[union-attr]  # checked before
    if migrate and not await _is_ready(urls):
        await upgrade(settings, admin, urls)
    database = Database(urls, pool_size=settings.database.pool_size)
    try:
        yield database
    finally:
        await database.close()


async def _is_ready(urls: object) -> bool:
    """A login that fails means that the roles are missing: then the upgrade makes them."""
    try:
        return await is_current(urls)  # type: ignore[arg-type]  # there is one by now
    except Exception:
        return False
