"""How long a place is held, and what a move does to the numbers of a waiting list."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from sites.registrations.rules import local_midnight, offer_deadline, queue_after_move

NOW = datetime(2026, 3, 27, 10, tzinfo=UTC)


def test_a_place_is_held_for_the_hours_of_the_centre() -> None:
    assert offer_deadline(NOW, hours=48, begins=NOW + timedelta(days=30)) == NOW + timedelta(hours=48)


def test_an_offer_ends_before_the_course_begins_so_that_the_next_can_still_be_asked() -> None:
    begins = NOW + timedelta(hours=20)
    assert offer_deadline(NOW, hours=48, begins=begins) == begins


def test_nobody_has_less_than_two_hours() -> None:
    assert offer_deadline(NOW, hours=48, begins=NOW + timedelta(minutes=5)) == NOW + timedelta(hours=2)
    assert offer_deadline(NOW, hours=1, begins=NOW + timedelta(minutes=5)) == NOW + timedelta(hours=1)


def test_a_course_that_has_begun_sets_no_end() -> None:
    assert offer_deadline(NOW, hours=48, begins=NOW - timedelta(days=2)) == NOW + timedelta(hours=48)


def test_a_day_begins_at_its_own_midnight_also_in_the_night_of_summer_time() -> None:
    """29 March 2026: Brussels goes from UTC+1 to UTC+2 at two in the morning."""
    day = datetime(2026, 3, 29, tzinfo=UTC).date()
    assert local_midnight(day, zone=ZoneInfo("Europe/Brussels")) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert local_midnight(day + timedelta(days=1), zone=ZoneInfo("Europe/Brussels")) == datetime(
        2026, 3, 29, 22, tzinfo=UTC
    )


@settings(deadline=None)
@given(st.data())
def test_a_move_keeps_the_numbers_and_the_order_of_all_others(data: st.DataObject) -> None:
    numbers = sorted(data.draw(st.sets(st.integers(-5, 60), min_size=1, max_size=12)))
    place = data.draw(st.integers(1, len(numbers)))
    to = data.draw(st.integers(1, len(numbers)))
    after = queue_after_move(numbers, place=place, to=to)
    assert sorted(after) == numbers
    assert sorted(after).index(after[place - 1]) == to - 1
    others = [number for position, number in enumerate(after) if position != place - 1]
    assert all(before < behind for before, behind in pairwise(others))
