from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.results.periods import BadPeriod, Period, PeriodKind

ALL_KINDS = ("2014", "2014-H1", "2014-H2", "2014-Q3", "2014-09", "1900", "2200-12")
any_period = st.integers(1901, 2200).flatmap(lambda year: st.sampled_from(Period(year, PeriodKind.YEAR).year_tree()))


@pytest.mark.parametrize("text", ALL_KINDS)
def test_a_period_reads_and_writes_the_same_text(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14",
        "2014-",
        "2014-H0",
        "2014-H3",
        "2014-h1",
        "2014-Q5",
        "2014-00",
        "2014-13",
        "2014-9",
        "2014-09-01",
        " 2014",
        "2014\n",
        "٢٠١٤",
        "1899",
        "2201-01",
        "0000",
        "2014-Q1'--",
        "\x00",
    ],
)
def test_anything_else_is_a_bad_period(text: str) -> None:
    with pytest.raises(BadPeriod) as caught:
        Period.parse(text)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value.text, str)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-H1", date(2014, 1, 1), date(2014, 6, 30)),
        ("2014-H2", date(2014, 7, 1), date(2014, 12, 31)),
        ("2014-Q3", date(2014, 7, 1), date(2014, 9, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2014-12", date(2014, 12, 1), date(2014, 12, 31)),
    ],
)
def test_a_period_knows_its_first_and_last_day(text: str, first: date, last: date) -> None:
    period = Period.parse(text)
    assert (period.first_day, period.last_day) == (first, last)
    assert first in period
    assert last in period
    assert first - timedelta(days=1) not in period
    assert last + timedelta(days=1) not in period


def test_the_tree_of_a_year_is_one_two_four_twelve() -> None:
    tree = Period.parse("2014-08").year_tree()
    assert [str(p) for p in tree[:8]] == [
        "2014", "2014-H1", "2014-H2", "2014-Q1", "2014-Q2", "2014-Q3", "2014-Q4", "2014-01",
    ]  # fmt: skip
    assert len(tree) == len(set(tree)) == 19


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2014", "2013"),
        ("2014-H1", "2013-H2"),
        ("2014-Q1", "2013-Q4"),
        ("2014-01", "2013-12"),
        ("2014-09", "2014-08"),
    ],
)
def test_the_previous_period_is_of_the_same_kind(text: str, before: str) -> None:
    assert Period.parse(text).previous() == Period.parse(before)


def test_nothing_comes_before_1900() -> None:
    with pytest.raises(BadPeriod):
        Period.parse("1900-01").previous()


@given(any_period)
def test_children_fill_their_parent_without_gap_or_overlap(period: Period) -> None:
    children = period.children()
    assert all(child.parent() == period for child in children)
    if children:
        assert children[0].first_day == period.first_day
        assert children[-1].last_day == period.last_day
        for left, right in pairwise(children):
            assert left.last_day + timedelta(days=1) == right.first_day
            assert right.previous() == left
    else:
        assert period.kind is PeriodKind.MONTH
    assert (period.parent() is None) == (period.kind is PeriodKind.YEAR)


@given(any_period)
def test_the_months_of_a_period_are_the_leaves_below_it(period: Period) -> None:
    assert period.months()[0].first_day == period.first_day
    assert period.months()[-1].last_day == period.last_day
    assert all(month.kind is PeriodKind.MONTH for month in period.months())


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(PeriodKind))
def test_every_day_lies_in_the_period_that_contains_it(day: date, kind: PeriodKind) -> None:
    assert day in Period.containing(day, kind)
    assert Period.parse(str(Period.containing(day, kind))) == Period.containing(day, kind)
