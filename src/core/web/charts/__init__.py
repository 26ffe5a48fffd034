"""Charts drawn on the server: the same SVG on a page, in a PDF and in a mail, with its table.

A chart never hides what it does not know: a figure about a small group is a hatched gap with the word, never a zero.
In a template: `{{ ui.figure(chart) }}`.
"""

from core.web.charts.bars import bar_chart
from core.web.charts.dots import dot_chart
from core.web.charts.figures import Chart, Figure, Key, Target
from core.web.charts.lines import Line, line_chart
from core.web.charts.shares import Whole, share_chart
from core.web.charts.sparks import sparkline

__all__ = [
    "Chart",
    "Figure",
    "Key",
    "Line",
    "Target",
    "Whole",
    "bar_chart",
    "dot_chart",
    "line_chart",
    "share_chart",
    "sparkline",
]
