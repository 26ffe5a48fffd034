"""Figures as a list to take away: one line per figure, hidden ones as hidden."""

from collections.abc import Mapping, Sequence

from core.exports import Column, Kind, Sheet, Value
from i18n.messages import _
from network.results.figures import Figure, Number, Results
from network.results.indicators import BREAKDOWN_LABELS, INDICATORS
from network.results.reading import UNITS, category_name, period_name


def figures_sheet(found: Results, *, units: Mapping[str, object], titles: Mapping[str, object]) -> Sheet:
    """`units` and `titles` are names by code."""
    return Sheet(
        _("Figures"),
        _columns(),
        [_line(figure, found, units, titles) for figure in found.figures],
        lines=[period_name(found.period)],
    )


def _columns() -> list[Column]:
    return [
        Column(_("Period")),
        Column(_("Code")),
        Column(_("Unit")),
        Column(_("Code")),
        Column(_("Indicator")),
        Column(_("Breakdown")),
        Column(_("Category")),
        Column(_("Value"), Kind.NUMBER),
        Column(_("Measured in")),
        Column(_("Numerator"), Kind.NUMBER),
        Column(_("Denominator"), Kind.NUMBER),
        Column(_("Status")),
    ]


def _line(figure: Figure, found: Results, units: Mapping[str, object], titles: Mapping[str, object]) -> Sequence[Value]:
    indicator = INDICATORS[figure.indicator]
    breakdown = figure.breakdown if figure.category is not None else None
    return [
        period_name(found.period),
        figure.unit,
        str(units.get(figure.unit, figure.unit)),
        figure.indicator,
        str(indicator.name),
        str(BREAKDOWN_LABELS[breakdown]) if breakdown else "",
        category_name(breakdown, figure.category or "", titles) if breakdown else "",
        _("hidden: small group") if figure.suppressed else _rounded(figure.value),
        str(UNITS[indicator.unit]),
        _rounded(figure.numerator),
        _rounded(figure.denominator),
        _("Provisional"),
    ]


def _rounded(value: Number | None) -> Number | None:
    return None if value is None else round(value, 4)
