"""An event as an entry of a calendar: in the centre's feed, and in the mail that confirms a place."""

from sites.events.queries import PublicEvent
from sites.registrations.calendar import Entry


def event_entry(event: PublicEvent, *, base: str) -> Entry:
    """`base`: the centre's address in the reader's language."""
    where = (event.venue_name, event.address)
    return Entry(
        id=event.id,
        stamp=event.created_at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        title=str(event.title),
        place=", ".join(str(part) for part in where if part),
        text=str(event.summary),
        link=f"{base}/events/{event.code}",
        is_cancelled=event.is_cancelled,
    )
