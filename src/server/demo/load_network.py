"""The demo network's own part: units, accounts, the library, centres, exchange rates."""

from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from network.curricula.actions import NewCurriculum, NewModule, add_curriculum
from network.people.actions import add_person
from network.results.models import ExchangeRate
from network.units.actions import NewSite, add_unit, ensure_group, open_site
from network.units.models import SiteStatus, UnitKind
from network.units.queries import unit
from server.demo.accounts import ACCOUNTS, PASSWORD
from server.demo.content import CurriculumContent, UnitContent, library, site_content, units

PUBLISHED_ON = date(2022, 6, 1)

_ZLOTY = ((date(2022, 1, 1), Decimal("4.60")), (date(2024, 1, 1), Decimal("4.30")), (date(2026, 1, 1), Decimal("4.25")))


async def load_network(session: AsyncSession, *, today: date) -> None:
    for node in units():
        await _add_unit(session, node, today=today)
    for curriculum in library().values():
        await add_curriculum(session, _new(curriculum), publish_on=PUBLISHED_ON)
    for account in ACCOUNTS:
        held_on = await unit(session, account.unit)
        await add_person(
            session,
            account.email,
            name=account.name,
            role=account.role,
            unit_id=held_on.id,
            password=PASSWORD,
            language=account.language,
        )
    for from_on, rate in _ZLOTY:
        session.add(ExchangeRate(currency="PLN", from_on=from_on, rate=rate, source="Rounded for the demo network"))


async def _add_unit(session: AsyncSession, node: UnitContent, *, today: date) -> None:
    if node.parent is None:
        await ensure_group(session, name=node.name)
    elif node.kind is UnitKind.SITE:
        await _add_site(session, node, node.parent, today=today)
    else:
        await add_unit(session, node.code, kind=node.kind, parent=node.parent, name=node.name, country=node.country)


async def _add_site(session: AsyncSession, node: UnitContent, parent: str, *, today: date) -> None:
    content = site_content(node.code)
    new = NewSite(
        code=content.code,
        country=content.country,
        name=node.name,
        parent=parent,
        languages=list(content.languages),
        zone=content.zone,
        currency=content.currency,
        live=content.status is SiteStatus.OPEN,
    )
    site, _ = await open_site(session, new, today=today)
    site.opened_on = content.opened_on
    site.about = content.about
    site.practical = content.practical
    site.address = content.address
    site.contact_email = content.contact_email
    site.latitude = content.latitude
    site.longitude = content.longitude


def _new(curriculum: CurriculumContent) -> NewCurriculum:
    return NewCurriculum(
        code=curriculum.code,
        title=curriculum.title,
        summary=curriculum.summary,
        audience=curriculum.audience,
        assessment=curriculum.assessment,
        programme=curriculum.programme,
        level=curriculum.level,
        hours=Decimal(curriculum.hours),
        competences=list(curriculum.competences),
        modules=[
            NewModule(title=module.title, hours=Decimal(module.hours), competences=list(module.competences))
            for module in curriculum.modules
        ],
    )
