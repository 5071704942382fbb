"""The index follows what is published: in any order of commits, from any state, without a readable word on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.models import Publication, PublicationChange
from support.space.forum.searching import keeping
from support.space.forum.searching.index import index, search
from support.space.forum.searching.keeping import SETTLED_SECONDS, Follower, rebuild, refresh
from tests.people import member
from tests.space.forum.published import change, gone, number, thread


def numbers(text: str) -> list[int]:
    """What the index gives for these words, without asking the database."""
    return list(search(text).numbers)


def test_a_taken_back_post_leaves_the_index_at_the_next_pass(own_space: Flask) -> None:
    one, other = (thread(member(own_space), body="marble stairs") for _ in range(2))
    held, stays = number(one), number(other)
    with own_space.app_context():
        refresh(db.session(), 0.0)
        refresh(db.session(), 0.5)
        assert sorted(numbers("marble")) == sorted([held, stays])
    gone(one)
    with own_space.app_context():
        assert refresh(db.session(), 1.0) == 1
        assert numbers("marble") == [stays]
        assert index().searcher().num_docs == 1


def test_a_change_replaces_the_old_words(own_space: Flask) -> None:
    one = thread(member(own_space), body="marble")
    with own_space.app_context():
        refresh(db.session(), 0.0)
    change(one, "granite", title="A quiet week")
    with own_space.app_context():
        refresh(db.session(), 1.0)
        assert numbers("marble") == []
        assert numbers("granite") == [number(one)]


def test_nothing_new_is_read_twice_and_nothing_is_written(own_space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    thread(member(own_space))
    with own_space.app_context():
        refresh(db.session(), 0.0)
        assert refresh(db.session(), 1.0) in (0, 1)  # a new index reads the last changes once more
        monkeypatch.setattr(index(), "apply", lambda *_: pytest.fail("wrote"))
        assert refresh(db.session(), 2.0) == 0


def test_a_change_that_is_committed_late_is_still_read(own_space: Flask) -> None:
    """PostgreSQL numbers changes before they are committed: a lower number may come to light after a higher one."""
    one = thread(member(own_space), body="marble")
    with own_space.app_context():
        db.session.execute(sa.update(PublicationChange).values(place=10))
        db.session.commit()
        refresh(db.session(), 0.0)
        refresh(db.session(), 1.0)
        db.session.execute(sa.update(Publication).values(body="granite"))
        db.session.add(PublicationChange(place=7, number=db.session.scalars(sa.select(Publication.number)).one()))
        db.session.commit()
        assert refresh(db.session(), 2.0) == 1
        assert numbers("granite") == [number(one)]


def test_the_position_moves_once_changes_have_settled(own_space: Flask) -> None:
    thread(member(own_space))
    with own_space.app_context():
        refresh(db.session(), 0.0)
        refresh(db.session(), 1.0)
        assert index().position() == 0
        refresh(db.session(), 1.0 + SETTLED_SECONDS)
        assert index().position() == 1


def test_what_was_seen_settles_in_order() -> None:
    follower = Follower()
    assert follower.settled(5, 0.0) is None
    assert follower.settled(8, 60.0) is None
    assert follower.settled(8, SETTLED_SECONDS) == 5
    assert follower.settled(8, SETTLED_SECONDS + 60.0) == 8
    follower.read = {4, 5, 9}
    follower.pass_by(5)
    assert follower.read == {9}


def test_a_database_of_an_earlier_day_is_indexed_anew(own_space: Flask) -> None:
    one = thread(member(own_space), body="marble")
    with own_space.app_context():
        refresh(db.session(), 0.0)
        index().apply([], [], 99)
        refresh(db.session(), 1.0)
        assert index().position() < 99
        assert numbers("marble") == [number(one)]


def test_many_changes_are_read_in_pieces(own_space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    writer = member(own_space)
    made = [thread(writer, body="marble") for _ in range(5)]
    with own_space.app_context():
        assert rebuild(db.session()) == 5
        refresh(db.session(), 0.0)
        assert sorted(numbers("marble")) == sorted(number(one) for one in made)


def test_the_files_hold_no_words_and_no_ids(own_space: Flask) -> None:
    who = member(own_space)
    one = thread(who, title="Nightingale", body="marble stairs")
    with own_space.app_context():
        refresh(db.session(), 0.0)
        folder = Path(own_space.config["INSTANCE"]) / "index" / "forum"
        content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    assert len(content) > 100
    for telling in (b"nightingale", b"marble", b"stair", str(one.id).encode(), one.id.bytes, who.id.bytes):
        assert telling not in content.lower()
