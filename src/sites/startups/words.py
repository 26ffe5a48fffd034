"""What the stages of a start-up are called."""

from i18n.messages import LazyText, lazy
from sites.startups.models import StartupStage

STAGE_NAMES: dict[StartupStage, LazyText] = {
    StartupStage.IDEA: lazy("Idea"),
    StartupStage.VALIDATION: lazy("Validation"),
    StartupStage.FIRST_CUSTOMERS: lazy("First customers"),
    StartupStage.GROWTH: lazy("Growth"),
    StartupStage.ALUMNI: lazy("Alumni"),
}
