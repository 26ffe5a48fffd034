"""Whoever is erased has left the team: the hours on machines stay, and name nobody."""

from i18n.messages import lazy
from sites.forgetting import deletes, of_learner
from sites.projects.models import ProjectMember

deletes(
    ProjectMember,
    title=lazy("Projects"),
    of=of_learner(ProjectMember),
    shown={"project_id": lazy("Project"), "joined_on": lazy("Since")},
)
