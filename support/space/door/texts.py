"""Which texts a person agrees to at the door of each space, in which version, and what else stands there versioned.

Changing the words of a versioned template means raising its version here: members then read and agree again. A test
holds the hash of every version's words (safety.md S26; moderation.md row 103).
"""

from __future__ import annotations

from support.common.accounts.agreements import Agreement
from support.times import Times

GUIDELINES_VERSION = 1
COMMITMENT_VERSION = 1
PROMISE_VERSION = 2

COMMITTED = "prevention"  # the part whose members affirm a commitment, again and again
PROMISE_TEMPLATES = (
    "door/promise.html",
    "door/after_writing.html",
    "door/kept.html",
    "door/limits.html",
    "door/passed_on.html",
    "door/closing.html",
)


def agreements(part: str, times: Times) -> tuple[Agreement, ...]:
    """What a person agrees to in that space (``survivors`` or ``prevention``), in the order in which it is shown."""
    rules = Agreement("guidelines", GUIDELINES_VERSION, None, f"door/{part}/rules.html")
    if part != COMMITTED:
        return (rules,)
    days = times.commitment_days
    return (rules, Agreement("commitment", COMMITMENT_VERSION, days, f"door/{part}/commitment_words.html"))
