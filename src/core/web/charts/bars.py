"""Horizontal bars, from zero, one for each unit, grouped where the units are."""

from collections.abc import Sequence

from markupsafe import Markup

from core.web.charts.drawing import Drawing, width_of, wrapped
from core.web.charts.figures import NARROW, WIDE, Chart, Figure, Show, Target, extremes, no_figure
from core.web.charts.scales import Scale, round_ticks
from i18n.messages import _

_SIZE = 15.0
_BAR = 18.0
_LINE = _SIZE * 1.25
_STUB = 40.0


def bar_chart(
    figures: Sequence[Figure],
    *,
    id: str,
    title: str,
    unit: str,
    show: Show,
    rtl: bool,
    label_heading: str | None = None,
    subtitle: str | None = None,
    target: Target | None = None,
    whole: bool = False,
) -> Chart:
    """`unit` heads the table's column of figures; `whole`: the axis counts in whole numbers."""
    if any(figure.value is not None and figure.value < 0 for figure in figures):
        raise ValueError("bars start at zero: a negative figure needs another chart")
    summary = extremes(figures, show)

    def picture(form: str, width: float) -> Markup:
        bars = _Bars(Drawing(key=f"{id}-{form}", width=width, rtl=rtl), figures, show, target, whole=whole)
        return bars.drawn(title, summary)

    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        summary=summary,
        wide=picture("w", WIDE),
        narrow=picture("n", NARROW),
        headings=(label_heading or _("Centre"), unit),
        rows=[(figure.label, _with_note(figure, show)) for figure in figures],
    )


def _with_note(figure: Figure, show: Show) -> str:
    said = figure.said(show)
    return f"{said} ({figure.note})" if figure.note else said


class _Bars:
    def __init__(
        self, drawing: Drawing, figures: Sequence[Figure], show: Show, target: Target | None, *, whole: bool
    ) -> None:
        self.drawing = drawing
        self.figures = figures
        self.show = show
        self.target = target
        self.narrow = drawing.width < WIDE
        self.labels = self._label_room()
        ending = max((width_of(_with_note(figure, show), _SIZE) for figure in figures), default=0) + 12
        known = [figure.value for figure in figures if figure.value is not None]
        ticks = round_ticks([*known, target.value] if target else known, wanted=2 if self.narrow else 4, whole=whole)
        start = self.labels
        self.scale = Scale(ticks, start, max(drawing.width - start - ending, drawing.width * 0.3))

    def _label_room(self) -> float:
        """On a phone the label stands above its bar."""
        if self.narrow:
            return 0.0
        longest = max((width_of(figure.label, _SIZE) for figure in self.figures), default=0)
        return min(longest + 16, self.drawing.width * 0.36)

    def drawn(self, title: str, summary: str) -> Markup:
        top = 28.0 if self.target else 8.0
        bottom = self._rows(top, measure_only=True)
        self._axis(top, bottom)
        self._target(top, bottom)
        self._rows(top)
        return self.drawing.finished(height=bottom + 28, title=title, description=summary)

    def _axis(self, top: float, bottom: float) -> None:
        for number, tick in enumerate(self.scale.ticks):
            x = self.scale.place(tick)
            self.drawing.line(x, top, x, bottom, css="axis" if number == 0 else "grid")
            edge = self.narrow and number == 0
            self.drawing.text(
                x, bottom + 20, self.show(tick), size=13, css="soft", anchor="start" if edge else "middle"
            )

    def _rows(self, y: float, *, measure_only: bool = False) -> float:
        group = None
        for figure in self.figures:
            if figure.group and figure.group != group:
                group = figure.group
                if not measure_only:
                    self.drawing.text(0, y + _SIZE + 6, group, size=_SIZE, css="strong soft halo")
                y += _LINE + 10
            y = self._row(figure, y, measure_only=measure_only)
        return y + 4

    def _row(self, figure: Figure, y: float, *, measure_only: bool) -> float:
        room = self.drawing.width if self.narrow else self.labels - 16
        lines = wrapped(figure.label, size=_SIZE, room=room)
        words = len(lines) * _LINE
        height = words + _BAR + 20 if self.narrow else max(words, _BAR) + 14
        if measure_only:
            return y + height
        middle = y + words + 4 + _BAR / 2 if self.narrow else y + height / 2
        first = y + _SIZE if self.narrow else middle - words / 2 + _SIZE * 0.97
        css = "strong halo" if figure.strong else "halo"
        self.drawing.lines_of_text(0, first, lines, size=_SIZE, css=css)
        self._bar(figure, middle)
        return y + height

    def _bar(self, figure: Figure, middle: float) -> None:
        said = _with_note(figure, self.show)
        top = middle - _BAR / 2
        start = self.scale.start
        if figure.value is None:
            end = start
            if figure.suppressed:
                end = start + _STUB
                self.drawing.hidden(start, top, _STUB, _BAR, title=f"{figure.label}: {no_figure(suppressed=True)}")
            self.drawing.text(end + 8, middle + 5, figure.said(self.show), size=13, css="soft halo")
            return
        end = self.scale.place(figure.value)
        self.drawing.rect(start, top, max(end - start, 1.5), _BAR, css="c1", title=f"{figure.label}: {said}")
        css = "strong halo" if figure.strong else "halo"
        self.drawing.text(end + 8, middle + 5, said, size=_SIZE, css=css)

    def _target(self, top: float, bottom: float) -> None:
        if not self.target:
            return
        x = self.scale.place(self.target.value)
        self.drawing.line(x, top - 4, x, bottom, css="target", width=1.5, dashes="5 4")
        near_end = x + width_of(self.target.label, 13) / 2 > self.drawing.width
        self.drawing.text(x, top - 10, self.target.label, size=13, css="strong", anchor="end" if near_end else "middle")
