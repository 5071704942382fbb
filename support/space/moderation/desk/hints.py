"""What screening points at in one text: each rule once, explained, with the places that it marks (row 61).

Places are found again when the text is shown: the case keeps the rules' codes only. Whatever screening says or fails
to say, the reader sees the text and decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from support.common.kernel.logs import log
from support.common.screening.explaining import explain
from support.common.screening.findings import Finding
from support.common.screening.screening import screen
from support.space.moderation.desk.marking import Piece, Span, pieces


@dataclass(frozen=True)
class Hint:
    """One rule: its number in the text, what it is called, why it is a hint, and what a reader can do."""

    number: int
    name: str
    why: str
    advice: str
    places: int


@dataclass(frozen=True)
class Hinted:
    """The hints, and title and text cut where they are marked."""

    hints: tuple[Hint, ...]
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]


def hinted(title: str, body: str, codes: Sequence[str], *, part: str, newcomer: bool) -> Hinted:
    """The hints of a case: those that it came with, and those that screening finds in the text now."""
    in_title, in_body = (_findings(text, part, newcomer) for text in (title, body))
    rules = list(dict.fromkeys([*codes, *(finding.rule for finding in (*in_title, *in_body))]))
    numbers = {rule: number for number, rule in enumerate(rules, 1)}

    def spans(found: Sequence[Finding]) -> list[Span]:
        return [Span(one.start, one.end, numbers[one.rule]) for one in found]

    hints = (_hint(rule, numbers[rule], [*in_title, *in_body]) for rule in rules)
    return Hinted(tuple(hints), tuple(pieces(title, spans(in_title))), tuple(pieces(body, spans(in_body))))


def name_of(rule: str) -> str:
    """What a rule is called; a code that no version of ours knows stands for itself."""
    return _explained(rule)[0]


def _hint(rule: str, number: int, found: Sequence[Finding]) -> Hint:
    name, why, advice = _explained(rule)
    return Hint(number, name, why, advice, sum(one.rule == rule and one.start < one.end for one in found))


def _explained(rule: str) -> tuple[str, str, str]:
    try:
        return explain(rule)
    except KeyError:
        return rule, "", ""


def _findings(text: str, part: str, newcomer: bool) -> Sequence[Finding]:
    """What screening finds; nothing where it fails (moderation.md, invariant 17)."""
    try:
        return screen(text, part=part, newcomer=newcomer).findings if text else ()
    except Exception:
        log.error("screening failed")  # without its traceback: that may hold the text
        return ()
