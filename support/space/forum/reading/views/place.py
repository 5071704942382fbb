"""What the pages of reading share: the blueprint, who reads, which page of a list was asked for."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from support.common.accounts.visitor import signed_in
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.space.forum import seeding
from support.space.forum.models import Board
from support.space.forum.openness import sending_is_open
from support.space.forum.reading import queries
from support.space.forum.reading.asked import as_uuid
from support.space.forum.reading.presenting import Reader

reading = Blueprint("reading", __name__)


def reader(*, opened: bool = False) -> Reader:
    """Who reads, and how; ``opened``: with the post that they asked to see this once (``?show=``)."""
    account_id = signed_in().account_id
    shown = [one for one in request.args.getlist("show")[:1] if opened]
    choices = queries.choices(db.session(), account_id)
    return Reader(account_id, choices, frozenset(filter(None, map(as_uuid, shown))))


def part() -> str:
    """Which space this is."""
    return str(current_app.config["PART"])


def board_words(board: Board) -> seeding.BoardWords:
    """What a board is called, what it is for, and in which language that is."""
    return seeding.words(board, part())


def numbered(path: str, number: int) -> str:
    """The address of a page of a list."""
    return page(path) + (f"?p={number}" if number > 1 else "")


def shown(template: str, **values: object) -> str:
    """A page of the forum. Where one begins to write it says whether posts are taken: ``sending()`` asks only there."""
    return render_template(f"forum/{template}.html", sending=sending_is_open, **values)
