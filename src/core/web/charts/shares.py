"""Shares of a whole, side by side for each unit: at most four parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from core.web.charts.drawing import Drawing, width_of, wrapped
from core.web.charts.figures import NARROW, WIDE, Chart, Key, Show, no_figure
from i18n.messages import _

_SIZE = 15.0
_BAR = 24.0
_LINE = _SIZE * 1.25


@dataclass(frozen=True)
class Whole:
    """One unit's parts as fractions of 1, in the order of the names. `parts` none: they may not be shown."""

    label: str
    parts: Sequence[float] | None
    note: str | None = None


def share_chart(
    wholes: Sequence[Whole],
    names: Sequence[str],
    *,
    id: str,
    title: str,
    show: Show,
    rtl: bool,
    label_heading: str | None = None,
    subtitle: str | None = None,
) -> Chart:
    if not 2 <= len(names) <= 4:
        raise ValueError("a share chart shows two to four parts")
    sentences = [_sentence(whole, names, show) for whole in wholes]

    def picture(form: str, width: float) -> Markup:
        drawing = Drawing(key=f"{id}-{form}", width=width, rtl=rtl)
        return _Shares(drawing, wholes, names, show).drawn(title, " ".join(sentences))

    return Chart(
        id=id,
        title=title,
        subtitle=subtitle,
        wide=picture("w", WIDE),
        narrow=picture("n", NARROW),
        headings=(label_heading or _("Centre"), *names),
        rows=[(whole.label, *_cells(whole, names, show)) for whole in wholes],
        legend=[Key(css=f"c{number}", label=name) for number, name in enumerate(names, start=1)],
    )


def _cells(whole: Whole, names: Sequence[str], show: Show) -> list[str]:
    if whole.parts is None:
        return [no_figure(suppressed=True)] * len(names)
    return [show(part) for part in whole.parts]


def _sentence(whole: Whole, names: Sequence[str], show: Show) -> str:
    if whole.parts is None:
        return _("%(unit)s: hidden, small group.", unit=whole.label)
    parts = ", ".join(f"{name} {show(part)}" for name, part in zip(names, whole.parts, strict=True))
    return f"{whole.label}: {parts}."


class _Shares:
    def __init__(self, drawing: Drawing, wholes: Sequence[Whole], names: Sequence[str], show: Show) -> None:
        self.drawing = drawing
        self.wholes = wholes
        self.names = names
        self.show = show
        self.narrow = drawing.width < WIDE
        longest = max((width_of(self._label(whole), _SIZE) for whole in wholes), default=0.0)
        self.start = 0.0 if self.narrow else min(longest + 16, drawing.width * 0.36)
        self.length = drawing.width - self.start - 1

    @staticmethod
    def _label(whole: Whole) -> str:
        return f"{whole.label} ({whole.note})" if whole.note else whole.label

    def drawn(self, title: str, description: str) -> Markup:
        y = 4.0
        for whole in self.wholes:
            y = self._row(whole, y)
        return self.drawing.finished(height=y, title=title, description=description)

    def _row(self, whole: Whole, y: float) -> float:
        room = self.drawing.width if self.narrow else self.start - 16
        lines = wrapped(self._label(whole), size=_SIZE, room=room)
        words = len(lines) * _LINE
        top = y + words + 6 if self.narrow else y + max(0.0, (words - _BAR) / 2)
        first = y + _SIZE if self.narrow else top + _BAR / 2 - words / 2 + _SIZE * 0.97
        self.drawing.lines_of_text(0, first, lines, size=_SIZE)
        self._parts(whole, top)
        return max(top + _BAR, first + words - _SIZE) + 12

    def _parts(self, whole: Whole, top: float) -> None:
        if whole.parts is None:
            words = no_figure(suppressed=True)
            self.drawing.hidden(self.start, top, self.length, _BAR, title=f"{whole.label}: {words}")
            middle = self.start + self.length / 2
            self.drawing.text(middle, top + _BAR / 2 + 5, words, size=13, css="halo", anchor="middle")
            return
        x = self.start
        for number, (name, part) in enumerate(zip(self.names, whole.parts, strict=True), start=1):
            width = part * self.length
            said = self.show(part)
            self.drawing.rect(
                x, top, max(width - 1.5, 0.0), _BAR, css=f"c{number}", title=f"{whole.label}, {name}: {said}"
            )
            if width > width_of(said, 14) + 8:
                self.drawing.text(
                    x + width / 2, top + _BAR / 2 + 5, said, size=14, css="on-mark strong", anchor="middle"
                )
            x += width
