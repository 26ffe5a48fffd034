"""What the FabLab adds to the results."""

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from network.curricula.models import Programme
from network.results.measuring import SubjectKind, fact, measure
from sites.projects.models import Project, ProjectStage


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
