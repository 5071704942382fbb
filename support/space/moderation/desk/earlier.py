"""What came before a case: what was decided about this writer, as codes only, and the text last decided (S51, S105)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.space.cases.models import Case, Decision
from support.space.forum.models import Post, Revision
from support.space.moderation.desk.queries import split

EFFECTIVE = "effective"
MOST_OUTCOMES = 20


@dataclass(frozen=True)
class Outcome:
    """What was decided, its reason codes, and how often among the latest."""

    outcome: str
    codes: tuple[str, ...]
    times: int


def outcomes(session: Session, author_id: UUID, but: UUID) -> list[Outcome]:
    """The writer's latest outcomes, the most frequent first, without those of the present case: its second reader
    does not see what the first decided."""
    latest = (
        sa.select(Decision.outcome, Decision.codes)
        .join(Case, Case.id == Decision.case_id)
        .join(Post, Post.id == Case.post_id)
        .where(Post.author_id == author_id, Decision.case_id != but, Decision.standing == EFFECTIVE)
        .order_by(Decision.made_on.desc(), Decision.id)
        .limit(MOST_OUTCOMES)
        .subquery()
    )
    times = sa.func.count()
    wanted = sa.select(latest.c.outcome, latest.c.codes, times).group_by(latest.c.outcome, latest.c.codes)
    rows = session.execute(wanted.order_by(times.desc(), latest.c.outcome, latest.c.codes))
    return [Outcome(outcome, split(codes), count) for outcome, codes, count in rows]


def last_decided(session: Session, head: Revision) -> Revision | None:
    """The version of the same post about which something was last decided, if there is an older one."""
    decided = sa.exists().where(Decision.revision_id == Revision.id, Decision.standing == EFFECTIVE)
    older = sa.select(Revision).where(Revision.post_id == head.post_id, Revision.number < head.number, decided)
    return session.scalar(older.order_by(Revision.number.desc()).limit(1))
