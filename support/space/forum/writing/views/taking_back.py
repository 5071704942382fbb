"""``/my-posts/<post>/take-back``: asked first, then done."""

from __future__ import annotations

import uuid

from flask import render_template
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import send_back
from support.space.forum.models import HELD
from support.space.forum.writing import queries, taking_back
from support.space.forum.writing.targets import NotThere
from support.space.forum.writing.views.place import me, now, writing


@writing.get("/<tag:tag>/my-posts/<uuid:post_id>/take-back")
@needs("space")
def ask_to_take_back(post_id: uuid.UUID) -> str:
    """What taking back means, before it is done."""
    post = queries.own(db.session(), me(), post_id, now())
    if post.standing in (HELD, "withdrawn"):
        raise NotThere
    return render_template("forum/writing/take_back.html", post=post)


@writing.post("/<tag:tag>/my-posts/<uuid:post_id>/take-back")
@needs("space")
def take_back(post_id: uuid.UUID) -> Response:
    """Take the post back. Done twice, it is done once."""
    taking_back.take_back(db.session(), post_id, by=me())
    return send_back(page(f"/my-posts/{post_id}"), {"said": "withdrawn"})
