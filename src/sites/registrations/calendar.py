"""Dated things as iCalendar (RFC 5545): for the public feed and for the mail that confirms a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from icalendar import Calendar, Event

from sites.registrations.queries import Course, Meeting, Spot


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing. `id` and `stamp` are the row's own, so that a feed read again has changed nothing."""

    id: UUID
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    text: str = ""
    link: str = ""
    is_cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str, zone: str, base_url: str) -> bytes:
    """Moments are written in UTC: right in every program, without a table of summer times to carry."""
    calendar = Calendar()
    calendar.add("prodid", "-//Archipel//Courses and events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone)
    host = urlsplit(base_url).hostname or "localhost"
    for entry in entries:
        calendar.add_component(_event(entry, host))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@{host}")
    event.add("dtstamp", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (("location", entry.place), ("description", entry.text), ("url", entry.link)):
        if value:
            event.add(name, value)
    return event


def meeting_entry(meeting: Meeting, course: Course, *, link: str = "") -> Entry:
    """A session of a course, in the words of the reader's language."""
    topic = str(meeting.title)
    return Entry(
        id=meeting.id,
        stamp=meeting.created_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=f"{course.title}: {topic}" if topic else str(course.title),
        place=place_in_words(meeting.venue or course.venue),
        link=link,
        is_cancelled=meeting.is_cancelled,
    )


def place_in_words(venue: Spot | None) -> str:
    if venue is None:
        return ""
    return ", ".join(part for part in (str(venue.name), venue.address) if part)
