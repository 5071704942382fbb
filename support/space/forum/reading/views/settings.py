"""``/reading``: how noted posts are shown, whom and what one has muted (S104, features 77 to 79)."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from support.common.accounts.visitor import signed_in
from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back
from support.space.forum.content_notes import choice, topics
from support.space.forum.reading import listing, queries, service
from support.space.forum.reading.asked import as_uuid
from support.space.forum.reading.presenting import thread_views
from support.space.forum.reading.views.place import part, reader, reading, shown

FIELD = "note-"


@reading.get("/<tag:tag>/reading")
@needs("space")
def own_reading() -> str:
    """The three lists of what one wants to see, and how."""
    session, who = db.session(), reader()
    notes = [(code, words, choice(code, who.choices)) for code, words in topics(part()).items()]
    threads = thread_views(listing.muted(session, who.account_id), who)
    people = queries.muted_people(session, who.account_id)
    return shown("reading", notes=notes, people=people, threads=threads, field=FIELD, done=returned().value("done"))


@reading.post("/<tag:tag>/reading")
@needs("space")
def choose() -> Response:
    """Keep what was chosen for each note."""
    chosen = {code: request.form.get(f"{FIELD}{code}", "") for code in topics(part())}
    service.choose(db.session(), signed_in().account_id, chosen)
    return send_back(page("/reading"), {"done": "notes"})


@reading.post("/<tag:tag>/reading/people")
@needs("space")
def unmute_person() -> Response:
    """Hear somebody again; named as in one's own list."""
    service.unmute_person(db.session(), signed_in().account_id, request.form.get("name", ""))
    return send_back(page("/reading"), {"done": "person"})


@reading.post("/<tag:tag>/reading/threads")
@needs("space")
def unmute_thread() -> Response:
    """See a thread in lists again."""
    chosen = as_uuid(request.form.get("thread", "")) or abort(404)
    service.mute_thread(db.session(), signed_in().account_id, chosen, muted=False)
    return send_back(page("/reading"), {"done": "thread"})
