"""Looking at a text before it is sent: hints for its writer, and for whoever reads it first (DESIGN section 6).

Screening only hints. Where it fails or takes too long, the text is sent all the same and marked as not looked at
(moderation.md, invariant 17).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from support.common.kernel.logs import log
from support.common.screening.screening import Finding, screen
from support.common.screening.sketching import sketch
from support.space.forum.content import Content

Result = TypeVar("Result")
PATIENCE_SECONDS = 3.0
AT_ONCE = 2  # how many texts are looked at at the same time; what waits longer than the patience is not looked at
TITLE, BODY = "title", "body"
HELP = "help"
_lookers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="screening")


@dataclass(frozen=True)
class Hint:
    """Something that screening found, in the title or in the body, with its place in that text."""

    field: str
    finding: Finding


@dataclass(frozen=True)
class Looked:
    """What was found. ``screened`` is false where nobody could look; ``urgent`` is that of the case."""

    hints: tuple[Hint, ...] = ()
    urgent: int = 0
    screened: bool = True

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules, each once: never words of the text."""
        return tuple(dict.fromkeys(hint.finding.rule for hint in self.hints))

    @property
    def help(self) -> bool:
        """Whether there is a sign that the writer, or somebody else, is in danger."""
        return any(hint.finding.kind == HELP for hint in self.hints)

    def of(self, field: str) -> tuple[Finding, ...]:
        """What was found in one field."""
        return tuple(hint.finding for hint in self.hints if hint.field == field)


NOT_LOOKED_AT = Looked(screened=False)


def look(content: Content, *, part: str, newcomer: bool, languages: Sequence[str]) -> Looked:
    """What screening says of a content. Never raises."""
    return _in_time(lambda: _look(content, part, newcomer, languages), NOT_LOOKED_AT)


def _in_time(deed: Callable[[], Result], otherwise: Result) -> Result:
    try:
        return _lookers.submit(deed).result(PATIENCE_SECONDS)
    except Exception as error:  # whatever it is, the writer does not lose by it
        log.error("text not screened", extra={"reason": type(error).__name__})  # no trace: its frames are beside a text
        return otherwise


def _look(content: Content, part: str, newcomer: bool, languages: Sequence[str]) -> Looked:
    hints: list[Hint] = []
    urgent, screened = 0, True
    for field, text in ((TITLE, content.title), (BODY, content.body)):
        if not text:
            continue
        found = screen(text, part=part, newcomer=newcomer, languages=languages)
        hints += [Hint(field, finding) for finding in found.findings]
        urgent, screened = max(urgent, found.urgent), screened and found.complete
    return Looked(tuple(hints), urgent, screened)


def sketched(text: str) -> tuple[str, ...]:
    """By what near-duplicates of a text are found; nothing where that fails. Never raises."""
    return _in_time(lambda: sketch(text), ())
