"""How a centre presents itself beside its pages: what it is, how to reach it, when it is open."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from i18n.content import Localized
from network.units.models import Site
from sites.website.models import Conformity, OpeningException, OpeningHours, PublicDetails
from sites.website.rules import AHEAD, Hours, Special, Timetable


@dataclass(frozen=True, slots=True)
class Details:
    """Empty where nothing has been said."""

    phone: str = ""
    links: tuple[str, ...] = ()
    transport: Localized = field(default_factory=Localized)
    step_free: Localized = field(default_factory=Localized)
    conformity: Conformity = Conformity.PARTIAL
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """`about`, `practical`, `address` and `contact_email` are of the centre's settings."""

    about: Localized
    practical: Localized
    address: str
    contact_email: str
    latitude: float | None
    longitude: float | None
    details: Details
    timetable: Timetable

    @property
    def specials(self) -> list[Special]:
        return [self.timetable.specials[day] for day in sorted(self.timetable.specials)]


async def presence(session: AsyncSession, *, today: date, ahead: int = AHEAD) -> Presence:
    """One statement. Days with hours of their own from yesterday on (an evening may end after midnight), `ahead`
    days far."""
    site_id = site_of(session)
    hours = (
        select(
            func.json_agg(func.json_build_array(OpeningHours.weekday, OpeningHours.opens_at, OpeningHours.closes_at))
        )
        .where(col(OpeningHours.site_id) == site_id)
        .scalar_subquery()
    )
    special = OpeningException
    specials = (
        select(func.json_agg(func.json_build_array(special.held_on, special.opens_at, special.closes_at, special.note)))
        .where(
            col(special.site_id) == site_id,
            col(special.held_on).between(today - timedelta(days=1), today + timedelta(days=ahead)),
        )
        .scalar_subquery()
    )
    found = await session.execute(
        select(Site, PublicDetails, hours, specials)
        .outerjoin(PublicDetails, col(PublicDetails.site_id) == col(Site.id))
        .where(col(Site.id) == site_id)
    )
    return _presence(*found.one())


def _presence(site: Site, said: PublicDetails | None, hours: Any, specials: Any) -> Presence:
    return Presence(
        about=site.about,
        practical=site.practical,
        address=site.address,
        contact_email=site.contact_email,
        latitude=site.latitude,
        longitude=site.longitude,
        details=Details() if said is None else _details(said),
        timetable=Timetable(
            site.zone,
            site.country,
            _week(hours or []),
            {one.day: one for one in map(_special, specials or [])},
            said is not None and said.is_open_on_holidays,
        ),
    )


def _details(row: PublicDetails) -> Details:
    return Details(row.phone, tuple(row.links), row.transport, row.step_free, row.conformity, row.checked_on)


def _week(rows: list[tuple[int, str, str]]) -> dict[int, list[Hours]]:
    week: dict[int, list[Hours]] = defaultdict(list)
    for weekday, opens, closes in sorted(rows):
        week[weekday].append(Hours(time.fromisoformat(opens), time.fromisoformat(closes)))
    return dict(week)


def _special(row: list[Any]) -> Special:
    day, opens, closes, note = row
    hours = Hours(time.fromisoformat(opens), time.fromisoformat(closes)) if opens and closes else None
    return Special(date.fromisoformat(day), hours, Localized(note))
