"""What the FabLab and the accelerator add to the results."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Select, func
from sqlmodel import col

from network.curricula.models import Programme
from network.results.measuring import SubjectKind, fact, measure
from sites.projects.models import Project, ProjectStage, Startup

_STILL_GOING_ON = date(9999, 12, 31)


@measure("projects_finished", subject=SubjectKind.PROJECT)
def projects_finished() -> Select[Any]:
    query = fact(
        site_id=Project.site_id,
        subject_id=Project.id,
        day=Project.finished_on,
        programme=Programme.FABLAB.value,
        people=0,
    )
    finished = col(Project.stage) == ProjectStage.FINISHED
    return query.select_from(Project).where(finished, col(Project.finished_on).is_not(None))


@measure("startups", subject=SubjectKind.STARTUP)
def startups() -> Select[Any]:
    """A span: counted in every period that it touches."""
    query = fact(
        site_id=Startup.site_id,
        subject_id=Startup.id,
        day=Startup.joined_on,
        until_on=func.coalesce(Startup.left_on, sa.literal(_STILL_GOING_ON)),
        programme=Programme.ACCELERATOR.value,
        people=0,
    )
    return query.select_from(Startup)
