"""``/write/<draft>/check``: the text as readers will see it, hints, help, and the button that sends it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from flask import current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from support.common.kernel.access import needs
from support.common.kernel.db import db
from support.common.kernel.i18n import page
from support.common.kernel.logs import log
from support.common.screening.explaining import Explained, explain
from support.common.screening.findings import Finding
from support.common.sealing.returning import returned, send_back
from support.space.cases.reasons import readers_needed
from support.space.forum import content_notes, quotes
from support.space.forum.content import Content
from support.space.forum.openness import sending_is_open
from support.space.forum.writing import drafts, expecting, limits, looking, typed
from support.space.forum.writing.looking import NOT_LOOKED_AT, Looked
from support.space.forum.writing.marking import Piece, pieces
from support.space.forum.writing.sending import Form, Refused, Rules, send
from support.space.forum.writing.targets import NotThere, place
from support.space.forum.writing.views import place as here
from support.space.forum.writing.views.carrying import FAILURES
from support.space.forum.writing.views.place import me, part, writing
from support.space.forum.writing.words import carried, problem

AT_THE_BOX = ("title", "body")
TO_MEND = "fix"


@dataclass(frozen=True)
class Hint:
    """One rule that found something to mend, in words, with the stretches of the text that it points at."""

    words: Explained
    found: tuple[str, ...]


@writing.get("/<tag:tag>/write/<uuid:draft_id>/check")
@needs("space")
def check(draft_id: uuid.UUID) -> Response | str:
    """The text as it will be read, with what may be mended. Whoever is in danger is shown help at once (row 65)."""
    draft = drafts.opened(db.session(), me(), draft_id)
    where = place(db.session(), me(), draft.target)
    if where.barred or typed.problems(draft.content, titled=where.titled):
        return redirect(page(f"/write/{draft_id}"), 303)
    content, looked = draft.content, _look(draft.content)
    quote = content.quote
    return render_template(
        "forum/writing/check.html", draft=draft, back=returned(), key=secrets.token_urlsafe(24), looked=looked,
        title=_marked(content.title, looked.of("title")), body=_marked(content.body, looked.of("body")),
        hints=_hints(content, looked), openness=sending_is_open(), notes=content_notes.labels(content.notes),
        quote=quotes.find(db.session(), {"quote": quote})["quote"] if quote else None, part=part(),
        waits=expecting.sentence(expecting.expected_wait()),
    )  # fmt: skip


@writing.post("/<tag:tag>/write/<uuid:draft_id>/send")
@needs("space")
def send_it(draft_id: uuid.UUID) -> Response:
    """Send the draft as it was shown. The text is not in this form: it is saved, and stays so where sending fails."""
    form = Form(draft_id, here.number_in("version"), request.form.get("key", ""))
    try:
        looked, marks = _looked_at(draft_id)
        rules = Rules(sending_is_open(), partial(readers_needed, part()))
        post_id = send(db.session(), form, by=me(), looked=looked, sketch=marks, rules=rules)
    except Refused as refused:
        return _back(draft_id, refused)
    except FAILURES as error:
        db.session.rollback()
        log.error("draft not sent", extra={"route": str(request.url_rule), "reason": type(error).__name__})
        return _not_sent(draft_id)
    return send_back(page(f"/my-posts/{post_id}"), {"said": "sent"})


def _looked_at(draft_id: uuid.UUID) -> tuple[Looked, tuple[str, ...]]:
    """What screening says of the draft, before anything is locked; nothing for one that was sent already."""
    try:
        content = drafts.opened(db.session(), me(), draft_id).content
    except NotThere:
        return NOT_LOOKED_AT, ()
    looked = _look(content)
    return looked, looking.sketched(content.body)


def _look(content: Content) -> Looked:
    newcomer = limits.published_before(db.session(), me()) < limits.NEWCOMER_UNTIL
    db.session.rollback()
    return looking.look(content, part=part(), newcomer=newcomer, languages=current_app.config["LANGUAGES"])


def _back(draft_id: uuid.UUID, refused: Refused) -> Response:
    db.session.rollback()
    sentences = {name: problem(code) for name, code in refused.codes.items()}
    again = {"changed", "other_content", "form"} & set(refused.codes.values())
    return send_back(page(f"/write/{draft_id}/check" if again else f"/write/{draft_id}"), {}, sentences)


def _not_sent(draft_id: uuid.UUID) -> Response:
    """The database reads but does not write, or not even that: the text is shown where it can be."""
    try:
        content = drafts.opened(db.session(), me(), draft_id).content
    except (*FAILURES, NotThere):
        db.session.rollback()
        content = None
    title, advice = carried("not_sent")
    body = render_template(
        "forum/writing/not_sent.html", title=title, advice=advice, content=content, draft_id=draft_id
    )
    return make_response(body, 503)


def _hints(content: Content, looked: Looked) -> list[Hint]:
    texts = {"title": content.title, "body": content.body}
    by_rule: dict[str, list[str]] = {}
    for hint in looked.hints:
        if hint.finding.kind == TO_MEND:
            found = texts[hint.field][hint.finding.start : hint.finding.end]
            by_rule.setdefault(hint.finding.rule, []).append(found)
    return [Hint(words, tuple(dict.fromkeys(found))) for rule, found in by_rule.items() if (words := _explained(rule))]


def _explained(rule: str) -> Explained | None:
    try:
        return explain(rule)
    except KeyError:
        return None


def _marked(text: str, findings: Iterable[Finding]) -> list[Piece]:
    return pieces(text, [(one.start, one.end) for one in findings if one.kind == TO_MEND])
