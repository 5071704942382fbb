"""How alike two texts are, without keeping a word of them (moderation.md row 67).

A sketch is made of minimum hashes over every three words that stand together (Broder 1997): texts that share most of
their triples share most of the marks. The caller keys each mark before it is stored.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from hashlib import blake2b

from support.common.screening.words_seen import look_at, words

TRIPLE, BANDS, ROWS = 3, 8, 2
FEWEST_WORDS = 12  # "thank you", "good night, all": what everybody writes is no repetition
LONGEST = 20_000
ALIKE_FROM = 0.375  # three marks of eight: about six triples of ten in common
PRIME = (1 << 61) - 1


def sketch(text: str) -> tuple[str, ...]:
    """Eight marks of a text, each with its place in front; none for a text under twelve words."""
    said = [word.keys[0] for word in words(look_at(text[:LONGEST]))]
    if len(said) < FEWEST_WORDS:
        return ()
    triples = {_hash(" ".join(said[at : at + TRIPLE])) for at in range(len(said) - TRIPLE + 1)}
    least = [min((factor * triple + term) % PRIME for triple in triples) for factor, term in FACTORS]
    return tuple(_mark(band, least[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def alike(one: Collection[str], other: Collection[str]) -> float:
    """The share (0 to 1) of marks that two sketches have in common; also of sketches that were keyed alike.

    From :data:`ALIKE_FROM` on two texts are near-duplicates.
    """
    both = len(set(one) & set(other))
    return both / max(len(one), len(other)) if both else 0.0


def _hash(triple: str) -> int:
    return int.from_bytes(blake2b(triple.encode(), digest_size=7).digest(), "big")


def _mark(band: int, least: list[int]) -> str:
    return f"{band}:{zlib.crc32(repr(least).encode()):08x}"


def _factors() -> tuple[tuple[int, int], ...]:
    """Steady factors, the same in every process."""
    drawn = (_hash(f"factor {number}") for number in range(BANDS * ROWS * 2))
    return tuple((next(drawn) | 1, next(drawn)) for _ in range(BANDS * ROWS))


FACTORS = _factors()
