"""Where features built on cohorts say that they want to know of a change: places, people waiting, ages."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from sites.cohorts.models import Cohort


@dataclass(frozen=True, slots=True)
class CohortChanged:
    """`fields` names the columns that have a new value: "starts_on", "capacity", "status", …"""

    cohort: Cohort
    fields: frozenset[str]
    now: datetime


Listener = Callable[[AsyncSession, CohortChanged], Awaitable[None]]
LISTENERS: list[Listener] = []


def after_cohort_change(listener: Listener) -> Listener:
    """Register work to be done in the same transaction as the change."""
    LISTENERS.append(listener)
    return listener


async def tell_listeners(session: AsyncSession, change: CohortChanged) -> None:
    for listener in LISTENERS:
        await listener(session, change)
