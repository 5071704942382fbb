"""What a writer is told of the reasons of a decision: what it is, what can be changed, and help (safety.md S105)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.space.cases import help as helps
from support.space.cases.reason_words import statement
from support.space.cases.reasons import reasons


@dataclass(frozen=True)
class Reason:
    """One reason in the reader's language: what cannot stay or was noticed, and what can be done about it."""

    code: str
    cannot: str
    change: str


@dataclass(frozen=True)
class Reasons:
    """All reasons of a decision, and the kinds of help that go with them (``cases.help.KINDS``)."""

    all: tuple[Reason, ...] = ()
    help: tuple[str, ...] = ()


NONE = Reasons()


def told(part: str, codes: Sequence[str]) -> Reasons:
    """The reasons of these codes, in their order; a code that the space has no more has no words left, but help."""
    if not codes:
        return NONE
    known = {one.code for one in reasons(part)}
    found = []
    for code in codes:
        if code in known:
            said = statement(code, part)
            found.append(Reason(code, said.cannot, said.change))
    return Reasons(tuple(found), helps.help_for(codes))
