"""``/notices``: what a person was told, and the mark in the bar. Nothing of it leaves the site (safety.md S34)."""

from __future__ import annotations

import uuid
from typing import cast

from flask import Blueprint, Flask, current_app, g, render_template, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from support.common.accounts.visitor import NOBODY, signed_in
from support.common.audit import outbox
from support.common.kernel.access import needs
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.i18n import page
from support.common.kernel.logs import log
from support.common.sealing.returning import returned, send_back
from support.space.forum.notices import delivering, queries, sentences, service, statements
from support.space.forum.notices.queries import Told
from support.space.forum.notices.statements import Reasons

notices = Blueprint("notices", __name__)


@notices.get("/<tag:tag>/notices")
@needs("space")
def own_notices() -> str:
    """Everything that this person was told, what is new first. Opening the page changes nothing."""
    told = queries.of(db.session(), signed_in().account_id)
    return render_template(
        "forum/notices.html", told=told, sentence=sentences.sentence, with_help=sentences.WITH_HELP,
        new=any(not one.seen for one in told), said=returned().value("said"), given=_given,
    )  # fmt: skip


@notices.post("/<tag:tag>/notices")
@needs("space")
def mark_seen() -> Response:
    """Mark one as seen, or all. What is not one's own is left alone, without a word."""
    text = request.form.get("one", "")
    try:
        one = uuid.UUID(text) if text else None
    except ValueError:
        return send_back(page("/notices"), {})
    service.mark_seen(db.session(), signed_in().account_id, one)
    return send_back(page("/notices"), {"said": "seen"})


def _given(one: Told) -> Reasons:
    """The reasons that a notice tells; of what is held only help (moderation.md 2.3)."""
    reasons = statements.told(str(current_app.config["PART"]), one.codes)
    return Reasons(help=reasons.help) if one.kind == "held" else reasons


def unread_notices() -> int:
    """How many notices whoever is here has not seen. For the bar of every page, so it never fails.

    Asked once a request, of those only who are fully signed in; an error page asks nothing of a database that is gone.
    """
    visitor = g.get("visitor", NOBODY)
    if not visitor.is_authenticated or g.get("database_gone"):
        return 0
    if "unread_notices" not in g:
        g.unread_notices = 0
        try:
            with db.session.no_autoflush:
                g.unread_notices = queries.unseen(db.session(), visitor.sign_in.account_id)
        except (SQLAlchemyError, *DRIVER_ERRORS) as error:
            db.session.rollback()
            log.error("notices not read", extra={"reason": type(error).__name__})
    return int(g.unread_notices)


@notices.record
def take_part(state: BlueprintSetupState) -> None:
    """Give the templates ``unread_notices()``, and follow what is published."""
    outbox.handle(cast(Flask, state.app), delivering.PUBLISHED, delivering.deliver)
    state.app.jinja_env.globals["unread_notices"] = unread_notices
