"""Figures are made of what sites count: no indicator without its measures, no measure for nothing."""

import pytest

from network.results.indicators import FAMILIES, INDICATORS, LEARNERS, Counted, Indicator, Source
from network.results.measuring import MEASURES
from server import wiring
from tests.architecture.source_files import SOURCE

EVERY_ONE_OF_THEM = [
    "registrations",
    "enrolments",
    "learners",
    "completions",
    "withdrawals",
    "non_completions",
    "completion_rate",
    "hours_attended",
    "certificates",
    "women_share",
    "low_education_share",
    "jobseeker_share",
    "youth_share",
    "seat_occupancy",
    "attendance_rate",
    "positive_exit_rate_6m",
    "spend_per_learner",
    "projects_completed",
    "startups_supported",
]


def sources(indicator: Indicator) -> list[Source]:
    return [one for one in (indicator.numerator, indicator.denominator, indicator.non_respondents) if one]


def measures(source: Source) -> set[str]:
    """Distinct people are counted behind enrolments and have no measure of their own."""
    return set(source.measures) - {LEARNERS} if source.counted is Counted.PEOPLE else set(source.measures)


def test_the_features_that_count_are_wired() -> None:
    assert wiring.MEASURES


@pytest.mark.parametrize("code", EVERY_ONE_OF_THEM)
def test_the_indicators_that_others_rely_on_exist(code: str) -> None:
    assert INDICATORS[code].code == code


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_every_indicators_measures_exist(indicator: Indicator) -> None:
    assert set().union(*(measures(source) for source in sources(indicator))) <= MEASURES.keys()


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_every_indicator_says_what_it_means(indicator: Indicator) -> None:
    assert str(indicator.name)
    assert len(str(indicator.definition)) > 20


def test_every_measure_is_part_of_a_figure() -> None:
    """In a formula, in what is protected together, or asked for by name beside a figure."""
    used = set().union(*(measures(source) for one in INDICATORS.values() for source in sources(one)))
    families = set().union(*(set(names) for names in FAMILIES.values()))
    figures = (SOURCE / "network" / "results" / "figures.py").read_text()
    assert not [name for name in MEASURES.keys() - used - families if f'"{name}"' not in figures]
