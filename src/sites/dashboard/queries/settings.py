"""What a centre says of itself, and where a language is still missing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.units.models import Site
from sites.dashboard.models import Counted, SiteTarget


@dataclass(frozen=True, slots=True)
class SiteTexts:
    about: Localized
    practical: Localized
    languages: list[str]
    address: str
    contact_email: str

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """Which languages lack which text; only texts that somebody has written at all."""
        texts = {"about": self.about, "practical": self.practical}
        found = {name: text.missing(self.languages) for name, text in texts.items() if text}
        return {name: tags for name, tags in found.items() if tags}


async def site_texts(session: AsyncSession, site_id: UUID) -> SiteTexts:
    one = (await session.execute(select(Site).where(col(Site.id) == site_id))).scalar_one()
    return SiteTexts(one.about, one.practical, list(one.languages), one.address, one.contact_email)


async def targets_of(session: AsyncSession, year: int) -> dict[Counted, int]:
    rows = await session.execute(select(SiteTarget).where(col(SiteTarget.year) == year))
    return {one.indicator: one.goal for one in rows.scalars()}
