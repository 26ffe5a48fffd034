"""What is kept of a former learner's answers."""

from i18n.messages import lazy
from sites.forgetting import keeps, of_registration
from sites.outcomes.models import Outcome

keeps(
    Outcome,
    title=lazy("What happened after the course"),
    of=of_registration(Outcome),
    shown={
        "milestone": lazy("Asked"),
        "exit_on": lazy("Left on"),
        "asked_on": lazy("Asked on"),
        "answered_on": lazy("Answered on"),
        "situation": lazy("Answer"),
    },
    forgets={},
    stays={"milestone", "exit_on", "asked_on", "answered_on", "situation"},
    why=lazy("That somebody had work, or not, some months after the course."),
)
