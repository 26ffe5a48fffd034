"""Begin a project, change it, move it from stage to stage."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import Invalid
from core.tenancy import actor_of, site_of
from i18n.content import Localized
from i18n.messages import _
from sites.cohorts.actions.typed import Code, Day, Name, Text, plain
from sites.projects.errors import ProjectCodeTaken
from sites.projects.models import Project, ProjectStage, ProjectStep
from sites.projects.queries import (
    ProjectLine,
    code_is_taken,
    first_step_after_beginning,
    last_step_on,
    project_for_update,
)
from sites.projects.rules import code_of, step_problems


class ProjectTexts(BaseModel):
    """What may change of a project at any time."""

    model_config = ConfigDict(extra="forbid")

    title: Name
    summary: Text = Field(default_factory=Localized)
    partner: str = Field(default="", max_length=200)
    started_on: Day


class NewProject(ProjectTexts):
    """Without a code one is made from the title."""

    code: Code | None = None
    stage: ProjectStage = ProjectStage.IDEA


class NextStep(BaseModel):
    """To another stage, on a day; back only for a reason."""

    model_config = ConfigDict(extra="forbid")

    stage: ProjectStage
    on: Day
    reason: str = Field(default="", max_length=500)


async def new_problems(session: AsyncSession, new: NewProject, *, today: date) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    problems: dict[str, str] = {}
    if new.started_on > today:
        problems["started_on"] = _("This day lies in the future.")
    if new.code is not None and await code_is_taken(session, new.code):
        problems["code"] = str(ProjectCodeTaken.message.filled(project=new.code))
    return problems


async def begin_project(session: AsyncSession, new: NewProject, *, today: date) -> Project:
    """Raises ProjectCodeTaken, Invalid."""
    problems = await new_problems(session, new, today=today)
    if problems.keys() == {"code"}:
        raise ProjectCodeTaken(project=new.code)
    if problems:
        raise Invalid(problems)
    code = new.code or await _free_code(session, next(iter(new.title.values())))
    finished = new.started_on if new.stage is ProjectStage.FINISHED else None
    begun = Project(site_id=site_of(session), code=code, finished_on=finished, **new.model_dump(exclude={"code"}))
    try:
        async with session.begin_nested():
            session.add(begun)
    except IntegrityError as error:
        raise ProjectCodeTaken(project=code) from error
    _add_step(session, begun.id, new.stage, new.started_on)
    _note(session, "project.begin", begun, after=plain(new.model_dump(exclude={"code"})))
    await session.flush()
    return begun


async def change_problems(
    session: AsyncSession, changed: Project | ProjectLine, texts: ProjectTexts, *, today: date
) -> dict[str, str]:
    """It cannot begin after what has happened in it."""
    if texts.started_on > today:
        return {"started_on": _("This day lies in the future.")}
    first = await first_step_after_beginning(session, changed.id) or changed.finished_on
    if first is not None and texts.started_on > first:
        return {"started_on": _("This day lies after a later step of the project.")}
    return {}


async def change_project(session: AsyncSession, code: str, texts: ProjectTexts, *, today: date) -> Project:
    """Raises ProjectNotFound, Invalid."""
    changed = await project_for_update(session, code)
    problems = await change_problems(session, changed, texts, today=today)
    if problems:
        raise Invalid(problems)
    wanted = texts.model_dump()
    before = {name: getattr(changed, name) for name, value in wanted.items() if getattr(changed, name) != value}
    if before:
        for name in before:
            setattr(changed, name, wanted[name])
        after = {name: wanted[name] for name in before}
        _note(session, "project.change", changed, before=plain(before), after=plain(after))
        await session.flush()
    return changed


async def move_problems(
    session: AsyncSession, moved: Project | ProjectLine, step: NextStep, *, today: date
) -> dict[str, str]:
    """What is wrong beyond each single answer: field -> sentence."""
    last = await last_step_on(session, moved.id) or moved.finished_on or moved.started_on
    return step_problems(
        [str(one) for one in ProjectStage],
        now_at=moved.stage,
        to=step.stage,
        on=step.on,
        last_step_on=last,
        today=today,
        reason=step.reason,
    )


async def move_project(session: AsyncSession, code: str, step: NextStep, *, today: date) -> Project:
    """On or back. What is finished counts from its day on; what goes back counts no more.

    Raises ProjectNotFound, Invalid.
    """
    moved = await project_for_update(session, code)
    problems = await move_problems(session, moved, step, today=today)
    if problems:
        raise Invalid(problems)
    before = {"stage": moved.stage, "finished_on": moved.finished_on}
    moved.stage = step.stage
    moved.finished_on = step.on if step.stage is ProjectStage.FINISHED else None
    _add_step(session, moved.id, step.stage, step.on, step.reason)
    after = {"stage": moved.stage, "finished_on": moved.finished_on}
    _note(session, "project.move", moved, before=plain(before), after=plain(after), reason=step.reason)
    await session.flush()
    return moved


def _add_step(session: AsyncSession, project_id: UUID, stage: ProjectStage, on: date, reason: str = "") -> None:
    session.add(
        ProjectStep(
            site_id=site_of(session),
            project_id=project_id,
            stage=stage,
            happened_on=on,
            noted_by=actor_of(session),
            reason=reason,
        )
    )


async def _free_code(session: AsyncSession, title: str) -> str:
    first = code_of(title, "project")
    code, number = first, 1
    while await code_is_taken(session, code) or code == "new":
        number += 1
        code = f"{first}-{number}"
    return code


def _note(
    session: AsyncSession,
    action: str,
    about: Project,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
    reason: str = "",
) -> None:
    audit.record(
        session,
        action=action,
        subject=("project", about.id),
        name=about.code,
        before=before,
        after=after,
        reason=reason,
    )
