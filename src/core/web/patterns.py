"""Samples for the living page of patterns (/dev/patterns). Made up; their words are not translated."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.web.charts import Figure, Line, Target, Whole, bar_chart, dot_chart, line_chart, share_chart, sparkline
from core.web.charts.figures import Chart
from i18n.formatting import number, percent

TEMPLATE = "layout/patterns.html"


@dataclass(frozen=True)
class _Change:
    moment: datetime
    title: str
    actor: str | None
    detail: str | None = None


def sample_context(*, rtl: bool) -> dict[str, Any]:
    return {
        "charts": _charts(rtl=rtl),
        "spark": sparkline([12, 30, 44, None, 60, 58, 70, 82], rtl=rtl),
        "history": [
            _Change(datetime(2026, 10, 12, 9, 30, tzinfo=UTC), "Place confirmed", "Marie Peeters"),
            _Change(datetime(2026, 10, 9, 16, 5, tzinfo=UTC), "Place offered", None, "Open until 12 October, 18:00"),
        ],
    }


def _charts(*, rtl: bool) -> list[Chart]:
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
    received: list[float | None] = [12, 30, 44, None, 60, 72]
    reached = [
        Figure("Network", 930, strong=True),
        Figure("Brussels", 420, group="Belgium"),
        Figure("Liège and the province of Luxembourg", None, suppressed=True, group="Belgium"),
        Figure("Poland", 510, group="Poland", note="provisional"),
    ]
    rates = [
        Figure("Brussels", 0.71, low=0.66, high=0.75, note="n = 412"),
        Figure("Antwerp", 0.64, low=0.52, high=0.75, note="n = 61"),
        Figure("Liège", None, suppressed=True),
    ]
    by_month = [Figure(name, value, suppressed=value is None) for name, value in zip(months, received, strict=True)]
    return [
        bar_chart(
            reached,
            id="reach",
            title="Who we reach",
            unit="Learners",
            show=number,
            rtl=rtl,
            target=Target(450, "Target"),
        ),
        dot_chart(
            rates,
            id="rates",
            title="Differences lie within chance",
            unit="Rate",
            show=percent,
            rtl=rtl,
            reference=Target(0.7, "Network"),
        ),
        line_chart(
            [Line("Registrations", by_month, expected_from=5)],
            id="months",
            title="Registrations by month",
            unit="Registrations",
            show=number,
            rtl=rtl,
            target=Target(50, "Target"),
        ),
        share_chart(
            [Whole("Brussels", [0.52, 0.4, 0.08], note="n = 412"), Whole("Liège", None)],
            ["Women", "Men", "No answer"],
            id="gender",
            title="Gender of the learners",
            show=percent,
            rtl=rtl,
        ),
    ]
