"""Plans a demo centre's cohorts: what is taught, when, where and by whom."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from string import ascii_lowercase

from network.access.roles import Role
from network.curricula.models import Programme
from network.units.models import SiteStatus
from server.demo.chance import Chance
from server.demo.content import CurriculumContent, SiteContent, accounts, library
from server.demo.records import CohortRecord, SessionRecord
from server.demo.rooms import Rooms
from server.demo.working_days import WEEK, WorkingDays, monday_of
from sites.cohorts.models import CohortStatus, SessionStatus

YEARS_BACK = timedelta(days=730)
WEEKS_AHEAD = 12
REGISTRATION_OPENS_BEFORE = timedelta(days=56)

_OPEN_AT_LEAST = 3

# How many courses begin in a month, January first: few in summer, most in autumn.
_SEASON = (1.4, 1.3, 1.1, 0.9, 0.8, 0.5, 0.15, 0.25, 1.9, 1.6, 1.2, 0.4)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a course may meet: one of the sets of weekdays (0 is Monday), always at the same time."""

    weekdays: tuple[tuple[int, ...], ...]
    starts: time
    minutes: int
    seats: int


_TWICE = ((0, 2), (1, 3), (0, 3), (2, 4))
_EVENINGS = ((0, 2), (1, 3), (0, 3), (1, 2))
_THRICE = ((0, 1, 3), (0, 2, 4), (1, 2, 4))

# Meetings fill the hours of the curriculum without a remainder.
_RHYTHMS: dict[str, tuple[Rhythm, ...]] = {
    "digital-basics": (Rhythm(_TWICE, time(9, 30), 150, 12), Rhythm(_TWICE, time(14, 0), 150, 12)),
    "web-first-steps": (Rhythm(_EVENINGS, time(18, 30), 150, 18), Rhythm(_THRICE, time(9, 30), 150, 20)),
    "web-developer": (Rhythm(_THRICE, time(13, 30), 240, 20), Rhythm(_THRICE, time(18, 0), 180, 18)),
    "web-fullstack": (Rhythm(((0, 1, 2, 3),), time(9, 0), 240, 16), Rhythm(((1, 2, 3, 4),), time(13, 0), 240, 16)),
    "cyber-first-steps": (Rhythm(_EVENINGS, time(18, 0), 180, 18), Rhythm(_TWICE, time(13, 30), 180, 18)),
    "cyber-defender": (Rhythm(_THRICE, time(18, 0), 180, 16), Rhythm(_THRICE, time(9, 30), 180, 16)),
    "ai-first-steps": (Rhythm(_EVENINGS, time(18, 0), 180, 22), Rhythm(_TWICE, time(9, 30), 180, 22)),
    "ai-builder": (Rhythm(_THRICE, time(18, 0), 180, 16), Rhythm(_TWICE, time(13, 0), 270, 18)),
    "fablab-maker": (Rhythm(((0, 1),), time(17, 30), 180, 12), Rhythm(((1, 4),), time(10, 0), 180, 12)),
    "startup-accelerator": (Rhythm(((1,), (3,)), time(17, 0), 150, 14),),
    "venture-growth": (Rhythm(((2,), (4,)), time(14, 0), 180, 12),),
}


def cohorts(site: SiteContent, *, until: date, days: WorkingDays, rooms: Rooms, chance: Chance) -> list[CohortRecord]:
    """All cohorts of two years and the coming weeks, by first day."""
    planner = _Planner(site, until=until, days=days, rooms=rooms, chance=chance)
    if site.status is SiteStatus.ROLLOUT:
        return [planner.pilot()]
    found = sorted(planner.all(), key=lambda cohort: cohort.starts_on)
    return _with_something_today(_with_something_open(found, until=until), until=until, days=days)


class _Planner:
    def __init__(self, site: SiteContent, *, until: date, days: WorkingDays, rooms: Rooms, chance: Chance) -> None:
        self._site = site
        self._until = until
        self._days = days
        self._rooms = rooms
        self._chance = chance
        self._credit = dict.fromkeys(site.demand.curricula, 0.0)
        self._codes: Counter[str] = Counter()
        self._trainers = [who.email for who in accounts() if who.role is Role.TRAINER and who.unit == site.code]

    def all(self) -> Iterator[CohortRecord]:
        for monday in self._first_mondays():
            cohort = self._cohort(self._next_curriculum(), monday)
            if cohort is not None:
                yield cohort

    def pilot(self) -> CohortRecord:
        """The one cohort of a centre in rollout: twelve places in two months, not yet open to anybody."""
        curriculum = library()[next(iter(self._site.demand.curricula))]
        rhythm = _RHYTHMS[curriculum.code][0]
        sessions = tuple(self._sessions(curriculum, rhythm, (1, 3), monday_of(self._until + 8 * WEEK)))
        return CohortRecord(
            code=f"{curriculum.code}-pilot",
            curriculum=curriculum.code,
            language=self._site.languages[0],
            opens_on=self._until + WEEK,
            starts_on=sessions[0].day,
            ends_on=sessions[-1].day,
            capacity=12,
            venue="main",
            status=CohortStatus.DRAFT,
            trainers=(),
            sessions=sessions,
        )

    def _first_mondays(self) -> Iterator[date]:
        """One for each cohort: the weeks in which courses begin, by season."""
        per_week = self._site.demand.cohorts_per_year * 12 / 52.18 / sum(_SEASON)
        first_day = max(self._until - YEARS_BACK, self._site.opened_on or date.min)
        monday, due = monday_of(first_day) + WEEK, 0.5
        while monday <= self._until + WEEKS_AHEAD * WEEK:
            due += per_week * _SEASON[monday.month - 1]
            while due >= 1:
                due -= 1
                yield monday
            monday += WEEK

    def _next_curriculum(self) -> CurriculumContent:
        """The one that is most overdue, so that the mix comes out right over any year."""
        weights = self._site.demand.curricula
        for code, weight in weights.items():
            self._credit[code] += weight * self._chance.between(0.6, 1.4)
        code = max(self._credit, key=lambda code: self._credit[code])
        self._credit[code] -= sum(weights.values())
        return library()[code]

    def _cohort(self, curriculum: CurriculumContent, monday: date) -> CohortRecord | None:
        """None when the only room it could meet in is taken for weeks."""
        rhythms = _RHYTHMS[curriculum.code]
        for delay in range(4):
            rhythm = self._chance.choice(rhythms)
            weekdays = self._chance.choice(rhythm.weekdays)
            sessions = tuple(self._sessions(curriculum, rhythm, weekdays, monday + delay * WEEK))
            venue = self._free_room(curriculum, sessions)
            if venue is not None:
                return self._record(curriculum, rhythm, sessions, venue)
        return None

    def _sessions(
        self, curriculum: CurriculumContent, rhythm: Rhythm, weekdays: tuple[int, ...], first_day: date
    ) -> Iterator[SessionRecord]:
        ends = (datetime.combine(first_day, rhythm.starts) + timedelta(minutes=rhythm.minutes)).time()
        taught = 0
        for number, day in enumerate(self._days.on_weekdays(weekdays, first_day), start=1):
            if taught >= curriculum.hours * 60:
                return
            status = self._status(day, number)
            yield SessionRecord(
                number, day, rhythm.starts, ends, rhythm.minutes, _module_at(curriculum, taught), status
            )
            if status is not SessionStatus.CANCELLED:
                taught += rhythm.minutes

    def _status(self, day: date, number: int) -> SessionStatus:
        """Now and then one falls out; the course then takes a meeting longer."""
        if day >= self._until:
            return SessionStatus.PLANNED
        fell_out = number > 1 and self._chance.happens(0.012)
        return SessionStatus.CANCELLED if fell_out else SessionStatus.HELD

    def _free_room(self, curriculum: CurriculumContent, sessions: tuple[SessionRecord, ...]) -> str | None:
        in_fablab = curriculum.programme is Programme.FABLAB
        meetings = [(session.day, session.starts, session.ends) for session in sessions]
        for venue in ["fablab"] if in_fablab else self._rooms.classrooms():
            if self._rooms.is_free(venue, meetings):
                self._rooms.take(venue, meetings)
                return venue
        return None

    def _record(
        self, curriculum: CurriculumContent, rhythm: Rhythm, sessions: tuple[SessionRecord, ...], venue: str
    ) -> CohortRecord:
        starts_on = sessions[0].day
        room = self._rooms[venue].capacity
        opens_on = starts_on - REGISTRATION_OPENS_BEFORE
        record = CohortRecord(
            code=self._code(curriculum.code, starts_on),
            curriculum=curriculum.code,
            language=self._chance.weighted(self._site.demand.teaching),
            opens_on=opens_on,
            starts_on=starts_on,
            ends_on=sessions[-1].day,
            capacity=rhythm.seats if room is None else min(rhythm.seats, room),
            venue=venue,
            status=_cohort_status(opens_on, starts_on, self._until),
            trainers=tuple(self._trainers) if self._chance.happens(0.35) else (),
            sessions=sessions,
        )
        if starts_on < self._until and self._chance.happens(0.02):
            return _called_off(record)
        return record

    def _code(self, curriculum: str, starts_on: date) -> str:
        """web-first-steps-2025-03, and -b, -c ... for further ones of the same month."""
        code = f"{curriculum}-{starts_on:%Y-%m}"
        self._codes[code] += 1
        nth = self._codes[code]
        return code if nth == 1 else f"{code}-{ascii_lowercase[nth - 1]}"


def _module_at(curriculum: CurriculumContent, taught_minutes: int) -> str:
    for module in curriculum.modules:
        taught_minutes -= module.hours * 60
        if taught_minutes < 0:
            return module.code
    return curriculum.modules[-1].code


def _cohort_status(opens_on: date, starts_on: date, today: date) -> CohortStatus:
    if starts_on <= today:
        return CohortStatus.CLOSED
    return CohortStatus.OPEN if opens_on <= today else CohortStatus.DRAFT


def _called_off(cohort: CohortRecord) -> CohortRecord:
    sessions = tuple(replace(session, status=SessionStatus.CANCELLED) for session in cohort.sessions)
    return replace(cohort, status=CohortStatus.CANCELLED, sessions=sessions)


def _with_something_open(found: list[CohortRecord], *, until: date) -> list[CohortRecord]:
    """In a quiet season the next courses are announced earlier: there is always something to register for."""
    ahead = [place for place, cohort in enumerate(found) if cohort.starts_on > until]
    for nth, place in enumerate(ahead[:_OPEN_AT_LEAST]):
        opens_on = min(found[place].opens_on, until - (_OPEN_AT_LEAST - nth) * WEEK)
        found[place] = replace(found[place], opens_on=opens_on, status=CohortStatus.OPEN)
    return found


def _with_something_today(found: list[CohortRecord], *, until: date, days: WorkingDays) -> list[CohortRecord]:
    """The page of today is the first that people see: on a working day somebody meets.

    When nobody does, the next meeting of a running cohort is brought forward.
    """
    meets_today = any(
        session.day == until and session.status is SessionStatus.PLANNED
        for cohort in found
        for session in cohort.sessions
    )
    if until not in days or meets_today:
        return found
    for place, cohort in enumerate(found):
        ahead = [n for n, session in enumerate(cohort.sessions) if session.day > until]
        if cohort.status is CohortStatus.CLOSED and ahead and cohort.starts_on < until:
            found[place] = _moved(cohort, ahead[0], until)
            break
    return found


def _moved(cohort: CohortRecord, place: int, day: date) -> CohortRecord:
    sessions = list(cohort.sessions)
    sessions[place] = replace(sessions[place], day=day)
    return replace(cohort, sessions=tuple(sessions), ends_on=sessions[-1].day)
