"""Categories that people are counted by."""

from datetime import date

import pytest

from i18n.active import make_state, use_locale
from network.results.breakdowns import (
    AGE_BAND_LABELS,
    EDUCATION_LABELS,
    EMPLOYMENT_LABELS,
    GENDER_LABELS,
    AgeBand,
    Education,
    Employment,
    Gender,
    age_band,
    education_band,
)


def test_the_codes_are_those_of_the_contract() -> None:
    assert " ".join(Gender) == "woman man non_binary no_answer"
    assert " ".join(AgeBand) == "under_18 18_29 30_54 55_plus unknown"
    assert " ".join(Education) == "isced_0_2 isced_3_4 isced_5_8 unknown"
    assert (
        " ".join(Employment) == "employed self_employed unemployed long_term_unemployed inactive in_education unknown"
    )


@pytest.mark.parametrize(
    ("born", "on", "band"),
    [
        (date(2000, 5, 2), date(2018, 5, 1), AgeBand.UNDER_18),
        (date(2000, 5, 2), date(2018, 5, 2), AgeBand.FROM_18_TO_29),
        (date(2000, 5, 2), date(2030, 5, 1), AgeBand.FROM_18_TO_29),
        (date(2000, 5, 2), date(2030, 5, 2), AgeBand.FROM_30_TO_54),
        (date(2000, 5, 2), date(2055, 5, 1), AgeBand.FROM_30_TO_54),
        (date(2000, 5, 2), date(2055, 5, 2), AgeBand.FROM_55),
        (date(2000, 2, 29), date(2018, 2, 28), AgeBand.UNDER_18),
        (date(2000, 2, 29), date(2018, 3, 1), AgeBand.FROM_18_TO_29),
    ],
)
def test_an_age_is_that_of_the_day(born: date, on: date, band: AgeBand) -> None:
    assert age_band(born, None, on) is band


def test_from_a_year_of_birth_alone_it_is_year_minus_year() -> None:
    assert age_band(None, 1996, date(2013, 12, 31)) is AgeBand.UNDER_18
    assert age_band(None, 1995, date(2013, 1, 1)) is AgeBand.FROM_18_TO_29
    assert age_band(date(1995, 6, 1), 1990, date(2013, 1, 1)) is AgeBand.UNDER_18, "the date is worth more"
    assert age_band(None, None, date(2013, 1, 1)) is AgeBand.UNKNOWN


def test_levels_of_education_fall_into_three_groups() -> None:
    assert [education_band(level).value for level in range(9)] == (
        ["isced_0_2"] * 3 + ["isced_3_4"] * 2 + ["isced_5_8"] * 4
    )
    assert education_band(None) is Education.UNKNOWN
    with pytest.raises(ValueError, match="9"):
        education_band(9)


@pytest.mark.parametrize("labels", [GENDER_LABELS, AGE_BAND_LABELS, EDUCATION_LABELS, EMPLOYMENT_LABELS])
def test_every_category_has_a_label_of_its_own(labels: dict[object, object]) -> None:
    with use_locale(make_state("en")):
        assert len({str(label) for label in labels.values()}) == len(type(next(iter(labels))))  # type: ignore[arg-type]  # an enum's length
