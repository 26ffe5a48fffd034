"""A rate for each unit as a dot with its interval: what is certain, what is chance."""

from collections.abc import Sequence

from markupsafe import Markup

from core.web.charts.drawing import Drawing, width_of, wrapped
from core.web.charts.figures import NARROW, WIDE, Chart, Figure, Show, Target, extremes, no_figure
from core.web.charts.scales import Scale, round_ticks
from i18n.messages import _

_SIZE = 15.0
_LINE = _SIZE * 1.25


def dot_chart(
    figures: Sequence[Figure],
    *,
    id: str,
    title: str,
    unit: str,
    show: Show,
    rtl: bool,
    label_heading: str | None = None,
    subtitle: str | None = None,
    reference: Target | None = None,
    from_zero: bool = False,
) -> Chart:
    """`reference`: the line to compare with: a target, or the network's own figure."""
    summary = extremes(figures, show)

    def picture(form: str, width: float) -> Markup:
        drawing = Drawing(key=f"{id}-{form}", width=width, rtl=rtl)
        return _Dots(drawing, figures, show, reference, from_zero=from_zero).drawn(title, summary)

    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        summary=summary,
        wide=picture("w", WIDE),
        narrow=picture("n", NARROW),
        headings=(label_heading or _("Centre"), unit, _("Likely range")),
        rows=[(figure.label, said(figure, show), interval(figure, show)) for figure in figures],
    )


def said(figure: Figure, show: Show) -> str:
    words = figure.said(show)
    return f"{words} ({figure.note})" if figure.note and figure.value is not None else words


def interval(figure: Figure, show: Show) -> str:
    if figure.low is None or figure.high is None or figure.value is None:
        return "–"
    return _("%(low)s to %(high)s", low=show(figure.low), high=show(figure.high))


class _Dots:
    def __init__(
        self, drawing: Drawing, figures: Sequence[Figure], show: Show, reference: Target | None, *, from_zero: bool
    ) -> None:
        self.drawing = drawing
        self.figures = figures
        self.show = show
        self.reference = reference
        self.narrow = drawing.width < WIDE
        longest = max((width_of(figure.label, _SIZE) for figure in figures), default=0)
        self.labels = 0.0 if self.narrow else min(longest + 16, drawing.width * 0.3)
        ending = (
            0.0 if self.narrow else max((width_of(said(figure, show), _SIZE) for figure in figures), default=0) + 20
        )
        ends = [
            end
            for figure in figures
            for end in (figure.low, figure.value, figure.high)
            if end is not None and figure.value is not None
        ]
        if reference:
            ends.append(reference.value)
        ticks = round_ticks(ends, wanted=3 if self.narrow else 5, from_zero=from_zero)
        margin = 20.0 if self.narrow else 12.0
        self.scale = Scale(ticks, self.labels + margin, drawing.width - self.labels - ending - 2 * margin)

    def drawn(self, title: str, summary: str) -> Markup:
        top = 28.0 if self.reference else 8.0
        bottom = top + sum(self._height(figure) for figure in self.figures) + 4
        self._axis(top, bottom)
        y = top
        for figure in self.figures:
            self._row(figure, y)
            y += self._height(figure)
        return self.drawing.finished(height=bottom + 28, title=title, description=summary)

    def _axis(self, top: float, bottom: float) -> None:
        for tick in self.scale.ticks:
            x = self.scale.place(tick)
            self.drawing.line(x, top, x, bottom, css="grid")
            self.drawing.text(x, bottom + 20, self.show(tick), size=13, css="soft", anchor="middle")
        self.drawing.line(self.scale.start, bottom, self.scale.start + self.scale.length, bottom, css="axis")
        if self.reference:
            x = self.scale.place(self.reference.value)
            self.drawing.line(x, top - 4, x, bottom, css="target", width=1.5, dashes="5 4")
            self.drawing.text(x, top - 10, self.reference.label, size=13, css="strong", anchor="middle")

    def _lines(self, figure: Figure) -> list[str]:
        if self.narrow:
            return wrapped(f"{figure.label}: {said(figure, self.show)}", size=_SIZE, room=self.drawing.width)
        return wrapped(figure.label, size=_SIZE, room=self.labels - 16)

    def _height(self, figure: Figure) -> float:
        words = len(self._lines(figure)) * _LINE
        return words + 34 if self.narrow else max(words, _LINE) + 14

    def _row(self, figure: Figure, y: float) -> None:
        lines = self._lines(figure)
        words = len(lines) * _LINE
        middle = y + words + 12 if self.narrow else y + self._height(figure) / 2
        first = y + _SIZE if self.narrow else middle - words / 2 + _SIZE * 0.97
        self.drawing.lines_of_text(0, first, lines, size=_SIZE, css="strong halo" if figure.strong else "halo")
        if not self.narrow and figure.value is not None:
            self.drawing.text(self.drawing.width, middle + 5, said(figure, self.show), size=_SIZE, anchor="end")
        self._mark(figure, middle)

    def _mark(self, figure: Figure, middle: float) -> None:
        if figure.value is None:
            words = no_figure(suppressed=figure.suppressed)
            if figure.suppressed:
                self.drawing.hidden(
                    self.scale.start, middle - 7, self.scale.length, 14, title=f"{figure.label}: {words}"
                )
            if not self.narrow:
                self.drawing.text(self.drawing.width, middle + 5, words, size=13, css="soft", anchor="end")
            return
        if figure.low is not None and figure.high is not None:
            low, high = self.scale.place(figure.low), self.scale.place(figure.high)
            self.drawing.line(low, middle, high, middle, css="interval", width=2)
            for end in (low, high):
                self.drawing.line(end, middle - 5, end, middle + 5, css="interval", width=2)
        title = f"{figure.label}: {said(figure, self.show)}"
        self.drawing.dot(self.scale.place(figure.value), middle, 6, css="c1 mark-edge", title=title)
