"""Plans are laid over days: parts of a curriculum, sessions that move, the hours of rooms."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sites.cohorts.rules import Part, days_for, is_open, laid_again, parts_of

MONDAY = date(2027, 3, 1)


def test_modules_become_sessions_and_two_share_one_where_the_first_ends() -> None:
    assert parts_of([240, 120], total=0, length=150) == [
        Part((0,), 150),
        Part((0, 1), 150),
        Part((1,), 60),
    ]


def test_without_modules_the_hours_alone_are_cut_up() -> None:
    assert parts_of([], total=300, length=120) == [Part((), 120), Part((), 120), Part((), 60)]


@given(st.lists(st.integers(1, 600), min_size=1, max_size=12), st.integers(30, 480))
def test_no_minute_of_a_curriculum_is_lost_and_no_module_forgotten(modules: list[int], length: int) -> None:
    parts = parts_of(modules, total=0, length=length)

    assert sum(one.minutes for one in parts) == sum(modules)
    assert {place for one in parts for place in one.modules} == set(range(len(modules)))
    assert all(one.minutes == length for one in parts[:-1])


def test_a_hindered_day_is_left_out_and_said() -> None:
    days, left_out = days_for(
        3,
        first=MONDAY,
        weekdays={0},
        hindrance=lambda day: "holiday" if day == MONDAY + timedelta(weeks=1) else None,
    )

    assert days == [MONDAY, MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=3)]
    assert [(one.day, one.why) for one in left_out] == [(MONDAY + timedelta(weeks=1), "holiday")]


def test_where_no_day_is_free_fewer_are_found() -> None:
    assert days_for(2, first=MONDAY, weekdays={0}, hindrance=lambda _: "closed")[0] == []


def test_what_follows_moves_with_it_and_past_a_holiday() -> None:
    old = [MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)]
    closed = MONDAY + timedelta(days=9)

    found, left_out = laid_again(
        old, first=MONDAY + timedelta(days=7), hindrance=lambda day: "holiday" if day == closed else None
    )

    assert list(found.values()) == [
        MONDAY + timedelta(days=7),
        MONDAY + timedelta(days=14),
        MONDAY + timedelta(days=16),
    ]
    assert [one.day for one in left_out] == [closed]


def test_what_would_come_to_lie_on_the_weekend_meets_after_it() -> None:
    """In Amman the weekend is Friday and Saturday: Wednesday and two days is Sunday there."""
    wednesday = date(2027, 3, 3)

    found, _ = laid_again([wednesday], first=wednesday + timedelta(days=2), hindrance=lambda _: None, weekend={4, 5})

    assert list(found.values()) == [date(2027, 3, 7)]


@given(
    st.sets(st.integers(0, 120), min_size=1, max_size=20),
    st.integers(-200, 200),
    st.sets(st.integers(-300, 500), max_size=40),
)
def test_moved_sessions_keep_their_order_and_number(offsets: set[int], shift: int, closed: set[int]) -> None:
    old = [MONDAY + timedelta(days=one) for one in offsets]
    off = {MONDAY + timedelta(days=one) for one in closed}

    found, _ = laid_again(
        old, first=min(old) + timedelta(days=shift), hindrance=lambda day: "closed" if day in off else None
    )

    new = [found[day] for day in sorted(old)]
    assert new == sorted(set(new))
    assert len(new) == len(offsets)
    assert not off.intersection(new)


def test_a_room_is_open_for_the_whole_session_or_not_at_all() -> None:
    hours = {"0": ["09:00", "18:00"], "1": ["18:00", "00:00"]}

    assert is_open(hours, MONDAY, time(9), time(18))
    assert not is_open(hours, MONDAY, time(8, 30), time(10))
    assert not is_open(hours, MONDAY, time(17), time(18, 30))
    assert is_open(hours, MONDAY + timedelta(days=1), time(22), time(0))
    assert not is_open(hours, MONDAY + timedelta(days=1), time(22), time(1))
    assert not is_open(hours, MONDAY + timedelta(days=2), time(9), time(10))
    assert is_open({}, MONDAY, time(22), time(1))
