"""How figures are read: names of periods and categories, values with their unit and n, what is new since before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

from core.settings import settings
from i18n import phrases
from i18n.formatting import money, month_name, number, percent
from i18n.messages import LazyText, _, lazy, ngettext
from network.results.breakdowns import AGE_BAND_LABELS, EDUCATION_LABELS, EMPLOYMENT_LABELS, GENDER_LABELS
from network.results.figures import Figure
from network.results.indicators import INDICATORS, Breakdown, Direction, Indicator, Unit
from network.results.periods import FIRST_YEAR, LAST_YEAR, Period, PeriodKind

KEY_FIGURES: Final = ("learners", "enrolments", "hours_attended", "completion_rate", "women_share")


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """Indicators that are looked at together."""

    name: LazyText
    codes: tuple[str, ...]


SETS: Final[Mapping[str, IndicatorSet]] = {
    "reach": IndicatorSet(
        lazy("Who is reached"),
        ("learners", "enrolments", "women_share", "youth_share", "jobseeker_share", "low_education_share"),
    ),
    "courses": IndicatorSet(
        lazy("How courses go"),
        ("registrations", "seat_occupancy", "attendance_rate", "completions", "completion_rate", "certificates"),
    ),
    "leaving": IndicatorSet(
        lazy("How courses end"), ("completions", "withdrawals", "non_completions", "positive_exit_rate_6m")
    ),
    "more": IndicatorSet(
        lazy("Hours, money and projects"),
        ("hours_attended", "spend_per_learner", "projects_completed", "startups_supported"),
    ),
}
USUAL_SET: Final = "reach"

UNITS: Final[Mapping[Unit, LazyText]] = {
    Unit.PEOPLE: lazy("people"),
    Unit.COUNT: lazy("count"),
    Unit.SHARE: lazy("share"),
    Unit.HOURS: lazy("hours"),
    Unit.MONEY: lazy("money"),
}

# What is divided by what, in words. An indicator that is not here is a plain count.
DIVIDED: Final[Mapping[str, tuple[LazyText, LazyText]]] = {
    "completion_rate": (lazy("Enrolments completed"), lazy("Enrolments whose cohort ended in the period")),
    "women_share": (lazy("Learners who are women"), lazy("Learners who answered the question about gender")),
    "low_education_share": (lazy("Learners at ISCED levels 0 to 2"), lazy("Learners whose education is known")),
    "jobseeker_share": (
        lazy("Learners who were unemployed at entry"),
        lazy("Learners whose employment situation is known"),
    ),
    "youth_share": (lazy("Learners under 30"), lazy("Learners whose age is known")),
    "seat_occupancy": (lazy("Enrolments in cohorts with limited places"), lazy("Places in these cohorts")),
    "attendance_rate": (lazy("Marks “present” or “late”"), lazy("All marks")),
    "positive_exit_rate_6m": (
        lazy("Learners in work, in training or with their own business six months later"),
        lazy("Learners who answered six months later"),
    ),
    "spend_per_learner": (lazy("Spending"), lazy("Learners")),
}

_CATEGORIES: Final[Mapping[Breakdown, Mapping[str, LazyText]]] = {
    Breakdown.GENDER: {str(code): name for code, name in GENDER_LABELS.items()},
    Breakdown.AGE_BAND: {str(code): name for code, name in AGE_BAND_LABELS.items()},
    Breakdown.EDUCATION: {str(code): name for code, name in EDUCATION_LABELS.items()},
    Breakdown.EMPLOYMENT: {str(code): name for code, name in EMPLOYMENT_LABELS.items()},
    Breakdown.LEVEL: phrases.LEVEL,
    Breakdown.PROGRAMME: phrases.PROGRAMME,
}


@dataclass(frozen=True, slots=True)
class Trend:
    """`direction` is up, down or flat; `good` whether that is welcome, none where nobody can say."""

    text: str
    direction: str = "flat"
    good: bool | None = None


def period_name(period: Period) -> str:
    match period.kind:
        case PeriodKind.YEAR:
            return str(period.year)
        case PeriodKind.HALF if period.number == 1:
            return _("First half of %(year)s", year=str(period.year))
        case PeriodKind.HALF:
            return _("Second half of %(year)s", year=str(period.year))
        case PeriodKind.QUARTER:
            return _("Quarter %(quarter)s of %(year)s", quarter=period.number, year=str(period.year))
    return month_name(period.year, period.number)


def period_choices(shown: Period, today: date) -> list[tuple[str, str]]:
    """The years around, and every period of the year that is shown."""
    years = {*range(today.year - 5, today.year + 1), *range(shown.year - 1, shown.year + 2)}
    found: list[Period] = []
    for year in sorted(years & set(range(FIRST_YEAR, LAST_YEAR + 1)), reverse=True):
        whole = Period(year, PeriodKind.YEAR)
        found += whole.year_tree() if year == shown.year else [whole]
    return [(str(period), period_name(period)) for period in found]


def category_name(breakdown: Breakdown, category: str, titles: Mapping[str, object] | None = None) -> str:
    """`titles` are those of the curricula, by code."""
    if breakdown is Breakdown.CURRICULUM:
        return str((titles or {}).get(category, category))
    return str(_CATEGORIES[breakdown].get(category, category))


def show_for(indicator: Indicator) -> Callable[[float], str]:
    """The reader's format of an indicator's values."""
    if indicator.unit is Unit.SHARE:
        return percent
    if indicator.unit is Unit.MONEY:
        return lambda value: money(value, settings().currency, 0)
    return lambda value: number(round(value), 0)


def said(figure: Figure) -> str:
    """A figure that may be shown: hidden ones are said by the page."""
    if figure.value is None:
        return _("no figure")
    return show_for(INDICATORS[figure.indicator])(figure.value)


def sample(figure: Figure) -> str | None:
    """Out of how many: nobody should read 100 % of 3 like 100 % of 300."""
    if not figure.denominator or not INDICATORS[figure.indicator].is_rate:
        return None
    return _("n = %(n)s", n=figure.denominator)


def without_answer(figure: Figure) -> str | None:
    """Those who were asked and did not answer: they are not in n, and the reader should know how many they are."""
    count = figure.more.get("non_respondents")
    return None if not count else ngettext("%(n)s did not answer", "%(n)s did not answer", int(count))


def likely_range(figure: Figure) -> tuple[float, float] | None:
    """The 95 % interval of a rate after Wilson (1927): within it, a difference may be chance."""
    above, below = figure.numerator, figure.denominator
    if not INDICATORS[figure.indicator].is_rate or not below or above is None or above > below:
        return None
    z = 1.96
    share, n = above / below, float(below)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def whole_before(before: Figure | None, previous: Period) -> str | None:
    """The period before, to be read beside one that still runs: the two cannot be compared."""
    if before is None or before.value is None:
        return None
    return _("%(period)s as a whole: %(figure)s", period=period_name(previous), figure=said(before))


def trend(now: Figure, before: Figure | None, previous: Period) -> Trend | None:
    """Against the period before, when both have ended."""
    if before is None or now.value is None or before.value is None:
        return None
    indicator = INDICATORS[now.indicator]
    was = show_for(indicator)(before.value)
    name = period_name(previous)
    difference = round(100 * (now.value - before.value)) if indicator.is_rate else round(now.value - before.value)
    if difference == 0:
        return Trend(_("as before (%(period)s: %(figure)s)", period=name, figure=was))
    wanted = {Direction.UP: difference > 0, Direction.DOWN: difference < 0}.get(indicator.direction)
    text = _difference(indicator, difference, name, was)
    return Trend(text, "up" if difference > 0 else "down", wanted)


def _difference(indicator: Indicator, difference: int, period: str, was: str) -> str:
    size = abs(difference)
    if indicator.is_rate and difference > 0:
        return ngettext(
            "%(n)s point more (%(period)s: %(figure)s)",
            "%(n)s points more (%(period)s: %(figure)s)",
            size,
            period=period,
            figure=was,
        )
    if indicator.is_rate:
        return ngettext(
            "%(n)s point fewer (%(period)s: %(figure)s)",
            "%(n)s points fewer (%(period)s: %(figure)s)",
            size,
            period=period,
            figure=was,
        )
    shown = show_for(indicator)(size)
    if difference > 0:
        return _("%(difference)s more (%(period)s: %(figure)s)", difference=shown, period=period, figure=was)
    return _("%(difference)s fewer (%(period)s: %(figure)s)", difference=shown, period=period, figure=was)
