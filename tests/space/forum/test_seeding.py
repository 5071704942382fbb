"""The boards that a space begins with: there once, in the words of that space."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import db
from support.space.forum.models import Board
from support.space.forum.seeding import BOARDS, ensure_boards, keep_boards, words


def test_boards_are_made_once(own_space: Flask) -> None:
    part = own_space.config["PART"]
    with own_space.app_context():
        assert ensure_boards(db.session(), part) == len(BOARDS[part])
        assert ensure_boards(db.session(), part) == 0
        keep_boards()
        rows = db.session.scalars(sa.select(Board).order_by(Board.position)).all()
        assert [row.code for row in rows] == list(BOARDS[part])


def test_a_missing_one_is_added_and_the_others_stay(own_space: Flask) -> None:
    part = own_space.config["PART"]
    with own_space.app_context():
        db.session.add(Board(code="arriving", title="Ours", about="", position=3))
        db.session.commit()
        assert ensure_boards(db.session(), part) == len(BOARDS[part]) - 1
        assert db.session.scalar(sa.select(Board.title).where(Board.code == "arriving")) == "Ours"


def test_every_board_says_what_it_is_for_and_a_lead_may_rename_it(own_space: Flask) -> None:
    part = own_space.config["PART"]
    with own_space.test_request_context("/en/"):
        for code in BOARDS[part]:
            said = words(Board(code=code, title="", about=""), part)
            assert said.title
            assert said.about
            assert said.language == ""
        renamed = words(Board(code="arriving", title="Ankommen", about="Für den Anfang", language="de"), part)
        assert (renamed.title, renamed.about, renamed.language) == ("Ankommen", "Für den Anfang", "de")
        own = words(Board(code="own-1", title="Ours", about="For us", language="en"), part)
        assert own.title == "Ours"
