"""What a centre has beside courses: FabLab projects, start-ups, certificates."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from network.curricula.models import CurriculumVersion
from sites.certificates.models import Certificate
from sites.cohorts.models import Cohort
from sites.projects.models import Project, ProjectStage
from sites.registrations.models import Learner, Registration
from sites.startups.models import Startup, StartupStage

MOST = 100


@dataclass(frozen=True, slots=True)
class ListedProject:
    code: str
    title: Localized
    stage: ProjectStage
    started_on: date
    finished_on: date | None
    partner: str
    machine_hours: float


@dataclass(frozen=True, slots=True)
class ListedStartup:
    code: str
    name: str
    summary: Localized
    stage: StartupStage
    joined_on: date
    left_on: date | None
    jobs_created: int


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    code: str
    name: str
    cohort: str
    title: Localized
    issued_on: date
    revoked_on: date | None


async def projects(session: AsyncSession) -> list[ListedProject]:
    """Newest first."""
    rows = await session.execute(
        select(Project).order_by(col(Project.started_on).desc(), col(Project.code)).limit(MOST)
    )
    return [
        ListedProject(
            one.code, one.title, one.stage, one.started_on, one.finished_on, one.partner, float(one.machine_hours)
        )
        for one in rows.scalars()
    ]


async def startups(session: AsyncSession) -> list[ListedStartup]:
    """Newest first."""
    rows = await session.execute(select(Startup).order_by(col(Startup.joined_on).desc(), col(Startup.code)).limit(MOST))
    return [
        ListedStartup(one.code, one.name, one.summary, one.stage, one.joined_on, one.left_on, one.jobs_created)
        for one in rows.scalars()
    ]


async def certificates(session: AsyncSession) -> tuple[list[ListedCertificate], int]:
    """The newest, and how many there are in all."""
    of_registration = and_(
        col(Registration.site_id) == col(Certificate.site_id), col(Registration.id) == col(Certificate.registration_id)
    )
    of_learner = and_(
        col(Learner.site_id) == col(Registration.site_id), col(Learner.id) == col(Registration.learner_id)
    )
    of_cohort = and_(col(Cohort.site_id) == col(Registration.site_id), col(Cohort.id) == col(Registration.cohort_id))
    version = and_(
        col(CurriculumVersion.curriculum_id) == col(Cohort.curriculum_id),
        col(CurriculumVersion.number) == col(Certificate.curriculum_version),
    )
    rows = list(
        await session.execute(
            select(Certificate, Learner, Cohort, CurriculumVersion, func.count().over())
            .join(Registration, of_registration)
            .join(Learner, of_learner)
            .join(Cohort, of_cohort)
            .join(CurriculumVersion, version)
            .order_by(col(Certificate.issued_on).desc(), col(Certificate.code))
            .limit(MOST)
        )
    )
    shown = [
        ListedCertificate(
            code=one.code,
            name=f"{learner.given_name} {learner.family_name}".strip(),
            cohort=cohort.code,
            title=Localized({**texts.title, **cohort.title}),
            issued_on=one.issued_on,
            revoked_on=one.revoked_on,
        )
        for one, learner, cohort, texts, _ in rows
    ]
    return shown, rows[0][4] if rows else 0
