"""Figures over time, with the target and, dashed, what is only expected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from core.web.charts.drawing import Drawing, width_of
from core.web.charts.figures import NARROW, WIDE, Chart, Figure, Show, Target, extremes, no_figure
from core.web.charts.scales import Scale, round_ticks
from i18n.messages import _

_SIZE = 14.0
_HEIGHT = 260.0


@dataclass(frozen=True)
class Line:
    """One unit over time; `figures` in the order of the periods, their labels are the periods'.

    `expected_from`: the number of the first figure that is a forecast.
    """

    label: str
    figures: Sequence[Figure]
    expected_from: int | None = None


def line_chart(
    lines: Sequence[Line],
    *,
    id: str,
    title: str,
    unit: str,
    show: Show,
    rtl: bool,
    subtitle: str | None = None,
    target: Target | None = None,
    from_zero: bool = True,
    whole: bool = False,
) -> Chart:
    """At most four lines, each named at its end. A single line needs no name: the title and `unit` say what it is."""
    if not 1 <= len(lines) <= 4:
        raise ValueError("a line chart shows one to four lines")
    summary = " ".join(_sentence(line, show, named=len(lines) > 1) for line in lines)

    def picture(form: str, width: float) -> Markup:
        drawing = Drawing(key=f"{id}-{form}", width=width, rtl=rtl)
        return _Lines(drawing, lines, show, target, from_zero=from_zero, whole=whole).drawn(title, summary)

    periods = [figure.label for figure in lines[0].figures]
    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        summary=summary,
        wide=picture("w", WIDE),
        narrow=picture("n", NARROW),
        headings=(_("Period"), *(line.label if len(lines) > 1 else unit for line in lines)),
        rows=[(period, *(_cell(line, at, show) for line in lines)) for at, period in enumerate(periods)],
    )


def _cell(line: Line, at: int, show: Show) -> str:
    said = line.figures[at].said(show)
    if line.expected_from is not None and at >= line.expected_from:
        return _("%(figure)s (expected)", figure=said)
    return said


def _sentence(line: Line, show: Show, *, named: bool) -> str:
    words = extremes(line.figures, show)
    return f"{line.label}: {words}" if named else words


def _between(figures: Sequence[Figure], at: int, otherwise: float) -> float:
    """Half way between the neighbours that are shown: a place in the picture, made of shown figures alone."""
    before = [figure.value for figure in figures[:at] if figure.value is not None][-1:]
    after = [figure.value for figure in figures[at + 1 :] if figure.value is not None][:1]
    shown = before + after
    return sum(shown) / len(shown) if shown else otherwise


class _Lines:
    def __init__(
        self,
        drawing: Drawing,
        lines: Sequence[Line],
        show: Show,
        target: Target | None,
        *,
        from_zero: bool,
        whole: bool,
    ) -> None:
        self.drawing = drawing
        self.lines = lines
        self.show = show
        self.target = target
        known = [figure.value for line in lines for figure in line.figures if figure.value is not None]
        if target:
            known.append(target.value)
        ticks = round_ticks(known, from_zero=from_zero, whole=whole)
        self.top = 26.0 if target else 14.0  # a target at the very top carries its words above it
        self.bottom = self.top + _HEIGHT
        self.up = Scale(ticks, self.bottom, -_HEIGHT)
        self.start = max(width_of(show(tick), 13) for tick in ticks) + 10
        self.names = len(lines) > 1 and drawing.width >= WIDE
        longest = max(width_of(line.label, _SIZE) for line in lines) + 20 if self.names else 24
        count = len(lines[0].figures)
        self.step = (drawing.width - self.start - min(longest, drawing.width * 0.3)) / max(count - 1, 1)

    def x(self, at: int) -> float:
        return self.start + at * self.step

    def drawn(self, title: str, summary: str) -> Markup:
        self._axes()
        self._gaps()
        for number, line in enumerate(self.lines, start=1):
            self._line(line, number)
        bottom = self._names(self.bottom + 30)
        return self.drawing.finished(height=bottom, title=title, description=summary)

    def _axes(self) -> None:
        end = self.x(len(self.lines[0].figures) - 1)
        for number, tick in enumerate(self.up.ticks):
            y = self.up.place(tick)
            self.drawing.line(self.start, y, end, y, css="grid" if number else "axis")
            self.drawing.text(self.start - 8, y + 4.5, self.show(tick), size=13, css="soft", anchor="end")
        labels = [figure.label for figure in self.lines[0].figures]
        room = max(width_of(label, 13) for label in labels) + 14
        every = max(1, -(-int(room) // max(int(self.step), 1)))
        for at, label in enumerate(labels):
            if at % every == 0:
                self.drawing.text(self.x(at), self.bottom + 20, label, size=13, css="soft", anchor="middle")
        if self.target:
            y = self.up.place(self.target.value)
            self.drawing.line(self.start, y, end, y, css="target", width=1.5, dashes="5 4")
            self.drawing.text(self.start + 6, y - 7, self.target.label, size=13, css="strong halo")

    def _gaps(self) -> None:
        """What may not be shown is hatched, so that a line visibly stops for it: a strip where no line has a
        figure, else a patch where this line would pass."""
        width = min(self.step * 0.7, 22.0)
        for at, period in enumerate(self.lines[0].figures):
            hidden = [line for line in self.lines if line.figures[at].suppressed]
            title = f"{period.label}: {no_figure(suppressed=True)}"
            if len(hidden) == len(self.lines):
                self.drawing.hidden(self.x(at) - width / 2, self.top, width, _HEIGHT, title=title)
                continue
            for line in hidden:
                y = self.up.place(_between(line.figures, at, self.up.low))
                self.drawing.hidden(self.x(at) - width / 2, y - 9, width, 18, title=f"{line.label}, {title}")

    def _line(self, line: Line, number: int) -> None:
        for a, b in pairwise(range(len(line.figures))):
            first, second = line.figures[a].value, line.figures[b].value
            if first is None or second is None:
                continue
            expected = line.expected_from is not None and b >= line.expected_from
            points = ((self.x(a), self.up.place(first)), (self.x(b), self.up.place(second)))
            self.drawing.polyline(points, series=number, dashes="3 5" if expected else None)
        for at, figure in enumerate(line.figures):
            if figure.value is not None:
                title = f"{line.label}, {figure.label}: {_cell(line, at, self.show)}"
                self.drawing.dot(self.x(at), self.up.place(figure.value), 3.5, css=f"c{number}", title=title)

    def _names(self, y: float) -> float:
        """Beside the last figure where there is room, else in a list under the picture; never two on one spot."""
        if len(self.lines) == 1:
            self._last_figure()
            return y
        if self.names:
            for place, number, line in self._spread():
                x = self.x(len(line.figures) - 1) + 10
                self.drawing.dot(x, place - 4.5, 4, css=f"c{number}")
                self.drawing.text(x + 10, place, line.label, size=_SIZE)
            return y
        for number, line in enumerate(self.lines, start=1):
            self.drawing.dot(6, y + 7, 5, css=f"c{number}")
            self.drawing.text(18, y + 12, line.label, size=_SIZE)
            y += _SIZE * 1.6
        return y + 4

    def _last_figure(self) -> None:
        line = self.lines[0]
        last = next((at for at in reversed(range(len(line.figures))) if line.figures[at].value is not None), None)
        if last is None:
            return
        value = line.figures[last].value or 0.0
        x, y = self.x(last), self.up.place(value) - 12
        self.drawing.text(x + 8, y, self.show(value), size=_SIZE, css="strong halo", anchor="end")

    def _spread(self) -> Iterator[tuple[float, int, Line]]:
        ends = []
        for number, line in enumerate(self.lines, start=1):
            last = next((figure.value for figure in reversed(line.figures) if figure.value is not None), self.up.low)
            ends.append((self.up.place(last) + 4.5, number, line))
        lowest = 0.0
        for place, number, line in sorted(ends, key=lambda end: end[0]):
            lowest = max(place, lowest + _SIZE * 1.3)
            yield lowest, number, line
