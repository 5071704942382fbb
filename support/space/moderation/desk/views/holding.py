"""``/cases/<id>``: one post for whoever holds it, and the ways to let it go: give back, pass on, stop reading."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import abort, current_app, request
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.sealing.returning import returned
from support.space.cases.conflicts import Conflict, NotYours
from support.space.forum import content_notes
from support.space.moderation import reviewing
from support.space.moderation.desk import held_case, keyboard, marking, offering
from support.space.moderation.desk.held_case import HeldCase
from support.space.moderation.desk.typed import Typed, read
from support.space.moderation.desk.views.place import (
    came_back,
    go,
    me,
    part,
    review,
    said,
    session_now,
    shown,
    to_take_back,
)  # fmt: skip

RENEWALS_IN_A_LEASE = 3
Answer = Response | str


@review.get("/cases/<uuid:case_id>")
@needs("review")
def one(case_id: UUID) -> Answer:
    """The post, for whoever holds it at this moment. For everybody else there is no such page (S57); who was sent here
    by a form of their own is told that they do not hold it any more."""
    session, now = session_now()
    found = held_case.opened(session, case_id, me(), part(), now)
    if found is None:
        return go("/queue", said={"done": "over", "again": str(case_id)}) if returned().values else abort(404)
    return shown(
        "case",
        one=found,
        now=now,
        **_text(found),
        **_form(),
        every=current_app.config["TIMES"].lease_minutes * 60 // RENEWALS_IN_A_LEASE,
        done=said(),
        undo=to_take_back(session, now),
        sheet=keyboard.case(),
    )


@review.post("/cases/<uuid:case_id>/take")
@needs("review")
def take(case_id: UUID) -> Response:
    """Take this very case, out of the list or once more; what was typed before comes along."""
    session, now = session_now()
    try:
        reviewing.take(session, me(), case_id, now)
    except Conflict:
        return go("/queue", said={"done": "taken"})
    return go(f"/cases/{case_id}", sent() if request.form.get("outcome") is not None else Typed())


@review.post("/cases/<uuid:case_id>/renew")
@needs("review")
def renew(case_id: UUID) -> Response:
    """A sign of life of the page: 204, or 409 for whoever does not hold the case any more."""
    session, now = session_now()
    try:
        reviewing.renew(session, me(), case_id, token(), now)
    except (Conflict, NotYours):
        return Response(status=409)
    return Response(status=204)


@review.post("/cases/<uuid:case_id>/release")
@needs("review")
def release(case_id: UUID) -> Response:
    """Give it back; sent by the page itself as well when it is left."""
    _let_go(case_id)
    return go("/queue", said={"done": "released"})


@review.post("/cases/<uuid:case_id>/skip")
@needs("review")
def skip(case_id: UUID) -> Response:
    """Pass it on: it is not offered to this reader again. Nothing opens by itself: it may have been hard."""
    session, now = session_now()
    why = request.form.get("why", "")
    try:
        reviewing.skip(session, me(), case_id, token(), now, why=why if why in offering.ABOUT_THE_TEXT else "")
    except (Conflict, NotYours):
        return go("/queue", said={"done": "over"})
    return go("/queue", said={"done": "skipped"})


@review.post("/cases/<uuid:case_id>/stop")
@needs("review")
def stop(case_id: UUID) -> Response:
    """Stop reading: nothing is held any more, and nobody asks why (moderation.md row 94)."""
    _let_go(case_id)
    return go("/rest")


def token() -> str:
    """The token of the lease that the form carries."""
    return request.form.get("token", "")


def sent() -> Typed:
    """The decision that the form carries."""
    return read(request.form, request.form.getlist("codes"), request.form.getlist("notes"))


def _let_go(case_id: UUID) -> None:
    """Whoever does not hold it has nothing to let go of: that is no mistake."""
    session, now = session_now()
    try:
        reviewing.release(session, me(), case_id, token(), now)
    except (Conflict, NotYours):
        session.rollback()


def _text(found: HeldCase) -> dict[str, object]:
    """The first lines, and which hints have a place in the text."""
    body = found.hinted.body
    whole = found.content.body if found.content else ""
    letters = marking.first_lines(whole)
    anchors = {piece.first[0] for piece in body if piece.first}
    return {"first": marking.cut(body, letters), "folded": letters < len(whole), "anchors": anchors}


def _form() -> dict[str, object]:
    """What the form of a decision needs beside the case."""
    return {
        "typed": came_back(), "back": returned(), "key": secrets.token_urlsafe(16), "outcomes": keyboard.outcomes(),
        "offered": offering.groups(part()), "addable": list(content_notes.topics(part()).items()),
        "reasons_to_skip": offering.skipping(),
    }  # fmt: skip
