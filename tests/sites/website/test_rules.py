"""When a centre is open: on its own clock, around holidays, midnight and the nights when clocks change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from i18n.content import Localized
from sites.website.rules import Hours, Special, Timetable, completeness, open_state

BRUSSELS = ZoneInfo("Europe/Brussels")
NINE_TO_SIX = Hours(time(9), time(18))
WORKDAYS = {day: [NINE_TO_SIX] for day in range(5)}


def table(week: dict[int, list[Hours]] = WORKDAYS, *specials: Special, holidays: bool = False) -> Timetable:
    return Timetable("Europe/Brussels", "BE", week, {one.day: one for one in specials}, holidays)


def here(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=BRUSSELS)  # type: ignore[arg-type,misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("now", "until", "following"),
    [
        (here(2026, 3, 4, 8, 59), None, here(2026, 3, 4, 9)),
        (here(2026, 3, 4, 9), here(2026, 3, 4, 18), None),
        (here(2026, 3, 4, 17, 59), here(2026, 3, 4, 18), None),
        (here(2026, 3, 4, 18), None, here(2026, 3, 5, 9)),
        (here(2026, 3, 6, 20), None, here(2026, 3, 9, 9)),
    ],
)
def test_open_from_the_first_minute_and_closed_at_the_last(
    now: datetime, until: datetime | None, following: datetime | None
) -> None:
    state = open_state(table(), now=now.astimezone(UTC))
    assert (state.until, state.next) == (until, following)


def test_a_public_holiday_is_closed_unless_said_otherwise() -> None:
    noon = here(2026, 5, 1, 12)
    assert open_state(table(), now=noon).next == here(2026, 5, 4, 9)
    assert open_state(table(holidays=True), now=noon).is_open
    shorter = Special(date(2026, 5, 1), Hours(time(11), time(13)))
    assert open_state(table(WORKDAYS, shorter), now=noon).until == here(2026, 5, 1, 13)


def test_a_special_day_replaces_the_hours_of_the_week() -> None:
    closed = Special(date(2026, 3, 4), None, Localized(en="Team day"))
    assert open_state(table(WORKDAYS, closed), now=here(2026, 3, 4, 12)).next == here(2026, 3, 5, 9)


def test_an_evening_ends_after_midnight() -> None:
    late = table({4: [Hours(time(20), time(2))]})
    assert open_state(late, now=here(2026, 3, 7, 1)).until == here(2026, 3, 7, 2)
    assert not open_state(late, now=here(2026, 3, 7, 2)).is_open


def test_open_around_the_clock_is_one_opening() -> None:
    halves = table({day: [Hours(time(0), time(12)), Hours(time(12), time(0))] for day in range(7)}, holidays=True)
    state = open_state(halves, now=here(2026, 3, 4, 11))
    assert state.until is not None
    assert state.until > here(2026, 3, 10, 0)


@pytest.mark.parametrize(
    ("night", "hours"), [(date(2026, 3, 29), 9), (date(2026, 10, 25), 11), (date(2026, 3, 22), 10)]
)
def test_a_night_is_as_long_as_the_clocks_make_it(night: date, hours: int) -> None:
    before = date.fromordinal(night.toordinal() - 1)
    opens, closes = table({before.weekday(): [Hours(time(20), time(6))]}).spans_of(before)[0]
    assert (closes - opens).total_seconds() / 3600 == hours


def test_never_open_has_no_next_time() -> None:
    state = open_state(table({}), now=here(2026, 3, 4, 12))
    assert (state.is_open, state.next) == (False, None)


def test_a_text_that_nobody_wrote_is_not_missing() -> None:
    texts = [Localized(fr="a", nl="b"), Localized(fr="c"), Localized()]
    assert [(one.language, one.written, one.total) for one in completeness(texts, ["fr", "nl", "de"])] == [
        ("fr", 2, 2),
        ("nl", 1, 2),
        ("de", 0, 2),
    ]
