"""``/write/<draft>``: the box, saved by its button and by ``static/writing.js`` by itself. A draft is not a case."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping

from flask import current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.sealing.returning import returned, send_back
from support.space.forum import content_notes, quotes, seeding
from support.space.forum.models import Publication
from support.space.forum.openness import sending_is_open
from support.space.forum.reading import queries as reading
from support.space.forum.writing import drafts, expecting, typed
from support.space.forum.writing.drafts import Opened, Saved
from support.space.forum.writing.targets import Place, place
from support.space.forum.writing.views import place as here
from support.space.forum.writing.views.carrying import in_short, keeps_the_text, on_a_page
from support.space.forum.writing.views.place import me, now, part, writing
from support.space.forum.writing.words import problem

ROWS = 12


@writing.get("/<tag:tag>/write/<uuid:draft_id>")
@needs("space")
def write(draft_id: uuid.UUID) -> str:
    """The box with what was saved last, and beside it what another window brought."""
    draft = drafts.opened(db.session(), me(), draft_id)
    where = place(db.session(), me(), draft.target)
    quote, answered = draft.content.quote, where.answered
    choices = reading.choices(db.session(), me()) if answered else {}
    return render_template(
        "forum/writing/write.html", draft=draft, where=where, back=returned(), part=part(), rows=ROWS,
        barred=problem(where.barred) if where.barred else "",
        board=seeding.words(where.board, part()).title if where.board else "",
        openness=sending_is_open(),
        quote=quotes.find(db.session(), {"quote": quote})["quote"] if quote else None,
        hidden=answered is not None and _hidden(answered, choices),
        topics=content_notes.topics(part()), languages=current_app.config["LANGUAGES"],
        window=secrets.token_hex(8), waits=expecting.sentence(expecting.expected_wait()), longest=typed,
    )  # fmt: skip


@writing.post("/<tag:tag>/write/<uuid:draft_id>")
@keeps_the_text(on_a_page)
def save(draft_id: uuid.UUID) -> Response:
    """Save, and then: go on later, or look at it before it is sent. Nothing is sent here."""
    draft, where, saved = _saved(draft_id)
    if saved.beside:
        return send_back(page(f"/write/{draft_id}"), {}, {"beside": problem("beside")})
    if request.form.get("go") != "check":
        return send_back(page(f"/write/{draft_id}"), {"saved": "yes"})
    wrong = typed.problems(draft.content, titled=where.titled)
    if wrong:
        sentences = {name: problem(code) for name, code in wrong.items()}
        return send_back(page(f"/write/{draft_id}"), {}, sentences)
    return redirect(page(f"/write/{draft_id}/check"), 303)


@writing.post("/<tag:tag>/write/<uuid:draft_id>/save")
@keeps_the_text(in_short)
def save_by_itself(draft_id: uuid.UUID) -> Response:
    """What the script sends while somebody types. The answer is short: the text stays in its window."""
    _draft, _where, saved = _saved(draft_id)
    if saved.beside:
        return _with_status(jsonify(version=saved.version, problem=problem("beside")), 409)
    return _with_status(jsonify(version=saved.version), 200)


@writing.post("/<tag:tag>/write/<uuid:draft_id>/beside")
@needs("space")
def choose(draft_id: uuid.UUID) -> Response:
    """Of two texts take the other one, or forget it."""
    taken, forgotten = _number("take"), _number("forget")
    if taken is not None:
        drafts.take_instead(db.session(), me(), draft_id, taken, now())
    elif forgotten is not None:
        drafts.let_go_beside(db.session(), me(), draft_id, forgotten, now())
    return redirect(page(f"/write/{draft_id}"), 303)


@writing.get("/<tag:tag>/write/<uuid:draft_id>/drop")
@needs("space")
def ask_to_drop(draft_id: uuid.UUID) -> str:
    """Whether the draft is really to be thrown away."""
    return render_template("forum/writing/drop.html", draft=drafts.opened(db.session(), me(), draft_id))


@writing.post("/<tag:tag>/write/<uuid:draft_id>/drop")
@needs("space")
def drop(draft_id: uuid.UUID) -> Response:
    """Throw the draft away."""
    drafts.drop(db.session(), me(), draft_id)
    return send_back(page("/my-posts"), {"said": "dropped"})


def _hidden(answered: Publication, choices: Mapping[str, str]) -> bool:
    """Whether this person wants words like those that they answer on no page (S104)."""
    return content_notes.treatment(content_notes.coded(answered.notes), choices) == content_notes.HIDE


def _saved(draft_id: uuid.UUID) -> tuple[Opened, Place, Saved]:
    """Keep what the form holds. The draft as it stands then, where it goes, and how the saving went."""
    session = db.session()
    before = drafts.opened(session, me(), draft_id)
    where = place(session, me(), before.target)
    content = here.typed(before.content.quote, titled=where.titled)
    saved = drafts.save(session, me(), draft_id, content, here.window(), now())
    return drafts.opened(session, me(), draft_id), where, saved


def _number(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _with_status(answer: Response, status: int) -> Response:
    answer.status_code = status
    return answer
