"""The pages on which a lead tends the boards. The blueprint is registered with the language and the door in front."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts.entering import DESK
from support.common.accounts.visitor import signed_in
from support.common.kernel import clock
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back
from support.space.forum import seeding
from support.space.forum.models import Board
from support.space.moderation.boards import tending, words
from support.space.moderation.boards.tending import Named, NotTaken

boards = Blueprint("boards", __name__)

STEPS = {"up": -1, "down": 1}


@boards.get("/boards")
@needs("boards")
def overview() -> str:
    """All boards in their order, with what can be done with each."""
    seeding.ensure_boards(db.session(), _part())
    known = [(board, seeding.words(board, _part())) for board in tending.listed(db.session())]
    return _shown("boards", boards=known, done=words.done(returned().value("done")))


@boards.get("/boards/new")
@needs("boards")
def new() -> str:
    """The form for another board."""
    return _shown("board", board=None, named=Named("", "", _languages()[0]), back=returned())


@boards.post("/boards/new")
@needs("boards")
def answer_new() -> Response:
    """Another board, at the end of the list."""
    try:
        tending.add(db.session(), _typed(shipped=False), **_setting())
    except NotTaken as error:
        return _again("/boards/new", error)
    return _done("added")


@boards.get("/boards/<uuid:board_id>")
@needs("boards")
def one(board_id: UUID) -> str:
    """The form for what a board is called and what it is for."""
    board = _board(board_id)
    named = Named(board.title, board.about, board.language or _languages()[0])
    return _shown("board", board=board, named=named, back=returned(), shipped=_shipped(board))


@boards.post("/boards/<uuid:board_id>")
@needs("boards")
def answer_one(board_id: UUID) -> Response:
    """Other words for a board; without any, a shipped one shows its own again."""
    try:
        tending.rename(db.session(), board_id, _typed(shipped=bool(_shipped(_board(board_id)))), **_setting())
    except NotTaken as error:
        return _again(f"/boards/{board_id}", error)
    return _done("named")


@boards.post("/boards/<uuid:board_id>/move")
@needs("boards")
def move(board_id: UUID) -> Response:
    """One place up or down."""
    step = STEPS.get(request.form.get("where", "")) or abort(400)
    tending.move(db.session(), board_id, step, **_setting())
    return _done("moved")


@boards.post("/boards/<uuid:board_id>/opening")
@needs("boards")
def opening(board_id: UUID) -> Response:
    """Whether it takes new threads."""
    is_open = request.form.get("open") == "yes"
    tending.set_open(db.session(), board_id, is_open, **_setting())
    return _done("opened" if is_open else "closed")


def _shown(name: str, **values: object) -> str:
    known = {"languages": _languages(), "longest": (tending.LONGEST_TITLE, tending.LONGEST_ABOUT), "shipped": None}
    return render_template(f"moderation/{name}.html", at=_at, **known | values)


def _typed(*, shipped: bool) -> Named:
    form = request.form
    title, about, language = (form.get(name, "") for name in ("title", "about", "language"))
    return tending.typed(title, about, language, _languages(), shipped=shipped)


def _again(path: str, error: NotTaken) -> Response:
    typed = {name: request.form.get(name, "") for name in ("title", "about", "language")}
    said = {field: words.problem(code) for field, code in error.problems.items()}
    return send_back(_at(path), typed, said, longest=tending.LONGEST_ABOUT + 1)


def _done(code: str) -> Response:
    return send_back(_at("/boards"), {"done": code})


def _board(board_id: UUID) -> Board:
    return db.session().get(Board, board_id) or abort(404)


def _shipped(board: Board) -> seeding.BoardWords | None:
    """The words that a shipped board has of its own."""
    seed = seeding.BOARDS[_part()].get(board.code)
    return seeding.BoardWords(str(seed.title), str(seed.about), "") if seed else None


def _setting() -> dict[str, Any]:
    return {"by": signed_in().account_id, "now": clock.now()}


def _languages() -> list[str]:
    return list(current_app.config["LANGUAGES"])


def _part() -> str:
    return str(current_app.config["PART"])


def _at(path: str) -> str:
    return page(f"/{DESK[_part()]}{path}")
