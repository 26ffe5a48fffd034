"""Mail to a learner whose sessions moved or fell out, in their language and the centre's time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotFound
from core.jobs import Tools, job
from i18n.active import make_state
from i18n.content import Localized
from sites.cohorts.models import SessionStatus
from sites.cohorts.queries import SessionView, sessions
from sites.planning.queries import centre
from sites.registrations.links import link_token
from sites.registrations.models import RegistrationStatus
from sites.registrations.queries import place_of, staff_course


@dataclass(frozen=True, slots=True)
class Line:
    """One session in the letter: when it was, and when it is now (none: it falls out)."""

    before: tuple[datetime, datetime]
    to: tuple[datetime, datetime] | None
    topic: Localized
    room: Localized
    place: Localized


@job("planning.sessions_changed_by_mail")
async def sessions_changed_by_mail(
    session: AsyncSession,
    tools: Tools,
    *,
    registration_id: str,
    changes: list[dict[str, Any]],
    reason: str,
    letter: str,
) -> None:
    """Nothing is sent to who left meanwhile, nor about a session that changed again: a later letter tells of it."""
    try:
        place = await place_of(session, UUID(registration_id))
    except NotFound:
        return
    now = {str(one.id): one for one in await sessions(session, place.cohort_id)}
    lines = [line for one in changes if (line := _line(one, now)) is not None]
    if place.email is None or place.status is not RegistrationStatus.CONFIRMED or not lines:
        return
    course = await staff_course(session, str(place.cohort_id))
    sender = await centre(session)
    language = place.language
    base = f"{tools.settings.base_url}/{language}/{sender.code}"
    await tools.post.send(
        to=place.email,
        state=make_state(language, sender.country, sender.zone, chain=(language, *sender.languages)),
        template="planning/mail/sessions_changed",
        values={
            "site": sender,
            "place": place,
            "course": course,
            "lines": lines,
            "zone": sender.zone,
            "all_cancelled": all(one.to is None for one in lines),
            "reason": reason,
            "link": f"{base}/registrations/{link_token(place.id, secret=tools.settings.secret())}",
        },
        message_id=f"{letter}.sessions",
    )


def _line(change: dict[str, Any], now: Mapping[str, SessionView]) -> Line | None:
    """None where the session is no longer as the change left it."""
    found = now.get(change["session"])
    if found is None:
        return None
    to = None if change["to"] is None else _moments(change["to"])
    if to is None:
        is_so = found.status is SessionStatus.CANCELLED
    else:
        is_so = found.status is not SessionStatus.CANCELLED and (found.starts_at, found.ends_at) == to
    room, place = found.room_name or Localized(), found.venue_name or Localized()
    return Line(_moments(change["before"]), to, found.title, room, place) if is_so else None


def _moments(texts: list[str]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(texts[0]), datetime.fromisoformat(texts[1])
