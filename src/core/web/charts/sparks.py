"""A line small enough to stand beside its figure. The figure is said in words, so the line is silent."""

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH = 112.0
_HEIGHT = 28.0
_EDGE = 4.0


def sparkline(values: Sequence[float | None], *, rtl: bool) -> Markup:
    """Where a figure is missing or hidden the line stops and begins again."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)

    def place(at: int, value: float) -> tuple[float, float]:
        x = _EDGE + at * step
        share = (value - low) / (high - low) if high > low else 0.5
        return (_WIDTH - x if rtl else x, _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE))

    pieces: list[list[str]] = [[]]
    last = (0.0, 0.0)
    for at, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        last = place(at, value)
        pieces[-1].append(f"{last[0]:.1f},{last[1]:.1f}")
    drawn = Markup("").join(
        Markup('<polyline class="s1" fill="none" stroke="#0b6e9e" stroke-width="2" points="{}"/>').format(
            " ".join(piece)
        )
        for piece in pieces
        if len(piece) > 1
    )
    return Markup(
        '<svg class="sparkline" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}'
        '<circle class="c1" fill="#0b6e9e" cx="{}" cy="{}" r="3"/></svg>'
    ).format(int(_WIDTH), int(_HEIGHT), drawn, f"{last[0]:.1f}", f"{last[1]:.1f}")
