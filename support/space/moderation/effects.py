"""What a step of a review makes of revision, publication, decisions and notices, in the transaction of the step."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.audit import outbox
from support.common.sealing.vault import vault
from support.space.cases.models import CLOSED, Case, Decision
from support.space.cases.opening import close
from support.space.cases.states import HOLD, VOID, Step
from support.space.forum import publishing
from support.space.forum.models import CHANGES_REQUESTED, UNPUBLISHED, Post, Revision
from support.space.forum.notices.telling import tell
from support.space.moderation import deciding
from support.times import Times

PUBLISHED = "published"  # the outbox's kind for a post that readers see from now on; ``about`` is the post


def carry_out(session: Session, case: Case, decision: Decision, step: Step, now: datetime, times: Times) -> None:
    """Bring everything to where the step says. The caller writes into the log and commits."""
    decision.standing = step.decision
    session.flush()
    if step.over:
        deciding.lay_down(session, case)
    if step.publish:
        publishing.publish(session, decision, on=now.date())
        outbox.put(session, PUBLISHED, case.post_id)
    elif step.take_back:
        publishing.take_back(session, case.post_id, UNPUBLISHED)
    if step.revision:
        _set_revision(session, case.head_id, step.revision, now, times)
    if step.to.state == CLOSED:
        close(case, now)
    else:
        deciding.wait_again(case, step, now, timedelta(seconds=times.undo_seconds))
    if step.tell:
        _tell(session, case, decision, step.note)
    if step.tell or step.decision == VOID or step.note == "undone":
        decision.sealed = ""


def _set_revision(session: Session, revision_id: UUID, state: str, now: datetime, times: Times) -> None:
    lapses = now.date() + timedelta(days=times.changes_days) if state == CHANGES_REQUESTED else None
    change = sa.update(Revision).where(Revision.id == revision_id)
    session.execute(change.values(state=state, lapses_on=lapses))


def _tell(session: Session, case: Case, decision: Decision, kind: str) -> None:
    """The notice to the writer: what was decided, its reasons, and what the reader wrote to them. Of a hold only that
    the text stays unpublished (moderation.md 2.3)."""
    author_id = session.scalar(sa.select(Post.author_id).where(Post.id == case.post_id))
    if author_id is None:
        return
    message = ""
    if decision.sealed:
        message = vault().open(author_id, decision.sealed, place=deciding.PLACE, row=decision.id)
    codes = () if decision.outcome == HOLD else tuple(filter(None, decision.codes.split(",")))
    tell(
        session, author_id, key=f"decision:{decision.id}", kind=kind, post_id=case.post_id,
        revision_id=decision.revision_id, codes=codes, message=message,
    )  # fmt: skip
