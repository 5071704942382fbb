"""A text costs steps in proportion to its length, whatever it says; counted, never timed."""

from __future__ import annotations

import pytest

from support.common.screening.screening import screen
from support.common.screening.steps import FREE, OutOfSteps, Steps

LONG = 8_000
ADVERSARIAL = (
    "a", "a ", "i ", "no ", "me ", "1 ", "1", "@", "x@y", "a@a.", "a.", "www.", "a-", "k.i.l.l ", "http://", "((1", ". .a ",
    "want to ", "i am scared that i might ", "could can should ", "five ", "0-", "a\u0301\u0301\u0301", "maria in otley ",
    "i am 34 on 3 may ", "miedo de hacer ", "l|1I", "sn@p ",
)  # fmt: skip


def cost(unit: str, length: int) -> int:
    steps = Steps(length)
    assert screen((unit * (length // len(unit) + 1))[:length], part="survivors", steps=steps).complete
    return steps.spent


@pytest.mark.parametrize("unit", ADVERSARIAL)
def test_twice_the_text_costs_twice_the_steps(unit: str) -> None:
    half, whole = cost(unit, LONG // 2), cost(unit, LONG)
    assert whole <= 2.1 * half + 200


def test_a_budget_ends() -> None:
    steps = Steps(0)
    steps.spend(FREE)
    with pytest.raises(OutOfSteps):
        steps.spend(1)
