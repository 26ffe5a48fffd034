"""What the calendar says: clock changes, holidays, weeks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from i18n.active import make_state, use_locale
from sites.cohorts.models import CohortStatus
from sites.cohorts.rules import (
    CohortState,
    Concern,
    NoSuchTime,
    SessionTimes,
    cohort_state,
    day_warnings,
    is_possible_length,
    local_session,
    public_holiday,
    session_at,
    weekly_days,
)

BRUSSELS = "Europe/Brussels"


def test_an_evening_is_an_hour_earlier_in_utc_in_winter_and_two_in_summer() -> None:
    winter = local_session(date(2026, 1, 15), time(18), time(20), zone=BRUSSELS)
    summer = local_session(date(2026, 7, 15), time(18), time(20), zone=BRUSSELS)

    assert isinstance(winter, SessionTimes)
    assert isinstance(summer, SessionTimes)
    assert winter.starts_at == datetime(2026, 1, 15, 17, tzinfo=UTC)
    assert summer.starts_at == datetime(2026, 7, 15, 16, tzinfo=UTC)


def test_a_session_past_midnight_counts_on_the_day_it_began() -> None:
    times = local_session(date(2026, 3, 5), time(22), time(0, 30), zone=BRUSSELS)

    assert isinstance(times, SessionTimes)
    assert times.held_on == date(2026, 3, 5)
    assert times.ends_at - times.starts_at == timedelta(hours=2, minutes=30)
    assert session_at(times.starts_at, times.ends_at, zone=BRUSSELS) == times


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [(date(2026, 3, 29), time(2, 30), "does not exist"), (date(2026, 10, 25), time(2, 30), "comes twice")],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_said_so(day: date, at: time, words: str) -> None:
    found = local_session(day, at, time(9), zone=BRUSSELS)

    assert isinstance(found, NoSuchTime)
    assert words in found.text
    assert "02:30" in found.text


def test_the_hours_around_a_clock_change_are_ordinary() -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        for hour in (1, 3, 4):
            assert isinstance(local_session(day, time(hour), time(12), zone=BRUSSELS), SessionTimes)


def test_a_session_has_a_possible_length() -> None:
    for begins, ends, possible in ((9, 21, True), (9, 22, False), (9, 9, False)):
        times = local_session(date(2026, 3, 2), time(begins), time(ends), zone=BRUSSELS)
        assert isinstance(times, SessionTimes)
        assert is_possible_length(times) is possible


def test_a_holiday_has_its_name_in_the_readers_language_or_the_countrys() -> None:
    christmas = date(2026, 12, 25)

    assert dict(public_holiday(christmas, country="BE", language="fr")) == {"fr": "Noël"}
    assert list(public_holiday(christmas, country="BE", language="ca")) == ["nl"]
    assert list(public_holiday(christmas, country="PL", language="en-XA")) == ["en"]
    assert not public_holiday(date(2026, 12, 28), country="BE", language="fr")
    assert not public_holiday(christmas, country="ZZ", language="fr")


def test_warnings_name_day_and_reason() -> None:
    days = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 6, 2)]
    with use_locale(make_state("en", "BE", BRUSSELS)):
        found = day_warnings(
            days, country="BE", language="en", weekend={5, 6}, within=(date(2026, 4, 1), date(2026, 5, 31))
        )
        sentences = [one.text for one in found]

    assert [one.concern for one in found] == [Concern.HOLIDAY, Concern.WEEKEND, Concern.OUTSIDE]
    assert "1 May 2026 is a public holiday: Labor Day." in sentences[0]


def test_a_weekly_series_has_its_weekdays_and_skips_what_it_should() -> None:
    found = weekly_days(first=date(2026, 3, 2), last=date(2026, 3, 15), weekdays={0, 3}, skip=[date(2026, 3, 9)])

    assert found == [date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 12)]
    assert weekly_days(first=date(2026, 3, 2), last=date(2026, 3, 1), weekdays={0}) == []


@pytest.mark.parametrize(
    ("status", "today", "state"),
    [
        (CohortStatus.OPEN, date(2026, 2, 28), CohortState.UPCOMING),
        (CohortStatus.OPEN, date(2026, 3, 1), CohortState.RUNNING),
        (CohortStatus.CLOSED, date(2026, 3, 31), CohortState.RUNNING),
        (CohortStatus.CLOSED, date(2026, 4, 1), CohortState.OVER),
        (CohortStatus.DRAFT, date(2026, 4, 1), CohortState.DRAFT),
        (CohortStatus.CANCELLED, date(2026, 3, 1), CohortState.CANCELLED),
    ],
)
def test_where_a_cohort_stands(status: CohortStatus, today: date, state: CohortState) -> None:
    assert cohort_state(status, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31), today=today) is state
