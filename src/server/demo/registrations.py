"""Who registers for a demo cohort, who gets a place, and how it ends."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from network.curricula.models import Level
from network.results.breakdowns import Employment, age_band, age_on, education_band
from server.demo import people
from server.demo.chance import Chance
from server.demo.content import SiteContent, library
from server.demo.people import Crowd
from server.demo.records import CohortRecord, LearnerRecord, RegistrationRecord
from sites.cohorts.models import CohortStatus
from sites.registrations.models import RegistrationSource, RegistrationStatus

Status = RegistrationStatus

_IN_DEMAND = frozenset({"ai-first-steps", "web-first-steps", "web-developer", "cyber-first-steps", "web-fullstack"})
_AFTER_AN_INTERVIEW = frozenset({"web-fullstack", "startup-accelerator", "venture-growth"})
_COMES_AFTER: Mapping[str, tuple[str, ...]] = {
    "web-first-steps": ("digital-basics",),
    "ai-first-steps": ("digital-basics", "web-first-steps"),
    "cyber-first-steps": ("digital-basics",),
    "web-developer": ("web-first-steps",),
    "web-fullstack": ("web-developer",),
    "cyber-defender": ("cyber-first-steps",),
    "ai-builder": ("ai-first-steps", "web-first-steps"),
    "fablab-maker": ("web-first-steps",),
    "startup-accelerator": ("web-developer", "fablab-maker"),
    "venture-growth": ("startup-accelerator",),
}
_COMPLETION = {Level.BASIC: 0.77, Level.INTERMEDIATE: 0.69, Level.ADVANCED: 0.61, Level.HIGHLY_ADVANCED: 0.74}


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody asks for a place."""

    learner: LearnerRecord
    at: datetime


class Admissions:
    """Goes through a centre's cohorts by first day, and remembers who has been there before."""

    def __init__(self, site: SiteContent, *, until: date, seed: int, chance: Chance, how_many: int) -> None:
        self._site = site
        self._until = until
        self._chance = chance
        self._crowd = Crowd(site, chance)
        self._graduates: dict[str, list[LearnerRecord]] = defaultdict(list)
        self._been: set[tuple[str, str]] = set()
        self._busy_until: dict[str, date] = {}
        self._answers: dict[str, tuple[int | None, bool | None]] = {}
        self._visits = _visits(site.code, seed=seed, until=until, how_many=how_many)
        self.learners: dict[str, LearnerRecord] = {}

    def of(self, cohort: CohortRecord, place: int) -> list[RegistrationRecord]:
        """The registrations of the cohort that stands at `place` in the order of first days."""
        if cohort.opens_on > self._until:
            return []
        arrivals = sorted(self._arrivals(cohort, place), key=lambda arrival: arrival.at)
        statuses = self._statuses(cohort, arrivals)
        found = [self._record(cohort, arrival, status) for arrival, status in zip(arrivals, statuses, strict=True)]
        found += self._walk_ins(cohort, found)
        found = _with_queue_numbers(found)
        for record in found:
            self._been.add((record.learner, cohort.curriculum))
            self._busy_until[record.learner] = cohort.ends_on
            if record.status is Status.COMPLETED:
                self._graduates[cohort.curriculum].append(self.learners[record.learner])
        return found

    def _arrivals(self, cohort: CohortRecord, place: int) -> Iterator[Arrival]:
        for traveller in self._visits.get(place, ()):
            learner = replace(traveller, ref=self._crowd.next_ref(cohort.opens_on))
            yield Arrival(self._met(learner), datetime.combine(cohort.opens_on, time(9, 12)))
        again: set[str] = set()
        for moment in self._moments(cohort):
            before = self._graduate(cohort, moment.date())
            if before is not None and before.ref not in again:
                again.add(before.ref)
                yield Arrival(before, moment)
            else:
                newcomer = self._crowd.newcomer(cohort.curriculum, cohort.language, moment.date())
                yield Arrival(self._met(newcomer), moment)

    def _met(self, learner: LearnerRecord) -> LearnerRecord:
        self.learners[learner.ref] = learner
        return learner

    def _moments(self, cohort: CohortRecord) -> Iterator[datetime]:
        """Many in the first days and some until the end; none after today, but one or two of today."""
        low, high = (0.95, 1.5) if cohort.curriculum in _IN_DEMAND else (0.7, 1.1)
        asked = round(cohort.capacity * self._chance.between(low, high))
        span = (cohort.starts_on - cohort.opens_on).days - 1
        days = sorted(int(span * self._chance.betavariate(1.1, 1.9)) for _ in range(asked))
        moments = [datetime.combine(cohort.opens_on + timedelta(days=n), self._time_of_day()) for n in days]
        yield from (moment for moment in moments if moment.date() < self._until)
        if cohort.starts_on > self._until:
            for _ in range(self._chance.choice((1, 1, 2))):
                yield datetime.combine(self._until, time(self._chance.randrange(6), self._chance.randrange(60)))

    def _time_of_day(self) -> time:
        return time(int(self._chance.triangular(7, 23.9, 19)), self._chance.randrange(60))

    def _graduate(self, cohort: CohortRecord, on: date) -> LearnerRecord | None:
        """Somebody who has completed a course before this one, and is in no other now."""
        before = _COMES_AFTER.get(cohort.curriculum, ())
        basic = library()[cohort.curriculum].level is Level.BASIC
        if not before or not self._chance.happens(0.1 if basic else 0.35):
            return None
        graduates = self._graduates[self._chance.choice(before)]
        if not graduates:
            return None
        learner = self._chance.choice(graduates[-40:])
        is_free = self._busy_until[learner.ref] < on and (learner.ref, cohort.curriculum) not in self._been
        return learner if is_free else None

    def _statuses(self, cohort: CohortRecord, arrivals: list[Arrival]) -> list[Status]:
        if cohort.status is CohortStatus.CANCELLED:
            return [Status.CANCELLED] * len(arrivals)
        statuses = self._places(cohort, arrivals)
        if cohort.starts_on > self._until:
            return self._before_it_begins(cohort, arrivals, statuses)
        return [self._ending(cohort) if status is Status.CONFIRMED else status for status in statuses]

    def _places(self, cohort: CohortRecord, arrivals: list[Arrival]) -> list[Status]:
        """First come, first served; whoever cancels makes room for the first who waits."""
        statuses = [Status.CONFIRMED if n < cohort.capacity else Status.WAITING for n in range(len(arrivals))]
        for n, arrival in enumerate(arrivals):
            waited = (self._until - arrival.at.date()).days
            if statuses[n] is Status.CONFIRMED and waited > 3 and self._chance.happens(0.09):
                statuses[n] = Status.CANCELLED
                if Status.WAITING in statuses:
                    statuses[statuses.index(Status.WAITING)] = Status.CONFIRMED
        return statuses

    def _before_it_begins(self, cohort: CohortRecord, arrivals: list[Arrival], statuses: list[Status]) -> list[Status]:
        """Interviews that are still to come, and a freed place that is just being offered."""
        if cohort.curriculum in _AFTER_AN_INTERVIEW:
            fresh = self._until - timedelta(days=6)
            return [
                Status.APPLIED if status is Status.CONFIRMED and arrival.at.date() >= fresh else status
                for arrival, status in zip(arrivals, statuses, strict=True)
            ]
        if Status.WAITING in statuses and self._chance.happens(0.6):
            leaves = len(statuses) - 1 - statuses[::-1].index(Status.CONFIRMED)
            if arrivals[leaves].at.date() < self._until:
                statuses[leaves] = Status.CANCELLED
                statuses[statuses.index(Status.WAITING)] = Status.OFFERED
        return statuses

    def _ending(self, cohort: CohortRecord) -> Status:
        level = library()[cohort.curriculum].level
        completes = _COMPLETION[level] + self._site.demand.completion + self._chance.between(-0.06, 0.06)
        fate = self._chance.random()
        if cohort.ends_on < self._until:
            if fate < completes:
                return Status.COMPLETED
            return Status.WITHDRAWN if fate < completes + (1 - completes) * 0.55 else Status.NOT_COMPLETED
        gone_by = (self._until - cohort.starts_on) / (cohort.ends_on - cohort.starts_on + timedelta(days=1))
        return Status.WITHDRAWN if fate < (1 - completes) * 0.55 * gone_by else Status.CONFIRMED

    def _walk_ins(self, cohort: CohortRecord, found: list[RegistrationRecord]) -> list[RegistrationRecord]:
        """People who stand at the door on the first day, where there is a place left."""
        gone = (Status.CANCELLED, Status.WAITING)
        free = cohort.capacity - sum(record.status not in gone for record in found)
        begun = cohort.status is CohortStatus.CLOSED and cohort.starts_on < self._until
        level = library()[cohort.curriculum].level
        if not begun or level is not Level.BASIC or any(record.status is Status.WAITING for record in found):
            return []
        newcomers = []
        for _ in range(min(free, self._chance.choice((0, 0, 1, 1, 2)))):
            at = datetime.combine(cohort.starts_on, cohort.sessions[0].starts)
            learner = self._met(self._crowd.newcomer(cohort.curriculum, cohort.language, cohort.starts_on))
            record = self._record(cohort, Arrival(learner, at), self._ending(cohort))
            newcomers.append(replace(record, source=RegistrationSource.STAFF))
        return newcomers

    def _record(self, cohort: CohortRecord, arrival: Arrival, status: Status) -> RegistrationRecord:
        learner = arrival.learner
        level, disability, situation = self._what_they_answer(cohort, arrival)
        return RegistrationRecord(
            cohort=cohort.code,
            learner=learner.ref,
            status=status,
            source=RegistrationSource.PUBLIC,
            registered_at=arrival.at,
            left_on=self._left_on(cohort, arrival.at.date(), status),
            language=learner.language,
            queue_number=None,
            gender=learner.gender,
            age_band=age_band(learner.birth_date, learner.birth_year, cohort.starts_on),
            isced=level,
            education=education_band(level),
            employment=situation,
            disability=disability,
        )

    def _what_they_answer(self, cohort: CohortRecord, arrival: Arrival) -> tuple[int | None, bool | None, Employment]:
        """Schooling stays what it was; the situation is asked anew each time."""
        learner = arrival.learner
        age = _age(learner, cohort.starts_on)
        if learner.ref not in self._answers:
            disability = self._chance.weighted({True: 6.0, False: 80.0, None: 14.0})
            self._answers[learner.ref] = (people.isced(self._chance, age), disability)
        level, disability = self._answers[learner.ref]
        return level, disability, people.employment(self._chance, age, self._site.demand.jobseekers)

    def _left_on(self, cohort: CohortRecord, registered_on: date, status: Status) -> date | None:
        if status is Status.CANCELLED:
            last = min(self._until, cohort.starts_on - timedelta(days=1))
            return registered_on + timedelta(days=self._chance.randint(0, max(0, (last - registered_on).days)))
        if status is not Status.WITHDRAWN:
            return None
        if self._chance.happens(0.12) and registered_on < cohort.starts_on:
            return cohort.starts_on - timedelta(days=1)
        last = min(cohort.ends_on, self._until - timedelta(days=1))
        days = max(0, (last - cohort.starts_on).days)
        return cohort.starts_on + timedelta(days=int(days * self._chance.betavariate(1.3, 1.6)))


def _visits(site: str, *, seed: int, until: date, how_many: int) -> dict[int, list[LearnerRecord]]:
    """At which cohorts (by place in the order of first days) travellers come: first at
    one centre, half a year later at the other, so that nobody sits in two countries at once."""
    found: dict[int, list[LearnerRecord]] = defaultdict(list)
    for number, traveller in enumerate(people.travellers(seed, until)):
        if site in traveller.sites and how_many:
            early = traveller.sites[0] == site
            share = (0.5 if early else 0.82) + number * 0.006
            found[int(share * how_many)].append(traveller.learner)
    return found


def _age(learner: LearnerRecord, on: date) -> int:
    if learner.birth_date is not None:
        return age_on(learner.birth_date, on)
    return 40 if learner.birth_year is None else on.year - learner.birth_year


def _with_queue_numbers(found: list[RegistrationRecord]) -> list[RegistrationRecord]:
    number = 0
    numbered = []
    for record in found:
        if record.status in (Status.WAITING, Status.OFFERED):
            number += 1
            record = replace(record, queue_number=number)
        numbered.append(record)
    return numbered


def holds_a_place(record: RegistrationRecord) -> bool:
    return record.status in (Status.CONFIRMED, Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN)
