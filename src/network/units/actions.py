"""Build the tree: the group, units, sites; move a unit from a day on."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import available_timezones

from babel.numbers import is_currency
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from i18n.content import Localized
from i18n.languages import INTERFACE_LANGUAGES
from network.units.defaults import CountryDefaults, country_defaults
from network.units.errors import (
    CodeRefused,
    CodeTaken,
    MoveRefused,
    UnknownCurrency,
    UnknownLanguage,
    UnknownZone,
    WrongPlace,
)
from network.units.models import Placement, Site, SiteStatus, Unit, UnitKind
from network.units.queries import ROOT, country_unit, find_unit, placement_on, placements, unit
from network.units.rules import hangs_beneath, may_be_site_code, may_be_unit_code, may_hang_under

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class NewSite:
    """What is given of a site; the rest comes from its country."""

    code: str
    country: str
    name: Localized
    parent: str | None = None
    languages: list[str] = field(default_factory=list)
    zone: str | None = None
    currency: str | None = None
    template: str | None = None
    live: bool = False


async def ensure_group(session: AsyncSession, *, name: Localized) -> Unit:
    """The top of the tree, made with the first thing that needs it."""
    found = await find_unit(session, ROOT)
    if found is None:
        found = Unit(code=ROOT, kind=UnitKind.GROUP, name=name)
        session.add(found)
        await session.flush()
    return found


async def add_unit(
    session: AsyncSession, code: str, *, kind: UnitKind, parent: str, name: Localized, country: str | None = None
) -> Unit:
    """A region or a country. Raises CodeRefused, CodeTaken, UnitNotFound, WrongPlace."""
    if not may_be_unit_code(code) or not name:
        raise CodeRefused({"code": str(CodeRefused.message.filled(unit=code[:60]))}, unit=code[:60])
    if parent == ROOT:
        await ensure_group(session, name=Localized(en="Network"))
    if await find_unit(session, code) is not None:
        raise CodeTaken(unit=code)
    above = await unit(session, parent)
    _check_place(kind, above)
    added = await _place(session, code, kind, above, name, country)
    audit.record(
        session, action="unit.add", subject=("unit", added.id), name=code, after={"kind": kind, "parent": parent}
    )
    return added


async def move_unit(session: AsyncSession, code: str, *, to: str, from_on: date) -> Placement:
    """Hang a unit elsewhere from a day on. What was before that day stays as it was.

    Raises UnitNotFound, WrongPlace, MoveRefused.
    """
    moved, above = await unit(session, code), await unit(session, to)
    _check_place(moved.kind, above)
    lasting = [one for one in await placements(session) if one.until_on is None or one.until_on > from_on]
    if hangs_beneath(above.code, code, [(one.code, one.parent or "") for one in lasting]):
        raise WrongPlace
    current = await placement_on(session, moved.id, from_on)
    if current is None or current.parent_id == above.id or current.from_on == from_on or current.until_on is not None:
        raise MoveRefused
    before = current.parent_id
    current.until_on = from_on
    await session.flush()
    placed = Placement(unit_id=moved.id, parent_id=above.id, from_on=from_on)
    session.add(placed)
    audit.record(
        session,
        action="unit.move",
        subject=("unit", moved.id),
        name=code,
        before={"parent": str(before)},
        after={"parent": str(above.id), "from_on": from_on.isoformat()},
    )
    await session.flush()
    return placed


async def open_site(session: AsyncSession, new: NewSite, *, today: date) -> tuple[Site, bool]:
    """A site, and whether it was made just now. The same code again changes only what is given
    and missing: running it twice is harmless.

    Raises CodeRefused, CodeTaken, UnknownCountry, UnknownZone, UnknownCurrency, UnknownLanguage,
    UnitNotFound, WrongPlace.
    """
    if not may_be_site_code(new.code):
        raise CodeRefused({"code": str(CodeRefused.message.filled(unit=new.code[:60]))}, unit=new.code[:60])
    defaults = country_defaults(new.country, today)
    _check_given(new)
    existing = await find_unit(session, new.code)
    if existing is not None:
        return await _again(session, existing, new, today=today), False
    above = await _parent(session, new, defaults)
    _check_place(UnitKind.SITE, above)
    node = await _place(session, new.code, UnitKind.SITE, above, new.name, defaults.country)
    site = Site(
        id=node.id,
        country=defaults.country,
        languages=list(dict.fromkeys(new.languages or defaults.languages)),
        zone=new.zone or defaults.zone,
        currency=new.currency or defaults.currency,
        first_weekday=defaults.first_weekday,
        weekend=list(defaults.weekend),
        template=new.template,
    )
    session.add(site)
    audit.record(
        session, action="site.open", subject=("site", site.id), name=new.code, after={"country": defaults.country}
    )
    if new.live:
        go_live(session, site, code=new.code, today=today, reason="opened with --live")
    await session.flush()
    return site, True


def go_live(session: AsyncSession, site: Site, *, code: str, today: date, reason: str) -> None:
    """Past the gate: the public may see the site. Noted with its reason."""
    if site.status is SiteStatus.OPEN:
        return
    site.status = SiteStatus.OPEN
    site.opened_on = site.opened_on or today
    audit.record(session, action="site.go_live", subject=("site", site.id), name=code, reason=reason)


async def _again(session: AsyncSession, existing: Unit, new: NewSite, *, today: date) -> Site:
    site = await session.get(Site, existing.id) if existing.kind is UnitKind.SITE else None
    if site is None or site.country != new.country.upper():
        raise CodeTaken(unit=new.code)
    existing.name = Localized({**new.name, **existing.name})
    site.languages = list(dict.fromkeys([*site.languages, *new.languages]))
    if new.live:
        go_live(session, site, code=new.code, today=today, reason="opened with --live")
    await session.flush()
    return site


async def _parent(session: AsyncSession, new: NewSite, defaults: CountryDefaults) -> Unit:
    if new.parent is not None:
        if new.parent == ROOT:
            await ensure_group(session, name=Localized(en="Network"))
        return await unit(session, new.parent)
    found = await country_unit(session, defaults.country)
    if found is not None:
        return found
    group = await ensure_group(session, name=Localized(en="Network"))
    code = defaults.country.lower()
    return await _place(session, code, UnitKind.COUNTRY, group, defaults.name, defaults.country)


async def _place(
    session: AsyncSession, code: str, kind: UnitKind, above: Unit, name: Localized, country: str | None
) -> Unit:
    node = Unit(code=code, kind=kind, name=name, country=country)
    session.add(node)
    await session.flush()
    session.add(Placement(unit_id=node.id, parent_id=above.id, from_on=BEGINNING))
    await session.flush()
    return node


def _check_place(kind: UnitKind, above: Unit) -> None:
    if not may_hang_under(kind, above.kind):
        raise WrongPlace


def _check_given(new: NewSite) -> None:
    if new.zone is not None and new.zone not in available_timezones():
        raise UnknownZone({"zone": str(UnknownZone.message.filled(zone=new.zone[:60]))}, zone=new.zone[:60])
    if new.currency is not None and not is_currency(new.currency):
        raise UnknownCurrency(
            {"currency": str(UnknownCurrency.message.filled(currency=new.currency[:20]))}, currency=new.currency[:20]
        )
    for tag in new.languages:
        if tag not in INTERFACE_LANGUAGES:
            raise UnknownLanguage(
                {"languages": str(UnknownLanguage.message.filled(language=tag[:20]))}, language=tag[:20]
            )
