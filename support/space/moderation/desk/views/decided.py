"""``/decided``: the reader's own latest decisions, and taking one back before it takes effect (row 47)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.space.cases.conflicts import Conflict
from support.space.moderation import reviewing
from support.space.moderation.desk import queries
from support.space.moderation.desk.views.place import go, me, review, said, session_now, shown


@review.get("/decided")
@needs("review")
def decided() -> str:
    """One's own decisions of yesterday and today; nobody else's."""
    session, now = session_now()
    since = now.date() - timedelta(days=1)
    latest = queries.decided_by(session, me(), now, since)
    return shown("decided", decisions=latest, done=said(), seconds=current_app.config["TIMES"].undo_seconds)


@review.post("/decided/<uuid:decision_id>/undo")
@needs("review")
def undo(decision_id: UUID) -> Response:
    """Take an approval back that readers do not see yet."""
    session, now = session_now()
    try:
        reviewing.undo(session, me(), decision_id, now)
    except Conflict:
        return go("/decided", said={"done": "too_late"})
    return go("/decided", said={"done": "undone"})
