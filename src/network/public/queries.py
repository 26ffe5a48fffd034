"""What the public is told about the network: its name and its open centres."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from i18n.sorting import sorted_by_name
from network.units.models import Site, SiteStatus, Unit, UnitKind


@dataclass(frozen=True, slots=True)
class OpenSite:
    """One centre that the public may visit."""

    code: str
    name: Localized
    country: str
    languages: tuple[str, ...]
    address: str
    latitude: float | None
    longitude: float | None


async def network_name(session: AsyncSession) -> Localized:
    """Empty where no unit has been made yet."""
    found = await session.execute(
        select(col(Unit.name)).where(col(Unit.kind) == UnitKind.GROUP).order_by(col(Unit.id)).limit(1)
    )
    return found.scalar_one_or_none() or Localized()


async def open_sites(session: AsyncSession) -> list[OpenSite]:
    """By name, as the reader's language sorts them."""
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Site.status) == SiteStatus.OPEN)
    )
    sites = [
        OpenSite(unit.code, unit.name, site.country, tuple(site.languages), site.address, site.latitude, site.longitude)
        for unit, site in found
    ]
    return sorted_by_name(sites, key=lambda site: site.name)
