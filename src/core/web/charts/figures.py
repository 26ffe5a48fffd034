"""What a chart is made of and what it gives back. Pictures are only ever one half: the table is the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from i18n.messages import _

Show = Callable[[float], str]  # a figure in the reader's format, with its unit where it has one

WIDE = 720.0
NARROW = 360.0


@dataclass(frozen=True)
class Figure:
    """One figure of one unit (a centre, a month).

    `value` none: there is none, or, if `suppressed`, it may not be shown.
    """

    label: str
    value: float | None
    suppressed: bool = False
    low: float | None = None
    high: float | None = None
    note: str | None = None  # "n = 42", "provisional"
    group: str | None = None  # heading above the first of several: the country of the centres
    strong: bool = False  # a total among its parts

    def said(self, show: Show) -> str:
        return show(self.value) if self.value is not None else no_figure(suppressed=self.suppressed)


@dataclass(frozen=True)
class Target:
    value: float
    label: str  # "Target 80 %": says what it is and how much


@dataclass(frozen=True)
class Key:
    """A line of the legend. Needed only where marks cannot carry their own names."""

    css: str
    label: str


@dataclass(frozen=True)
class Chart:
    """`wide` and `narrow` are the same picture for a page and for a phone; the page shows one of them.

    `wide` also stands alone in a PDF or a mail.
    """

    id: str
    title: str
    wide: Markup
    narrow: Markup
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    subtitle: str | None = None
    summary: str | None = None
    legend: Sequence[Key] = ()


def no_figure(*, suppressed: bool) -> str:
    return _("hidden: small group") if suppressed else _("no figure")


def extremes(figures: Sequence[Figure], show: Show) -> str:
    """The sentence a picture is read as: where the figure is highest and lowest, and what is not shown."""
    known = [figure for figure in figures if figure.value is not None and not figure.strong]
    sentences = []
    if len(known) > 1:
        highest = max(known, key=lambda figure: figure.value or 0)
        lowest = min(known, key=lambda figure: figure.value or 0)
        sentences.append(
            _(
                "Highest: %(highest)s, %(most)s. Lowest: %(lowest)s, %(least)s.",
                highest=highest.label,
                most=highest.said(show),
                lowest=lowest.label,
                least=lowest.said(show),
            )
        )
    if any(figure.suppressed for figure in figures):
        sentences.append(_("Figures about small groups are hidden."))
    return " ".join(sentences)
