"""Money is divided without losing a cent, and nobody is counted twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import new_id
from i18n.content import Localized
from network.curricula.models import Programme
from sites.funding.models import SourceKind, SpendingCategory
from sites.funding.queries.allocation import Place, carried, carried_by_source, people_by_source
from sites.funding.queries.ledger import Spent
from sites.funding.queries.sources import ShareView, Source
from sites.funding.rules import (
    Alert,
    Span,
    alerts,
    converted,
    divided,
    fullest_day,
    month_ends,
    per_person,
    planned_by,
)

CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
D = Decimal


def shares_of_at_most_all() -> st.SearchStrategy[list[Decimal]]:
    """In ten-thousandths, as they are kept."""
    return st.lists(st.integers(1, 10_000), max_size=6).map(
        lambda weights: [
            (D(weight) / max(sum(weights), 10_000)).quantize(D("0.0001"), "ROUND_DOWN") for weight in weights
        ]
    )


@given(amount=CENTS, shares=shares_of_at_most_all())
def test_the_parts_are_cents_and_add_up_to_the_amount_again(amount: Decimal, shares: list[Decimal]) -> None:
    parts, rest = divided(amount, shares)
    assert sum(parts, rest) == amount
    assert all(part == part.quantize(D("0.01")) for part in (*parts, rest))
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - amount * share) < D("0.01")


@given(amount=CENTS, shares=shares_of_at_most_all())
def test_taking_back_gives_every_source_back_what_it_carried(amount: Decimal, shares: list[Decimal]) -> None:
    parts, rest = divided(amount, shares)
    back, rest_back = divided(-amount, shares)
    assert [part + other for part, other in zip(parts, back, strict=True)] == [0] * len(parts)
    assert rest + rest_back == 0


def test_three_thirds_of_ten_are_ten() -> None:
    third = D("0.3333")
    assert divided(D(10), [third, third, third]) == ([D("3.34"), D("3.33"), D("3.33")], D("0.00"))
    assert divided(D("0.01"), [D("0.5"), D("0.5")]) == ([D("0.01"), D("0.00")], D("0.00"))


@given(spans=st.lists(st.tuples(DAYS, st.integers(0, 400), st.integers(1, 10_000)), max_size=6))
def test_the_fullest_day_is_that_of_every_day(spans: list[tuple[date, int, int]]) -> None:
    known = [Span(first, first + timedelta(days=length), D(share) / 10_000) for first, length, share in spans]
    every_day = {
        span.from_on + timedelta(days=n) for span in known for n in range((span.until_on - span.from_on).days + 1)
    }
    by_hand = max(
        (sum((one.share for one in known if one.from_on <= day <= one.until_on), D(0)) for day in every_day),
        default=D(0),
    )
    assert fullest_day(known) == by_hand


@given(first=DAYS, length=st.integers(0, 2000), amount=CENTS.filter(lambda one: one > 0), today=DAYS)
def test_a_plan_begins_with_nothing_never_shrinks_and_ends_with_all(
    first: date, length: int, amount: Decimal, today: date
) -> None:
    last = first + timedelta(days=length)
    plan = {"from_on": first, "until_on": last, "amount": amount}
    assert planned_by(first - timedelta(days=1), **plan) == 0  # type: ignore[arg-type]  # a mapping has one type of value
    assert planned_by(last, **plan) == amount  # type: ignore[arg-type]  # a mapping has one type of value
    assert planned_by(today, **plan) <= planned_by(today + timedelta(days=1), **plan)  # type: ignore[arg-type]  # a mapping has one type of value


def test_money_is_rounded_half_away_from_zero_once_per_line() -> None:
    assert converted(D("10.00"), "PLN", D("4"), into="EUR") == D("2.50")
    assert converted(D("0.02"), "PLN", D("4"), into="EUR") == D("0.01")
    assert converted(D("-0.02"), "PLN", D("4"), into="EUR") == D("-0.01")
    assert converted(D("1.00"), "PLN", None, into="EUR") is None
    assert converted(D("1.00"), "EUR", None, into="EUR") == D("1.00")
    assert per_person(D(100), 3) == D("33.33")
    assert per_person(D(100), 0) is None


@pytest.mark.parametrize(
    ("spent", "planned", "until_on", "found"),
    [
        ("101", "100", date(2026, 12, 31), [Alert.OVERSPENT]),
        ("90", "90", date(2026, 12, 31), [Alert.NEARLY_SPENT]),
        ("75", "75", date(2026, 12, 31), [Alert.MOSTLY_SPENT]),
        ("60", "49", date(2026, 12, 31), [Alert.AHEAD_OF_PLAN]),
        ("60", "50", date(2026, 12, 31), []),
        ("60", "90", date(2026, 7, 1), [Alert.ENDS_UNSPENT]),
        ("60", "90", date(2026, 5, 1), []),
    ],
)
def test_alerts_stand_at_their_thresholds(spent: str, planned: str, until_on: date, found: list[Alert]) -> None:
    said = alerts(amount=D(100), spent=D(spent), planned=D(planned), until_on=until_on, today=date(2026, 6, 1))
    assert said == found


def test_a_target_is_missed_only_when_it_is_known() -> None:
    at = {"amount": D(0), "spent": D(0), "planned": D(0), "until_on": date(2026, 1, 1), "today": date(2026, 1, 1)}
    assert alerts(**at, target=D("0.6"), reached=D("0.59")) == [Alert.TARGET_MISSED]  # type: ignore[arg-type]  # a mapping has one type of value
    assert alerts(**at, target=D("0.6"), reached=D("0.60")) == []  # type: ignore[arg-type]  # a mapping has one type of value
    assert alerts(**at, target=D("0.6"), reached=None) == []  # type: ignore[arg-type]  # a mapping has one type of value


def test_months_end_where_they_end() -> None:
    assert month_ends(date(2027, 12, 15), date(2028, 3, 3)) == [
        date(2027, 12, 31),
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 3),
    ]


def make_source(shares: dict[Programme, Decimal], from_on: date = date(2020, 1, 1)) -> Source:
    return Source(
        id=new_id(),
        code="s",
        name="S",
        kind=SourceKind.OTHER,
        from_on=from_on,
        until_on=date(2030, 12, 31),
        amount=D(1),
        currency="EUR",
        rate=None,
        given=D(1),
        conditions=Localized(),
        target_indicator=None,
        target_share=None,
        shares=tuple(ShareView(new_id(), share, programme, None, None) for programme, share in shares.items()),
    )


def make_line(value: Decimal, programme: Programme | None, day: date = date(2026, 1, 1)) -> Spent:
    return Spent(
        id=new_id(),
        booked_on=day,
        counts_on=day,
        amount=value,
        currency="EUR",
        rate=None,
        value=value,
        category=SpendingCategory.OTHER,
        programme=programme,
        cohort_id=None,
        cohort_code=None,
        source_id=None,
        source_code=None,
        source_name=None,
        supplier="",
        note="",
        reverses_id=None,
        is_reversed=False,
    )


@given(
    lines=st.lists(st.tuples(CENTS, st.none() | st.sampled_from(Programme)), max_size=20),
    shares=st.dictionaries(st.sampled_from(Programme), shares_of_at_most_all(), max_size=4),
)
def test_what_sources_carry_and_what_none_does_is_what_was_spent(
    lines: list[tuple[Decimal, Programme | None]], shares: dict[Programme, list[Decimal]]
) -> None:
    sources = [
        make_source({programme: one[at] for programme, one in shares.items() if at < len(one) and one[at]})
        for at in range(6)
    ]
    booked = [make_line(value, programme) for value, programme in lines]
    assert sum(carried_by_source(booked, sources).values(), D(0)) == sum((one.amount for one in booked), D(0))


@given(
    places=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Programme)), max_size=30),
    programmes=st.lists(st.sets(st.sampled_from(Programme)), min_size=1, max_size=4),
)
def test_several_sources_never_make_two_learners_of_one(
    places: list[tuple[int, Programme]], programmes: list[set[Programme]]
) -> None:
    sources = [make_source(dict.fromkeys(one, D("0.1"))) for one in programmes]
    enrolled = [Place(bytes([person]), new_id(), programme, date(2026, 1, 1)) for person, programme in places]
    people = people_by_source(enrolled, sources)
    paid = set().union(*programmes)
    assert frozenset().union(*people.values()) == {bytes([person]) for person, one in places if one in paid}
    for source, carried_programmes in zip(sources, programmes, strict=True):
        assert people[source.id] == {bytes([person]) for person, one in places if one in carried_programmes}


def test_a_cohorts_own_shares_stand_before_its_programmes_and_only_while_the_source_runs() -> None:
    cohort_id = new_id()
    school = make_source({Programme.CODING_SCHOOL: D("1")})
    own = make_source({})
    own = replace(own, shares=(ShareView(new_id(), D("0.5"), None, cohort_id, "web-1"),))
    line = replace(make_line(D(10), Programme.CODING_SCHOOL), cohort_id=cohort_id)
    assert carried(line, [school, own]) == {own.id: D(5), None: D(5)}
    late = replace(own, from_on=date(2027, 1, 1))
    assert carried(line, [school, late]) == {school.id: D(10)}
