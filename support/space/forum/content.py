"""What somebody wrote, as one value: sealed until it is published, and known by a digest of all of it."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

import msgspec

from support.common.sealing.vault import keystore, vault
from support.common.sealing.wrapping import Unreadable

DIGEST_ROOT = "revisions"  # the root secret under which digests are made: no text can be guessed from one
PLACE = "revision.sealed"


class Quote(msgspec.Struct, frozen=True):
    """One paragraph of somebody's published post; ``paragraph`` counts from nought."""

    post_id: UUID
    revision_id: UUID
    paragraph: int


class Content(msgspec.Struct, frozen=True):
    """All that a writer decides about a post. ``title`` only of an opening post; ``notes`` are content notes."""

    body: str
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    quote: Quote | None = None


def digest(content: Content) -> str:
    """A keyed hash over every field: two contents with the same digest are the same."""
    return hmac.new(keystore().root(DIGEST_ROOT), _written(content), hashlib.sha256).hexdigest()


def seal(author_id: UUID, revision_id: UUID, content: Content) -> str:
    """The content for the column ``revision.sealed``. Raises :class:`wrapping.KeyGone`."""
    return vault().seal(author_id, _written(content).decode(), place=PLACE, row=revision_id)


def unseal(author_id: UUID, revision_id: UUID, sealed: str) -> Content:
    """The content of a revision. Raises :class:`wrapping.KeyGone` and :class:`wrapping.Unreadable`."""
    opened = vault().open(author_id, sealed, place=PLACE, row=revision_id)
    try:
        return msgspec.json.decode(opened, type=Content)
    except msgspec.DecodeError as error:
        raise Unreadable("not a content") from error


def _written(content: Content) -> bytes:
    return msgspec.json.encode(content, order="deterministic")
