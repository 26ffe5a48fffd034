"""The rooms of a demo centre, and who has which one and who teaches when: nobody and nothing twice at a time."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from i18n.content import Localized
from server.demo.content import SiteContent
from server.demo.records import CohortRecord, SessionRecord
from sites.cohorts.models import Equipment, SessionStatus

_HOURS = ["08:00", "22:00"]
_CLASSROOM = (Equipment.COMPUTERS, Equipment.PROJECTOR, Equipment.WHITEBOARD, Equipment.STEP_FREE)
_FABLAB = (Equipment.PRINTER_3D, Equipment.LASER_CUTTER, Equipment.ELECTRONICS)
_HALL = (Equipment.PROJECTOR, Equipment.SOUND, Equipment.VIDEO, Equipment.HEARING_LOOP, Equipment.STEP_FREE)
_EQUIPMENT = {"fablab": _FABLAB, "hall": _HALL}
_WORDS = {
    "en": "Room",
    "fr": "Salle",
    "nl": "Lokaal",
    "de": "Raum",
    "pl": "Sala",
    "es": "Aula",
    "ca": "Aula",
    "lb": "Sall",
    "uk": "Кімната",
    "ar": "قاعة",
}


@dataclass(frozen=True, slots=True)
class RoomRecord:
    code: str
    venue: str
    name: Localized
    capacity: int | None
    equipment: list[str]
    hours: dict[str, list[str]]

    def columns(self) -> dict[str, Any]:
        """All that the row says itself."""
        return {name: getattr(self, name) for name in ("code", "name", "capacity", "equipment", "hours")}


@dataclass(frozen=True, slots=True)
class Booking:
    """What one session has to itself."""

    room: str | None
    trainers: tuple[str, ...]


def rooms(site: SiteContent) -> Iterator[RoomRecord]:
    """Courses meet in the first room of a venue; the main one has a second, smaller one."""
    for venue in site.venues:
        if venue.is_online:
            continue
        for number in (1, 2) if venue.code == "main" else (1,):
            yield RoomRecord(
                code=f"{venue.code}-{number}",
                venue=venue.code,
                name=Localized({tag: f"{word} {number}" for tag, word in _WORDS.items()}),
                capacity=venue.capacity if number == 1 else 8,
                equipment=[str(one) for one in _EQUIPMENT.get(venue.code, _CLASSROOM)],
                hours={} if venue.code == "hall" else {str(day): _HOURS for day in range(7) if day not in site.weekend},
            )


def bookings(site: SiteContent, cohorts: list[CohortRecord]) -> dict[tuple[str, int], Booking]:
    """By cohort and number of the session, in order of time: whoever comes first has it."""
    known = {one.code for one in rooms(site)}
    taken = _Taken()
    meetings = sorted(
        ((cohort, one) for cohort in cohorts for one in cohort.sessions),
        key=lambda found: (found[1].day, found[1].starts, found[0].code),
    )
    made: dict[tuple[str, int], Booking] = {}
    for cohort, one in meetings:
        if one.status is SessionStatus.CANCELLED:
            made[cohort.code, one.number] = Booking(None, ())
            continue
        room = f"{cohort.venue}-1"
        has_room = room in known and taken.take(("room", room), one)
        # Each course has a first trainer; the others stand in.
        first = sum(map(ord, cohort.code)) % max(len(cohort.trainers), 1)
        in_turn = cohort.trainers[first:] + cohort.trainers[:first]
        teaching = next((email for email in in_turn if taken.take(("trainer", email), one)), None)
        made[cohort.code, one.number] = Booking(room if has_room else None, (teaching,) if teaching else ())
    return made


class _Taken:
    def __init__(self) -> None:
        self._until: dict[Hashable, datetime] = defaultdict(lambda: datetime.min)  # noqa: DTZ901 -- local times only

    def take(self, what: Hashable, meeting: SessionRecord) -> bool:
        """In order of time: what is free when a meeting begins is free from then on."""
        begins = datetime.combine(meeting.day, meeting.starts)
        if self._until[what] > begins:
            return False
        self._until[what] = begins + timedelta(minutes=meeting.minutes)
        return True
