"""The centre as issuer of badges: its name, its keys, what it has revoked."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.tenancy import site_of
from network.units.models import Site, Unit
from sites.certificates.badges import LIST_LENGTH, Issuer
from sites.certificates.models import Certificate, SigningKey


async def issuer_of(session: AsyncSession, *, base_url: str) -> Issuer:
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    return Issuer(base_url, unit.code, unit.name, site.contact_email, tuple(site.languages))


async def signing_key(session: AsyncSession) -> SigningKey | None:
    """The newest that is not retired."""
    in_use = select(SigningKey).where(col(SigningKey.retired_at).is_(None))
    newest = in_use.order_by(col(SigningKey.created_at).desc(), col(SigningKey.id).desc()).limit(1)
    return (await session.execute(newest)).scalar_one_or_none()


async def published_keys(session: AsyncSession) -> list[dict[str, Any]]:
    """All there ever were, newest first: what was signed with a retired key can still be checked."""
    keys = await session.execute(select(SigningKey).order_by(col(SigningKey.created_at).desc(), col(SigningKey.id)))
    return [key.public_jwk for key in keys.scalars()]


async def published_key(session: AsyncSession, kid: str) -> dict[str, Any] | None:
    found = await session.execute(select(col(SigningKey.public_jwk)).where(col(SigningKey.kid) == kid))
    return found.scalar_one_or_none()


async def revoked_indexes(session: AsyncSession, *, number: int) -> list[int]:
    """Of one list."""
    first = number * LIST_LENGTH
    of_list = col(Certificate.status_index).between(first, first + LIST_LENGTH - 1)
    found = await session.execute(
        select(col(Certificate.status_index)).where(col(Certificate.revoked_on).is_not(None), of_list)
    )
    return [index for index in found.scalars() if index is not None]
