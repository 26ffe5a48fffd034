"""Who has been asked to agree for a young person, and what they said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.secrets import token_hash
from sites.registrations.errors import LinkNotFound
from sites.registrations.models import GuardianConsent, GuardianState


@dataclass(frozen=True, slots=True)
class AskedGuardian:
    """One question to one guardian."""

    registration_id: UUID
    name: str
    email: str
    state: GuardianState
    expires_at: datetime

    def may_answer(self, now: datetime) -> bool:
        return self.state is GuardianState.ASKED and self.expires_at > now


async def guardian_behind_link(session: AsyncSession, token: str) -> AskedGuardian:
    """Raises LinkNotFound."""
    found = await session.execute(select(GuardianConsent).where(col(GuardianConsent.link_hash) == token_hash(token)))
    consent = found.scalar_one_or_none()
    if consent is None:
        raise LinkNotFound
    return _asked(consent)


async def guardian_of(session: AsyncSession, registration_id: UUID) -> AskedGuardian | None:
    found = await session.execute(
        select(GuardianConsent).where(col(GuardianConsent.registration_id) == registration_id)
    )
    consent = found.scalar_one_or_none()
    return None if consent is None else _asked(consent)


async def consent_asked(session: AsyncSession, *, until: datetime) -> list[UUID]:
    """Registrations whose guardian should have answered by then and has not."""
    found = await session.execute(
        select(col(GuardianConsent.registration_id))
        .where(col(GuardianConsent.state) == GuardianState.ASKED, col(GuardianConsent.expires_at) <= until)
        .order_by(col(GuardianConsent.registration_id))
    )
    return list(found.scalars())


def _asked(consent: GuardianConsent) -> AskedGuardian:
    return AskedGuardian(
        consent.registration_id, consent.guardian_name, consent.guardian_email, consent.state, consent.expires_at
    )
