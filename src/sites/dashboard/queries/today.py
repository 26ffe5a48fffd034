"""What is on at a centre today and this week, and what waits for somebody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from network.people.models import Person
from sites.attendance.models import AttendanceMark
from sites.cohorts.models import Cohort, CohortStatus, CohortTrainer, Session, SessionStatus, SessionTrainer, Venue
from sites.cohorts.queries import SessionView, session_view
from sites.cohorts.rules import CohortState
from sites.dashboard.queries.cohorts import CURRENT, CohortLine, recent_cohorts
from sites.dashboard.queries.seats import registrations_of_cohort
from sites.registrations.models import Learner, Registration, RegistrationStatus

LOOK_BACK = timedelta(days=60)
SOON = timedelta(days=21)
NEW = timedelta(days=7)
OUTCOME_DUE = timedelta(days=180)
_SHOWN = 8
"""New registrations shown on the start page; the rest is a number."""


@dataclass(frozen=True, slots=True)
class DueSession:
    """A session with all that a start page says of it."""

    session: SessionView
    cohort: str
    title: Localized
    trainers: list[str]
    marks: int
    expected: int

    def is_over(self, now: datetime) -> bool:
        return self.session.ends_at <= now


@dataclass(frozen=True, slots=True)
class Week:
    """Sessions from the first to the last day of a week, and older ones that nobody has marked."""

    first: date
    last: date
    sessions: list[DueSession]
    unmarked: list[DueSession]

    def on(self, day: date) -> list[DueSession]:
        return [one for one in self.sessions if one.session.held_on == day]

    def other_days(self, today: date) -> list[tuple[date, list[DueSession]]]:
        """The days after today that have sessions."""
        days = sorted({one.session.held_on for one in self.sessions if one.session.held_on > today})
        return [(day, self.on(day)) for day in days]


@dataclass(frozen=True, slots=True)
class NewRegistration:
    learner_id: UUID
    name: str
    status: RegistrationStatus
    registered_on: date
    cohort: str
    title: Localized


@dataclass(frozen=True, slots=True)
class Attention:
    """Cohorts for which somebody should do something."""

    starting_with_room: list[CohortLine]
    without_outcome: list[CohortLine]
    with_people_waiting: list[CohortLine]

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.with_people_waiting)


async def week(
    session: AsyncSession, *, today: date, now: datetime, first_weekday: int, of_trainer: UUID | None = None
) -> Week:
    """All sessions of the centre, or those that a trainer teaches: all again for one who is named nowhere."""
    first = today - timedelta(days=(today.weekday() - first_weekday) % 7)
    last = first + timedelta(days=6)
    held_on, marks = col(Session.held_on), _marks()
    is_due = and_(held_on >= today - LOOK_BACK, col(Session.ends_at) <= now, marks == 0)
    statement = _sessions(marks) if of_trainer is None else _sessions(marks).where(_taught_by(of_trainer))
    rows = await session.execute(
        statement.where(
            col(Session.status) != SessionStatus.CANCELLED,
            col(Cohort.status) != CohortStatus.CANCELLED,
            or_(held_on.between(first, last), is_due),
        ).order_by(col(Session.starts_at), col(Session.id))
    )
    found = [_due(row) for row in rows]
    return Week(
        first=first,
        last=last,
        sessions=[one for one in found if first <= one.session.held_on <= last],
        unmarked=[one for one in found if one.is_over(now) and one.marks == 0 and one.expected > 0],
    )


async def attention(session: AsyncSession, *, today: date) -> Attention:
    """Cohorts that run, will run, or ended not long ago; in one statement."""
    lines = await recent_cohorts(session, today=today, since=today - OUTCOME_DUE)
    soon = [line for line in lines if line.is_open and today <= line.cohort.starts_on <= today + SOON]
    return Attention(
        starting_with_room=[line for line in soon if line.free],
        without_outcome=[line for line in lines if line.state is CohortState.OVER and line.confirmed],
        with_people_waiting=[line for line in lines if line.state in CURRENT and line.waiting],
    )


async def new_registrations(session: AsyncSession, *, today: date) -> tuple[list[NewRegistration], int]:
    """The newest of the last seven days, and how many there are in all."""
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    of_cohort = and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id))
    rows = await session.execute(
        select(Registration, Learner, Cohort, CurriculumVersion, func.count().over())
        .join(Learner, of_learner)
        .join(Cohort, of_cohort)
        .join(CurriculumVersion, _version())
        .where(col(Registration.registered_on) > today - NEW, col(Registration.registered_on) <= today)
        .order_by(
            col(Registration.registered_on).desc(),
            col(Registration.registered_at).desc().nulls_last(),
            col(Registration.id),
        )
        .limit(_SHOWN)
    )
    found = list(rows)
    shown = [
        NewRegistration(
            learner_id=learner.id,
            name=f"{learner.given_name} {learner.family_name}".strip(),
            status=registration.status,
            registered_on=registration.registered_on or today,
            cohort=cohort.code,
            title=Localized({**version.title, **cohort.title}),
        )
        for registration, learner, cohort, version, _ in found
    ]
    return shown, found[0][4] if found else 0


def _sessions(marks: ScalarSelect[Any]) -> Any:
    place = and_(col(Venue.site_id) == col(Session.site_id), col(Venue.id) == col(Session.venue_id))
    of_cohort = and_(col(Cohort.site_id) == col(Session.site_id), col(Cohort.id) == col(Session.cohort_id))
    expected = registrations_of_cohort(
        RegistrationStatus.CONFIRMED, RegistrationStatus.COMPLETED, RegistrationStatus.NOT_COMPLETED
    )
    return (
        select(Session, Venue, Cohort, CurriculumVersion, _trainers(), marks, expected)
        .join(Cohort, of_cohort)
        .join(CurriculumVersion, _version())
        .outerjoin(Venue, place)
    )


def _taught_by(person_id: UUID) -> Any:
    """Named for the session itself, or for the cohort where the session names nobody."""
    named = select(col(SessionTrainer.session_id))
    own = named.where(col(SessionTrainer.person_id) == person_id)
    cohorts = select(col(CohortTrainer.cohort_id)).where(col(CohortTrainer.person_id) == person_id)
    of_cohort = and_(col(Cohort.id).in_(cohorts), col(Session.id).not_in(named))
    is_named_nowhere = and_(not_(own.exists()), not_(cohorts.exists()))
    return or_(col(Session.id).in_(own), of_cohort, is_named_nowhere)


def _version() -> Any:
    return and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )


def _marks() -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(AttendanceMark)
        .where(col(AttendanceMark.site_id) == col(Session.site_id), col(AttendanceMark.session_id) == col(Session.id))
        .correlate(Session)
        .scalar_subquery()
    )


def _trainers() -> ScalarSelect[Any]:
    return (
        select(func.array_agg(col(Person.name)))
        .join(CohortTrainer, col(CohortTrainer.person_id) == col(Person.id))
        .where(col(CohortTrainer.site_id) == col(Cohort.site_id), col(CohortTrainer.cohort_id) == col(Cohort.id))
        .correlate(Cohort)
        .scalar_subquery()
    )


def _due(row: Any) -> DueSession:
    one, venue, cohort, version, trainers, marks, expected = row
    return DueSession(
        session=session_view(one, venue),
        cohort=cohort.code,
        title=Localized({**version.title, **cohort.title}),
        trainers=sorted(trainers or []),
        marks=marks,
        expected=expected,
    )
