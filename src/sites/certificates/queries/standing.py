"""Who of a course qualifies for a certificate, and who does not and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from sites.attendance.models import AttendanceMark, AttendanceStatus
from sites.certificates.models import Assessment, AssessmentResult, Certificate, CertificateRule
from sites.certificates.printing import is_printable
from sites.certificates.rules import UNLESS_SAID, Obstacle, Requirement, RuleOf, Standing, is_over, obstacles
from sites.cohorts.models import Cohort, Session, SessionStatus
from sites.registrations.models import Learner, Registration, RegistrationStatus
from sites.registrations.queries import Course, staff_course

_TOOK_PART = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.COMPLETED,
    RegistrationStatus.NOT_COMPLETED,
    RegistrationStatus.WITHDRAWN,
)
_WAS_THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One learner of the course. No obstacle: a certificate may be issued."""

    registration_id: UUID
    learner_id: UUID
    name: str
    status: RegistrationStatus
    minutes: int | None
    assessment: AssessmentResult | None
    certificate: str | None
    obstacles: tuple[Obstacle, ...]

    @property
    def qualifies(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Candidates:
    """`course_minutes`: what full attendance would be."""

    course: Course
    asked: Requirement
    course_minutes: int
    lines: list[Candidate]

    @property
    def qualifying(self) -> list[Candidate]:
        return [line for line in self.lines if line.qualifies]


async def candidates(session: AsyncSession, cohort: str, *, today: date) -> Candidates:
    """By name, of a cohort by code or id. Raises CourseNotFound."""
    course = await staff_course(session, cohort)
    asked = await requirement_of(session, course.id)
    course_minutes = await _course_minutes(session, course)
    over = is_over(ends_on=course.ends_on, today=today)
    lines = []
    for registration, learner, minutes, result, code in await session.execute(_lines(course.id)):
        standing = Standing(
            registration.status,
            registration.minutes_imported if minutes is None else int(minutes),
            result,
            has_certificate=code is not None,
            is_printable=is_printable(_name(learner)),
        )
        against = tuple(obstacles(standing, asked, course_minutes=course_minutes, is_over=over))
        lines.append(
            Candidate(
                registration.id,
                learner.id,
                _name(learner),
                registration.status,
                standing.minutes,
                result,
                code,
                against,
            )
        )
    return Candidates(course, asked, course_minutes, lines)


async def requirement_of(session: AsyncSession, cohort_id: UUID) -> Requirement:
    """The cohort's own rule, else that of its curriculum, else that of the centre, else the program's."""
    curriculum = select(col(Cohort.curriculum_id)).where(col(Cohort.id) == cohort_id).scalar_subquery()
    of_all = and_(col(CertificateRule.cohort_id).is_(None), col(CertificateRule.curriculum_id).is_(None))
    found = await session.execute(
        select(CertificateRule).where(
            or_(col(CertificateRule.cohort_id) == cohort_id, col(CertificateRule.curriculum_id) == curriculum, of_all)
        )
    )
    said = {_subject(rule): rule for rule in found.scalars()}
    for of in (RuleOf.COHORT, RuleOf.CURRICULUM, RuleOf.SITE):
        if of in said:
            return Requirement(said[of].least_percent, said[of].needs_assessment, of)
    return UNLESS_SAID


def _subject(rule: CertificateRule) -> RuleOf:
    if rule.cohort_id is not None:
        return RuleOf.COHORT
    return RuleOf.SITE if rule.curriculum_id is None else RuleOf.CURRICULUM


def _lines(cohort_id: UUID) -> Any:
    there = (
        select(func.sum(AttendanceMark.minutes).filter(col(AttendanceMark.status).in_(_WAS_THERE)))
        .where(
            col(AttendanceMark.site_id) == col(Registration.site_id),
            col(AttendanceMark.registration_id) == col(Registration.id),
        )
        .correlate(Registration)
    )
    marked = (
        select(func.count())
        .select_from(AttendanceMark)
        .where(
            col(AttendanceMark.site_id) == col(Registration.site_id),
            col(AttendanceMark.registration_id) == col(Registration.id),
        )
        .correlate(Registration)
    )
    minutes = func.coalesce(there.scalar_subquery(), func.nullif(func.sign(marked.scalar_subquery()), 0) * 0)
    valid = and_(
        col(Certificate.site_id) == col(Registration.site_id),
        col(Certificate.registration_id) == col(Registration.id),
        col(Certificate.revoked_on).is_(None),
    )
    assessed = and_(
        col(Assessment.site_id) == col(Registration.site_id), col(Assessment.registration_id) == col(Registration.id)
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    return (
        select(Registration, Learner, minutes, col(Assessment.result), col(Certificate.code))
        .join(Learner, of_learner)
        .outerjoin(Assessment, assessed)
        .outerjoin(Certificate, valid)
        .where(
            col(Registration.cohort_id) == cohort_id,
            col(Registration.status).in_(_TOOK_PART),
            col(Learner.erased_at).is_(None),
        )
        .order_by(col(Learner.sort_key), col(Registration.id))
    )


async def _course_minutes(session: AsyncSession, course: Course) -> int:
    """Of the sessions that were not cancelled; the curriculum's hours where none is planned."""
    length = func.extract("epoch", col(Session.ends_at) - col(Session.starts_at)) / 60
    planned = await session.scalar(
        select(func.sum(length)).where(
            col(Session.cohort_id) == course.id, col(Session.status) != SessionStatus.CANCELLED
        )
    )
    return int(planned) if planned else int(course.hours * 60)


def _name(learner: Learner) -> str:
    return f"{learner.given_name} {learner.family_name}".strip()
