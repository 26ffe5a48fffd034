"""Units, where they hang, and sites."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from i18n.content import Localized
from network.units.errors import UnitNotFound
from network.units.models import Placement, Site, SiteStatus, Unit, UnitKind

ROOT = "network"


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and its parent on a day."""

    id: UUID
    code: str
    kind: UnitKind
    name: Localized
    country: str | None
    parent: str | None
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ListedSite:
    id: UUID
    code: str
    name: Localized
    country: str
    parent: str | None
    languages: list[str]
    zone: str
    currency: str
    status: SiteStatus
    opened_on: date | None


async def find_unit(session: AsyncSession, code: str) -> Unit | None:
    return (await session.execute(select(Unit).where(col(Unit.code) == code))).scalar_one_or_none()


async def unit(session: AsyncSession, code: str) -> Unit:
    """Raises UnitNotFound."""
    found = await find_unit(session, code)
    if found is None:
        raise UnitNotFound(unit=code[:60])
    return found


async def placements(session: AsyncSession) -> list[PlacedUnit]:
    """Every unit with every place it has hung at, oldest place first; the group without one."""
    parent = aliased(Unit)
    rows = await session.execute(
        select(Unit, parent, Placement)
        .outerjoin(Placement, col(Placement.unit_id) == col(Unit.id))
        .outerjoin(parent, col(parent.id) == col(Placement.parent_id))
        .order_by(col(Unit.code), col(Placement.from_on))
    )
    return [
        PlacedUnit(
            node.id,
            node.code,
            node.kind,
            node.name,
            node.country,
            above.code if above else None,
            place.from_on if place else None,
            place.until_on if place else None,
        )
        for node, above, place in rows
    ]


async def placements_on(session: AsyncSession, day: date) -> list[PlacedUnit]:
    """The tree as it stands on a day."""
    return [
        placed
        for placed in await placements(session)
        if (placed.from_on is None or placed.from_on <= day) and (placed.until_on is None or placed.until_on > day)
    ]


async def sites(
    session: AsyncSession, *, after: str | None = None, limit: int | None = None, only_open: bool = False
) -> list[ListedSite]:
    """Sites by code, each with its unit above today."""
    parent = aliased(Unit)
    current = (col(Placement.unit_id) == col(Unit.id)) & col(Placement.until_on).is_(None)
    statement = (
        select(Site, Unit, parent)
        .join(Unit, col(Unit.id) == col(Site.id))
        .outerjoin(Placement, current)
        .outerjoin(parent, col(parent.id) == col(Placement.parent_id))
        .order_by(col(Unit.code))
    )
    if after is not None:
        statement = statement.where(col(Unit.code) > after)
    if only_open:
        statement = statement.where(col(Site.status) == SiteStatus.OPEN)
    if limit is not None:
        statement = statement.limit(limit)
    return [
        ListedSite(
            site.id,
            node.code,
            node.name,
            site.country,
            above.code if above else None,
            list(site.languages),
            site.zone,
            site.currency,
            site.status,
            site.opened_on,
        )
        for site, node, above in await session.execute(statement)
    ]


async def site_by_code(session: AsyncSession, code: str) -> tuple[Site, Unit]:
    """Raises UnitNotFound, also for a unit that is no site."""
    row = (
        await session.execute(select(Site, Unit).join(Unit, col(Unit.id) == col(Site.id)).where(col(Unit.code) == code))
    ).first()
    if row is None:
        raise UnitNotFound(unit=code[:60])
    return row[0], row[1]


async def country_unit(session: AsyncSession, country: str) -> Unit | None:
    """The unit of a country, if the network has one already."""
    statement = select(Unit).where(col(Unit.kind) == UnitKind.COUNTRY, col(Unit.country) == country)
    return (await session.execute(statement.order_by(col(Unit.code)).limit(1))).scalar_one_or_none()


async def placement_on(session: AsyncSession, unit_id: UUID, day: date) -> Placement | None:
    statement = select(Placement).where(
        col(Placement.unit_id) == unit_id,
        col(Placement.from_on) <= day,
        or_(col(Placement.until_on).is_(None), col(Placement.until_on) > day),
    )
    return (await session.execute(statement)).scalar_one_or_none()
