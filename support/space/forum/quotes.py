"""Quotes of published text: a quote shows its words only while exactly that version is published and visible.

Moderation.md, invariant 14. What was quoted is never copied: it is looked up each time it is shown.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.space.forum.content import Quote
from support.space.forum.content_notes import coded
from support.space.forum.models import Post, Publication
from support.space.forum.reading.models import MutedPerson
from support.space.forum.visibility import visible

Mark = TypeVar("Mark", bound=Hashable)
BETWEEN = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class Quoted:
    """One paragraph as it is published now, with what a reader's choices ask about. ``muted``: by this reader."""

    text: str
    language: str
    notes: tuple[str, ...]
    author: str
    muted: bool = False


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines. Line breaks inside one are kept."""
    return [part for part in BETWEEN.split(body.strip("\n")) if part.strip()]


def find(
    session: Session, wanted: Mapping[Mark, Quote], reader_id: uuid.UUID | None = None
) -> dict[Mark, Quoted | None]:
    """What each quote says now; None where that version is not published, not visible, or has no such paragraph.

    ``reader_id`` is asked about muted people. One question to the database, none for no quotes.
    """
    if not wanted:
        return {}
    muted = sa.exists().where(MutedPerson.account_id == reader_id, MutedPerson.muted_id == Post.author_id)
    rows = session.execute(
        visible().where(Post.id.in_({quote.post_id for quote in wanted.values()}))
        .outerjoin(Account, Account.id == Post.author_id)
        .with_only_columns(
            Publication.revision_id, Publication.body, Publication.language, Publication.notes,
            Account.name, Publication.post_id, muted.label("muted"),
        )
    )  # fmt: skip
    shown = {(row.post_id, row.revision_id): row for row in rows}
    return {mark: _paragraph(shown.get((quote.post_id, quote.revision_id)), quote) for mark, quote in wanted.items()}


def quote_of(publication: Any) -> Quote | None:
    """What a published post quotes, if anything; of a publication, or any row with its columns."""
    post, revision, number = (
        publication.quoted_post_id,
        publication.quoted_revision_id,
        publication.quoted_paragraph,
    )
    return Quote(post, revision, number) if post and revision and number is not None else None


def resolve(session: Session, publications: Iterable[Publication]) -> dict[uuid.UUID, str | None]:
    """The words that each of these posts quotes, by the id of the quoting post; only of those that quote."""
    wanted = {one.post_id: quote for one in publications if (quote := quote_of(one))}
    return {mark: quoted.text if quoted else None for mark, quoted in find(session, wanted).items()}


def _paragraph(row: Any, quote: Quote) -> Quoted | None:
    if row is None:
        return None
    parts = paragraphs(row.body)
    if not 0 <= quote.paragraph < len(parts):
        return None
    return Quoted(parts[quote.paragraph], row.language, coded(row.notes), row.name or "", row.muted)
