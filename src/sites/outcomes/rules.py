"""When whom to ask, and how a question stands. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sites.outcomes.models import AnswerChannel, Milestone, Situation

MONTHS: Final[Mapping[Milestone, int]] = MappingProxyType(
    {Milestone.EXIT: 0, Milestone.THREE_MONTHS: 3, Milestone.SIX_MONTHS: 6}
)
POSITIVE: Final = (Situation.EMPLOYED, Situation.OWN_BUSINESS, Situation.FURTHER_TRAINING)

REMINDED_AFTER: Final = timedelta(days=10)
CALLED_AFTER: Final = timedelta(days=17)
OPEN_FOR: Final = timedelta(days=60)
MOST_CALLS: Final = 5
REMARKS_KEPT: Final = timedelta(days=730)

FIRST_HOUR: Final = 9
LAST_HOUR: Final = 19
"""Mails leave between these hours of the site's day."""

CONSENT_VERSION: Final = 1
"""Of the sentence `outcomes/_consent.html` says. Change both together."""


class Standing(StrEnum):
    """How one question stands on a day. Every ended registration has exactly one for each milestone."""

    NOT_YET_DUE = "not_yet_due"
    TO_CALL = "to_call"
    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules look at in a question."""

    asked_on: date | None = None
    expires_on: date | None = None
    reached_on: date | None = None
    situation: Situation | None = None
    refused_on: date | None = None


def months_after(day: date, months: int) -> date:
    """The same day of a later month; where that month has no such day, its last: six months after 31 August is
    28 (or 29) February."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(exit_on: date, milestone: Milestone) -> date:
    """The day to ask. At exit: the day after, since on the last day the course is still on."""
    if milestone is Milestone.EXIT:
        return exit_on + timedelta(days=1)
    return months_after(exit_on, MONTHS[milestone])


def is_due(exit_on: date, milestone: Milestone, *, today: date) -> bool:
    """Due, and not so long ago that the answer would be about another time."""
    due = due_on(exit_on, milestone)
    return due <= today < due + OPEN_FOR


def expires_on(exit_on: date, milestone: Milestone) -> date:
    """The last day of the link. It counts from the day the question was due, so that all answer about the same time."""
    return due_on(exit_on, milestone) + OPEN_FOR - timedelta(days=1)


def standing(exit_on: date, milestone: Milestone, asked: Asked | None, *, today: date) -> Standing:
    """`asked` none: there is no question, because it is not due, or because it was too late when it could be asked."""
    if asked is None:
        return Standing.NOT_YET_DUE if due_on(exit_on, milestone) > today else Standing.NOT_ASKED
    if asked.situation is not None:
        return Standing.ANSWERED
    if asked.refused_on is not None:
        return Standing.REFUSED
    last_day = asked.expires_on or expires_on(exit_on, milestone)
    if asked.asked_on is None:
        return Standing.TO_CALL if today <= last_day else Standing.NOT_ASKED
    return Standing.OPEN if today <= last_day else Standing.NO_ANSWER


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the people who left in a period, or in a cohort: `ended` is the sum of the standings."""

    by_standing: Mapping[Standing, int]
    asked: int
    reached: int
    situations: Mapping[Situation, int]

    def of(self, *standings: Standing) -> int:
        return sum(self.by_standing.get(standing, 0) for standing in standings)

    @property
    def ended(self) -> int:
        return sum(self.by_standing.values())

    @property
    def due(self) -> int:
        return self.ended - self.of(Standing.NOT_YET_DUE)

    @property
    def answered(self) -> int:
        return self.of(Standing.ANSWERED)

    @property
    def refused(self) -> int:
        return self.of(Standing.REFUSED)

    @property
    def silent(self) -> int:
        """No answer: asked, and the time is over or still running."""
        return self.of(Standing.NO_ANSWER, Standing.OPEN)

    @property
    def unasked(self) -> int:
        return self.of(Standing.TO_CALL, Standing.NOT_ASKED)

    @property
    def positive(self) -> int:
        return sum(self.situations.get(one, 0) for one in POSITIVE)


def counted(questions: Iterable[tuple[Standing, Asked | None]]) -> Counts:
    """Reached is whoever was asked and then wrote back or was spoken to, whatever they said. Somebody who wished not
    to be asked again counts as one who would rather not say, without having been asked."""
    standings: dict[Standing, int] = {}
    situations: dict[Situation, int] = {}
    asked = reached = 0
    for stands, question in questions:
        standings[stands] = standings.get(stands, 0) + 1
        if question is None:
            continue
        asked += question.asked_on is not None
        replied = question.asked_on is not None and stands in (Standing.ANSWERED, Standing.REFUSED)
        reached += replied or question.reached_on is not None
        if question.situation is not None:
            situations[question.situation] = situations.get(question.situation, 0) + 1
    return Counts(MappingProxyType(standings), asked, reached, MappingProxyType(situations))


def may_be_noted(channel: AnswerChannel | None, *, seen: Situation | None, now: Situation | None) -> bool:
    """Whether somebody on the phone may write down an answer: never over the learner's own, and never over one
    they have not seen."""
    return channel is not AnswerChannel.LINK and seen is now
