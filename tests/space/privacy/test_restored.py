"""After a backup is put back, no word of somebody who has left is there again (S84, S85; promise 10)."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from support.common.audit import housekeeper
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.privacy import erasing
from support.common.sealing.vault import keystore
from support.space.forum.models import Post, Publication, Revision
from support.space.forum.searching.index import index
from support.space.forum.writing.models import Draft
from tests.common.operations.conftest import Pairs, backed_up, kept_space, pairs, postgresql_if_asked, put_back
from tests.people import member, staff
from tests.space.privacy import writing
from tests.space.privacy.test_erasing import in_tables

__all__ = ["kept_space", "pairs", "postgresql_if_asked"]  # fixtures
GONE = ("kingfisher on a wire", "marmalade at midnight")


def test_the_words_of_who_left_do_not_come_back_and_those_of_others_do(
    kept_space: Flask,
    pairs: Pairs,
) -> None:
    leaves, stays, reader = member(kept_space), member(kept_space), staff(kept_space, "moderator")
    with kept_space.app_context():
        opened = writing.published(leaves, GONE[0], reader)
        kept = writing.published(stays, "a lamp in the hall", reader).id
        writing.published(stays, "I know that", reader, answers=opened)
        waits = writing.sent(stays, "wait for me").id
        writing.sent(leaves, GONE[1])
        db.session.commit()
        writing.drafted(leaves, "not yet")
        shell = db.session.scalars(sa.select(Post.id).where(Post.author_id == leaves.id)).all()
    assert housekeeper.work(kept_space)
    content, _keys = backed_up(kept_space)
    with kept_space.app_context():
        erasing.leave(db.session(), keystore(), leaves.id, kept_space.config["TIMES"], clock.now())
        db.session.remove()
        db.engine.dispose()
    assert "1 people who left since then were deleted again" in put_back(kept_space, content, pairs.content)
    assert in_tables(kept_space, *GONE, str(leaves.id), leaves.id.hex, leaves.name) == set()
    with kept_space.app_context():
        assert set(db.session.scalars(sa.select(Publication.body))) == {"a lamp in the hall", "I know that"}
        assert db.session.scalars(sa.select(Draft)).all() == []
        authors = db.session.scalars(sa.select(Post.author_id).where(Post.id.in_(shell))).all()
        assert authors == [None], "of the answered post an empty row is left; the other is gone"
        assert db.session.get_one(Post, waits).author_id == stays.id
        assert len(db.session.scalars(sa.select(Revision)).all()) == 3
        db.session.remove()
    assert housekeeper.work(kept_space)
    with kept_space.app_context():
        shown = set(db.session.scalars(sa.select(Publication.number)))
        assert len(shown) == index().searcher().num_docs == 2, "the search has followed"
        assert db.session.get_one(Publication, kept).body == "a lamp in the hall"
