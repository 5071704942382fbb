"""Whether what somebody sends is taken at the moment (DESIGN section 6 "Enough people").

The moderation knows it and is above the forum; so it hands its answer in, and everybody below asks here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

EXTENSION = "open_for_sending"


@dataclass(frozen=True)
class Openness:
    """``open``: whether posts are taken. ``why`` says in words why not, and is empty where they are."""

    open: bool
    why: str = ""


OPEN = Openness(open=True)
Answer = Callable[[], Openness]


def ask(app: Flask, answer: Answer) -> None:
    """Give the application the function that knows. It is called inside a request."""
    app.extensions[EXTENSION] = answer


def sending_is_open() -> Openness:
    """What holds now; open where nobody was asked to say."""
    answer = cast("Answer | None", current_app.extensions.get(EXTENSION))
    return answer() if answer else OPEN
