"""Words whose letters were pulled apart: ``k i n d``, ``k.i.n.d``, ``ki-nd``, ``a t`` (moderation.md row 66)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from support.common.screening.words_seen import Word, key, keys

WIDEST = 5  # signs between two letters of one word
GLUE = frozenset("-_.*~")
LONGEST_RUN, LONGEST_WORD, MOST_PIECES = 60, 14, 12


def joined(found: Sequence[Word], signs: str, vocabulary: Collection[str]) -> list[Word] | None:
    """The words with pulled ones put together again; None where none was pulled apart."""
    whole = [word for group in _groups(found, signs) for word in _put_together(group, vocabulary)]
    return whole if len(whole) != len(found) else None


def _groups(found: Sequence[Word], signs: str) -> Iterator[list[Word]]:
    """Words that belong together: single letters near each other, or pieces with one hyphen or the like between."""
    group: list[Word] = []
    for word in found:
        if group and not (len(group) < LONGEST_RUN and _belong(group[-1], word, signs)):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _belong(one: Word, other: Word, signs: str) -> bool:
    gap = signs[one.end : other.start]
    if gap in GLUE:
        return True
    return len(one.raw) == len(other.raw) == 1 and len(gap) <= WIDEST and "\n" not in gap


def _put_together(group: list[Word], vocabulary: Collection[str]) -> Iterable[Word]:
    if len(group) == 1:
        return group
    if any(len(word.raw) > 1 for word in group):
        return [_one(group)] if len(group) <= MOST_PIECES else group
    narrow = min(other.start - one.end for one, other in pairwise(group))
    runs = [[group[0]]]
    for one, other in pairwise(group):
        if other.start - one.end > narrow:
            runs.append([])
        runs[-1].append(other)
    return [word for run in runs for word in _split(run, vocabulary)]


def _one(run: Sequence[Word]) -> Word:
    raw = "".join(word.raw for word in run)
    return Word(keys(raw), None, raw, run[0].start, run[-1].end, run[0].after_break)


def _split(run: list[Word], vocabulary: Collection[str]) -> Iterator[Word]:
    """A run of letters as one word that we know, else as the fewest words that we know, else as one all the same."""
    raw = "".join(word.raw for word in run)
    best: list[tuple[int, int]] = [(0, 0)]  # for each length: how many words it takes, where the last one begins
    for end in range(1, len(raw) + 1):
        starts = range(max(0, end - LONGEST_WORD), end)
        best.append(
            min((best[at][0] + (1 if key(raw[at:end]) in vocabulary else 100 * (end - at)), at) for at in starts)
        )
    if best[-1][0] >= 100:
        yield _one(run)
        return
    cuts = [len(raw)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    for start, end in pairwise(cuts):
        yield _one(run[start:end])
