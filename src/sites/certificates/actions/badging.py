"""Signing: a certificate's badge, the list of what is revoked, and changing the key."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from joserfc.jwk import RSAKey
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.tenancy import site_of
from sites.certificates.badges import Awarded, credential, signed, status_list
from sites.certificates.errors import CertificateNotFound, NoLongerPrintable
from sites.certificates.keys import new_signing_key, opened, password
from sites.certificates.models import Certificate, SigningKey
from sites.certificates.queries import issuer_of, revoked_indexes, signing_key

_ONE_AT_A_TIME: Final = text("select pg_advisory_xact_lock(hashtextextended('signing key ' || cast(:site as text), 0))")


async def badge_of(session: AsyncSession, certificate_id: UUID, *, base_url: str, secret: bytes) -> str:
    """The signed credential: signed when first asked for, and from then on the same. Raises CertificateNotFound, and
    NoLongerPrintable where the holder was forgotten."""
    found = await session.execute(select(Certificate).where(col(Certificate.id) == certificate_id).with_for_update())
    certificate = found.scalar_one_or_none()
    if certificate is None:
        raise CertificateNotFound
    if not certificate.printed.get("pages"):
        raise NoLongerPrintable
    if not certificate.badge:
        issuer = await issuer_of(session, base_url=certificate.printed["base_url"] or base_url)
        key, kid = await _key(session, secret=secret)
        awarded = Awarded(
            certificate.id,
            certificate.code,
            certificate.issued_on,
            certificate.status_index or 0,
            certificate.printed,
        )
        certificate.badge = signed(credential(awarded, issuer), key, kid=issuer.key_address(kid))
        await session.flush()
    return certificate.badge


async def signed_status_list(session: AsyncSession, number: int, *, base_url: str, secret: bytes, today: date) -> str:
    """As of today: verifiers fetch it by itself, so it is signed as the badges are."""
    issuer = await issuer_of(session, base_url=base_url)
    revoked = await revoked_indexes(session, number=number)
    key, kid = await _key(session, secret=secret)
    return signed(status_list(revoked, issuer, number=number, on=today), key, kid=issuer.key_address(kid))


async def change_signing_key(session: AsyncSession, *, secret: bytes, now: datetime) -> str:
    """What was signed stays as it is and can still be checked; what is signed from now on bears the new key."""
    await session.execute(_ONE_AT_A_TIME, {"site": str(site_of(session))})
    before = await signing_key(session)
    if before is not None:
        before.retired_at = now
    made = await _add_key(session, secret=secret)
    audit.record(
        session,
        action="certificates.change_key",
        subject=("signing_key", made.id),
        before=None if before is None else {"kid": before.kid},
        after={"kid": made.kid},
    )
    return made.kid


async def _key(session: AsyncSession, *, secret: bytes) -> tuple[RSAKey, str]:
    """The key in use. One is made when there is none, or none that the program's secret opens."""
    for is_locked in (False, True):
        if is_locked:
            await session.execute(_ONE_AT_A_TIME, {"site": str(site_of(session))})
        kept = await signing_key(session)
        found = None if kept is None else opened(kept, secret=secret)
        if kept is not None and found is not None:
            return found, kept.kid
    made = await _add_key(session, secret=secret)
    return RSAKey.import_key(made.private_pem, password=password(made.site_id, secret)), made.kid


async def _add_key(session: AsyncSession, *, secret: bytes) -> SigningKey:
    made = new_signing_key(site_of(session), secret=secret)
    session.add(made)
    await session.flush()
    return made
