"""Sending a draft: from here on it waits to be read. One form, one post, one commit (moderation.md 2.3, invariant 6).

Post, revision, case, sketch, the entry of the log and the end of the draft stand or fall together: a process that is
killed leaves either the draft, or the post that waits.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import ACTIVE, Account
from support.common.audit import chain
from support.common.kernel.clock import database_now
from support.common.kernel.db import begin_writing
from support.common.screening.findings import REPETITION
from support.common.sealing.vault import keystore
from support.space.cases.models import CLOSED, HELD, Case
from support.space.cases.opening import Sent, open_or_move
from support.space.forum import content as contents
from support.space.forum.content import Content
from support.space.forum.models import CHANGES_REQUESTED, QUEUED, SUPERSEDED, Post, Revision, Thread
from support.space.forum.openness import Openness
from support.space.forum.writing import drafts, limits, sketches
from support.space.forum.writing.drafts import Opened
from support.space.forum.writing.looking import Looked
from support.space.forum.writing.models import TakenForm
from support.space.forum.writing.targets import NotThere, Place, editable, place
from support.space.forum.writing.typed import problems

SHORTEST_KEY, LONGEST_KEY = 16, 200


class Refused(Exception):
    """Not sent; the draft is kept as it is. ``codes``: why, by the name of the field, or "" for the whole form."""

    def __init__(self, **codes: str) -> None:
        super().__init__(",".join(codes.values()))
        self.codes = codes


@dataclass(frozen=True)
class Form:
    """What the button sends: which draft, in the version that was shown, and the form's own random key."""

    draft_id: uuid.UUID
    version: int
    key: str


@dataclass(frozen=True)
class Rules:
    """What holds at the moment: whether the space takes posts, and how many readers a post of somebody needs who has
    had so many published before."""

    openness: Openness
    readers_needed: Callable[[int], int]


def send(
    session: Session, form: Form, *, by: uuid.UUID, looked: Looked, sketch: Sequence[str], rules: Rules
) -> uuid.UUID:
    """Send a draft to be read first. Returns the post's id, the same for the same form. Commits.

    ``looked`` and ``sketch`` are of exactly that version of the draft. Raises :class:`Refused`, and
    :class:`NotThere` for a draft that is not one's own.
    """
    begin_writing(session)
    alone(session, by)
    taken = _taken(session, form, by)
    if taken:
        session.rollback()
        return taken
    found = drafts.locked(session, by, form.draft_id)
    if found is None:
        raise NotThere
    row, draft = found
    now = database_now(session)
    where = place(session, by, draft.target)
    before = limits.published_before(session, by)
    _must_be_right(session, form, draft, where, rules, before, now, by)
    post = _post(session, by, draft, where, now)
    revision = _revision(session, by, post.id, draft.content, now)
    _open_case(session, revision, looked, sketch, rules.readers_needed(before), before, now)
    session.add(_form(form, by, post.id, now))
    session.delete(row)
    session.flush()
    codes = {"version": str(revision.number), "screened": "yes" if looked.screened else "no"}
    chain.record(session, "post_sent", on=now.date(), actor=by, post=post.id, codes=codes, key=keystore().root("audit"))
    sent = post.id
    session.commit()
    return sent


def alone(session: Session, by: uuid.UUID) -> None:
    """What one person does is done one after the other: two windows do not pass a limit together."""
    lock = sa.select(Account.id).where(Account.id == by, Account.state == ACTIVE)
    if session.scalar(lock.with_for_update(key_share=True)) is None:
        raise NotThere


def _taken(session: Session, form: Form, by: uuid.UUID) -> uuid.UUID | None:
    """The post that this form, or the same version of the draft from another window, has become."""
    same = sa.or_(TakenForm.form_hash == _hashed(str(by), form.key), TakenForm.request_hash == _request(form))
    rows = session.execute(
        sa.select(TakenForm.request_hash, TakenForm.post_id).where(TakenForm.account_id == by, same)
    ).all()
    if any(row.request_hash != _request(form) for row in rows):
        raise Refused(form="other_content")
    return rows[0].post_id if rows else None


def _must_be_right(
    session: Session, form: Form, draft: Opened, where: Place, rules: Rules, before: int, now: datetime, by: uuid.UUID
) -> None:  # fmt: skip
    if not SHORTEST_KEY <= len(form.key) <= LONGEST_KEY:
        raise Refused(form="form")
    if draft.version != form.version:
        raise Refused(form="changed")
    wrong = problems(draft.content, titled=where.titled)
    if wrong:
        raise Refused(**wrong)
    if where.barred:
        raise Refused(form=where.barred)
    if not rules.openness.open:
        raise Refused(form="closed")
    much = limits.too_much(session, by, draft.target.post_id, before, now.date())
    if much:
        raise Refused(form=much)


def _post(session: Session, by: uuid.UUID, draft: Opened, where: Place, now: datetime) -> Post:
    if draft.target.post_id:
        return _again(session, draft.target.post_id)
    thread_id = where.thread_id
    if thread_id is None:
        thread = Thread(id=uuid.uuid4(), board_id=draft.target.board_id)
        session.add(thread)
        session.flush()
        thread_id = thread.id
    post = Post(id=uuid.uuid4(), thread_id=thread_id, parent_id=where.parent_id, author_id=by, sent_on=now.date())
    session.add(post)
    session.flush()
    return post


def _again(session: Session, post_id: uuid.UUID) -> Post:
    """The post that gets another version: what waited, or was given back, is replaced (its case is locked first)."""
    open_case = sa.select(Case).where(Case.post_id == post_id, Case.state != CLOSED).with_for_update()
    case = session.scalar(open_case.execution_options(populate_existing=True))
    if (case is not None and case.state == HELD) or not editable(session, post_id):
        raise Refused(form="over")
    replaced = sa.update(Revision).where(Revision.post_id == post_id, Revision.state.in_((QUEUED, CHANGES_REQUESTED)))
    session.execute(replaced.values(state=SUPERSEDED, lapses_on=None))
    return session.get_one(Post, post_id)


def _revision(session: Session, by: uuid.UUID, post_id: uuid.UUID, content: Content, now: datetime) -> Revision:
    last = session.scalar(sa.select(sa.func.max(Revision.number)).where(Revision.post_id == post_id)) or 0
    revision = Revision(id=uuid.uuid4(), post_id=post_id, number=last + 1, state=QUEUED, sent_on=now.date())
    revision.digest = contents.digest(content)
    revision.sealed = contents.seal(by, revision.id, content)
    session.add(revision)
    session.flush()
    return revision


def _open_case(
    session: Session, revision: Revision, looked: Looked, sketch: Sequence[str], need: int, before: int, now: datetime
) -> None:  # fmt: skip
    values = sketches.keyed(sketch)
    hints = [*looked.rules, *([REPETITION] if sketches.alike(session, values, revision.post_id) else [])]
    sketches.keep(session, revision.id, values, now.date())
    sent = Sent(revision.post_id, revision.id, revision.digest, hints, looked.urgent, looked.screened)
    open_or_move(session, replace(sent, newcomer=before < limits.NEWCOMER_UNTIL, need=need), now)


def _form(form: Form, by: uuid.UUID, post_id: uuid.UUID, now: datetime) -> TakenForm:
    return TakenForm(
        form_hash=_hashed(str(by), form.key), request_hash=_request(form), account_id=by, post_id=post_id, taken_at=now
    )


def _request(form: Form) -> str:
    return _hashed(str(form.draft_id), str(form.version))


def _hashed(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
