"""A post as a page shows it to one reader: what they chose decides what is in the page at all (S104)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from support.space.forum.content_notes import FOLD, HIDE, SHOW, coded, labels, treatment
from support.space.forum.quotes import Quoted, paragraphs
from support.space.forum.signs import SIGNS, label

OPENING, ANSWER, BELOW = 0, 1, 2  # how deep a post stands


@dataclass(frozen=True)
class Reader:
    """Who reads: how they want noted posts, and which posts they asked to see this once."""

    account_id: uuid.UUID
    choices: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[uuid.UUID] = frozenset()


@dataclass(frozen=True)
class SignView:
    """A sign under a post: whether anybody gave it, and whether this reader did. Never how many."""

    code: str
    label: str
    given: bool
    own: bool


@dataclass(frozen=True)
class QuoteView:
    """A quoted paragraph; ``text`` is none where it is not to be seen any more, or not by this reader: because of
    these notes (``why``), or because they muted its writer."""

    text: str | None
    author: str = ""
    language: str = ""
    why: tuple[str, ...] = ()
    muted: bool = False


@dataclass(frozen=True)
class PostView:
    """A post in the state in which one reader gets it. ``how``: shown, folded or hidden; a hidden one has no words.

    ``author`` is empty where its writer has left. ``notes`` are words, not codes.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    revision_id: uuid.UUID
    depth: int
    author: str
    day: date
    edited: bool
    title: str
    paragraphs: tuple[str, ...]
    language: str
    notes: tuple[str, ...] = ()
    how: str = SHOW
    muted: bool = False
    own: bool = False
    quote: QuoteView | None = None
    signs: tuple[SignView, ...] = ()
    answers: str = ""  # of an answer to an answer: whose it answers, where that is known


def post_views(
    rows: Sequence[Any],
    reader: Reader,
    quotes: Mapping[uuid.UUID, Quoted | None],
    signs: Mapping[uuid.UUID, Mapping[str, bool]],
) -> list[PostView]:
    """The views of rows of ``queries.columns``, in their order; ``quotes`` and ``signs`` by the id of the post."""
    names = {row.id: row.name or "" for row in rows}
    return [_post_view(row, reader, quotes, signs.get(row.id, {}), names) for row in rows]


def _post_view(
    row: Any, reader: Reader, quotes: Mapping[uuid.UUID, Quoted | None], signs: Mapping[str, bool],
    names: Mapping[uuid.UUID, str],
) -> PostView:  # fmt: skip
    codes = coded(row.notes)
    own = row.author_id is not None and row.author_id == reader.account_id
    how = _how(codes, row.muted, own or row.id in reader.opened, reader.choices)
    hidden = how == HIDE
    return PostView(
        id=row.id, thread_id=row.thread_id, revision_id=row.revision_id, depth=_depth(row), author=row.name or "",
        day=row.published_on, edited=row.edited, title="" if hidden else row.title,
        paragraphs=() if hidden else tuple(paragraphs(row.body)), language=row.language, notes=labels(codes), how=how,
        muted=row.muted, own=own,
        quote=None if hidden or row.id not in quotes else _quote(quotes[row.id], reader),
        signs=tuple(_sign_views(signs)), answers=names.get(row.parent_id, "") if _depth(row) == BELOW else "",
    )  # fmt: skip


def _sign_views(given: Mapping[str, bool]) -> Iterable[SignView]:
    return (SignView(code, label(code), code in given, given.get(code, False)) for code in SIGNS)


@dataclass(frozen=True)
class ThreadView:
    """A thread in a list; a hidden one has no title."""

    id: uuid.UUID
    title: str
    language: str
    author: str
    day: date
    answered: bool
    notes: tuple[str, ...]
    how: str
    muted: bool


def thread_views(rows: Sequence[Any], reader: Reader) -> list[ThreadView]:
    """The views of rows of ``listing``."""
    return [_thread_view(row, reader) for row in rows]


def _thread_view(row: Any, reader: Reader) -> ThreadView:
    codes = coded(row.notes)
    how = _how(codes, row.muted, row.author_id == reader.account_id, reader.choices)
    title = "" if how == HIDE else row.title
    return ThreadView(
        row.thread_id, title, row.language, row.name or "", row.moved_on, row.answered, labels(codes), how, row.muted
    )


EXCERPT_LETTERS = 240


@dataclass(frozen=True)
class FoundView:
    """A post that a search found: its first words; none where the reader wants it hidden."""

    id: uuid.UUID
    title: str
    excerpt: str
    language: str
    author: str
    day: date
    notes: tuple[str, ...]
    how: str
    muted: bool


def found_views(rows: Sequence[Any], reader: Reader) -> list[FoundView]:
    """The views of rows of ``queries.columns`` in a list of results."""
    return [_found_view(row, reader) for row in rows]


def _found_view(row: Any, reader: Reader) -> FoundView:
    codes = coded(row.notes)
    how = _how(codes, row.muted, row.author_id == reader.account_id, reader.choices)
    title, words = ("", "") if how == HIDE else (row.title, " ".join(row.body.split()))
    excerpt = (
        words
        if len(words) <= EXCERPT_LETTERS
        else f"{words[:EXCERPT_LETTERS].rpartition(' ')[0] or words[:EXCERPT_LETTERS]} …"
    )
    return FoundView(
        row.id, title, excerpt, row.language, row.name or "", row.published_on, labels(codes), how, row.muted
    )


def _how(codes: Sequence[str], muted: bool, opened: bool, choices: Mapping[str, str]) -> str:
    if opened:
        return SHOW
    wanted = treatment(codes, choices)
    return FOLD if muted and wanted == SHOW else wanted


def _depth(row: Any) -> int:
    if row.parent_id is None:
        return OPENING
    return BELOW if getattr(row, "nested", False) else ANSWER


def _quote(quoted: Quoted | None, reader: Reader) -> QuoteView:
    """A quote of what a reader wants folded or hidden would show it after all."""
    if quoted is None:
        return QuoteView(None)
    if treatment(quoted.notes, reader.choices) != SHOW:
        return QuoteView(None, why=labels(quoted.notes))
    if quoted.muted:
        return QuoteView(None, muted=True)
    return QuoteView(quoted.text, quoted.author, quoted.language)
