"""Where the desk stands, and who sits at it: addresses, the reader, and one shape for its pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from support.common.accounts.entering import DESK
from support.common.accounts.visitor import present, signed_in
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back
from support.space.forum import content_notes, seeding
from support.space.forum.models import Board
from support.space.moderation.desk import hints, queries, words
from support.space.moderation.desk.queries import Decided
from support.space.moderation.desk.typed import LONGEST_VALUE, Typed, from_values
from support.space.moderation.leasing import Reader

review = Blueprint("review", __name__)

NOTHING: Mapping[str, str] = {}


def part() -> str:
    """Which space this is."""
    return str(current_app.config["PART"])


def at(path: str) -> str:
    """The address of one of the desk's pages: ``/queue``."""
    return page(f"/{DESK[part()]}{path}")


def me() -> UUID:
    """Whoever sits at the desk."""
    return signed_in().account_id


def reader() -> Reader:
    """The same, with what they may read."""
    return Reader(me(), lead=present().may("review.lead"))


def session_now() -> tuple[Session, datetime]:
    """The session, and the moment by the database's clock, by which leases go."""
    session = db.session()
    return session, clock.database_now(session)


def shown(name: str, **values: object) -> str:
    """A page of the desk."""
    known = {
        "at": at, "words": words, "now": clock.now(), "board_title": board_title, "hint_names": hint_names,
        "note_labels": content_notes.labels, "undo": None,
    }  # fmt: skip
    return render_template(f"moderation/{name}.html", **known | values)


def go(
    path: str, typed: Typed | None = None, said: Mapping[str, str] = NOTHING, errors: Mapping[str, str] = NOTHING
) -> Response:
    """Go to a page of the desk, with what was typed and what is to be said there."""
    values = (typed.values() if typed else {}) | dict(said)
    if not values and not errors:
        return redirect(at(path), 303)
    return send_back(at(path), values, errors, longest=LONGEST_VALUE)


def came_back() -> Typed:
    """What came back to the present page of what was typed."""
    return from_values(returned().values)


def said() -> str:
    """What the present page says was done; empty for nothing."""
    return words.done(returned().value("done"))


def to_take_back(session: Session, now: datetime) -> Decided | None:
    """The decision that the present page speaks of, if it can still be taken back."""
    try:
        asked = UUID(returned().value("undo"))
    except ValueError:
        return None
    found = queries.decided(session, me(), asked, now)
    return found if found and found.undo_until else None


def board_title(board: Board) -> str:
    """What a board is called here."""
    return seeding.words(board, part()).title


def hint_names(rules: tuple[str, ...]) -> list[str]:
    """What the rules behind a case's hints are called."""
    return [hints.name_of(rule) for rule in rules]
