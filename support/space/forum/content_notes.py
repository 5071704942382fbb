"""Content notes: what a post touches on, in a fixed, neutral list, and how each reader wants such posts (S104).

A note is chosen by the writer or added by whoever read the post first; how it is shown is the reader's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel.speaklater import LazyString

from support.common.kernel.i18n import gettext as _
from support.common.kernel.i18n import lazy_gettext

SHOW, FOLD, HIDE = "show", "fold", "hide"
CHOICES = (SHOW, FOLD, HIDE)  # from the most open to the strictest

COMMON: dict[str, LazyString] = {
    "self_harm": lazy_gettext("Self-harm"),
    "not_living": lazy_gettext("Not wanting to live"),
    "violence": lazy_gettext("Violence"),
    "grief": lazy_gettext("Death and grief"),
    "panic": lazy_gettext("Panic and strong fear"),
    "sleep": lazy_gettext("Bad dreams and sleep"),
    "food": lazy_gettext("Food and eating"),
    "substances": lazy_gettext("Alcohol and drugs"),
    "illness": lazy_gettext("Body and illness"),
    "family": lazy_gettext("Family and partners"),
    "authorities": lazy_gettext("Police and courts"),
    "faith": lazy_gettext("Faith and religion"),
}
OF_PART: dict[str, dict[str, LazyString]] = {
    "survivors": {
        "assault": lazy_gettext("Sexual assault, spoken of in general"),
        "memories": lazy_gettext("Memories that come back"),
    },
    "prevention": {
        "thoughts": lazy_gettext("Unwanted sexual thoughts, spoken of in general"),
        "past": lazy_gettext("Something I did and regret"),
    },
}
FOLDED_AT_FIRST = frozenset({"self_harm", "not_living", "assault", "thoughts", "past"})
_LABELS = COMMON | OF_PART["survivors"] | OF_PART["prevention"]


def topics(part: str) -> dict[str, str]:
    """The notes of a space, code to words, in the order in which they are offered."""
    return {code: str(words) for code, words in (COMMON | OF_PART.get(part, {})).items()}


def known(part: str, notes: Iterable[str]) -> tuple[str, ...]:
    """Those of ``notes`` that the space has, each once, in the order of the list."""
    given = set(notes)
    return tuple(code for code in (*COMMON, *OF_PART.get(part, {})) if code in given)


def coded(notes: str) -> tuple[str, ...]:
    """The codes in a column of notes (comma between)."""
    return tuple(filter(None, notes.split(",")))


def label(code: str) -> str:
    """What a note is called; a note that is no longer on the list is still one."""
    return str(_LABELS[code]) if code in _LABELS else _("A content note")


def labels(notes: Iterable[str]) -> tuple[str, ...]:
    """What the notes are called, each once."""
    return tuple(dict.fromkeys(label(code) for code in notes))


def choice(code: str, choices: Mapping[str, str]) -> str:
    """How a reader wants one topic: as they chose, or as it is at first."""
    return choices.get(code, FOLD if code in FOLDED_AT_FIRST else SHOW)


def treatment(notes: Iterable[str], choices: Mapping[str, str]) -> str:
    """How a post with these notes is shown to a reader: the strictest of what they chose for any of them."""
    return max((choice(code, choices) for code in notes), key=CHOICES.index, default=SHOW)
