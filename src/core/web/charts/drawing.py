"""One SVG picture, written from the reader's side: x grows along the line of reading, to the left in Arabic.

Every shape carries a plain colour as an attribute, so that the same picture stands in a PDF or a mail; on a page the
style sheet (assets/charts.css) answers to the class names and follows the theme. There are no style attributes: the
content security policy refuses them.
"""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup, escape

Anchor = Literal["start", "middle", "end"]

# The light theme's values in assets/tokens.css; a test keeps them equal.
INK = "#1d1b18"
COLOURS = {
    "c1": "#0b6e9e",
    "c2": "#c25700",
    "c3": "#00805f",
    "c4": "#a4568a",
    "c5": "#2f8fbf",
    "c6": "#96700a",
    "quiet-mark": "#8b857a",
    "soft": "#5a554c",
    "grid": "#dfdacf",
    "axis": "#857f73",
    "land": "#e5e0d4",
    "country": "#cfdedb",
    "on-mark": "#ffffff",
    "interval": "#5a554c",
}

# A letter of the system font is on average this wide; enough to keep room, never to cut a word.
LETTER = 0.58


def colour(css: str) -> str:
    return next((COLOURS[name] for name in css.split() if name in COLOURS), INK)


def width_of(text: str, size: float) -> float:
    return len(text) * size * LETTER


def wrapped(text: str, *, size: float, room: float) -> list[str]:
    """The words of a label on as many lines as they need; a label is never cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Drawing:
    def __init__(self, *, key: str, width: float, rtl: bool, mirrored: bool | None = None) -> None:
        """`mirrored`: as `rtl`, unless the picture is of something that does not turn, such as a map."""
        self.key = key
        self.width = width
        self.rtl = rtl
        self.mirrored = rtl if mirrored is None else mirrored
        self._parts: list[Markup] = []

    def x(self, value: float) -> float:
        return self.width - value if self.mirrored else value

    def rect(self, x: float, y: float, width: float, height: float, *, css: str, title: str | None = None) -> None:
        left = self.x(x + width) if self.mirrored else x
        shape = Markup('<rect class="{}" fill="{}" x="{}" y="{}" width="{}" height="{}"').format(
            css, colour(css), _number(left), _number(y), _number(width), _number(height)
        )
        self._parts.append(self._titled("rect", shape, title))

    def hidden(self, x: float, y: float, width: float, height: float, *, title: str) -> None:
        """The place of a figure that may not be shown: hatched, so that it is neither a bar nor a zero."""
        left = self.x(x + width) if self.mirrored else x
        shape = Markup(
            '<rect class="gap" fill="url(#{}-hatch)" stroke="{}" stroke-dasharray="3 3"'
            ' x="{}" y="{}" width="{}" height="{}"'
        ).format(self.key, COLOURS["quiet-mark"], _number(left), _number(y), _number(width), _number(height))
        self._parts.append(self._titled("rect", shape, title))

    def dot(self, x: float, y: float, radius: float, *, css: str, title: str | None = None) -> None:
        shape = Markup('<circle class="{} dot" fill="{}" cx="{}" cy="{}" r="{}"').format(
            css, colour(css), _number(self.x(x)), _number(y), _number(radius)
        )
        self._parts.append(self._titled("circle", shape, title))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, css: str, width: float = 1, dashes: str | None = None
    ) -> None:
        self._parts.append(
            Markup('<line class="{}" stroke="{}" stroke-width="{}"{} x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                css,
                colour(css),
                _number(width),
                _dashes(dashes),
                _number(self.x(x1)),
                _number(y1),
                _number(self.x(x2)),
                _number(y2),
            )
        )

    def polyline(self, points: Sequence[tuple[float, float]], *, series: int, dashes: str | None = None) -> None:
        written = " ".join(f"{_number(self.x(x))},{_number(y)}" for x, y in points)
        self._parts.append(
            Markup(
                '<polyline class="s{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linejoin="round"{}'
                ' points="{}"/>'
            ).format(series, COLOURS[f"c{series}"], _dashes(dashes), written)
        )

    def shape(self, path: str, *, css: str) -> None:
        """A path in picture coordinates, not mirrored: land stays where it is."""
        self._parts.append(Markup('<path class="{}" fill="{}" d="{}"/>').format(css, colour(css), path))

    def text(
        self, x: float, y: float, words: str, *, size: float = 15, css: str = "", anchor: Anchor = "start"
    ) -> None:
        self._parts.append(
            Markup('<text class="{}" fill="{}" font-size="{}" text-anchor="{}" x="{}" y="{}">{}</text>').format(
                css, colour(css), _number(size), anchor, _number(self.x(x)), _number(y), words
            )
        )

    def lines_of_text(
        self, x: float, y: float, lines: Sequence[str], *, size: float = 15, css: str = "", anchor: Anchor = "start"
    ) -> None:
        for number, words in enumerate(lines):
            self.text(x, y + number * size * 1.25, words, size=size, css=css, anchor=anchor)

    def finished(self, *, height: float, title: str, description: str) -> Markup:
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {w} {h}" role="img"'
            ' aria-labelledby="{k}-t {k}-d" direction="{dir}" font-family="system-ui, Noto Sans, sans-serif">'
            '<title id="{k}-t">{title}</title><desc id="{k}-d">{description}</desc>'
            '<defs><pattern id="{k}-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
            ' patternTransform="rotate(45)">'
            '<line class="gap-line" x1="0" y1="0" x2="0" y2="6" stroke="{hatch}" stroke-width="2"/></pattern></defs>'
            "{parts}</svg>"
        ).format(
            w=_number(self.width),
            h=_number(height),
            k=self.key,
            dir="rtl" if self.rtl else "ltr",
            title=title,
            description=description,
            hatch=COLOURS["quiet-mark"],
            parts=Markup("").join(self._parts),
        )

    @staticmethod
    def _titled(tag: str, opening: Markup, title: str | None) -> Markup:
        if title is None:
            return opening + Markup("/>")
        return opening + Markup("><title>{}</title></{}>").format(title, tag)


def _dashes(dashes: str | None) -> Markup:
    return Markup(' stroke-dasharray="{}"').format(dashes) if dashes else escape("")
