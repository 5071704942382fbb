"""No word is lost: where a text cannot be saved, the answer carries it back to whoever typed it.

That is the one exception to "no typed text in an answer to a form" (safety.md S12, DESIGN section 6). It holds for
whoever is signed out meanwhile, in the middle of signing in or of what has to be agreed to anew; for a form of an
earlier sign-in; for a draft that is gone or somebody else's; and where the database, its disk or the keys fail.
Nothing is stored and no cookie is set: the text stands on the page alone. A form that another site sent gets none of
it back.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from flask import g, make_response, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from support.common.accounts.entering import turned_away
from support.common.accounts.visitor import present
from support.common.kernel.access import anyone
from support.common.kernel.db import DRIVER_ERRORS, db
from support.common.kernel.errors import Unavailable
from support.common.kernel.forms import ForeignForm, checks_itself, require_own_form, require_own_origin, stamp
from support.common.kernel.logs import log
from support.space.forum.writing.targets import NotThere
from support.space.forum.writing.words import carried

FAILURES = (Unavailable, SQLAlchemyError, *DRIVER_ERRORS)
View = Callable[[uuid.UUID], Response]
Carry = Callable[[int, str], Response]


def keeps_the_text(carry: Carry) -> Callable[[View], View]:
    """Declare that a view takes typed text, and never answers without it where it could not be kept.

    ``carry`` makes the answer from a status and a code of ``words.carried``. The view is open to everybody as far as
    the guards go: here they are asked for.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def kept(draft_id: uuid.UUID) -> Response:
            try:
                return _hindered(carry) or view(draft_id)
            except NotThere:
                return carry(404, "not_there")
            except FAILURES as error:
                db.session.rollback()
                reason = type(error).__name__
                log.error("draft not saved", extra={"route": str(request.url_rule), "status": 503, "reason": reason})
                return carry(503, "unavailable")

        return anyone(checks_itself(kept))

    return declare


def _hindered(carry: Carry) -> Response | None:
    """What stands between the visitor and the view: the same questions, in the same order, as for every other view."""
    _must_be_from_here()
    try:
        away = turned_away("space")
    except HTTPException as error:
        if g.get("database_gone"):
            return carry(503, "unavailable")
        if present().sign_in is None or not present().is_authenticated:
            return carry(403, "signed_out")
        raise error
    if away is not None:
        if "body" not in request.form:
            return away
        return carry(403, "agreements" if present().is_authenticated else "signed_out")
    try:
        require_own_form()
    except ForeignForm:
        return carry(403, "stamp")
    return None


def _must_be_from_here() -> None:
    """Refuse what another site sent. An old browser that says nothing of where a form comes from names the page."""
    try:
        require_own_origin()
    except ForeignForm:
        told = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
        if told or urlsplit(request.headers.get("Referer", "")).netloc != request.host:
            raise


def on_a_page(status: int, code: str) -> Response:
    """The page with the text in its box."""
    form = request.form
    title, advice = carried(code)
    body = render_template(
        "forum/writing/carried.html", title=title, advice=advice, status=status, code=code, again=request.path,
        typed={name: form.get(name, "") for name in ("title", "body", "language", "version", "window", "change")},
        titled="title" in form, notes=form.getlist("notes"), no_quote="no_quote" in form,
    )  # fmt: skip
    return make_response(body, status)


def in_short(status: int, code: str) -> Response:
    """For the script: the text is still in its window. Whoever signed in anew gets the stamp of this sign-in."""
    title, _advice = carried(code)
    fresh = {"stamp": stamp()} if code == "stamp" else {}
    return make_response({"problem": title, **fresh}, status)
