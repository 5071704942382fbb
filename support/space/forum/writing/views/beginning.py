"""``/write``: a form names what is written to, and leads to its draft."""

from __future__ import annotations

import uuid

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page, reading
from support.space.forum import quotes
from support.space.forum.content import Content, Quote
from support.space.forum.models import Publication
from support.space.forum.writing import drafts, queries
from support.space.forum.writing.targets import Target, answered, place
from support.space.forum.writing.views.place import id_in, me, now, writing


@writing.post("/<tag:tag>/write")
@needs("space")
def begin() -> Response:
    """Make the draft, or find the one that is there. Fields: ``board``, ``answers`` (a post) or ``post`` (one's own);
    for a quote of what is answered ``paragraph`` (from nought) and its ``revision``."""
    target = Target(id_in("board"), id_in("answers"), id_in("post"))
    quote = _quote(target.answers_id) if target.answers_id else None
    if target.answers_id:
        target = Target(answers_id=answered(db.session(), target.answers_id))
    place(db.session(), me(), target)  # 404 for what is not there
    if target.post_id:
        first = queries.sent_last(db.session(), me(), target.post_id)
    else:
        languages = current_app.config["LANGUAGES"]
        language = reading().language
        first = Content("", language=language if language in languages else "", quote=quote)
    draft_id = drafts.begin(db.session(), me(), target, first, now())
    return redirect(page(f"/write/{draft_id}"), 303)


def _quote(post_id: uuid.UUID) -> Quote | None:
    """The paragraph that was chosen, while it is still what is published; else none."""
    number, revision = request.form.get("paragraph", ""), id_in("revision")
    shown = db.session.get(Publication, post_id)
    if not (number.isascii() and number.isdigit()) or len(number) > 4 or shown is None:
        return None
    if shown.revision_id != revision or int(number) >= len(quotes.paragraphs(shown.body)):
        return None
    return Quote(post_id, shown.revision_id, int(number))
