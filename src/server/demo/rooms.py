"""Which room is taken when, so that no two groups of a demo centre sit in the same one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time

from server.demo.content import SiteContent, VenueContent

Meeting = tuple[date, time, time]


class Rooms:
    def __init__(self, site: SiteContent) -> None:
        self._venues = {venue.code: venue for venue in site.venues}
        self._taken: dict[tuple[str, date], list[tuple[time, time]]] = defaultdict(list)

    def __getitem__(self, code: str) -> VenueContent:
        return self._venues[code]

    def classrooms(self) -> list[str]:
        """Where a course can be taught, the best first; online last, where there is always room."""
        return [code for code in self._venues if code not in ("fablab", "hall")]

    def is_free(self, venue: str, meetings: Iterable[Meeting]) -> bool:
        if self._venues[venue].is_online:
            return True
        return not any(
            starts < taken_until and taken_from < ends
            for day, starts, ends in meetings
            for taken_from, taken_until in self._taken[venue, day]
        )

    def take(self, venue: str, meetings: Iterable[Meeting]) -> None:
        for day, starts, ends in meetings:
            self._taken[venue, day].append((starts, ends))
