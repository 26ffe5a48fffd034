"""Mail to whoever registered for an event, in their language and the centre's time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core.errors import NotFound
from core.jobs import Tools, job
from core.mail import Attachment
from core.secrets import derived_token
from core.tenancy import site_of
from i18n.active import LocaleState, make_state, use_locale
from i18n.content import Localized
from network.units.models import Site, Unit
from sites.events.actions.places import LINK
from sites.events.calendar import event_entry
from sites.events.models import PlaceStatus
from sites.events.queries import PublicEvent, event_by_id, guest
from sites.registrations.calendar import calendar_file


@dataclass(frozen=True, slots=True)
class Sender:
    """The centre that writes."""

    code: str
    name: Localized
    country: str
    zone: str
    languages: tuple[str, ...]
    contact_email: str


@job("events.confirm_by_mail")
async def confirm_by_mail(session: AsyncSession, tools: Tools, *, place_id: str, letter: str) -> None:
    """Just registered."""
    await _write(session, tools, "events/mail/confirmed", place_id, letter)


@job("events.moved_by_mail")
async def moved_by_mail(session: AsyncSession, tools: Tools, *, place_id: str, letter: str) -> None:
    """The event is at another time or in another place."""
    await _write(session, tools, "events/mail/moved", place_id, letter)


@job("events.cancelled_by_mail")
async def cancelled_by_mail(session: AsyncSession, tools: Tools, *, place_id: str, letter: str) -> None:
    """So that nobody comes in vain."""
    await _write(session, tools, "events/mail/cancelled", place_id, letter)


async def _write(session: AsyncSession, tools: Tools, template: str, place_id: str, letter: str) -> None:
    """Nothing is sent to who has cancelled since, nor news of an event that is cancelled but that."""
    try:
        who = await guest(session, UUID(place_id))
        event = await event_by_id(session, who.event_id)
    except NotFound:
        return
    is_news = event.is_cancelled == template.endswith("/cancelled")
    if who.email is None or who.status is not PlaceStatus.REGISTERED or not is_news:
        return
    sender = await _sender(session)
    state = make_state(who.language, sender.country, sender.zone, chain=(who.language, *sender.languages))
    base = f"{tools.settings.base_url}/{who.language}/{sender.code}"
    token = derived_token(tools.settings.secret(), LINK, who.id)
    values: dict[str, Any] = {
        "site": sender,
        "event": event,
        "who": who,
        "link": f"{base}/event-places/{token}",
        "events_link": f"{base}/events",
    }
    await tools.post.send(
        to=who.email,
        state=state,
        template=template,
        values=values,
        message_id=f"{letter}.event",
        attachments=() if event.is_cancelled else (_date(tools, state, event, sender, base),),
    )


async def _sender(session: AsyncSession) -> Sender:
    found = await session.execute(
        select(Unit, Site).join(Site, col(Site.id) == col(Unit.id)).where(col(Unit.id) == site_of(session))
    )
    unit, site = found.one()
    return Sender(unit.code, unit.name, site.country, site.zone, tuple(site.languages), site.contact_email)


def _date(tools: Tools, state: LocaleState, event: PublicEvent, sender: Sender, base: str) -> Attachment:
    with use_locale(state):
        entry = event_entry(event, base=base)
        content = calendar_file([entry], name=str(event.title), zone=sender.zone, base_url=tools.settings.base_url)
    return Attachment("event.ics", "text/calendar", content, {"method": "PUBLISH", "charset": "utf-8"})
