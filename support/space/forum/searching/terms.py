"""Words as the index keeps them: folded, without endings, and as keyed hashes, so that its files hold no words.

Language is not asked for: every word stands under its folded form and under what English and Spanish endings leave of
it, and a search asks for any of these. Scripts without spaces are cut into pairs of signs.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from itertools import chain

import tantivy

from support.common.sealing.vault import keystore

ROOT = "forum search"  # the root secret under which words are hashed
HASH_BYTES = 10
LONGEST_WORD = 40
MOST_WORDS = 10  # of one search
STEMMERS = ("english", "spanish")
JOINERS = "\u200c\u200d"  # inside words of Persian and of Indian scripts
PAIRED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


class _Bare(dict[int, str]):
    """What becomes of each sign: letters, digits and vowel signs stay, accents go, all else parts words."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if sign in JOINERS or unicodedata.combining(sign):
            kept = ""
        else:
            kept = sign if unicodedata.category(sign)[0] in "LNM" else " "
        self[code] = kept
        return kept


_BARE = _Bare()


class Hasher:
    """Turns words into the hashes of one application. Made anew for each pass: the secret is not kept."""

    def __init__(self) -> None:
        self._key = keystore().root(ROOT)
        self._of_word = lru_cache(maxsize=50_000)(self._hashed)

    def hashes(self, text: str) -> list[str]:
        """Every hash under which a text is found, each once."""
        return list(set(chain.from_iterable(map(self._of_word, set(words(text))))))

    def asked(self, text: str) -> list[list[str]]:
        """For each word of a search, the hashes one of which a text must have."""
        found = dict.fromkeys(words(text))
        return [list(self._of_word(word)) for word in list(found)[:MOST_WORDS]]

    def _hashed(self, word: str) -> tuple[str, ...]:
        return tuple(hmac.new(self._key, form.encode(), sha256).digest()[:HASH_BYTES].hex() for form in forms(word))


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, without accents; vowel signs of Indian scripts stay with their letters."""
    found = unicodedata.normalize("NFKD", text.casefold()).translate(_BARE)
    if PAIRED.search(found) is None:
        yield from (word[:LONGEST_WORD] for word in found.split())
        return
    for word in found.split():
        yield from _pairs(word) if PAIRED.search(word) else [word[:LONGEST_WORD]]


def forms(word: str) -> tuple[str, ...]:
    """A folded word, and what is left of it without its endings."""
    return tuple(dict.fromkeys((word, *(_stemmed(word, language) for language in STEMMERS))))


@lru_cache(maxsize=20_000)
def _stemmed(word: str, language: str) -> str:
    stemmed = _stemmer(language).analyze(word)
    return stemmed[0] if stemmed else word


@cache
def _stemmer(language: str) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw())
    return builder.filter(tantivy.Filter.stemmer(language)).build()


def _pairs(word: str) -> Iterator[str]:
    """Each two neighbouring signs; what stands between such scripts stays a word."""
    start = 0
    for run in PAIRED.finditer(word):
        if run.start() > start:
            yield word[start : run.start()]
        signs = run[0]
        yield from (signs[place : place + 2] for place in range(max(1, len(signs) - 1)))
        start = run.end()
    if start < len(word):
        yield word[start:]
