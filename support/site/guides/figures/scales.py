"""From a number to a height: equal steps, or steps of ten times more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MOST_STEPS = 6


@dataclass(frozen=True)
class Scale:
    """``ticks`` are the numbers written at the side, from the lowest up; the first and the last are the ends."""

    ticks: tuple[int, ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """How far up a number stands: 0 at the lowest tick, 1 at the highest. Below the lowest is 0."""
        low, high = self.ticks[0], self.ticks[-1]
        if not self.logarithmic:
            return max(0.0, (value - low) / (high - low))
        if value <= low:
            return 0.0
        return math.log(value / low) / math.log(high / low)


def scale(values: Sequence[int], *, logarithmic: bool = False) -> Scale:
    """A scale on which every value has a place. It begins at 0; a logarithmic one at the power of ten below."""
    positive = [value for value in values if value > 0]
    if logarithmic:
        low = math.floor(math.log10(min(positive, default=1)))
        high = max(math.ceil(math.log10(max(positive, default=1))), low + 1)
        return Scale(tuple(10**power for power in range(low, high + 1)), True)
    step = _step(max(positive, default=1))
    count = math.ceil(max(positive, default=1) / step)
    return Scale(tuple(step * number for number in range(count + 1)))


def _step(highest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that reaches ``highest`` in few steps."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size * MOST_STEPS >= highest:
                return factor * size
        size *= 10
