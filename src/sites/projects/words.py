"""What the stages of a project are called."""

from i18n.messages import LazyText, lazy
from sites.projects.models import ProjectStage

STAGE_NAMES: dict[ProjectStage, LazyText] = {
    ProjectStage.IDEA: lazy("Idea"),
    ProjectStage.PROTOTYPE: lazy("Prototype"),
    ProjectStage.TESTED: lazy("Tested"),
    ProjectStage.FINISHED: lazy("Finished"),
}
