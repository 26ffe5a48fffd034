"""Where an event stands, and how many can still come. Pure."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from i18n.messages import LazyText, lazy
from i18n.search import fold
from sites.events.models import EventKind, EventStatus

MOST_PLACES: Final = 10
"""That one person may take at once on the public page."""


class EventState(StrEnum):
    """Partly written, partly read off the clock."""

    UPCOMING = "upcoming"
    DRAFT = "draft"
    PAST = "past"
    CANCELLED = "cancelled"


STATE_NAMES: dict[EventState, LazyText] = {
    EventState.UPCOMING: lazy("Upcoming"),
    EventState.DRAFT: lazy("Draft"),
    EventState.PAST: lazy("Over"),
    EventState.CANCELLED: lazy("Cancelled"),
}


def event_state(status: EventStatus, *, ends_at: datetime, now: datetime) -> EventState:
    """A draft whose day has passed is still a draft: it never was announced."""
    if status is EventStatus.OPEN:
        return EventState.UPCOMING if ends_at > now else EventState.PAST
    return EventState(status)


def places_left(*, capacity: int | None, taken: int) -> int | None:
    """None: no limit."""
    return None if capacity is None else max(capacity - taken, 0)


def code_of(title: str, kind: EventKind, on: date) -> str:
    """What stands in the address when nobody has said it: the title's first words, or the kind, and the day."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    name = "-".join(words[:4])[:40].strip("-") or kind.value.replace("_", "-")
    return f"{name}-{on.isoformat()}"
