"""What is over goes by itself: the housekeeper's jobs for the forum, one for each time that the privacy page prints.

Waiting posts never go, nor what is held (safety.md S86). A version that was turned down, taken back or replaced is
stamped with the day on which this is first seen, and counted from there; so whoever changes its state need not know.
Each job looks first, and takes the right to write only where there is something to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session

from support.common.audit.housekeeper import Job
from support.common.kernel.db import begin_writing, db
from support.common.privacy.retention import OFTEN, SELDOM, Paced, forget
from support.space.cases.models import CLOSED, Case, Decision
from support.space.forum.models import (
    LAPSED,
    REJECTED,
    SUPERSEDED,
    UNPUBLISHED,
    WITHDRAWN,
    Post,
    Publication,
    Revision,
    Thread,
)
from support.space.forum.notices.models import Notice
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm
from support.space.privacy.removing import (
    has_no_post,
    is_bare,
    remove_cases,
    remove_posts,
    remove_revisions,
    remove_shells,
)
from support.times import Times

AT_A_TIME = 200
TAKEN_FORM = timedelta(days=1)
OVER = (REJECTED, LAPSED, UNPUBLISHED, WITHDRAWN, SUPERSEDED)


def keep(_app: Flask) -> tuple[Job, ...]:
    """The jobs of a space, for :func:`housekeeper.employ`."""
    return (
        Paced(stamp_what_is_over, OFTEN),
        Paced(forget_drafts, SELDOM),
        Paced(forget_what_was_taken, SELDOM),
        Paced(forget_versions, SELDOM),
        Paced(forget_posts_without_words, SELDOM),
        Paced(forget_readings, SELDOM),
        Paced(forget_who_decided, SELDOM),
    )


def days_of(state: str, times: Times) -> int:
    """For how long a version in that state is kept once it is over."""
    return {WITHDRAWN: times.withdrawn_days, SUPERSEDED: times.superseded_days}.get(state, times.rejected_days)


def stamp_what_is_over(now: datetime) -> int:
    """Note since when a version is over; take the note away from one that is no longer."""
    found = sa.and_(Revision.state.in_(OVER), Revision.over_on.is_(None))
    back = sa.and_(Revision.state.not_in(OVER), Revision.over_on.is_not(None))
    return _change(Revision, found, over_on=now.date()) + _change(Revision, back, over_on=None)


def forget_drafts(now: datetime) -> int:
    """Drafts that nobody has touched for ``draft_days``."""
    return forget(db.session(), Draft.id, Draft.saved_on <= _before(now, _times().draft_days))


def forget_what_was_taken(now: datetime) -> int:
    """Forms that were taken, what repetitions are found by, and notices that were opened, when their time is over."""
    session, times = db.session(), _times()
    return sum((
        forget(session, TakenForm.form_hash, TakenForm.taken_at <= now - TAKEN_FORM),
        forget(session, Fingerprint.revision_id, Fingerprint.made_on <= _before(now, times.fingerprint_days)),
        forget(session, Notice.id, sa.and_(Notice.seen, Notice.made_on <= _before(now, times.notice_days))),
    ))  # fmt: skip


def forget_versions(now: datetime) -> int:
    """Versions that were turned down, taken back or replaced, with every word of them, when their time is over."""
    times = _times()
    late = sa.or_(*(
        sa.and_(Revision.state == state, Revision.over_on <= _before(now, days_of(state, times))) for state in OVER
    ))  # fmt: skip
    waits = sa.exists().where(Case.post_id == Revision.post_id, Case.state != CLOSED)
    shown = sa.exists().where(Publication.revision_id == Revision.id)
    return _remove(sa.select(Revision.id).where(late, ~waits, ~shown), remove_revisions)


def forget_posts_without_words(_now: datetime) -> int:
    """Posts of which no version is left, and empty rows on which nothing hangs any more."""
    wordless = ~sa.exists().where(Revision.post_id == Post.id)
    wanted = sa.select(Post.id).where(Post.author_id.is_not(None), wordless)
    gone = _remove(wanted, lambda session, posts: remove_posts(session, posts, WITHDRAWN))
    session: Session = db.session()
    looked_for = (sa.select(Post.id).where(is_bare()), sa.select(Thread.id).where(has_no_post()))
    found = any(session.scalar(one.limit(1)) for one in looked_for)
    session.rollback()
    if found:
        begin_writing(session)
        gone += remove_shells(session)
        session.commit()
    return gone


def forget_readings(now: datetime) -> int:
    """Readings that were closed ``case_days`` ago, but for those by which a post is published still."""
    stands_on = sa.exists().where(Decision.case_id == Case.id, Publication.decision_id == Decision.id)
    over = sa.and_(Case.state == CLOSED, Case.closed_on <= _before(now, _times().case_days))
    return _remove(sa.select(Case.id).where(over, ~stands_on), remove_cases)


def forget_who_decided(now: datetime) -> int:
    """Who made the decisions that are left from before that."""
    old = sa.and_(Decision.made_on <= _before(now, _times().case_days), Decision.by_id.is_not(None))
    closed = sa.exists().where(Case.id == Decision.case_id, Case.state == CLOSED)
    return _change(Decision, sa.and_(old, closed), by_id=None)


def _remove(wanted: sa.Select[Any], remove: Callable[[Session, Sequence[UUID]], None]) -> int:
    """Remove the rows that ``wanted`` finds, some in each transaction.

    It is asked again inside, and once more when the rows are locked: another may have changed what hangs on them.
    """
    session: Session = db.session()
    key = wanted.selected_columns[0]
    gone = 0
    while True:
        found = session.scalar(wanted.limit(1))
        session.rollback()
        if found is None:
            return gone
        begin_writing(session)
        locked = session.scalars(wanted.order_by(key).limit(AT_A_TIME).with_for_update()).all()
        some = session.scalars(wanted.where(key.in_(locked))).all()
        remove(session, some)
        session.commit()
        gone += len(some)


def _change(table: type[Any], chosen: sa.ColumnElement[bool], **values: Any) -> int:
    """Change rows, if there are any."""
    session: Session = db.session()
    key = next(iter(table.__table__.primary_key))
    found = session.scalar(sa.select(key).where(chosen).limit(1))
    session.rollback()
    if found is None:
        return 0
    begin_writing(session)
    changed = sa.update(table).where(chosen).values(values).execution_options(synchronize_session=False)
    count = len(session.scalars(changed.returning(key)).all())
    session.commit()
    return count


def _before(now: datetime, days: int) -> date:
    return now.date() - timedelta(days=days)


def _times() -> Times:
    found: Times = current_app.config["TIMES"]
    return found
