"""The answers and states, as people read them."""

from collections.abc import Mapping
from typing import Final

from i18n.messages import LazyText, lazy
from sites.outcomes.models import AnswerChannel, Milestone, Situation
from sites.outcomes.rules import Standing

MILESTONES: Final[Mapping[Milestone, LazyText]] = {
    Milestone.EXIT: lazy("At the end of the course"),
    Milestone.THREE_MONTHS: lazy("After three months"),
    Milestone.SIX_MONTHS: lazy("After six months"),
}
SITUATIONS: Final[Mapping[Situation, LazyText]] = {
    Situation.EMPLOYED: lazy("Employed"),
    Situation.OWN_BUSINESS: lazy("Working for themselves, in their own business"),
    Situation.FURTHER_TRAINING: lazy("In another course, school or study"),
    Situation.SEEKING_WORK: lazy("Looking for work"),
    Situation.OTHER: lazy("Not working and not looking for work, for example caring for family, ill or retired"),
}
OWN_SITUATIONS: Final[Mapping[Situation, LazyText]] = {
    Situation.EMPLOYED: lazy("I am employed"),
    Situation.OWN_BUSINESS: lazy("I work for myself or have my own business"),
    Situation.FURTHER_TRAINING: lazy("I am in another course, at school or studying"),
    Situation.SEEKING_WORK: lazy("I am looking for work"),
    Situation.OTHER: lazy(
        "I am not working and not looking for work, for example because I care for family, am ill or retired"
    ),
}
STANDINGS: Final[Mapping[Standing, LazyText]] = {
    Standing.NOT_YET_DUE: lazy("Not due yet"),
    Standing.TO_CALL: lazy("To be called"),
    Standing.OPEN: lazy("Asked, no answer yet"),
    Standing.ANSWERED: lazy("Answered"),
    Standing.REFUSED: lazy("Would rather not say"),
    Standing.NO_ANSWER: lazy("No answer"),
    Standing.NOT_ASKED: lazy("Was never asked"),
}
CHANNELS: Final[Mapping[AnswerChannel, LazyText]] = {
    AnswerChannel.LINK: lazy("by the link"),
    AnswerChannel.PHONE: lazy("on the phone"),
}
