"""``/search``: words are posted, travel sealed, and are looked for in published posts of this space only (S11)."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.accounts.visitor import signed_in
from support.common.index.engine import IndexUnavailable
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.errors import Unavailable
from support.common.kernel.i18n import page
from support.space.forum.reading import queries
from support.space.forum.reading.asked import page_number
from support.space.forum.reading.presenting import Reader, found_views
from support.space.forum.searching import finding
from support.space.forum.searching.sealed import LONGEST_SEARCH, open_words, seal_words

searching = Blueprint("searching", __name__)


@searching.get("/<tag:tag>/search")
@needs("space")
def search() -> str:
    """The field; with ``s``, what a sealed search finds as well."""
    token = request.args.get("s")
    if token is None:
        return render_template("forum/search.html", asked="", found=None, longest=LONGEST_SEARCH)
    asked, number, reader_id, session = open_words(token), page_number(), signed_in().account_id, db.session()
    try:
        found = finding.find(session, asked, reader_id, number)
    except IndexUnavailable as error:
        raise Unavailable from error
    if number > found.pages:
        abort(404)
    reader = Reader(reader_id, queries.choices(session, reader_id))
    return render_template(
        "forum/search.html",
        asked=asked,
        found=found,
        posts=found_views(found.rows, reader),
        number=number,
        longest=LONGEST_SEARCH,
        url_of=lambda other: page(f"/search?s={token}&p={other}"),
    )


@searching.post("/<tag:tag>/search")
@needs("space")
def look() -> Response:
    """Take the words and go to what they find, so that no word stays in the history."""
    return redirect(page(f"/search?s={seal_words(request.form.get('q', ''))}"), 303)
