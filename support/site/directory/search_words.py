"""What somebody typed, as queries: one a word. Nothing is parsed, so no sign means anything to the engine."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from support.site.directory.index import analyzer, design
from support.site.directory.synonyms import others

MOST_WORDS = 8
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "can",
        "for",
        "from",
        "i",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "the",
        "to",
        "we",
        "with",
        "who",
        "you",
    ]
)
TYPO_FROM, TWO_TYPOS_FROM, PREFIX_FROM = 4, 8, 3


def words(searcher: tantivy.Searcher, typed: str) -> list[Query]:
    """One query for each word that says something, at most eight."""
    spelt = list(dict.fromkeys(analyzer(stem=False).analyze(typed)))
    chosen = [word for word in spelt if word not in SMALL_WORDS] or spelt
    return [_word(searcher, word) for word in chosen[:MOST_WORDS]]


def _word(searcher: tantivy.Searcher, word: str) -> Query:
    """A word as such, by stem, by synonyms, as the beginning of a longer one; and if nobody knows it, a typo."""
    schema = design().schema
    ways = [Query.boost_query(query, 1.0) for query in _same(word)]
    ways += [Query.const_score_query(query, 0.6) for other in others(word) for query in _phrase(other)]
    known = searcher.doc_freq("spelt", word) > 0
    if len(word) >= PREFIX_FROM:
        ways.append(Query.const_score_query(Query.fuzzy_term_query(schema, "spelt", word, 0, True, True), 0.3))
    if not known and len(word) >= TYPO_FROM:
        distance = 2 if len(word) >= TWO_TYPOS_FROM else 1
        ways.append(Query.const_score_query(Query.fuzzy_term_query(schema, "spelt", word, distance, True, False), 0.4))
    return Query.disjunction_max_query(ways, 0.1)


def _same(word: str) -> list[Query]:
    schema, stems = design().schema, analyzer(stem=True).analyze(word)
    if not stems:
        return [Query.empty_query()]
    return [
        Query.boost_query(Query.term_query(schema, "title", stems[0], "freq"), 2.0),
        Query.term_query(schema, "words", stems[0], "freq"),
    ]


def _phrase(text: str) -> list[Query]:
    stems = analyzer(stem=True).analyze(text)
    if len(stems) > 1:
        return [Query.phrase_query(design().schema, "words", list(stems))]
    return [Query.term_query(design().schema, "words", stem, "freq") for stem in stems]


def any_of(queries: Sequence[Query]) -> Query:
    """Whatever has at least one of the words; more of them count more."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])
