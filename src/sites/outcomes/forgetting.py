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
        "is_linked": lazy("Linked with the course"),
        "remark": lazy("Remark"),
        "consented_at": lazy("Consent given at"),
        "refused_on": lazy("Refused on"),
        "reached_on": lazy("Spoken to on"),
        "attempts": lazy("Calls"),
        "may_ask_again": lazy("May be asked again"),
    },
    forgets={"remark": "", "link_hash": None, "consented_at": None, "may_ask_again": False},
    stays={
        "milestone",
        "exit_on",
        "asked_on",
        "reminded_on",
        "answered_on",
        "situation",
        "answered_by",
        "is_linked",
        "consent_version",
        "refused_on",
        "reached_on",
        "attempts",
        "last_attempt_on",
        "expires_on",
    },
    why=lazy("That somebody had work, or not, some months after the course."),
)
