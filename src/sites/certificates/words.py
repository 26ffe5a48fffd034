"""Certificates in words."""

from typing import Final

from i18n.messages import LazyText, lazy
from sites.certificates.models import AssessmentResult, RevocationReason
from sites.certificates.rules import Obstacle, RuleOf

REVOCATION_REASONS: Final[dict[RevocationReason, LazyText]] = {
    RevocationReason.MISTAKE: lazy("Issued by mistake"),
    RevocationReason.DETAILS: lazy("Something on it was wrong"),
    RevocationReason.DISHONESTY: lazy("Obtained by deception"),
    RevocationReason.REQUEST: lazy("The holder asked for it"),
}

RESULTS: Final[dict[AssessmentResult, LazyText]] = {
    AssessmentResult.PASSED: lazy("Passed"),
    AssessmentResult.FAILED: lazy("Not passed"),
}

OBSTACLES: Final[dict[Obstacle, LazyText]] = {
    Obstacle.HAS_ONE: lazy("Has a certificate"),
    Obstacle.NOT_OVER: lazy("The course is not over yet"),
    Obstacle.LEFT: lazy("Has left the course early"),
    Obstacle.NOT_COMPLETED: lazy("Has not completed the course"),
    Obstacle.HOURS_UNKNOWN: lazy("No attendance is recorded"),
    Obstacle.HOURS: lazy("Too few hours attended"),
    Obstacle.NOT_ASSESSED: lazy("The assessment is not noted yet"),
    Obstacle.FAILED: lazy("Has not passed the assessment"),
    Obstacle.LETTERS: lazy("The name has letters that cannot be printed: write it in another script"),
}

RULE_OF: Final[dict[RuleOf, LazyText]] = {
    RuleOf.COHORT: lazy("This cohort only"),
    RuleOf.CURRICULUM: lazy("All cohorts of this curriculum at your centre"),
    RuleOf.SITE: lazy("All cohorts of your centre"),
}
