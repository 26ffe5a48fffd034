"""Figures as a CSV file that a spreadsheet of the reader's country opens rightly."""

import csv
import io
from collections.abc import Mapping, Sequence

from babel.numbers import get_decimal_symbol

from i18n.active import current
from i18n.messages import _
from network.results.figures import Figure, Number, Results
from network.results.indicators import BREAKDOWN_LABELS, INDICATORS
from network.results.reading import UNITS, category_name, period_name

MEDIA_TYPE = "text/csv"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(found: Results, *, units: Mapping[str, object], titles: Mapping[str, object]) -> bytes:
    """One line per figure, hidden ones as hidden. `units` and `titles` are names by code."""
    comma = get_decimal_symbol(current().cldr) == ","
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(_headings())
    for figure in found.figures:
        writer.writerow([harmless(cell) for cell in _line(figure, found, units, titles, comma=comma)])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def harmless(text: str) -> str:
    """A spreadsheet calculates what begins like a formula; text must stay text."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def _headings() -> list[str]:
    return [
        _("Period"),
        _("Code"),
        _("Unit"),
        _("Code"),
        _("Indicator"),
        _("Breakdown"),
        _("Category"),
        _("Value"),
        _("Measured in"),
        _("Numerator"),
        _("Denominator"),
        _("Status"),
    ]


def _line(
    figure: Figure, found: Results, units: Mapping[str, object], titles: Mapping[str, object], *, comma: bool
) -> Sequence[str]:
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
        _("hidden: small group") if figure.suppressed else _plain(figure.value, comma=comma),
        str(UNITS[indicator.unit]),
        _plain(figure.numerator, comma=comma),
        _plain(figure.denominator, comma=comma),
        _("Provisional"),
    ]


def _plain(value: Number | None, *, comma: bool) -> str:
    """As a spreadsheet reads it: no grouping, the reader's decimal sign."""
    if value is None:
        return ""
    text = str(round(value, 4))
    return text.replace(".", ",") if comma else text
