from datetime import UTC, date, datetime, time, timedelta

import pytest

from i18n.active import make_state, use_locale
from i18n.formatting import (
    clock,
    clock_range,
    day,
    day_long,
    day_range,
    day_short,
    first_weekday,
    moment,
    moment_range,
    month_name,
    month_short,
    parse_day,
    relative,
    week_number,
    weekday,
    weekday_short,
    zone_city,
)

THURSDAY = date(2026, 3, 5)
AFTERNOON = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "territory", "said"),
    [
        ("en", None, ("5 Mar 2026", "Thursday, 5 March 2026", "March 2026", "Thursday", "5 Mar 2026, 15:30")),
        ("fr", "BE", ("5 mars 2026", "jeudi 5 mars 2026", "mars 2026", "jeudi", "5 mars 2026, 15:30")),
        ("fr", "TN", ("5 mars 2026", "jeudi 5 mars 2026", "mars 2026", "jeudi", "5 mars 2026, 15:30")),
        ("nl", "BE", ("5 mrt 2026", "donderdag 5 maart 2026", "maart 2026", "donderdag", "5 mrt 2026, 15:30")),
        ("de", None, ("05.03.2026", "Donnerstag, 5. März 2026", "März 2026", "Donnerstag", "05.03.2026, 15:30")),
        ("pl", None, ("5 mar 2026", "czwartek, 5 marca 2026", "marzec 2026", "czwartek", "5 mar 2026, 15:30")),
        ("es", None, ("5 mar 2026", "jueves, 5 de marzo de 2026", "marzo de 2026", "jueves", "5 mar 2026, 15:30")),
        (
            "ca",
            None,
            ("5 de març 2026", "dijous, 5 de març del 2026", "març del 2026", "dijous", "5 de març 2026, 15:30"),
        ),
        (
            "lb",
            None,
            ("5. Mäe. 2026", "Donneschdeg, 5. Mäerz 2026", "Mäerz 2026", "Donneschdeg", "5. Mäe. 2026 15:30"),
        ),
        (
            "uk",
            "PL",
            (
                "5 бер. 2026\u202fр.",
                "четвер, 5 березня 2026\u202fр.",
                "березень 2026\u202fр.",
                "четвер",
                "5 бер. 2026\u202fр., 15:30",
            ),
        ),
    ],
)
def test_days_and_moments_are_said_as_in_the_language(tag: str, territory: str | None, said: tuple[str, ...]) -> None:
    with use_locale(make_state(tag, territory, "Europe/Brussels")):
        spoken = day(THURSDAY), day_long(THURSDAY), month_name(2026, 3), weekday(THURSDAY), moment(AFTERNOON)
    assert spoken == said


def test_arabic_months_are_those_of_the_country() -> None:
    with use_locale(make_state("ar", "MA")):
        in_morocco = month_name(2026, 1)
    with use_locale(make_state("ar", "TN")):
        in_tunisia = month_name(2026, 1)
    assert (in_morocco, in_tunisia) == ("يناير 2026", "جانفي 2026")


def test_short_forms() -> None:
    with use_locale(make_state("fr", "BE")):
        assert (day_short(THURSDAY), month_short(2026, 3), weekday_short(THURSDAY)) == ("5 mars", "mars 2026", "jeu.")


def test_a_range_says_no_month_twice() -> None:
    assert day_range(THURSDAY, THURSDAY) == "5 Mar 2026"
    assert day_range(THURSDAY, date(2026, 3, 7)) == "5–7 Mar 2026"
    with use_locale(make_state("de")):
        assert day_range(THURSDAY, date(2026, 3, 7)) == "5.–7. März 2026"


def test_moments_are_told_in_the_zone_in_force() -> None:
    late = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    with use_locale(make_state("en", zone="Europe/Warsaw")):
        assert moment(late) == "6 Mar 2026, 00:30"
        assert day(late) == "6 Mar 2026"
        assert moment_range(late, late + timedelta(hours=2)) == "6 Mar 2026, 00:30–02:30"
        assert moment_range(AFTERNOON, late) == "5 Mar 2026, 15:30 – 6 Mar 2026, 00:30"


def test_morocco_leaves_summer_time_for_ramadan() -> None:
    noon = [datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 4, 1, 12, tzinfo=UTC)]
    with use_locale(make_state("fr", "MA", "Africa/Casablanca")):
        assert [clock(moment) for moment in noon] == ["12:00", "13:00"]


def test_a_time_of_day_without_a_day_is_local_already() -> None:
    with use_locale(make_state("ca", zone="Europe/Madrid")):
        assert clock_range(time(9), time(17, 30)) == "9:00–17:30"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = AFTERNOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        moment(naive)
    with pytest.raises(ValueError, match="time zone"):
        clock(naive)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", {0: "today", 1: "tomorrow", -1: "yesterday", 3: "in 3 days", -5: "5 days ago", 90: "in 3 months"}),
        ("lb", {3: "an 3 Deeg", 5: "a 5 Deeg", -3: "virun 3 Deeg", -5: "viru 5 Deeg", -24: "viru 24 Deeg"}),
        ("ar", {2: "خلال يومين", 3: "خلال 3 أيام", -800: "قبل سنتين"}),
        ("nl", {-3: "3 dagen geleden"}),
    ],
)
def test_distances_in_days(tag: str, said: dict[int, str]) -> None:
    with use_locale(make_state(tag)):
        assert {days: relative(days) for days in said} == said


def test_the_week_is_that_of_the_territory_whatever_the_language() -> None:
    new_year = date(2027, 1, 1)
    with use_locale(make_state("uk", "PL")):
        assert (first_weekday(), week_number(new_year)) == (0, 53)
    with use_locale(make_state("en", "BE")):
        assert (first_weekday(), week_number(new_year)) == (0, 53)
    with use_locale(make_state("fr", "EG")):
        assert first_weekday() == 5


def test_a_zone_is_called_by_its_city() -> None:
    with use_locale(make_state("fr", "BE")):
        assert zone_city("Europe/Brussels") == "Bruxelles"


def test_a_typed_day_is_read_as_iso_or_as_the_reader_writes() -> None:
    with use_locale(make_state("fr", "BE")):
        assert parse_day("2026-03-05") == parse_day(" 5/03/2026 ") == THURSDAY
    with use_locale(make_state("de")):
        assert parse_day("05.03.2026") == THURSDAY
        with pytest.raises(ValueError, match=r"\w"):
            parse_day("gestern")
        with pytest.raises(ValueError, match=r"\w"):
            parse_day("31.02.2026")
