"""From figures to places in a picture, with round numbers along the axis."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """`low` and `high` are the first and the last tick."""

    ticks: tuple[float, ...]
    start: float
    length: float

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def place(self, value: float) -> float:
        return self.start + self.length * (value - self.low) / (self.high - self.low)


def round_ticks(
    values: Iterable[float], *, wanted: int = 4, from_zero: bool = True, whole: bool = False
) -> tuple[float, ...]:
    """Round numbers that enclose the values. `whole`: people are not counted in halves."""
    known = list(values)
    low = 0.0 if from_zero or not known else min(known)
    high = max(known, default=1.0)
    if high <= low:
        high = low + 1.0
    step = _round_step((high - low) / wanted)
    if whole:
        step = max(1.0, math.ceil(step))
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def _round_step(rough: float) -> float:
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(step * magnitude for step in _STEPS if step * magnitude >= rough * (1 - 1e-9))
