"""Who works on a project, on which machines, and what it looks like."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from core import audit
from core.errors import Invalid
from core.tenancy import actor_of, site_of
from i18n.messages import _
from sites.cohorts.actions.typed import Day, Name
from sites.projects.errors import AlreadyInTeam, ProjectPartNotFound, TooManyPhotos
from sites.projects.models import MachineUse, Project, ProjectMember, ProjectPhoto
from sites.projects.pictures import Picture
from sites.projects.queries import project_for_update
from sites.registrations.errors import LearnerNotFound
from sites.registrations.models import Learner

_MOST_PHOTOS = 6


class MachineHours(BaseModel):
    """A line of the log. `member`: of the team; none: somebody of the centre."""

    model_config = ConfigDict(extra="forbid")

    machine: str = Field(min_length=1, max_length=100)
    on: Day
    hours: Annotated[Decimal, Field(gt=0, le=24, max_digits=5, decimal_places=2)]
    member: UUID | None = None


class NewPhoto(BaseModel):
    """Without consent it is kept, and not to be published."""

    model_config = ConfigDict(extra="forbid")

    alt: Name
    consent: bool = False
    consent_note: str = Field(default="", max_length=500)


async def add_member(session: AsyncSession, code: str, learner_id: UUID, *, today: date) -> ProjectMember:
    """Raises ProjectNotFound, LearnerNotFound, AlreadyInTeam."""
    project = await project_for_update(session, code)
    known = await session.execute(select(col(Learner.id)).where(col(Learner.id) == learner_id))
    if known.first() is None:
        raise LearnerNotFound
    member = ProjectMember(
        site_id=site_of(session), project_id=project.id, learner_id=learner_id, joined_on=max(project.started_on, today)
    )
    try:
        async with session.begin_nested():
            session.add(member)
    except IntegrityError as error:
        raise AlreadyInTeam from error
    _note(session, "project.add_member", project)
    return member


async def remove_member(session: AsyncSession, code: str, member_id: UUID) -> None:
    """Their hours stay, without their name. Raises ProjectNotFound, ProjectPartNotFound."""
    project = await project_for_update(session, code)
    found = await session.execute(
        select(ProjectMember).where(col(ProjectMember.id) == member_id, col(ProjectMember.project_id) == project.id)
    )
    member = found.scalar_one_or_none()
    if member is None:
        raise ProjectPartNotFound
    await session.delete(member)
    _note(session, "project.remove_member", project)
    await session.flush()


async def log_hours(session: AsyncSession, code: str, line: MachineHours, *, today: date) -> MachineUse:
    """The project's hours grow by as much. Raises ProjectNotFound, Invalid."""
    project = await project_for_update(session, code)
    problems = await line_problems(session, project.id, line, started_on=project.started_on, today=today)
    if problems:
        raise Invalid(problems)
    use = MachineUse(
        site_id=site_of(session),
        project_id=project.id,
        machine=line.machine,
        used_on=line.on,
        hours=line.hours,
        member_id=line.member,
        noted_by=actor_of(session),
    )
    session.add(use)
    project.machine_hours += line.hours
    _note(session, "project.log_hours", project, machine=line.machine, hours=str(line.hours))
    await session.flush()
    return use


async def remove_hours(session: AsyncSession, code: str, use_id: UUID) -> None:
    """Raises ProjectNotFound, ProjectPartNotFound."""
    project = await project_for_update(session, code)
    found = await session.execute(
        select(MachineUse).where(col(MachineUse.id) == use_id, col(MachineUse.project_id) == project.id)
    )
    use = found.scalar_one_or_none()
    if use is None:
        raise ProjectPartNotFound
    project.machine_hours -= use.hours
    _note(session, "project.remove_hours", project, machine=use.machine, hours=str(use.hours))
    await session.delete(use)
    await session.flush()


async def add_photo(session: AsyncSession, code: str, new: NewPhoto, picture: Picture, *, today: date) -> ProjectPhoto:
    """Raises ProjectNotFound, TooManyPhotos."""
    project = await project_for_update(session, code)
    number = select(func.count()).select_from(ProjectPhoto).where(col(ProjectPhoto.project_id) == project.id)
    if (await session.execute(number)).scalar_one() >= _MOST_PHOTOS:
        raise TooManyPhotos
    photo = ProjectPhoto(
        site_id=site_of(session),
        project_id=project.id,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        alt=new.alt,
        consent_on=today if new.consent else None,
        consent_note=new.consent_note,
    )
    session.add(photo)
    _note(session, "project.add_photo", project)
    await session.flush()
    return photo


async def remove_photo(session: AsyncSession, code: str, photo_id: UUID) -> None:
    """Raises ProjectNotFound, ProjectPartNotFound."""
    project = await project_for_update(session, code)
    found = await session.execute(
        select(ProjectPhoto).where(col(ProjectPhoto.id) == photo_id, col(ProjectPhoto.project_id) == project.id)
    )
    photo = found.scalar_one_or_none()
    if photo is None:
        raise ProjectPartNotFound
    await session.delete(photo)
    _note(session, "project.remove_photo", project)
    await session.flush()


async def line_problems(
    session: AsyncSession, project_id: UUID, line: MachineHours, *, started_on: date, today: date
) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    problems: dict[str, str] = {}
    if line.on > today:
        problems["on"] = _("This day lies in the future.")
    elif line.on < started_on:
        problems["on"] = _("This day lies before the first day of the project.")
    if line.member is not None:
        statement = select(col(ProjectMember.id)).where(
            col(ProjectMember.id) == line.member, col(ProjectMember.project_id) == project_id
        )
        if (await session.execute(statement)).first() is None:
            problems["member"] = _("Please choose one of the list.")
    return problems


def _note(session: AsyncSession, action: str, project: Project, **after: str) -> None:
    """Of a member only that there was a change: the log outlives an erasure."""
    audit.record(session, action=action, subject=("project", project.id), name=project.code, after=after or None)
