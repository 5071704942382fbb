"""Keyed sketches by which repetitions are found: no words, and nothing that opens without the key store."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.sealing.vault import keystore
from support.space.forum.models import Revision
from support.space.forum.writing.models import Fingerprint

ROOT = "sketches"
LETTERS = 16
ALIKE = 0.5  # the share of parts that two texts have in common, from which on they are called alike


def keyed(parts: Sequence[str]) -> list[str]:
    """The parts of a sketch under the space's own key, in their order."""
    key = keystore().root(ROOT)
    return [hmac.new(key, part.encode(), hashlib.sha256).hexdigest()[:LETTERS] for part in parts]


def alike(session: Session, values: Sequence[str], post_id: uuid.UUID | None) -> bool:
    """Whether another post has, or has had, much the same words."""
    if not values:
        return False
    shared = (
        sa.select(sa.func.count(sa.distinct(Fingerprint.value)))
        .join(Revision, Revision.id == Fingerprint.revision_id)
        .where(Fingerprint.value.in_(set(values)))
        .group_by(Fingerprint.revision_id)
    )
    if post_id:
        shared = shared.where(Revision.post_id != post_id)
    most = session.scalar(shared.order_by(sa.func.count(sa.distinct(Fingerprint.value)).desc()).limit(1))
    return (most or 0) >= ALIKE * len(set(values))


def keep(session: Session, revision_id: uuid.UUID, values: Sequence[str], on: date) -> None:
    """Keep the sketch of a revision. The caller commits."""
    session.add_all(
        Fingerprint(revision_id=revision_id, part=number, value=value, made_on=on)
        for number, value in enumerate(values)
    )


def forget(session: Session, post_id: uuid.UUID) -> None:
    """Forget the sketches of a post that was taken back. The caller commits."""
    of_post = sa.select(Revision.id).where(Revision.post_id == post_id)
    session.execute(sa.delete(Fingerprint).where(Fingerprint.revision_id.in_(of_post)))
