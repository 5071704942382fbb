"""How long a text waits until it was read, said honestly (moderation.md rows 6 and 107).

The moderation measures it and is above the forum; so it hands its answer in, as with openness.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from flask import Flask, current_app

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import ngettext

EXTENSION = "expected_wait"
HOUR, DAY = 60, 24 * 60


class Wait(Protocol):
    """Whole minutes: half of what was sent lately was read within ``usual``, nine in ten within ``most``."""

    @property
    def usual(self) -> int:
        """The middle."""

    @property
    def most(self) -> int:
        """What nearly all stay below."""


Answer = Callable[[], "Wait | None"]


def ask(app: Flask, answer: Answer) -> None:
    """Give the application the function that knows. It is called inside a request."""
    app.extensions[EXTENSION] = answer


def expected_wait() -> Wait | None:
    """How long texts waited lately; None where nobody can say."""
    answer = cast("Answer | None", current_app.extensions.get(EXTENSION))
    return answer() if answer else None


def sentence(wait: Wait | None) -> str:
    """What a writer is told. Rounded up: nobody is promised more than is true."""
    if wait is None:
        return _("We cannot say yet how long it takes: too few texts were read lately. It can take a day or more.")
    usual, most = _span(wait.usual), _span(wait.most)
    if usual == most:
        return _("Lately, nine out of ten texts were read within %(most)s.", most=most)
    return _(
        "Lately, half of the texts were read within %(usual)s, and nine out of ten within %(most)s.",
        usual=usual, most=most,
    )  # fmt: skip


def _span(minutes: int) -> str:
    if minutes <= DAY:
        return ngettext("%(num)s hour", "%(num)s hours", max(1, -(-minutes // HOUR)))
    return ngettext("%(num)s day", "%(num)s days", -(-minutes // DAY))
