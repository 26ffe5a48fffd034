"""What a centre says of itself."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from i18n.content import Localized
from network.units.models import Site


@dataclass(frozen=True, slots=True)
class SiteTexts:
    about: Localized
    practical: Localized
    address: str
    contact_email: str


async def site_texts(session: AsyncSession) -> SiteTexts:
    found = await session.execute(
        select(col(Site.about), col(Site.practical), col(Site.address), col(Site.contact_email)).where(
            col(Site.id) == site_of(session)
        )
    )
    return SiteTexts(*found.one())
