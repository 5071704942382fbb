"""Text to findings, after undoing disguises. Hints and sorts; never publishes, rejects or loses (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from support.common.screening.addresses import addresses
from support.common.screening.figures import numbers, spelled
from support.common.screening.findings import NEWCOMER, Finding, Screened, in_order, whole
from support.common.screening.phrases import Match
from support.common.screening.rules import LANGUAGES, UNLESS, Pair, pairs, phrases, rules
from support.common.screening.spacing import joined
from support.common.screening.steps import Steps
from support.common.screening.words_seen import Seen, Word, look_at, with_symbols, words

__all__ = ["LONGEST", "Finding", "Screened", "screen"]

LONGEST = 20_000  # no text of ours is longer; of a longer one the beginning is looked at
Sign = tuple[str, int, int]  # rule or part, from this sign to before that sign


def screen(
    text: str, *, part: str, newcomer: bool = False, languages: Sequence[str] = LANGUAGES, steps: Steps | None = None
) -> Screened:
    """What a reader should look at first in ``text``. Never raises: what could not be looked at makes it incomplete."""
    signs, seen, complete = set[Sign](), None, False
    findings: list[Finding] = []
    try:
        seen = look_at(text[:LONGEST])
        _look(seen, [one for one in languages if one in LANGUAGES], steps or Steps(len(seen.signs)), signs.update)
        complete = len(text) <= LONGEST
    except Exception:  # whatever it is, the text is read by a person (moderation.md, invariant 17)
        complete = False
    try:
        findings = list(_reported(signs, seen, part)) if seen else []
    except Exception:
        complete = False
    found = in_order([*findings, *([whole(NEWCOMER)] if newcomer else [])])
    return Screened(found, max((rules()[one.rule].urgent for one in findings), default=0), complete)


def _look(seen: Seen, languages: Sequence[str], steps: Steps, tell: Callable[[Iterable[Sign]], None]) -> None:
    """Tell of every sign in each way that the text can be read. Raises OutOfSteps."""
    steps.spend(len(seen.signs))
    plain = words(seen)
    readings: list[Sequence[Word]] = [plain]
    swapped = with_symbols(seen)
    if swapped:
        readings.append(words(seen, swapped))
    for reading in tuple(readings):
        vocabulary = set[str]().union(*(phrases(language).vocabulary for language in languages))
        whole_words = joined(reading, seen.signs, vocabulary)
        steps.spend(len(reading))
        if whole_words:
            readings.append(whole_words)
    for reading in readings:
        for language in languages:
            _match(reading, language, steps, tell)
    tell(spelled(plain, steps))
    tell(addresses(seen, steps))
    tell(numbers(seen, steps))


def _match(reading: Sequence[Word], language: str, steps: Steps, tell: Callable[[Iterable[Sign]], None]) -> None:
    """Tell of the phrases of one language in one reading, without those that an exception takes back."""
    matches: list[Match] = []
    try:
        phrases(language).find(reading, steps, matches.append)
    finally:
        tell((one.target, reading[one.first].start, reading[one.last].end) for one in _kept(matches))


def _kept(matches: Sequence[Match]) -> Iterator[Match]:
    taken_back: dict[str, set[int]] = {}
    for one in matches:
        if one.target.startswith(UNLESS):
            taken_back.setdefault(one.target[len(UNLESS) :], set()).update(range(one.first, one.last + 1))
    for one in matches:
        if not one.target.startswith(UNLESS):
            covered = taken_back.get(one.target)
            if covered is None or covered.isdisjoint(range(one.first, one.last + 1)):
                yield one


def _reported(signs: Iterable[Sign], seen: Seen, part: str) -> Iterator[Finding]:
    """Findings of the rules that hold in this part of the site, those of pairs among them."""
    signs = sorted(signs, key=lambda one: (one[1], one[2], one[0]))
    paired = {sign for pair in pairs() for sign in _together(pair, signs)}
    for name, start, end in (*signs, *paired):
        rule = rules().get(name)
        if rule and (not rule.parts or part in rule.parts):
            yield Finding(*seen.span(start, end), rule.id, rule.category, rule.kind)


def _together(pair: Pair, signs: Sequence[Sign]) -> Iterator[Sign]:
    """Both sides of a pair, where they are near enough and not the same words. Signs come in the order of the text."""
    for wanted, others in ((pair.of, pair.beside), (pair.beside, pair.of)):
        near = [one for one in signs if one[0] in others]
        at = 0
        for name, start, end in signs:
            if name not in wanted:
                continue
            while at < len(near) and near[at][1] < start - pair.within:
                at += 1
            if any(_apart(other, start, end) and other[1] <= end + pair.within for other in near[at : at + 16]):
                yield pair.rule, start, end


def _apart(other: Sign, start: int, end: int) -> bool:
    return other[2] <= start or other[1] >= end
