"""Who was there: the marks of a demo cohort's past meetings."""

from collections.abc import Iterator
from datetime import date, timedelta

from server.demo.chance import Chance
from server.demo.records import CohortRecord, MarkRecord, RegistrationRecord, SessionRecord
from server.demo.registrations import holds_a_place
from sites.attendance.models import AttendanceStatus
from sites.cohorts.models import SessionStatus
from sites.registrations.models import RegistrationStatus

# Between which shares of their meetings people miss, by how it ends.
_MISSED = {
    RegistrationStatus.COMPLETED: (0.0, 0.2),
    RegistrationStatus.CONFIRMED: (0.0, 0.3),
    RegistrationStatus.WITHDRAWN: (0.1, 0.5),
    RegistrationStatus.NOT_COMPLETED: (0.35, 0.7),
}


def marks(
    cohort: CohortRecord, registrations: list[RegistrationRecord], *, until: date, chance: Chance
) -> Iterator[MarkRecord]:
    """One for each learner and meeting up to yesterday; a third of the running cohorts has yet to mark its last one."""
    held = [session for session in cohort.sessions if session.status is SessionStatus.HELD]
    is_running = cohort.ends_on >= until
    if held and is_running and until - held[-1].day < timedelta(days=7) and chance.happens(0.33):
        held.pop()
    for record in registrations:
        if holds_a_place(record):
            yield from _of_learner(cohort, record, held, chance)


def _of_learner(
    cohort: CohortRecord, record: RegistrationRecord, held: list[SessionRecord], chance: Chance
) -> Iterator[MarkRecord]:
    expected = [session for session in held if record.left_on is None or session.day <= record.left_on]
    low, high = _MISSED[record.status]
    count = len(expected)
    missed = set(chance.sample(range(count), int(count * chance.triangular(low, high, low + (high - low) / 3))))
    for place, session in enumerate(expected):
        status, minutes = _mark(session, place in missed, chance)
        yield MarkRecord(cohort.code, session.number, record.learner, status, minutes)


def _mark(session: SessionRecord, missed: bool, chance: Chance) -> tuple[AttendanceStatus, int]:
    draw = chance.random()
    if missed:
        return (AttendanceStatus.EXCUSED if draw < 0.4 else AttendanceStatus.ABSENT), 0
    if draw < 0.07:
        return AttendanceStatus.LATE, session.minutes - chance.choice((10, 15, 20, 30))
    return AttendanceStatus.PRESENT, session.minutes
