"""``/my-posts``: everything that one has written, in whatever state, and each post with the way it has gone."""

from __future__ import annotations

import uuid

from flask import abort, render_template, request

from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.sealing.returning import returned
from support.space.forum import content_notes, quotes
from support.space.forum.notices import statements
from support.space.forum.openness import sending_is_open
from support.space.forum.writing import drafts, expecting, queries
from support.space.forum.writing.difference import difference
from support.space.forum.writing.queries import OwnPost
from support.space.forum.writing.views.place import me, now, part, writing

MOST_PAGES = 1000


@writing.get("/<tag:tag>/my-posts")
@needs("space")
def own_posts() -> str:
    """Drafts, and posts with where each stands."""
    number = _page()
    lines, more = queries.listed(db.session(), me(), number)
    begun = drafts.all_of(db.session(), me()) if number == 1 else []
    return render_template(
        "forum/writing/own_posts.html",
        lines=lines,
        more=more,
        number=number,
        drafts=begun,
        said=returned().value("said"),
    )


@writing.get("/<tag:tag>/my-posts/<uuid:post_id>")
@needs("space")
def own_post(post_id: uuid.UUID) -> str:
    """One post: where it stands, what it says, and what can be done with it."""
    post = queries.own(db.session(), me(), post_id, now())
    content = post.newest.content
    quote = content.quote if content else None
    return render_template(
        "forum/writing/own_post.html", post=post, content=content, part=part(), said=returned().value("said"),
        given=statements.told(part(), post.newest.codes),
        cared=statements.told(part(), post.cared), changes=_changes(post),
        notes=content_notes.labels(content.notes) if content else (), openness=sending_is_open(),
        quote=quotes.find(db.session(), {"quote": quote})["quote"] if quote else None,
        waits=expecting.sentence(expecting.expected_wait()),
    )  # fmt: skip


def _changes(post: OwnPost) -> dict[str, object] | None:
    """What differs between the version that readers see and the one that was sent after it, word by word."""
    up, newest = post.published, post.newest
    if not up or up.id == newest.id or not up.content or not newest.content:
        return None
    return {
        "title": difference(up.content.title, newest.content.title) if post.opening else [],
        "body": difference(up.content.body, newest.content.body),
    }


def _page() -> int:
    text = request.args.get("p", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST_PAGES):
        abort(404)
    return int(text)
