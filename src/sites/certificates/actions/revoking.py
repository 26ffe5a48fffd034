"""Taking a certificate back."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.jobs import enqueue
from sites.certificates.errors import AlreadyRevoked, CertificateNotFound
from sites.certificates.models import Certificate, RevocationReason


async def revoke_certificate(
    session: AsyncSession, code: str, *, reason: RevocationReason, note: str = "", today: date
) -> None:
    """For good: where something on it was wrong, another one is issued. The learner is written to; the public check
    shows day and reason, the note stays with the centre. Raises CertificateNotFound, AlreadyRevoked."""
    found = await session.execute(select(Certificate).where(col(Certificate.code) == code).with_for_update())
    certificate = found.scalar_one_or_none()
    if certificate is None:
        raise CertificateNotFound
    if certificate.revoked_on is not None:
        raise AlreadyRevoked
    certificate.revoked_on = max(today, certificate.issued_on)
    certificate.revoked_reason = reason
    certificate.revoked_note = note
    audit.record(
        session,
        action="certificates.revoke",
        subject=("certificate", certificate.id),
        name=code,
        after={"revoked_on": certificate.revoked_on.isoformat(), "revoked_reason": str(reason)},
        reason=note,
    )
    await session.flush()
    await enqueue(session, "certificates.revoked_by_mail", certificate_id=str(certificate.id))
