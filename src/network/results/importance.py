"""What hiding a cell costs a reader: where there is a choice, fine detail goes before figures of the year. Pure."""

from collections.abc import Callable, Mapping

from network.results.counting import Cell, label
from network.results.indicators import ABOUT_PEOPLE, ANSWERED, GROUPS, INDICATORS
from network.results.network_state import NetworkState
from network.results.periods import Period, PeriodKind
from network.units.models import UnitKind

_UNITS = {UnitKind.SITE: 1, UnitKind.COUNTRY: 3, UnitKind.REGION: 6, UnitKind.GROUP: 12}
_PERIODS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 4, PeriodKind.HALF: 10, PeriodKind.YEAR: 30}
_IN_A_SHARE = 4

# Without these a share is hidden too: they are its counts, or what the shown total has beside these.
_MADE_INTO_SHARES = frozenset(
    label(source.attribute, source.answer)
    for indicator in INDICATORS.values()
    for source in (indicator.numerator, indicator.denominator)
    if source is not None and source.attribute is not None and source.answer is not None
) | frozenset(
    label(breakdown, str(value))
    for breakdown, answers in ABOUT_PEOPLE.items()
    for value in answers
    if value not in GROUPS[breakdown][ANSWERED]
)


def importance_of(state: NetworkState, values: Mapping[Cell, int]) -> Callable[[Cell], int]:
    """By period, unit, and how large the category is anywhere: equal within a category, so that
    what must be hidden beside a small one is the same other one in all places."""
    sizes: dict[Cell, int] = {}
    for where, value in values.items():
        sizes[where[2:]] = max(sizes.get(where[2:], 1), value.bit_length())
    units = {code: _UNITS[UnitKind(kind)] for code, kind in state.kinds.items()}
    periods: dict[str, int] = {}

    def importance(where: Cell) -> int:
        unit, period, *labels = where
        if period not in periods:
            periods[period] = _PERIODS[Period.parse(period).kind]
        share = _IN_A_SHARE if _MADE_INTO_SHARES.intersection(labels) else 1
        return units[unit] * periods[period] * sizes.get(where[2:], 1) ** 2 * share + 1

    return importance
