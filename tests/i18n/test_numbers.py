from decimal import Decimal

import pytest
from babel.units import format_unit

from i18n.active import make_state, use_locale
from i18n.formatting import (
    country_name,
    currency_name,
    duration,
    file_size,
    language_name,
    listing,
    listing_or,
    money,
    number,
    parse_number,
    percent,
    quantity,
)
from i18n.languages import INTERFACE_LANGUAGES


@pytest.mark.parametrize(
    ("tag", "territory", "said"),
    [
        ("en", None, ("1,250", "3.50", "12%", "1,234.50\xa0€")),
        ("fr", "BE", ("1\u202f250", "3,50", "12\xa0%", "1\u202f234,50\xa0€")),
        ("nl", "BE", ("1.250", "3,50", "12%", "€\xa01.234,50")),
        ("de", None, ("1.250", "3,50", "12\xa0%", "1.234,50\xa0€")),
        ("pl", None, ("1\xa0250", "3,50", "12%", "1\xa0234,50\xa0€")),
        ("ar", "MA", ("1.250", "3,50", "12%", "\u200f1.234,50\xa0€")),
    ],
)
def test_numbers_are_written_as_in_the_language(tag: str, territory: str | None, said: tuple[str, ...]) -> None:
    with use_locale(make_state(tag, territory)):
        assert (number(1250), number(Decimal("3.5"), 2), percent(0.123), money(1234.5, "EUR")) == said


def test_decimals_are_given_where_they_matter() -> None:
    assert (number(2.0), number(1 / 3), number(2.5, 0), number(2, 1)) == ("2", "0.333", "2", "2.0")
    assert (percent(0.1234, 1), percent(0), percent(1)) == ("12.3%", "0%", "100%")
    assert (money(1234.4, "EUR", 0), money(5, "PLN")) == ("1,234\xa0€", "5.00\xa0PLN")
    assert currency_name("PLN") == "Polish Zloty"


@pytest.mark.parametrize(
    ("tag", "short", "long"),
    [
        ("en", "2 hrs 30 mins", "2 hours 30 minutes"),
        ("nl", "2 uur 30 min", "2 uur 30 minuten"),
        ("lb", "2 St. 30 Min.", "2 Stonnen 30 Minutten"),
        ("fr", "2\u202fh 30\xa0min", "2\xa0heures 30 minutes"),
    ],
)
def test_durations_in_hours_and_minutes(tag: str, short: str, long: str) -> None:
    with use_locale(make_state(tag)):
        assert (duration(150), duration(150, "long")) == (short, long)


def test_a_duration_leaves_out_what_is_nought() -> None:
    assert [duration(minutes) for minutes in (0, 45, 120)] == ["0 mins", "45 mins", "2 hrs"]


@pytest.mark.parametrize("tag", INTERFACE_LANGUAGES)
def test_no_unit_is_said_by_its_code(tag: str) -> None:
    units = ["duration-" + name for name in ("minute", "hour", "day", "week", "month", "year")]
    with use_locale(make_state(tag)):
        said = [
            quantity(n, unit, width) for unit in units for n in (0, 1, 2, 3, 11, 100) for width in ("long", "short")
        ]
    assert [text for text in said if "duration" in text] == []


def test_babel_still_needs_our_way_round_its_units() -> None:
    """When this fails, Babel has mended python-babel#1217 and `numbers._unit_pattern` can go."""
    assert format_unit(2, "duration-hour", "long", locale="nl") == "2 duration-hour"


def test_arabic_has_its_dual() -> None:
    with use_locale(make_state("ar", "MA")):
        assert quantity(2, "duration-hour") == "ساعتان"
        assert quantity(2, "duration-week") == "أسبوعان"


def test_file_sizes() -> None:
    assert [file_size(size) for size in (0, 300, 45_678, 2_345_678)] == ["1 kB", "1 kB", "46 kB", "2.3 MB"]


@pytest.mark.parametrize(
    ("tag", "both", "either"),
    [
        ("en", "Ana, Bob and Zoé", "Ana, Bob or Zoé"),
        ("fr", "Ana, Bob et Zoé", "Ana, Bob ou Zoé"),
        ("lb", "Ana, Bob an Zoé", "Ana, Bob oder Zoé"),
        ("pl", "Ana, Bob i Zoé", "Ana, Bob lub Zoé"),
    ],
)
def test_lists_are_joined_as_in_the_language(tag: str, both: str, either: str) -> None:
    with use_locale(make_state(tag)):
        assert (listing(["Ana", "Bob", "Zoé"]), listing_or(["Ana", "Bob", "Zoé"])) == (both, either)


def test_short_lists_and_names_with_braces() -> None:
    assert [listing(names) for names in ([], ["A"], ["{1}", "{0}"])] == ["", "A", "{1} and {0}"]
    with use_locale(make_state("lb")):
        assert listing(["Ana", "Sven"]) == "Ana a Sven"
        assert [listing_or(names) for names in ([], ["A"], ["A", "B"])] == ["", "A", "A oder B"]


def test_countries_and_languages_are_named_for_the_reader() -> None:
    with use_locale(make_state("nl")):
        assert (country_name("BE"), language_name("lb"), language_name("nl-BE")) == (
            "België",
            "Luxemburgs",
            "Nederlands (België)",
        )
    assert (country_name("XX"), language_name("qq")) == ("XX", "qq")


@pytest.mark.parametrize(
    ("tag", "typed", "value"),
    [
        ("fr", "1 234,5", "1234.5"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("fr", "1234.5", "1234.5"),
        ("de", "1.234,5", "1234.5"),
        ("de", "1.234", "1234"),
        ("de", "12.5", "12.5"),
        ("en", "1,234.5", "1234.5"),
        ("en", "-3", "-3"),
        ("ar", "\u200f1.234,50", "1234.50"),
    ],
)
def test_a_typed_number_is_read_in_the_readers_way(tag: str, typed: str, value: str) -> None:
    with use_locale(make_state(tag)):
        assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "NaN", "Infinity", "--1", "1_0"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(typed)
