"""People queue at the door of a course before they take a database connection.

The lock on the cohort decides who has a place. But two hundred people waiting for that lock would hold, or wait
for, every connection of the process, and all other pages with them. So a few at a time go in.
"""

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

_AT_A_TIME = 3
_DOORS: WeakValueDictionary[tuple[UUID, str], Semaphore] = WeakValueDictionary()


@asynccontextmanager
async def turn_at(site_id: UUID, cohort: str) -> AsyncIterator[None]:
    """`cohort` as it stands in the address: another spelling is another door, and the lock still holds."""
    door = _DOORS.setdefault((site_id, cohort), Semaphore(_AT_A_TIME))
    async with door:
        yield
