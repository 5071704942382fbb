"""Three supportive signs that a reader can leave under a post. Nobody is shown how many there are, or whose (S103)."""

from __future__ import annotations

from flask_babel.speaklater import LazyString

from support.common.kernel.i18n import lazy_gettext

SIGNS: dict[str, LazyString] = {
    "heard": lazy_gettext("I hear you"),
    "thanks": lazy_gettext("Thank you for writing this"),
    "strength": lazy_gettext("I wish you strength"),
}


def label(code: str) -> str:
    """What a sign says."""
    return str(SIGNS[code])
