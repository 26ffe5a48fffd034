"""When whom to ask, and how questions are counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.outcomes.models import AnswerChannel, Milestone, Situation
from sites.outcomes.rules import (
    OPEN_FOR,
    Asked,
    Standing,
    counted,
    due_on,
    expires_on,
    is_due,
    may_be_noted,
    months_after,
    standing,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("left_on", "months", "due"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 12, 31), -6, date(2026, 6, 30)),
    ],
)
def test_a_month_without_such_a_day_is_asked_on_its_last(left_on: date, months: int, due: date) -> None:
    assert months_after(left_on, months) == due


@given(left_on=DAYS)
def test_questions_fall_due_one_after_another_and_never_overlap(left_on: date) -> None:
    days = [due_on(left_on, milestone) for milestone in Milestone]
    assert left_on < days[0] < days[1] < days[2]
    for milestone, following in zip(Milestone, days[1:], strict=False):
        assert expires_on(left_on, milestone) < following


@given(left_on=DAYS, later=st.integers(-10, 400), milestone=st.sampled_from(Milestone))
def test_a_question_is_due_exactly_while_its_link_would_work(left_on: date, later: int, milestone: Milestone) -> None:
    today = left_on + timedelta(days=later)
    within = due_on(left_on, milestone) <= today <= expires_on(left_on, milestone)
    assert is_due(left_on, milestone, today=today) is within


def test_how_a_question_stands() -> None:
    left_on, milestone = date(2026, 1, 31), Milestone.THREE_MONTHS
    due = date(2026, 4, 30)

    def stands(asked: Asked | None, today: date) -> Standing:
        return standing(left_on, milestone, asked, today=today)

    assert stands(None, due - timedelta(days=1)) is Standing.NOT_YET_DUE
    assert stands(None, due + timedelta(days=90)) is Standing.NOT_ASKED
    assert stands(Asked(), due) is Standing.TO_CALL
    assert stands(Asked(), due + OPEN_FOR) is Standing.NOT_ASKED
    assert stands(Asked(asked_on=due), due + OPEN_FOR - timedelta(days=1)) is Standing.OPEN
    assert stands(Asked(asked_on=due), due + OPEN_FOR) is Standing.NO_ANSWER
    assert stands(Asked(asked_on=due, situation=Situation.OTHER), due + OPEN_FOR) is Standing.ANSWERED
    assert stands(Asked(asked_on=due, refused_on=due), due) is Standing.REFUSED


_QUESTIONS = st.builds(
    Asked,
    asked_on=st.none() | DAYS,
    expires_on=st.none() | DAYS,
    reached_on=st.none() | DAYS,
    situation=st.none() | st.sampled_from(Situation),
    refused_on=st.none() | DAYS,
)


@given(people=st.lists(st.tuples(DAYS, st.none() | _QUESTIONS), max_size=40), today=DAYS)
def test_nobody_is_lost_and_nobody_is_counted_twice(people: list[tuple[date, Asked | None]], today: date) -> None:
    counts = counted((standing(left_on, Milestone.SIX_MONTHS, asked, today=today), asked) for left_on, asked in people)
    assert counts.ended == len(people)
    assert counts.due == counts.answered + counts.refused + counts.silent + counts.unasked
    assert counts.answered == sum(counts.situations.values())
    assert counts.positive <= counts.answered


def test_a_colleague_never_writes_over_the_persons_own_word_or_over_what_they_have_not_seen() -> None:
    working, looking = Situation.EMPLOYED, Situation.SEEKING_WORK
    assert may_be_noted(None, seen=None, now=None)
    assert may_be_noted(AnswerChannel.PHONE, seen=looking, now=looking)
    assert not may_be_noted(AnswerChannel.PHONE, seen=None, now=looking)
    assert not may_be_noted(AnswerChannel.LINK, seen=working, now=working)
