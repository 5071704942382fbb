"""How much work one text may cost, counted in steps and never in seconds: the same text costs the same everywhere."""

from __future__ import annotations

FREE, A_SIGN = 20_000, 200


class OutOfSteps(Exception):
    """The text costs more than it may. What was found until then counts."""


class Steps:
    """Counts steps for a text of so many signs. Raises :class:`OutOfSteps` when there are none left."""

    def __init__(self, signs: int, most: int | None = None) -> None:
        self.left = self.most = FREE + A_SIGN * signs if most is None else most

    def spend(self, steps: int) -> None:
        """Count ``steps``."""
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps

    @property
    def spent(self) -> int:
        """How many were spent."""
        return self.most - self.left
