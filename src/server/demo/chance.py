"""Chance that repeats itself: the same words give the same numbers on every machine."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """Made-up records need no secrecy, only repeatability: seed it with a text that names its use."""

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, more often the heavier ones."""
        point = self.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(list(weights)))

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.random()
