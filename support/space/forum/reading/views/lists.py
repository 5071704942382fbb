"""``/boards``, one board, ``/unanswered``, ``/following``: where threads are found, without numbers (S32, S33)."""

from __future__ import annotations

import uuid

from flask import abort

from support.common.accounts.visitor import signed_in
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.space.forum import seeding
from support.space.forum.models import Board
from support.space.forum.reading import listing, queries
from support.space.forum.reading.asked import page_number
from support.space.forum.reading.listing import Listed
from support.space.forum.reading.presenting import thread_views
from support.space.forum.reading.views.place import board_words, numbered, part, reader, reading, shown


@reading.get("/<tag:tag>/boards")
@needs("space")
def boards() -> str:
    """The boards, each with what it is for."""
    found = queries.boards(db.session())
    if not found:
        seeding.ensure_boards(db.session(), part())
        found = queries.boards(db.session())
    return shown("boards", boards=[(board, board_words(board)) for board in found])


@reading.get("/<tag:tag>/boards/<uuid:board_id>")
@needs("space")
def board(board_id: uuid.UUID) -> str:
    """The threads of one board."""
    session = db.session()
    found = session.get(Board, board_id) or abort(404)
    listed = listing.of_board(session, board_id, signed_in().account_id, page_number())
    return _listed("board", f"/boards/{board_id}", listed, board=found, words=board_words(found))


@reading.get("/<tag:tag>/unanswered")
@needs("space")
def unanswered() -> str:
    """Threads that nobody else has answered yet."""
    return _listed("unanswered", "/unanswered", listing.unanswered(db.session(), *_who_and_where()))


@reading.get("/<tag:tag>/following")
@needs("space")
def following() -> str:
    """The threads that one follows."""
    return _listed("following", "/following", listing.followed(db.session(), *_who_and_where()))


def _who_and_where() -> tuple[uuid.UUID, int]:
    return signed_in().account_id, page_number()


def _listed(template: str, path: str, listed: Listed, **values: object) -> str:
    number = page_number()
    if number > 1 and not listed.threads:
        abort(404)
    return shown(
        template,
        threads=thread_views(listed.threads, reader()),
        newer=numbered(path, number - 1) if number > 1 else "",
        older=numbered(path, number + 1) if listed.more else "",
        muted=listed.muted,
        **values,
    )
