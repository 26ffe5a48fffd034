"""Accounts, roles, invitations, sign-ins and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.access.roles import Role
from network.people.models import ApiToken, Invitation, Person, RoleGrant, SignIn
from network.units.models import Unit, UnitKind


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role somebody holds."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: Role
    unit: str
    unit_name: Localized
    disabled: bool


@dataclass(frozen=True, slots=True)
class Workplace:
    """A unit on which a person holds a role."""

    unit_id: UUID
    code: str
    name: Localized
    kind: UnitKind
    role: Role


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    return (await session.execute(select(Person).where(col(Person.email) == email))).scalar_one_or_none()


async def held_roles(session: AsyncSession, *, units: Sequence[UUID] | None = None) -> list[HeldRole]:
    """Who holds which role, on these units or anywhere, by name."""
    statement = (
        select(RoleGrant, Person, Unit)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .order_by(col(Person.name), col(RoleGrant.role))
    )
    if units is not None:
        statement = statement.where(col(RoleGrant.unit_id).in_(units))
    return [
        HeldRole(
            grant.id,
            person.id,
            person.name,
            person.email,
            grant.role,
            unit.code,
            unit.name,
            person.disabled_at is not None,
        )
        for grant, person, unit in await session.execute(statement)
    ]


async def workplaces(session: AsyncSession, person_id: UUID) -> list[Workplace]:
    """Where somebody works: sites first."""
    rows = await session.execute(
        select(RoleGrant, Unit)
        .join(Unit, col(Unit.id) == col(RoleGrant.unit_id))
        .where(col(RoleGrant.person_id) == person_id)
        .order_by(col(Unit.kind) != UnitKind.SITE, col(Unit.code), col(RoleGrant.role))
    )
    return [Workplace(unit.id, unit.code, unit.name, unit.kind, grant.role) for grant, unit in rows]


async def open_invitations(session: AsyncSession, *, units: Sequence[UUID] | None, now: datetime) -> list[Invitation]:
    """Sent, not accepted, not expired; newest first."""
    statement = select(Invitation).where(col(Invitation.accepted_at).is_(None), col(Invitation.expires_at) > now)
    if units is not None:
        statement = statement.where(col(Invitation.unit_id).in_(units))
    return list((await session.execute(statement.order_by(col(Invitation.created_at).desc()))).scalars())


async def sign_ins(session: AsyncSession, person_id: UUID) -> list[SignIn]:
    """Where somebody is signed in, the most recently used first."""
    statement = select(SignIn).where(col(SignIn.person_id) == person_id).order_by(col(SignIn.seen_at).desc())
    return list((await session.execute(statement)).scalars())


async def api_tokens(session: AsyncSession, person_id: UUID) -> list[ApiToken]:
    statement = select(ApiToken).where(col(ApiToken.person_id) == person_id, col(ApiToken.revoked_at).is_(None))
    return list((await session.execute(statement.order_by(col(ApiToken.created_at)))).scalars())
