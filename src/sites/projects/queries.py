"""FabLab projects: the list, and one with its steps, team, machine hours and photos."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from i18n.content import Localized
from i18n.search import fold
from network.people.models import Person
from sites.projects.errors import ProjectNotFound, ProjectPartNotFound
from sites.projects.models import MachineUse, Project, ProjectMember, ProjectPhoto, ProjectStage, ProjectStep
from sites.registrations.models import Learner

LONGEST_CODE = 100
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One line of the list."""

    id: UUID
    code: str
    title: Localized
    summary: Localized
    stage: ProjectStage
    started_on: date
    finished_on: date | None
    partner: str
    machine_hours: Decimal
    team: int
    photos: int


@dataclass(frozen=True, slots=True)
class Step:
    """`by` none: a command, or nobody any more."""

    stage: str
    on: date
    by: str | None
    reason: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    id: UUID
    learner_id: UUID
    name: str
    joined_on: date


@dataclass(frozen=True, slots=True)
class Use:
    """`by` none: somebody of the centre, or somebody who left the team."""

    id: UUID
    machine: str
    on: date
    hours: Decimal
    by: str | None


@dataclass(frozen=True, slots=True)
class PhotoView:
    id: UUID
    width: int
    height: int
    alt: Localized
    consent_on: date | None
    consent_note: str


@dataclass(frozen=True, slots=True)
class FoundLearner:
    id: UUID
    name: str
    ref: str


async def project_lines(
    session: AsyncSession, *, stage: ProjectStage | None, page: int, length: int
) -> list[ProjectLine]:
    """The newest first; one more than a page, if there is one."""
    statement = _projects().order_by(col(Project.started_on).desc(), col(Project.code))
    if stage is not None:
        statement = statement.where(col(Project.stage) == stage)
    found = await session.execute(statement.limit(length + 1).offset((page - 1) * length))
    return [_line(*row) for row in found]


async def projects_after(session: AsyncSession, *, after: UUID | None, limit: int) -> list[ProjectLine]:
    """In the order in which they were entered; one more than asked for, if there is one."""
    statement = _projects().order_by(col(Project.id)).limit(limit + 1)
    if after is not None:
        statement = statement.where(col(Project.id) > after)
    return [_line(*row) for row in await session.execute(statement)]


async def stage_counts(session: AsyncSession) -> dict[ProjectStage, int]:
    found = await session.execute(select(col(Project.stage), func.count()).group_by(col(Project.stage)))
    return {stage: number for stage, number in found}


async def project(session: AsyncSession, code: str) -> ProjectLine:
    """Raises ProjectNotFound."""
    row = (await session.execute(_projects().where(col(Project.code) == code[:LONGEST_CODE]))).first()
    if row is None:
        raise ProjectNotFound
    return _line(*row)


async def project_for_update(session: AsyncSession, code: str) -> Project:
    """The row, locked. Raises ProjectNotFound."""
    statement = select(Project).where(col(Project.code) == code[:LONGEST_CODE])
    found = await session.execute(statement.with_for_update().execution_options(populate_existing=True))
    row = found.scalar_one_or_none()
    if row is None:
        raise ProjectNotFound
    return row


async def code_is_taken(session: AsyncSession, code: str) -> bool:
    return (await session.execute(select(col(Project.id)).where(col(Project.code) == code))).first() is not None


async def steps(session: AsyncSession, project_id: UUID) -> list[Step]:
    """The latest first. A project from before steps were kept has none."""
    found = await session.execute(
        select(ProjectStep, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(ProjectStep.noted_by))
        .where(col(ProjectStep.project_id) == project_id)
        .order_by(col(ProjectStep.happened_on).desc(), col(ProjectStep.created_at).desc(), col(ProjectStep.id).desc())
    )
    return [Step(one.stage, one.happened_on, by, one.reason, one.created_at) for one, by in found]


async def last_step_on(session: AsyncSession, project_id: UUID) -> date | None:
    statement = select(func.max(col(ProjectStep.happened_on))).where(col(ProjectStep.project_id) == project_id)
    return (await session.execute(statement)).scalar_one()


async def first_step_after_beginning(session: AsyncSession, project_id: UUID) -> date | None:
    """The day of the second step: the first one is the beginning itself."""
    statement = select(col(ProjectStep.happened_on)).where(col(ProjectStep.project_id) == project_id)
    order = (col(ProjectStep.happened_on), col(ProjectStep.created_at), col(ProjectStep.id))
    return (await session.execute(statement.order_by(*order).offset(1))).scalars().first()


async def team(session: AsyncSession, project_id: UUID) -> list[Member]:
    """By name."""
    same = and_(col(Learner.site_id) == col(ProjectMember.site_id), col(Learner.id) == col(ProjectMember.learner_id))
    found = await session.execute(
        select(ProjectMember, Learner)
        .join(Learner, same)
        .where(col(ProjectMember.project_id) == project_id)
        .order_by(col(Learner.sort_key), col(Learner.id))
    )
    return [Member(one.id, learner.id, _name(learner), one.joined_on) for one, learner in found]


async def machine_uses(session: AsyncSession, project_id: UUID) -> list[Use]:
    """The latest first."""
    member = and_(
        col(ProjectMember.site_id) == col(MachineUse.site_id), col(ProjectMember.id) == col(MachineUse.member_id)
    )
    learner = and_(col(Learner.site_id) == col(ProjectMember.site_id), col(Learner.id) == col(ProjectMember.learner_id))
    found = await session.execute(
        select(MachineUse, Learner)
        .outerjoin(ProjectMember, member)
        .outerjoin(Learner, learner)
        .where(col(MachineUse.project_id) == project_id)
        .order_by(col(MachineUse.used_on).desc(), col(MachineUse.id).desc())
    )
    return [Use(one.id, one.machine, one.used_on, one.hours, _name(who) if who else None) for one, who in found]


async def machines_known(session: AsyncSession) -> list[str]:
    """Names used before, to be offered again."""
    statement = select(col(MachineUse.machine)).distinct().order_by(col(MachineUse.machine)).limit(100)
    return list((await session.execute(statement)).scalars())


async def photos(session: AsyncSession, project_id: UUID) -> list[PhotoView]:
    """Without their content, in the order they came."""
    columns = (
        col(ProjectPhoto.id),
        col(ProjectPhoto.width),
        col(ProjectPhoto.height),
        col(ProjectPhoto.alt),
        col(ProjectPhoto.consent_on),
        col(ProjectPhoto.consent_note),
    )
    statement = select(*columns).where(col(ProjectPhoto.project_id) == project_id).order_by(col(ProjectPhoto.id))
    return [PhotoView(*row) for row in await session.execute(statement)]


async def photo_content(session: AsyncSession, project_id: UUID, photo_id: UUID) -> bytes:
    """Raises ProjectPartNotFound."""
    found = await session.execute(
        select(col(ProjectPhoto.content)).where(
            col(ProjectPhoto.id) == photo_id, col(ProjectPhoto.project_id) == project_id
        )
    )
    content = found.scalar_one_or_none()
    if content is None:
        raise ProjectPartNotFound
    return content


async def learners_called(session: AsyncSession, wanted: str) -> list[FoundLearner]:
    """Every word typed must occur in name, e-mail or number."""
    statement = select(Learner)
    words = fold(wanted).split()[:8]
    if not words:
        return []
    for word in words:
        statement = statement.where(col(Learner.search).contains(word, autoescape=True))
    found = await session.execute(statement.order_by(col(Learner.sort_key), col(Learner.id)).limit(MOST_FOUND))
    return [FoundLearner(one.id, _name(one), one.ref) for one in found.scalars()]


def _projects() -> Select[Any]:
    counted = [
        select(func.count())
        .select_from(part)
        .where(col(part.site_id) == col(Project.site_id), col(part.project_id) == col(Project.id))
        .correlate(Project)
        .scalar_subquery()
        for part in (ProjectMember, ProjectPhoto)
    ]
    return select(Project, *counted)


def _line(row: Project, team: int, photos: int) -> ProjectLine:
    return ProjectLine(
        id=row.id,
        code=row.code,
        title=row.title,
        summary=row.summary,
        stage=row.stage,
        started_on=row.started_on,
        finished_on=row.finished_on,
        partner=row.partner,
        machine_hours=row.machine_hours,
        team=team,
        photos=photos,
    )


def _name(learner: Learner) -> str:
    return f"{learner.given_name} {learner.family_name}".strip()
