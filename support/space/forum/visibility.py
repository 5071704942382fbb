"""The one place that says which posts a reader can see (DESIGN section 2): every read of the forum uses it.

A post is visible if it is published, and so is what it answers, up to the opening post (moderation.md, invariant 14).
What is held or taken back has no publication.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from support.space.forum.models import Post, Publication


def visible() -> sa.Select[Any]:
    """Visible posts: select from ``Post`` joined with its ``Publication``; the caller adds columns and conditions."""
    return sa.select(Post).join(Publication, Publication.post_id == Post.id).where(answers_what_is_visible())


def answers_what_is_visible() -> sa.ColumnElement[bool]:
    """That everything above a post is published too; posts are at most two steps below the opening one."""
    parent, above = aliased(Post), aliased(Publication)
    grand, far_above = aliased(Post), aliased(Publication)
    grandparent = (
        sa.select(sa.literal(1)).select_from(grand).join(far_above, far_above.post_id == grand.id)
        .where(grand.id == parent.parent_id, grand.parent_id.is_(None)).exists()
    )  # fmt: skip
    answered = (
        sa.select(sa.literal(1)).select_from(parent).join(above, above.post_id == parent.id)
        .where(parent.id == Post.parent_id, sa.or_(parent.parent_id.is_(None), grandparent)).exists()
    )  # fmt: skip
    return sa.or_(Post.parent_id.is_(None), answered)
