"""Count everything again and compare: whether the facts say what the sites' rows say."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.database import Database
from core.errors import Unavailable
from core.tenancy import DataScope
from i18n.messages import lazy
from network.results.measuring import FACT_COLUMNS, MEASURES
from network.results.models import Fact, RecountMark
from network.results.recount import catch_up, recount_marked
from network.units.models import Site, Unit

_FACTS: sa.Table = Fact.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_MARKS: sa.Table = RecountMark.__table__  # type: ignore[attr-defined]  # SQLModel puts it there
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """`missing` facts are not stored, `surplus` ones are stored and wrong."""

    site: str
    measure: str
    missing: int
    surplus: int


class NeverQuiet(Unavailable):
    """Each time the site was looked at, something had just been written there."""

    code = "never_quiet"
    message = lazy("“%(site)s” is being written to all the time. Please check again later.")


async def differences(database: Database) -> list[Difference]:
    """Where stored facts are not what the measures say; empty when all is well.

    Takes the waiting marks first, so what is found is a defect, not a delay.
    """
    await catch_up(database)
    async with database.session(DataScope.of_network()) as session:
        sites = (await session.execute(select(col(Unit.id), col(Unit.code)).join(Site, col(Site.id) == Unit.id))).all()
    found: list[Difference] = []
    for site_id, code in sorted(sites, key=lambda row: row[1]):
        found += await _compare_site(database, site_id, code)
    return found


async def _compare_site(database: Database, site_id: UUID, code: str) -> list[Difference]:
    """In one snapshot that holds no mark: facts and rows then belong together."""
    for attempt in range(_TRIES):
        await recount_marked(database, site_id)
        async with database.session(DataScope.of_worker(site_id)) as session:
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            if not await session.scalar(select(func.count()).select_from(_MARKS)):
                return await _compare(session, site_id, code)
        await asyncio.sleep(0.05 * attempt)
    raise NeverQuiet(site=code)


async def _compare(session: AsyncSession, site_id: UUID, code: str) -> list[Difference]:
    names = set(await session.scalars(select(_FACTS.c.measure).where(_FACTS.c.site_id == site_id).distinct()))
    found = []
    for name in sorted(names | MEASURES.keys()):
        stored = _stored(name, site_id)
        fresh = _fresh(name, site_id)
        missing = await _rows(session, sa.except_all(fresh, stored))
        surplus = await _rows(session, sa.except_all(stored, fresh))
        if missing or surplus:
            found.append(Difference(code, name, missing, surplus))
    return found


async def _rows(session: AsyncSession, query: sa.CompoundSelect[tuple[object, ...]]) -> int:
    return await session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _stored(name: str, site_id: UUID) -> Select[tuple[object, ...]]:
    columns = [_FACTS.c[column] for column in FACT_COLUMNS]
    return select(*columns).where(_FACTS.c.site_id == site_id, _FACTS.c.measure == name)


def _fresh(name: str, site_id: UUID) -> Select[tuple[object, ...]]:
    """Of a measure that is no longer there: nothing."""
    if name not in MEASURES:
        return _stored(name, site_id).where(sa.false())
    given = MEASURES[name].facts().subquery()
    return select(*given.c).where(given.c.site_id == site_id)
