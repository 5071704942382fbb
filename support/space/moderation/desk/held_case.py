"""One case as its reader sees it. A sealed text is opened here, and only for whoever holds the case at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import Account
from support.common.sealing.wrapping import Unreadable
from support.space.cases.models import Case
from support.space.cases.states import READ_IN
from support.space.forum.content import Content, unseal
from support.space.forum.models import Board, Post, Revision, Thread
from support.space.moderation.desk import context, earlier
from support.space.moderation.desk.context import Around
from support.space.moderation.desk.difference import Stretch, difference
from support.space.moderation.desk.earlier import Outcome
from support.space.moderation.desk.hints import Hinted, hinted
from support.space.moderation.desk.queries import split
from support.space.moderation.leasing import token_of


@dataclass(frozen=True)
class HeldCase:
    """What a reader needs to decide, and nothing else of the writer (safety.md S51).

    ``content`` is none where it does not open, mostly because the writer's key is no more: nothing can be read or
    decided then. ``change`` is empty where nothing was decided about an older version.
    """

    id: UUID
    version: int
    revision_id: UUID
    digest: str
    token: str
    state: str
    urgent: int
    newcomer: bool
    screened: bool
    cared_for: bool
    until: datetime
    opened_at: datetime
    sent_on: date
    board: Board
    name: str
    opens: bool
    content: Content | None
    hinted: Hinted
    around: Around
    change: tuple[Stretch, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class _Row:
    case: Case
    post: Post
    board: Board
    head: Revision
    name: str


def opened(session: Session, case_id: UUID, by: UUID, part: str, now: datetime) -> HeldCase | None:
    """The case, if this reader holds it now; otherwise none, whether there is such a case or not (S57)."""
    row = _row(session, case_id, by, now)
    if row is None:
        return None
    token = token_of(case_id, by, row.case.lease_hash or "")
    content = _content(row.post, row.head)
    case, body = row.case, content or Content("")
    return HeldCase(
        id=case.id, version=case.version, revision_id=case.head_id, digest=case.head_digest, token=token,
        state=case.state, urgent=case.urgent, newcomer=case.newcomer, screened=case.screened, cared_for=case.cared_for,
        until=case.lease_until or now, opened_at=case.opened_at or now, sent_on=row.head.sent_on, board=row.board,
        name=row.name, opens=row.post.parent_id is None, content=content,
        hinted=hinted(body.title, body.body, split(case.hints), part=part, newcomer=case.newcomer),
        around=context.around(session, row.post, body.quote),
        change=tuple(_change(session, row, body)),
        outcomes=tuple(earlier.outcomes(session, row.post.author_id, case.id)) if row.post.author_id else (),
    )  # fmt: skip


def _held(case_id: UUID, by: UUID, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return Case.id == case_id, Case.holder_id == by, Case.lease_until > now, Case.state.in_(READ_IN)


def _row(session: Session, case_id: UUID, by: UUID, now: datetime) -> _Row | None:
    wanted = (
        sa.select(Case, Post, Board, Revision, Account.name)
        .join(Post, Post.id == Case.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Board, Board.id == Thread.board_id)
        .join(Revision, Revision.id == Case.head_id)
        .outerjoin(Account, Account.id == Post.author_id)
        .where(*_held(case_id, by, now))
    )
    found = session.execute(wanted).one_or_none()
    return _Row(*found[:4], name=found[4] or "") if found else None


def _content(post: Post, revision: Revision) -> Content | None:
    if post.author_id is None:
        return None
    try:
        return unseal(post.author_id, revision.id, revision.sealed)
    except Unreadable:  # the writer is leaving at this moment, or the row is damaged: it can still be passed on
        return None


def _change(session: Session, row: _Row, now: Content) -> list[Stretch]:
    before = earlier.last_decided(session, row.head)
    was = _content(row.post, before) if before else None
    if was is None:
        return []
    whole = [f"{one.title}\n\n{one.body}" if one.title else one.body for one in (was, now)]
    return difference(*whole)
