"""The mail with the link to a learner's own page."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.clock import utc_now
from core.jobs import Tools, job
from core.secrets import derived_token
from core.tenancy import site_of
from i18n.active import make_state
from network.units.models import Site, Unit
from sites.mine.models import LearnerLink
from sites.registrations.models import Learner


@job("mine.send_link")
async def send_link(session: AsyncSession, tools: Tools, *, link_id: str) -> None:
    """Harmless twice: the same link again. Silent when it was used or is too old by now."""
    found = await session.execute(
        select(LearnerLink, Learner)
        .join(
            Learner,
            (col(Learner.site_id) == col(LearnerLink.site_id)) & (col(Learner.id) == col(LearnerLink.learner_id)),
        )
        .where(col(LearnerLink.id) == UUID(link_id), col(LearnerLink.expires_at) > utc_now())
    )
    row = found.first()
    if row is None:
        return
    link, learner = row
    if learner.email is None:
        return
    place = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = place.one()
    token = derived_token(tools.settings.secret(), "learner link", link.id)
    await tools.post.send(
        to=learner.email,
        state=make_state(learner.language, site.country, site.zone, chain=(learner.language, *site.languages)),
        template="mine/mail/link",
        values={
            "name": f"{learner.given_name} {learner.family_name}".strip(),
            "site": unit,
            "expires_at": link.expires_at,
            "link": f"{tools.settings.base_url}/{learner.language}/{unit.code}/me/link/{token}",
        },
        message_id=f"learner-link-{link.id}",
    )
