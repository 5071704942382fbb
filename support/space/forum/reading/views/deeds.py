"""What a reader presses under a post or on a thread: signs, following, muting. Each leads back to where it was."""

from __future__ import annotations

import uuid

from flask import redirect, request
from werkzeug.wrappers import Response

from support.common.accounts.visitor import signed_in
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import send_back
from support.space.forum.reading import service
from support.space.forum.reading.views.place import reading
from support.space.forum.reading.views.threads import address


@reading.post("/<tag:tag>/posts/<uuid:post_id>/signs")
@needs("space")
def sign(post_id: uuid.UUID) -> Response:
    """``give`` or ``take`` one of the three signs."""
    given = "give" in request.form
    kind = request.form.get("give" if given else "take", "")
    service.give_sign(db.session(), signed_in().account_id, post_id, kind, given=given)
    return redirect(address(post_id), 303)


@reading.post("/<tag:tag>/posts/<uuid:post_id>/mute")
@needs("space")
def mute_writer(post_id: uuid.UUID) -> Response:
    """``on``: the posts of whoever wrote this one stay folded from now on; else no more."""
    service.mute_writer(db.session(), signed_in().account_id, post_id, muted="on" in request.form)
    return redirect(address(post_id), 303)


@reading.post("/<tag:tag>/threads/<uuid:thread_id>/follow")
@needs("space")
def follow(thread_id: uuid.UUID) -> Response:
    """``on`` or off."""
    on = "on" in request.form
    service.follow(db.session(), signed_in().account_id, thread_id, follows=on)
    return _back(thread_id, "followed" if on else "not_followed")


@reading.post("/<tag:tag>/threads/<uuid:thread_id>/mute")
@needs("space")
def mute_thread(thread_id: uuid.UUID) -> Response:
    """``on`` or off."""
    on = "on" in request.form
    service.mute_thread(db.session(), signed_in().account_id, thread_id, muted=on)
    return _back(thread_id, "muted" if on else "not_muted")


def _back(thread_id: uuid.UUID, done: str) -> Response:
    return send_back(page(f"/threads/{thread_id}"), {"done": done})
