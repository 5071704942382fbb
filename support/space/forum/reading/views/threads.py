"""``/threads/…``: a thread, twenty posts a page; the address of one post; choosing a paragraph to quote."""

from __future__ import annotations

import uuid

from flask import abort, redirect
from werkzeug.wrappers import Response

from support.common.accounts.visitor import signed_in
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.sealing.returning import returned
from support.space.forum import quotes
from support.space.forum.content_notes import HIDE
from support.space.forum.reading import queries
from support.space.forum.reading.asked import page_number
from support.space.forum.reading.presenting import post_views
from support.space.forum.reading.views.place import board_words, numbered, reader, reading, shown


@reading.get("/<tag:tag>/threads/<uuid:thread_id>")
@needs("space")
def thread(thread_id: uuid.UUID) -> str:
    """One page of a thread: five questions to the database, whatever its length."""
    session, who, number = db.session(), reader(opened=True), page_number()
    head = queries.thread(session, thread_id, who.account_id) or abort(404)
    rows = queries.posts_of_thread(session, thread_id, who.account_id, number)
    if not rows:
        abort(404)
    wanted = {row.id: quote for row in rows if (quote := quotes.quote_of(row))}
    said = quotes.find(session, wanted, who.account_id)
    signs = queries.signs(session, [row.id for row in rows], who.account_id)
    return shown(
        "thread",
        head=head,
        board=head.board,
        words=board_words(head.board),
        posts=post_views(rows, who, said, signs),
        number=number,
        url_of=lambda other: numbered(f"/threads/{thread_id}", other),
        done=returned().value("done"),
    )


@reading.get("/<tag:tag>/posts/<uuid:post_id>")
@needs("space")
def post(post_id: uuid.UUID) -> Response:
    """To the place of a post in its thread, whichever page that is on."""
    return redirect(address(post_id), 303)


@reading.get("/<tag:tag>/posts/<uuid:post_id>/quote")
@needs("space")
def quote(post_id: uuid.UUID) -> Response | str:
    """The paragraphs of a post, one of which goes into an answer. What is hidden is not offered for quoting."""
    session, who = db.session(), reader()
    row = queries.post(session, post_id, who.account_id) or abort(404)
    head = queries.thread(session, row.thread_id, who.account_id) or abort(404)
    view = post_views([row], who, {}, {})[0]
    if view.how == HIDE or head.locked:
        return redirect(address(post_id), 303)
    return shown("quote", post=view, back=address(post_id))


def address(post_id: uuid.UUID) -> str:
    """Where a visible post stands; answers 404 for any other."""
    session, reader_id = db.session(), signed_in().account_id
    row = queries.post(session, post_id, reader_id) or abort(404)
    number = queries.page_of_post(session, row.thread_id, post_id) or abort(404)
    return f"{numbered(f'/threads/{row.thread_id}', number)}#p-{post_id}"
