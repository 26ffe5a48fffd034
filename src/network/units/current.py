"""The site a request is about."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from i18n.content import Localized
from network.units.models import SiteStatus


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What every page of a site needs to know of it. `path` is the site and all units above it
    today; `languages[0]` is its default."""

    id: UUID
    code: str
    name: Localized
    country: str
    languages: tuple[str, ...]
    zone: str
    currency: str
    first_weekday: int
    weekend: frozenset[int]
    status: SiteStatus
    path: frozenset[UUID]

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def is_public(self) -> bool:
        return self.status is SiteStatus.OPEN


CurrentSite = NamedDependency[SkipValidation[SiteContext]]
