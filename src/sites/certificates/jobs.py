"""Mail to a learner about their certificate, in their language."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.jobs import Tools, job
from i18n.active import make_state
from i18n.content import Localized
from network.units.models import Site, Unit
from sites.certificates.links import certificate_path
from sites.certificates.models import Certificate
from sites.certificates.words import REVOCATION_REASONS
from sites.registrations.models import Learner, Registration


@job("certificates.issued_by_mail")
async def issued_by_mail(session: AsyncSession, tools: Tools, *, certificate_id: str) -> None:
    """The link to paper and badge. Not sent where it was revoked since."""
    await _write(session, tools, "issued", UUID(certificate_id), is_revoked=False)


@job("certificates.revoked_by_mail")
async def revoked_by_mail(session: AsyncSession, tools: Tools, *, certificate_id: str) -> None:
    """So that nobody shows a certificate without knowing that it does not hold any more."""
    await _write(session, tools, "revoked", UUID(certificate_id), is_revoked=True)


async def _write(session: AsyncSession, tools: Tools, template: str, certificate_id: UUID, *, is_revoked: bool) -> None:
    found = (await session.execute(_holder(certificate_id))).first()
    if found is None:
        return
    certificate, registration, learner, unit, site = found
    if learner.email is None or (certificate.revoked_on is not None) is not is_revoked:
        return
    language = registration.language
    path = certificate_path(unit.code, certificate.code, certificate.id, secret=tools.settings.secret())
    values: dict[str, Any] = {
        "site": unit,
        "name": learner.given_name or learner.family_name,
        "title": Localized(certificate.printed.get("facts", {}).get("title", {})),
        "certificate": certificate,
        "reason": REVOCATION_REASONS.get(certificate.revoked_reason, ""),
        "contact_email": site.contact_email,
        "link": f"{tools.settings.base_url}/{language}{path}",
    }
    await tools.post.send(
        to=learner.email,
        state=make_state(language, site.country, site.zone, chain=(language, *site.languages)),
        template=f"certificates/mail/{template}",
        values=values,
        message_id=f"{certificate.id}.{template}.certificate",
    )


def _holder(certificate_id: UUID) -> Any:
    of_registration = (col(Registration.site_id) == col(Certificate.site_id)) & (
        col(Registration.id) == col(Certificate.registration_id)
    )
    of_learner = (col(Learner.site_id) == col(Registration.site_id)) & (col(Learner.id) == col(Registration.learner_id))
    statement = select(Certificate, Registration, Learner, Unit, Site).join(Registration, of_registration)
    statement = statement.join(Learner, of_learner).join(Unit, col(Unit.id) == col(Certificate.site_id))
    return statement.join(Site, col(Site.id) == col(Unit.id)).where(col(Certificate.id) == certificate_id)
