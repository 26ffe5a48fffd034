"""Charts of figures: bars for counts, dots with the likely range for rates, gaps for what is hidden."""

from collections.abc import Sequence

from core.web import charts
from core.web.charts import Chart, Target, bar_chart, dot_chart
from i18n.active import current, direction
from network.results.figures import Figure
from network.results.indicators import Indicator, Unit
from network.results.reading import UNITS, likely_range, sample, show_for


def chart_of(
    indicator: Indicator,
    figures: Sequence[tuple[str, Figure]],
    *,
    id: str,
    title: str,
    subtitle: str | None = None,
    label_heading: str,
    reference: tuple[str, Figure] | None = None,
) -> Chart | None:
    """`figures` with their labels; `reference` is the whole that a rate is compared with. None
    where there is nothing to draw."""
    if not any(figure.value is not None for _, figure in figures):
        return None
    marks = [_mark(label, figure) for label, figure in figures]
    show = show_for(indicator)
    rtl = direction(current().tag) == "rtl"
    if indicator.is_rate:
        return dot_chart(
            marks,
            id=id,
            title=title,
            subtitle=subtitle,
            unit=str(indicator.name),
            show=show,
            rtl=rtl,
            label_heading=label_heading,
            reference=_target(reference, indicator),
        )
    return bar_chart(
        marks,
        id=id,
        title=title,
        subtitle=subtitle,
        unit=f"{indicator.name} ({UNITS[indicator.unit]})" if indicator.unit is Unit.HOURS else str(indicator.name),
        show=show,
        rtl=rtl,
        label_heading=label_heading,
        whole=indicator.unit in (Unit.PEOPLE, Unit.COUNT),
    )


def _mark(label: str, figure: Figure) -> charts.Figure:
    low, high = likely_range(figure) or (None, None)
    return charts.Figure(label, figure.value, suppressed=figure.suppressed, low=low, high=high, note=sample(figure))


def _target(reference: tuple[str, Figure] | None, indicator: Indicator) -> Target | None:
    if reference is None or reference[1].value is None:
        return None
    name, figure = reference
    value = float(figure.value or 0)
    return Target(value, f"{name} {show_for(indicator)(value)}")
