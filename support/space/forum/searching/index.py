"""The index of published posts: hashes of words, and the number by which the database knows a publication.

Disposable and local (``common/index``). It never decides what is seen: whatever it finds is asked of
:func:`visibility.visible` again. A post that is taken back leaves it at the housekeeper's next pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import tantivy
from flask import Flask, current_app
from tantivy import Occur, Query

from support.common.index.engine import Design, Fields, LocalIndex
from support.space.forum.searching.terms import Hasher

VERSION = "1"
EXTENSION = "forum search"
MOST_FOUND = 200  # of one search; narrower words find the rest


@dataclass(frozen=True)
class Found:
    """Numbers of publications, best first. ``loosened``: no post has all of the words, these have some."""

    numbers: Sequence[int]
    loosened: bool = False


@cache
def design() -> Design:
    """Schema of the index: no frequencies and no places of words, which would tell more than a search needs."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_text_field("term", tokenizer_name="raw", index_option="basic")
    return Design(builder.build(), {}, VERSION)


def attach(app: Flask, folder: Path) -> None:
    """Give the application its index, with its files in ``folder``."""
    app.extensions[EXTENSION] = LocalIndex(folder / "forum", design())


def index() -> LocalIndex:
    """The index of the present application."""
    return cast(LocalIndex, current_app.extensions[EXTENSION])


def document(row: Any, hasher: Hasher) -> Fields:
    """A publication as the index takes it."""
    return {"key": row.number, "term": hasher.hashes(f"{row.title}\n{row.body}")}


def search(text: str, *, loosely: bool = False) -> Found:
    """What has all of the words; where nothing has, or ``loosely``, what has some. Raises IndexUnavailable."""
    asked = [_any_of(hashes) for hashes in Hasher().asked(text)]
    if not asked:
        return Found([])
    if not loosely:
        numbers = _numbers(Query.boolean_query([(Occur.Must, one) for one in asked]))
        if numbers or len(asked) == 1:
            return Found(numbers)
    return Found(_numbers(Query.boolean_query([(Occur.Should, one) for one in asked])), loosened=True)


def _numbers(query: Query) -> list[int]:
    return index().search(query, limit=MOST_FOUND).keys


def _any_of(hashes: Sequence[str]) -> Query:
    terms = [Query.term_query(design().schema, "term", one) for one in hashes]
    return Query.const_score_query(Query.boolean_query([(Occur.Should, term) for term in terms]), 1.0)
