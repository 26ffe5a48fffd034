"""The six digits by mail, to somebody who stands at the door without a known browser."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.jobs import Tools, job
from core.tenancy import site_of
from i18n.active import make_state
from network.units.models import Site, Unit
from sites.door.queries import expected_registration
from sites.door.rules import digits


@job("door.digits_by_mail")
async def digits_by_mail(
    session: AsyncSession, tools: Tools, *, session_id: str, registration_id: str, form_pass: str
) -> None:
    who = await expected_registration(session, UUID(session_id), UUID(registration_id))
    if who is None or who.email is None:
        return
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    await tools.post.send(
        to=who.email,
        state=make_state(who.language, site.country, site.zone, chain=(who.language, *site.languages)),
        template="door/mail/digits",
        values={
            "site": unit,
            "name": who.name,
            "digits": digits(form_pass, who.registration_id, secret=tools.settings.secret()),
        },
    )
