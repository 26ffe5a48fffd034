"""How far each centre is, from the network's own tables alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.access.roles import Role
from network.curricula.queries import curricula
from network.people.models import Invitation, Person, RoleGrant
from network.rollout.rules import Check, SiteFacts, checks
from network.units.errors import UnitNotFound
from network.units.models import Site, SiteStatus, Unit


@dataclass(frozen=True, slots=True)
class Readiness:
    """A centre and its checks, computed now."""

    site_id: UUID
    code: str
    name: Localized
    country: str
    languages: Sequence[str]
    zone: str
    currency: str
    status: SiteStatus
    opened_on: date | None
    checks: Sequence[Check]

    @property
    def missing(self) -> list[Check]:
        return [check for check in self.checks if not check.holds]

    @property
    def is_ready(self) -> bool:
        return not self.missing

    @property
    def holding(self) -> int:
        return len(self.checks) - len(self.missing)


async def readiness(session: AsyncSession, code: str, *, now: datetime) -> Readiness:
    """Of one centre. Raises UnitNotFound."""
    found = await readiness_of_sites(session, now=now, code=code)
    if not found:
        raise UnitNotFound(unit=code[:60])
    return found[0]


async def readiness_of_sites(session: AsyncSession, *, now: datetime, code: str | None = None) -> list[Readiness]:
    """Of every centre, or of one, by code. Four statements however many there are."""
    statement = select(Site, Unit).join(Unit, col(Unit.id) == col(Site.id)).order_by(col(Unit.code))
    if code is not None:
        statement = statement.where(col(Unit.code) == code)
    sites = [(site, node) for site, node in await session.execute(statement)]
    if not sites:
        return []
    ids = [site.id for site, _ in sites]
    people = await _people(session, ids)
    invited = await _invited(session, ids, now)
    titles = [one.title for one in await curricula(session, only_published=True)]
    return [_readiness(site, node, people, invited, titles) for site, node in sites]


async def _people(session: AsyncSession, sites: Collection[UUID]) -> dict[tuple[UUID, Role], list[str]]:
    rows = await session.execute(
        select(col(RoleGrant.unit_id), col(RoleGrant.role), col(Person.name))
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(col(RoleGrant.unit_id).in_(sites), col(Person.disabled_at).is_(None))
        .order_by(col(Person.name))
    )
    found: dict[tuple[UUID, Role], list[str]] = {}
    for unit_id, role, name in rows:
        found.setdefault((unit_id, role), []).append(name)
    return found


async def _invited(session: AsyncSession, sites: Collection[UUID], now: datetime) -> dict[tuple[UUID, Role], int]:
    rows = await session.execute(
        select(col(Invitation.unit_id), col(Invitation.role), func.count())
        .where(
            col(Invitation.unit_id).in_(sites),
            col(Invitation.accepted_at).is_(None),
            col(Invitation.expires_at) > now,
        )
        .group_by(col(Invitation.unit_id), col(Invitation.role))
    )
    return {(unit_id, role): count for unit_id, role, count in rows}


def _readiness(
    site: Site,
    node: Unit,
    people: dict[tuple[UUID, Role], list[str]],
    invited: dict[tuple[UUID, Role], int],
    titles: list[Localized],
) -> Readiness:
    facts = SiteFacts(
        languages=list(site.languages),
        name=node.name,
        about=site.about,
        practical=site.practical,
        address=site.address,
        contact_email=site.contact_email,
        is_placed=site.latitude is not None and site.longitude is not None,
        managers=people.get((site.id, Role.SITE_MANAGER), []),
        trainers=people.get((site.id, Role.TRAINER), []),
        managers_invited=invited.get((site.id, Role.SITE_MANAGER), 0),
        trainers_invited=invited.get((site.id, Role.TRAINER), 0),
        curricula=sum(site.languages[0] in title for title in titles),
    )
    return Readiness(
        site_id=site.id,
        code=node.code,
        name=node.name,
        country=site.country,
        languages=list(site.languages),
        zone=site.zone,
        currency=site.currency,
        status=site.status,
        opened_on=site.opened_on,
        checks=checks(facts),
    )
