"""What is in a room, and when it is open. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from i18n.messages import LazyText, lazy
from sites.cohorts.models import Equipment

EQUIPMENT_NAMES: Final[dict[Equipment, LazyText]] = {
    Equipment.COMPUTERS: lazy("Computers"),
    Equipment.PROJECTOR: lazy("Projector"),
    Equipment.WHITEBOARD: lazy("Whiteboard"),
    Equipment.VIDEO: lazy("Video conference"),
    Equipment.SOUND: lazy("Loudspeakers"),
    Equipment.PRINTER_3D: lazy("3D printer"),
    Equipment.LASER_CUTTER: lazy("Laser cutter"),
    Equipment.ELECTRONICS: lazy("Electronics workbench"),
    Equipment.HEARING_LOOP: lazy("Hearing loop"),
    Equipment.STEP_FREE: lazy("Step-free access"),
}
MIDNIGHT: Final = time(0)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Of one weekday (0 is Monday). Closing at midnight is the end of the day."""

    weekday: int
    opens: time
    closes: time


def open_hours(hours: Mapping[str, Sequence[str]]) -> list[OpenHours]:
    return [
        OpenHours(int(weekday), time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday, (opens, closes) in sorted(hours.items())
    ]


def is_open(hours: Mapping[str, Sequence[str]], on: date, begins: time, ends: time) -> bool:
    """For the whole session. A room without hours is always open."""
    if not hours:
        return True
    today = next((one for one in open_hours(hours) if one.weekday == on.weekday()), None)
    if today is None or begins < today.opens:
        return False
    past_midnight = ends <= begins and ends != MIDNIGHT
    if today.closes == MIDNIGHT:
        return not past_midnight
    return begins < ends <= today.closes
