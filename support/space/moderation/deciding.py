"""What a decision does: bound to exactly what its reader was shown, and carried out in one transaction.

The rules are those of :mod:`states`; here they are applied to the rows of a case that is locked. Nothing here commits.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.sealing.vault import keystore, vault
from support.space.cases import conflicts, states
from support.space.cases.conflicts import Conflict
from support.space.cases.models import CLOSED, HELD, Case, Decision
from support.space.cases.states import PENDING, VOID, WAITING, Stand, Step
from support.space.forum.models import WITHDRAWN, Post, Revision

FORMS_ROOT = "decision forms"  # the root secret under which forms are compared: no message can be guessed from one
PLACE = "decision.sealed"


class Verdict(msgspec.Struct, frozen=True):
    """All that a reader's form says. ``key`` is the form's own random key: the same form counts once.

    ``message`` is what the reader writes to the writer; it may be empty.
    """

    case_id: UUID
    version: int
    revision_id: UUID
    digest: str
    token: str
    key: str
    outcome: str
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Decided:
    """What came of it. ``undo_until``: until when it can be taken back, None where it took effect at once or waits
    for a second reader. ``standing`` is one of ``states``."""

    decision_id: UUID
    outcome: str
    undo_until: datetime | None
    standing: str = field(default="", compare=False)


def locked(session: Session, case_id: UUID) -> Case | None:
    """The case, for this transaction alone."""
    wanted = sa.select(Case).where(Case.id == case_id).with_for_update()
    return session.scalar(wanted.execution_options(populate_existing=True))


def stand_of(session: Session, case: Case) -> Stand:
    """Where a locked case stands, with what waits in it."""
    rows = session.execute(
        sa.select(Decision.outcome, Decision.standing).where(
            Decision.case_id == case.id, Decision.standing.in_((WAITING, PENDING))
        )
    ).all()
    waiting = tuple(sorted(row.outcome for row in rows if row.standing == WAITING))
    pending = next((row.outcome for row in rows if row.standing == PENDING), "")
    return Stand(case.state, case.need, waiting, pending)


def what_changed(session: Session, case: Case, revision_id: UUID | None = None) -> str:
    """Why a case is not (any more) in the hands of whoever asks, as a name of :mod:`conflicts`."""
    if case.state == HELD:
        return conflicts.HELD
    if case.state == CLOSED and session.scalar(_state_of_head(case)) == WITHDRAWN:
        return conflicts.WITHDRAWN
    if revision_id is not None and case.head_id != revision_id:
        return conflicts.EDITED
    return conflicts.LEASE_LOST if case.state in states.READ_IN else conflicts.DECIDED


def must_be_as_shown(session: Session, case: Case, verdict: Verdict) -> None:
    """The form is about exactly what stands there now. Raises :class:`Conflict`."""
    if case.state not in states.READ_IN or case.head_id != verdict.revision_id:
        raise Conflict(what_changed(session, case, verdict.revision_id))
    if not hmac.compare_digest(case.head_digest.encode(), verdict.digest.encode("utf-8", "surrogatepass")):
        raise Conflict(conflicts.EDITED)
    if case.version != verdict.version:
        raise Conflict(conflicts.DECIDED)


def replayed(session: Session, by: UUID, verdict: Verdict) -> Decided | None:
    """The answer that this form got before. Raises :class:`Conflict` where its key came with other content."""
    found = session.scalar(sa.select(Decision).where(Decision.idempotency_hash == _key(by, verdict)))
    if found is None:
        return None
    if not hmac.compare_digest(found.request_hash, _request(by, verdict)):
        raise Conflict(conflicts.KEY_USED)
    case = session.get_one(Case, found.case_id)
    until = case.apply_at if found.standing == PENDING else None
    return Decided(found.id, found.outcome, until, found.standing)


def write(
    session: Session, case: Case, verdict: Verdict, codes: tuple[str, ...], step: Step, *, by: UUID, on: date
) -> Decision:
    """The decision's own row. An approval carries the notes of an earlier reader who came to the same."""
    notes = dict.fromkeys((*verdict.notes, *_notes_so_far(session, case, verdict.outcome)))
    decision = Decision(
        id=uuid.uuid4(), case_id=case.id, revision_id=verdict.revision_id, digest=verdict.digest,
        outcome=verdict.outcome, codes=",".join(codes), notes=",".join(notes), by_id=by,
        idempotency_hash=_key(by, verdict), request_hash=_request(by, verdict), standing=step.decision, made_on=on,
    )  # fmt: skip
    author_id = session.scalar(sa.select(Post.author_id).where(Post.id == case.post_id))
    if verdict.message and author_id is not None:
        decision.sealed = vault().seal(author_id, verdict.message, place=PLACE, row=decision.id)
    session.add(decision)
    session.flush()
    return decision


def wait_again(case: Case, step: Step, now: datetime, undo: timedelta) -> None:
    """A case that stays open: where it stands now, its version, and when an approval takes effect. Nobody holds it."""
    case.state, case.version = step.to.state, case.version + 1
    case.apply_at = now + undo if step.to.pending else None
    if step.front:
        case.urgent, case.cared_for = 2, True
    case.holder_id = case.lease_hash = case.lease_until = None


def lay_down(session: Session, case: Case) -> None:
    """Decisions that waited for another have no effect of their own any more."""
    over = sa.update(Decision).where(Decision.case_id == case.id, Decision.standing == WAITING)
    session.execute(over.values(standing=VOID, sealed=""))


def _notes_so_far(session: Session, case: Case, outcome: str) -> list[str]:
    if outcome not in states.APPROVING_OUTCOMES:
        return []
    earlier = sa.select(Decision.notes).where(
        Decision.case_id == case.id, Decision.standing == WAITING, Decision.outcome.in_(states.APPROVING_OUTCOMES)
    )
    return [note for row in session.scalars(earlier) for note in row.split(",") if note]


def _state_of_head(case: Case) -> sa.Select[str]:
    return sa.select(Revision.state).where(Revision.id == case.head_id)


def _key(by: UUID, verdict: Verdict) -> str:
    return hashlib.sha256(f"{by.hex}|{verdict.key}".encode("utf-8", "surrogatepass")).hexdigest()


def _request(by: UUID, verdict: Verdict) -> str:
    said = by.bytes + msgspec.json.encode(verdict, order="deterministic")
    return hmac.new(keystore().root(FORMS_ROOT), said, hashlib.sha256).hexdigest()
