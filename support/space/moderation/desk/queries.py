"""What waits to be read, and what one reader has decided: counts, codes and days, never a word of anybody (S107)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from support.common.accounts.models import ACTIVE, STAFF, Account, RoleGrant
from support.common.operations.people_seen import NEEDED
from support.space.cases.models import APPROVING, SECOND_NEEDED, WITH_LEAD, Case, Decision, Reading
from support.space.cases.ordering import order
from support.space.cases.states import PENDING, READ_IN
from support.space.forum.models import Board, Post, Thread
from support.space.moderation.leasing import Reader, may_read

PAGE_LENGTH = 25
MOST_DECIDED = 30


@dataclass(frozen=True)
class Counts:
    """How many cases wait, by class, and since when the longest has. ``mine``: how many of them the reader holds.

    ``last_decided`` and ``frozen``: how the reading goes (``pulse``); ``lacking``: the roles of which there are too
    few people (``enough``). All of it is one question: the page may ask six (budgets.md B8).
    """

    waiting: int
    at_once: int
    soon: int
    ordinary: int
    newcomers: int
    second: int
    with_lead: int
    being_read: int
    mine: int
    oldest: datetime | None
    last_decided: datetime | None
    frozen: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One case that waits. ``mine``: the reader holds it; ``held``: somebody else does; ``may``: the reader could take
    it, for it is not about something of their own (moderation.md, invariant 10)."""

    id: UUID
    state: str
    urgent: int
    newcomer: bool
    screened: bool
    hints: tuple[str, ...]
    opened_at: datetime
    board: Board
    opens_thread: bool
    mine: bool
    held: bool
    may: bool


@dataclass(frozen=True)
class Decided:
    """One decision of the reader's own. ``undo_until``: until when it can be taken back, if it still can."""

    id: UUID
    outcome: str
    codes: tuple[str, ...]
    standing: str
    day: date
    undo_until: datetime | None


def counts(session: Session, by: UUID, now: datetime) -> Counts:
    """How much waits, in one question."""
    live = Case.lease_until > now
    classes = {
        "waiting": sa.true(),
        "at_once": Case.urgent >= 2,
        "soon": Case.urgent == 1,
        "ordinary": Case.urgent == 0,
        "newcomers": Case.newcomer,
        "second": Case.state == SECOND_NEEDED,
        "with_lead": Case.state == WITH_LEAD,
        "being_read": live,
        "mine": sa.and_(live, Case.holder_id == by),
    }
    wanted = sa.select(
        *(sa.func.sum(sa.case((condition, 1), else_=0)) for condition in classes.values()),
        sa.func.min(Case.opened_at),
        sa.select(Reading.decided_at).scalar_subquery(),
        sa.select(Reading.frozen).scalar_subquery(),
        *(_people(role) for role, _number, _rule in NEEDED["space"]),
    ).where(Case.state.in_(READ_IN))
    row = session.execute(wanted).one()
    counted = {name: number or 0 for name, number in zip(classes, row, strict=False)}
    oldest, decided_at, frozen, *people = row[len(classes) :]
    lacking = tuple(
        role for (role, number, _rule), found in zip(NEEDED["space"], people, strict=True) if found < number
    )
    return Counts(**counted, oldest=oldest, last_decided=decided_at, frozen=bool(frozen), lacking=lacking)


def _people(role: str) -> Any:
    """How many active people have the role."""
    people = sa.select(sa.func.count(RoleGrant.account_id.distinct())).join(Account, Account.id == RoleGrant.account_id)
    active = (RoleGrant.role == role, Account.kind == STAFF, Account.state == ACTIVE)
    return people.where(*active).scalar_subquery()


def waiting(session: Session, reader: Reader, page: int, now: datetime) -> list[Line]:
    """One page of the cases that wait, in the order in which they are offered; the reader's own held one among them."""
    post = aliased(Post)  # what may be read asks about posts as well
    rows = session.execute(
        sa.select(Case, Board, post.parent_id, sa.and_(*may_read(reader)))
        .join(post, post.id == Case.post_id)
        .join(Thread, Thread.id == post.thread_id)
        .join(Board, Board.id == Thread.board_id)
        .where(Case.state.in_(READ_IN))
        .order_by(*order())
        .limit(PAGE_LENGTH)
        .offset((page - 1) * PAGE_LENGTH)
    ).all()
    return [_line(case, board, parent is None, bool(may), reader.id, now) for case, board, parent, may in rows]


def decided(session: Session, by: UUID, decision_id: UUID, now: datetime) -> Decided | None:
    """One decision of the reader's own; none where it is not theirs."""
    wanted = _decisions(by).where(Decision.id == decision_id)
    found = session.execute(wanted).one_or_none()
    return _decided(found, now) if found else None


def decided_by(session: Session, by: UUID, now: datetime, since: date) -> list[Decided]:
    """What the reader decided since that day, the newest first as far as days tell."""
    latest = _decisions(by).where(Decision.made_on >= since).order_by(
        Decision.made_on.desc(), Case.apply_at.desc().nulls_last(), Decision.id
    )  # fmt: skip
    return [_decided(row, now) for row in session.execute(latest.limit(MOST_DECIDED))]


def _decisions(by: UUID) -> Any:
    wanted = sa.select(Decision, Case.state, Case.apply_at).join(Case, Case.id == Decision.case_id)
    return wanted.where(Decision.by_id == by)


def _decided(row: Any, now: datetime) -> Decided:
    decision, state, until = row
    open_still = decision.standing == PENDING and state == APPROVING and until is not None and now < until
    codes = split(decision.codes)
    return Decided(
        decision.id, decision.outcome, codes, decision.standing, decision.made_on, until if open_still else None
    )


def split(codes: str) -> tuple[str, ...]:
    """Codes out of a column in which commas stand between them."""
    return tuple(filter(None, codes.split(",")))


def _line(case: Case, board: Board, opens: bool, may: bool, by: UUID, now: datetime) -> Line:
    live = case.lease_until is not None and now < case.lease_until
    return Line(
        id=case.id, state=case.state, urgent=case.urgent, newcomer=case.newcomer, screened=case.screened,
        hints=split(case.hints), opened_at=case.opened_at or now, board=board, opens_thread=opens,
        mine=live and case.holder_id == by, held=live and case.holder_id != by, may=may,
    )  # fmt: skip
