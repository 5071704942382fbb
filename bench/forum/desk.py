"""B5: the queue, taking a case and deciding about it, against the same statements through the bare driver."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from bench.forum import barely
from bench.forum.barely import Script
from bench.forum.recording import Bare, recorded
from bench.forum.spaces import Space
from bench.measure import median, milliseconds, percentile
from bench.report import Figure, Plot, Row, Table
from support.common.audit.models import AuditSubject
from support.common.kernel import clock
from support.common.kernel.db import db
from support.space.cases.models import APPROVING, QUEUED, Case, Decision
from support.space.cases.states import APPROVE, PENDING
from support.space.moderation import leasing, pace, reviewing
from support.space.moderation.desk import queries

BUDGET, EACH = 3, 200
QUEUE, CLAIM, DECISION = DEEDS = ("queue page", "claim", "decision")


@dataclass
class Times:
    """Milliseconds of one round, by deed."""

    ours: dict[str, list[float]] = field(default_factory=lambda: {deed: [] for deed in DEEDS})
    bare: dict[str, list[float]] = field(default_factory=lambda: {deed: [] for deed in DEEDS})


def measure(spaces: Sequence[Space], rounds: int) -> Row:
    """Rounds on each database; in each, ours and the bare ones take turns, each on cases of their own."""
    ratios: dict[tuple[str, str], list[float]] = {}
    rows, statements = [], []
    for space in spaces:
        with space.app.app_context(), _no_limit():
            measured = [_round(space, EACH if number else 10) for number in range(rounds + 1)][1:]  # first: warming up
            statements.append(f"{space.name}: {_statements(space)}")
        for deed in DEEDS:
            for times in measured:
                ours, bare = percentile(times.ours[deed], 0.95), percentile(times.bare[deed], 0.95)
                ratios.setdefault((deed, space.name), []).append(ours / bare)
            rows.append((deed, space.name, *_absolute(measured, deed)))
    share = {name: median(values) for name, values in ratios.items()}
    return Row(
        "B5", "The desk with all that waits", f"{rounds} rounds of {EACH} of each deed, ours and the bare one in turn, "
        "on other cases. The bare one: the statements of ours as they were recorded once, through sqlite3 or psycopg, "
        "on a connection opened and settled alike, in the same order, with its own BEGIN IMMEDIATE or FOR UPDATE and its "
        "own commit; so its statements are the same by what they are, and only the values are of another case. It makes "
        "no seals, digests or rules. What was decided waits again after each round.",
        [Figure(f"{deed}, {name}: p95", value, BUDGET, unit=" ×") for (deed, name), value in share.items()],
        [Table(("deed", "database", "ours p50 ms", "ours p95 ms", "bare p50 ms", "bare p95 ms"), rows)],
        [Plot("desk", "The desk, ours as so many times the bare statements (p95)", DEEDS,
              {space.name: [share[deed, space.name] for deed in DEEDS] for space in spaces}, {"budget": BUDGET})],
        [f"Statements of a transaction, {', '.join(DEEDS)}: {'; '.join(statements)}."],
    )  # fmt: skip


def _absolute(measured: Sequence[Times], deed: str) -> Iterator[str]:
    for kind in ("ours", "bare"):
        for part in (0.5, 0.95):
            yield f"{median(percentile(getattr(times, kind)[deed], part) for times in measured):.2f}"


def _statements(space: Space) -> str:
    script = _record(space.filled.readers[1])
    _wait_again()
    return ", ".join(str(len(said)) for said in (script.queue, script.claim, script.decision))


def _round(space: Space, count: int) -> Times:
    """So many of each, ours and the bare one in turn."""
    times, by = Times(), space.filled.readers[1]
    script, bare = _record(by), Bare(db.engine)
    try:
        for _ in range(count):
            _ours(by, times.ours)
            _barely(bare, script, times.bare)
    finally:
        bare.close()
    _wait_again()
    return times


def _ours(by: uuid.UUID, times: dict[str, list[float]]) -> None:
    session = db.session()
    now = clock.database_now(session)
    session.rollback()
    times[QUEUE].append(milliseconds(lambda: _queue(by)))
    times[CLAIM].append(milliseconds(lambda: reviewing.next_case(session, by, now)))
    verdict = _verdict(by)
    times[DECISION].append(milliseconds(lambda: reviewing.decide(session, by, verdict, now)))
    db.session.remove()


def _queue(by: uuid.UUID) -> None:
    """The same reads as the page's view, and the connection back."""
    session, now = db.session(), clock.now()
    queries.counts(session, by, now)
    queries.waiting(session, leasing.Reader(by, lead=False), 1, now)
    db.session.remove()


def _verdict(by: uuid.UUID) -> reviewing.Verdict:
    session = db.session()
    held = leasing.holding(session, by, clock.database_now(session))
    session.rollback()
    if held is None:
        raise RuntimeError("nothing was taken")
    return reviewing.Verdict(
        held.case_id, held.version, held.revision_id, held.digest, held.token, secrets.token_urlsafe(24), APPROVE
    )  # fmt: skip


def _record(by: uuid.UUID) -> Script:
    """Do each deed once more, and keep what was said."""
    session, engine = db.session(), db.engine
    now = clock.database_now(session)
    session.rollback()
    with recorded(engine) as queue:
        _queue(by)
    with recorded(engine) as claim:
        reviewing.next_case(session, by, now)
    verdict = _verdict(by)
    with recorded(engine) as decision_said:
        decided = reviewing.decide(session, by, verdict, now)
    decision, case = session.get_one(Decision, decided.decision_id), session.get_one(Case, verdict.case_id)
    subject = session.scalars(sa.select(AuditSubject.id).where(AuditSubject.post == case.post_id)).one()
    session.expunge_all()
    db.session.remove()
    return Script(queue, claim, decision_said, case, decision, subject)


def _barely(bare: Bare, script: Script, times: dict[str, list[float]]) -> None:
    """The three deeds, statement by statement, about the case that comes next."""
    found: list[object] = []
    times[QUEUE].append(milliseconds(lambda: bare.run(script.queue)))
    times[CLAIM].append(milliseconds(lambda: found.append(barely.claim(bare, script))))
    other, before = barely.values(script, found[0]), barely.chain_end()
    times[DECISION].append(milliseconds(lambda: barely.decide(bare, script, other)))
    barely.put_chain_back(before)


@contextmanager
def _no_limit() -> Iterator[None]:
    """One reader decides more here than an account may in an hour; it is counted all the same."""
    usual, pace.MOST_DECISIONS = pace.MOST_DECISIONS, 1_000_000
    try:
        yield
    finally:
        pace.MOST_DECISIONS = usual


def _wait_again() -> None:
    """What was approved waits again, behind all others."""
    session = db.session()
    session.execute(sa.delete(Decision).where(Decision.standing == PENDING))
    again = sa.update(Case).where(Case.state == APPROVING)
    session.execute(again.values(state=QUEUED, apply_at=None, opened_at=clock.now(), urgent=0))
    session.commit()
    db.session.remove()
