"""What the pages of writing have in common: the blueprint, who is here, and what the form is read into."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import Blueprint, abort, current_app, request

from support.common.accounts.visitor import signed_in
from support.common.kernel.clock import database_now
from support.common.kernel.db import db
from support.space.forum import content_notes
from support.space.forum.content import Content, Quote
from support.space.forum.writing.typed import Typed
from support.space.forum.writing.windows import Window

writing = Blueprint("writing", __name__)

WINDOW_LETTERS = 32


def me() -> uuid.UUID:
    """The account of whoever is here."""
    return signed_in().account_id


def part() -> str:
    """Which space this is."""
    return str(current_app.config["PART"])


def now() -> datetime:
    """This moment by the database's clock."""
    return database_now(db.session())


def typed(quote: Quote | None, *, titled: bool) -> Content:
    """What the present form holds, fit to be kept."""
    form = request.form
    fields = Typed(
        form.get("body", ""), form.get("title", ""), form.get("language", ""), tuple(form.getlist("notes"))
    )  # fmt: skip
    kept = None if "no_quote" in form else quote
    return fields.content(list(content_notes.topics(part())), current_app.config["LANGUAGES"], kept, titled=titled)


def window() -> Window:
    """The window from which the form comes."""
    return Window(number_in("version"), request.form.get("window", "")[:WINDOW_LETTERS], number_in("change"))


def number_in(name: str) -> int:
    """The number in a field of the form; 0, which no draft has as its version, where the field holds none."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def id_in(name: str) -> uuid.UUID | None:
    """An id in a field of the form; None where the field is empty. Aborts with 404 for what is none."""
    text = request.form.get(name, "")
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)
