"""Mails to people who work here."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.jobs import Tools, job
from core.secrets import derived_token
from i18n.active import make_state
from network.access.roles import NAMES
from network.people.models import Invitation, PasswordLink, Person
from network.units.models import Unit


@job("people.send_invitation")
async def send_invitation(session: AsyncSession, tools: Tools, invitation_id: str) -> None:
    """Harmless twice: the same link again."""
    invitation = await session.get(Invitation, UUID(invitation_id))
    if invitation is None or invitation.accepted_at is not None:
        return
    unit = await session.get_one(Unit, invitation.unit_id)
    token = derived_token(tools.settings.secret(), "invitation", invitation.id)
    await tools.post.send(
        to=invitation.email,
        state=make_state(invitation.language),
        template="people/mail/invitation",
        values={
            "name": invitation.name,
            "unit": unit.name,
            "role": NAMES[invitation.role],
            "link": f"{tools.settings.base_url}/{invitation.language}/invitation/{token}",
            "expires_at": invitation.expires_at,
        },
        message_id=f"invitation-{invitation.id}",
    )


@job("people.send_password_link")
async def send_password_link(session: AsyncSession, tools: Tools, link_id: str) -> None:
    """Harmless twice; silent when the link has been used meanwhile."""
    link = await session.get(PasswordLink, UUID(link_id))
    if link is None:
        return
    person = await session.get_one(Person, link.person_id)
    token = derived_token(tools.settings.secret(), "password", link.id)
    await tools.post.send(
        to=person.email,
        state=make_state(person.language, zone=person.zone or "UTC"),
        template="people/mail/password",
        values={"name": person.name, "link": f"{tools.settings.base_url}/{person.language}/password/{token}"},
        message_id=f"password-{link.id}",
    )
