"""Full text for machines: the same words, stems, synonyms and slips as the search page, over every concern."""

from __future__ import annotations

from tantivy import Occur, Query

from support.common.index.engine import LocalIndex
from support.site.directory.search_words import any_of, words

MOST = 1_000


def matching(index: LocalIndex, text: str) -> list[int]:
    """The numbers of at most 1,000 listings with all the words, best first; with some of them where none has all."""
    asked = words(index.searcher(), text)
    if not asked:
        return []
    found = _found(index, Query.boolean_query([(Occur.Must, word) for word in asked]))
    return found if found or len(asked) == 1 else _found(index, any_of(asked))


def _found(index: LocalIndex, query: Query) -> list[int]:
    return index.search(query, limit=MOST, weight_by_field="quality").keys
