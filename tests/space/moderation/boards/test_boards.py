"""The boards: named, ordered, opened, closed and added by a lead, and by nobody else (DESIGN section 6)."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit.models import AuditEntry
from support.common.audit.verifying import verify
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.space.forum.models import Board
from support.space.forum.seeding import BOARDS, ensure_boards
from support.space.moderation.boards import tending
from tests.common.accounts.walking import Walker
from tests.people import member, signed_in, staff
from tests.rules.page import STAMP
from tests.rules.test_pages import RULES

PLACE = "/moderate/boards"


def lead(app: Flask) -> Walker:
    return Walker(app, signed_in(staff(app, "lead"))).open(PLACE)


def boards(app: Flask) -> list[Board]:
    with app.app_context():
        ensure_boards(db.session(), app.config["PART"])
        return list(tending.listed(db.session()))


def events(app: Flask) -> list[str]:
    with app.app_context():
        assert verify(db.session(), keystore().root("audit")) == []
        return list(db.session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.number)))


def bare(walker: Walker) -> bytes:
    """The bytes of the page; its stamps are new each time."""
    return STAMP.sub(rb"\1", walker.answer.data)


def stamped(walker: Walker, **fields: str) -> dict[str, str]:
    return {"stamp": walker.sent(walker.form("/sign-out"))["stamp"][0]} | fields


def test_the_shipped_boards_are_listed_in_their_order(space: Flask) -> None:
    walker = lead(space)
    said = [str(seed.title) for seed in BOARDS[space.config["PART"]].values()]
    places = [walker.text.find(title) for title in said]
    assert walker.status == 200
    assert places == sorted(places)
    assert -1 not in places


def test_a_board_gets_other_words_and_its_own_again(own_space: Flask) -> None:
    walker, first = lead(own_space), boards(own_space)[0]
    walker.open(f"{PLACE}/{first.id}").fill(f"{first.id}", title="  Saying   hello ", about="For the first days.")
    assert walker.path == PLACE
    assert "The board has its new words." in walker.text
    assert "Saying hello" in walker.text
    assert (boards(own_space)[0].title, boards(own_space)[0].language) == ("Saying hello", "en")
    walker.open(f"{PLACE}/{first.id}").fill(f"{first.id}", title="", about="")
    assert boards(own_space)[0].title == ""
    assert "Arriving" in walker.text
    assert events(own_space).count("board_named") == 2


def test_boards_move_close_open_and_come_to_be(own_space: Flask) -> None:
    walker, before = lead(own_space), boards(own_space)
    walker.post(f"{PLACE}/{before[0].id}/move", stamped(walker, where="down"))
    assert [one.id for one in boards(own_space)][:2] == [before[1].id, before[0].id]
    walker.post(f"{PLACE}/{before[1].id}/move", stamped(walker, where="up"))  # at the top it stays
    assert [one.id for one in boards(own_space)][:2] == [before[1].id, before[0].id]
    walker.post(f"{PLACE}/{before[0].id}/opening", stamped(walker, open="no"))
    assert "takes no new threads" in walker.text
    assert [one.open for one in boards(own_space) if one.id == before[0].id] == [False]
    walker.post(f"{PLACE}/{before[0].id}/opening", stamped(walker, open="yes"))
    walker.open(f"{PLACE}/new").fill("new", title="Letters", about="To nobody, or to oneself.", language="es")
    added = boards(own_space)[-1]
    assert (added.title, added.language, added.open, added.code[:4]) == ("Letters", "es", True, "own-")
    assert [one.position for one in boards(own_space)] == list(range(len(before) + 1))
    assert events(own_space)[-5:] == ["board_moved", "board_moved", "board_closed", "board_opened", "board_added"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"title": "", "about": "Something"}, "Write what the board is called."),
        ({"title": "a" * 81, "about": "Something"}, "80 characters at most"),
        ({"title": "Good", "about": "b" * 301}, "300 characters at most"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    own_space: Flask, typed: dict[str, Any], problem: str
) -> None:
    walker = lead(own_space).open(f"{PLACE}/new").fill("new", **typed)
    assert (walker.path, len(walker.problems)) == (f"{PLACE}/new", 1)
    assert problem in walker.problems[0]
    assert walker.sent(walker.form("new"))["about"] == [typed["about"]]
    assert "board_added" not in events(own_space)


def test_its_pages_keep_the_rules_of_every_page(space: Flask) -> None:
    walker = lead(space)
    seen = [walker.page, walker.open(f"{PLACE}/new").page, walker.fill("new", title="").page]
    assert walker.problems
    seen.append(walker.open(f"{PLACE}/{boards(space)[0].id}").page)
    assert not [fault for page in seen for rule in RULES for fault in rule(page)]


def test_nobody_else_has_this_page(space: Flask) -> None:
    """A member and a moderator get the same as for what is not there, and change nothing (S57)."""
    board = boards(space)[0]
    for person in (member(space), staff(space, "moderator")):
        walker = Walker(space, signed_in(person)).open("/account")
        nothing = bare(walker.open("/moderate/nothing-there"))
        for path in (PLACE, f"{PLACE}/new", f"{PLACE}/{board.id}"):
            walker.open(path)
            assert walker.status == 404
            assert bare(walker) == nothing
        fields = stamped(walker.open("/account"), title="Mine", about="", language="en", where="down", open="no")
        for path in (f"{PLACE}/new", f"{PLACE}/{board.id}", f"{PLACE}/{board.id}/move", f"{PLACE}/{board.id}/opening"):
            assert walker.post(path, fields).status == 404
    now = boards(space)[0]
    assert (now.id, now.title, now.open) == (board.id, board.title, True)


def test_a_board_that_is_not_there_is_not_found(space: Flask) -> None:
    walker, nobody = lead(space), uuid.uuid4()
    fields = stamped(walker, title="Mine", about="", language="en", where="down", open="no")
    for ending in ("", "/move", "/opening"):
        assert walker.post(f"{PLACE}/{nobody}{ending}", fields).status == 404
    assert walker.open(f"{PLACE}/{nobody}").status == 404
