"""Issuing certificates, many at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.clock import new_id
from core.jobs import enqueue
from core.tenancy import site_of
from network.curricula.models import Curriculum, CurriculumModule, CurriculumVersion
from network.units.models import Site, Unit
from sites.certificates.models import AssessmentResult, Certificate
from sites.certificates.printing import Award, printed
from sites.certificates.queries import Candidate, Candidates, candidates
from sites.certificates.rules import new_code
from sites.cohorts.models import Cohort
from sites.registrations.actions import change_status
from sites.registrations.actions.places import lock_cohort
from sites.registrations.models import RegistrationStatus
from sites.registrations.queries import cohort_id_of

_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('certificates ' || cast(:site as text), 0))")


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate more. `code` is its number."""

    registration_id: UUID
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class _Course:
    """What all certificates of a cohort share."""

    cohort: Cohort
    curriculum: Curriculum
    version: CurriculumVersion
    modules: list[CurriculumModule]
    unit: Unit
    site: Site


async def issue_certificates(
    session: AsyncSession,
    cohort: str,
    *,
    today: date,
    now: datetime,
    base_url: str,
    only: Collection[UUID] | None = None,
) -> list[Issued]:
    """To everybody of the cohort who qualifies, or of these registrations only. They are noted as having completed
    the course, and written to. Asked twice, it happens once. Raises CourseNotFound."""
    cohort_id = await cohort_id_of(session, cohort)
    await lock_cohort(session, cohort_id)
    found = await candidates(session, str(cohort_id), today=today)
    chosen = [one for one in found.qualifying if only is None or one.registration_id in only]
    if not chosen:
        return []
    course = await _course(session, cohort_id)
    first = await _first_free_index(session)
    return [
        await _issue(session, one, found, course, today=today, now=now, base_url=base_url, status_index=first + place)
        for place, one in enumerate(chosen)
    ]


async def _issue(
    session: AsyncSession,
    candidate: Candidate,
    found: Candidates,
    course: _Course,
    *,
    today: date,
    now: datetime,
    base_url: str,
    status_index: int,
) -> Issued:
    if candidate.status is not RegistrationStatus.COMPLETED:
        await change_status(session, candidate.registration_id, RegistrationStatus.COMPLETED, today=today, now=now)
    certificate = Certificate(
        site_id=course.site.id,
        id=new_id(),
        registration_id=candidate.registration_id,
        code=new_code(course.site.id),
        curriculum_version=course.version.number,
        issued_on=today,
        printed=printed(_award(candidate, found, course, today=today), base_url=base_url),
        status_index=status_index,
    )
    session.add(certificate)
    audit.record(
        session,
        action="certificates.issue",
        subject=("certificate", certificate.id),
        name=certificate.code,
        after={"code": certificate.code, "curriculum": course.curriculum.code, "version": course.version.number},
    )
    await session.flush()
    await enqueue(session, "certificates.issued_by_mail", certificate_id=str(certificate.id))
    return Issued(candidate.registration_id, candidate.name, certificate.code)


def _award(candidate: Candidate, found: Candidates, course: _Course, *, today: date) -> Award:
    return Award(
        name=candidate.name,
        title=found.course.title,
        summary=found.course.summary,
        curriculum=course.curriculum.code,
        version=course.version.number,
        version_id=course.version.id,
        programme=course.curriculum.programme,
        level=course.curriculum.level,
        hours=course.version.hours,
        minutes=candidate.minutes,
        assessed=candidate.assessment is AssessmentResult.PASSED,
        languages=tuple(course.cohort.languages) or tuple(course.site.languages[:1]),
        starts_on=course.cohort.starts_on,
        ends_on=course.cohort.ends_on,
        issued_on=today,
        modules=tuple((module.title, module.hours) for module in course.modules),
        competences=tuple(course.version.competences),
        centre=course.unit.name,
        address=course.site.address,
        country=course.site.country,
        zone=course.site.zone,
    )


async def _course(session: AsyncSession, cohort_id: UUID) -> _Course:
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Cohort.curriculum_version),
    )
    found = await session.execute(
        select(Cohort, Curriculum, CurriculumVersion, Unit, Site)
        .join(Curriculum, col(Curriculum.id) == col(Cohort.curriculum_id))
        .join(CurriculumVersion, version)
        .join(Unit, col(Unit.id) == col(Cohort.site_id))
        .join(Site, col(Site.id) == col(Cohort.site_id))
        .where(col(Cohort.id) == cohort_id)
    )
    cohort, curriculum, taught, unit, site = found.one()
    modules = await session.execute(
        select(CurriculumModule)
        .where(col(CurriculumModule.version_id) == taught.id)
        .order_by(col(CurriculumModule.position))
    )
    return _Course(cohort, curriculum, taught, list(modules.scalars()), unit, site)


async def _first_free_index(session: AsyncSession) -> int:
    """Whoever issues in another cohort at the same moment waits here, so that no two have one bit."""
    await session.execute(_ONE_AT_A_TIME, {"site": str(site_of(session))})
    last = await session.scalar(select(func.max(Certificate.status_index)))
    return 0 if last is None else last + 1
