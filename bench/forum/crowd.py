"""B6: twenty readers at once, five writers who change what waits, and what must be so all the same."""

from __future__ import annotations

import multiprocessing
import signal
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import mean

import sqlalchemy as sa

from bench.forum import crowding
from bench.forum.crowding import DECIDED, LOCKED, RELEASED, SKIPPED, Held, Notes
from bench.forum.spaces import PART, Space
from bench.report import Figure, Plot, Row, Table
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.config import Config
from support.factory import create_app
from support.space.cases import conflicts
from support.space.cases.models import CLOSED, QUEUED, Case, Decision
from support.space.cases.ordering import order
from support.space.cases.states import EFFECTIVE, PENDING, READ_IN

READERS, WRITERS, CASES = 20, 5, 2_000
MOST_WAITED = 2
DONE = (DECIDED, SKIPPED, RELEASED)
EXPLAINED = (*DONE, LOCKED, conflicts.EDITED, conflicts.WITHDRAWN)  # locked: they still hold it, and ask again


@dataclass(frozen=True)
class Seen:
    """What one database showed: the counts that have to be nought, and the rest for the table."""

    twice: int
    lost: int
    at_once: int
    left: int
    waited: float
    longest: float
    came: Mapping[str, int]
    touched: int
    busy: int
    refused: int
    seconds: float


def measure(spaces: Sequence[Space]) -> Row:
    """One crowd on each database."""
    seen = {space.name: _crowd(space) for space in spaces}
    said = (*DONE, conflicts.EDITED, conflicts.WITHDRAWN)
    return Row(
        "B6", f"{READERS} readers at once on {CASES:,} cases, and {WRITERS} writers who edit and take back",
        "Each in a process of their own with an application of its own; a reader takes the next case, waits a moment, "
        "then decides (85 in 100), passes on or gives back, until nothing waits. Twice: more than one decision with effect "
        "about a revision. Lost: a live lease that was refused though no writer had touched the post. At once: two who "
        "held a case at the same moment by the machine's clock. All cases wait from the start, so the wait is counted in "
        "cases offered before, not in minutes: the place in which a case was first offered, against the place that the "
        "order gives it, with one of each other reader on top, for they ask at the same moment; cases that a writer had "
        "touched by then are left out. Of a queue that is worked off once the last one always waits twice the mean; the "
        "table has that too.",
        [figure for name, one in seen.items() for figure in _figures(name, one)],
        [Table(("database", *said, "changed by writers", "asked again: locked", "writers refused", "longest wait / mean",
                "seconds"),
               [(name, *(one.came.get(what, 0) for what in said), one.touched, one.busy, one.refused,
                 f"{one.longest:.2f}", f"{one.seconds:.0f}") for name, one in seen.items()])],
        [Plot("crowd", "The longest wait against the order's", list(seen), {"wait": [one.waited for one in seen.values()]},
              {"budget": MOST_WAITED})],
    )  # fmt: skip


def _figures(name: str, seen: Seen) -> Iterator[Figure]:
    yield Figure(f"decided twice, {name}", seen.twice, 0)
    yield Figure(f"leases lost, {name}", seen.lost, 0)
    yield Figure(f"held by two at once, {name}", seen.at_once, 0)
    yield Figure(f"never decided, {name}", seen.left, 0)
    yield Figure(f"longest wait against the order, {name}", seen.waited, MOST_WAITED, unit=" ×")


def _crowd(space: Space) -> Seen:
    with space.app.app_context():
        ranked = _only(CASES)
        db.session.remove()
        db.engine.dispose()
        keystore().close()
    started = time.monotonic()
    notes = _together(space)
    seconds = time.monotonic() - started
    with space.app.app_context():
        return replace(_counted(ranked, notes), seconds=seconds)


def _only(count: int) -> dict[uuid.UUID, uuid.UUID]:
    """Let so many cases wait and end the others. Returns those that wait in their order, with their posts."""
    session = db.session()
    waiting = sa.select(Case.id, Case.post_id).where(Case.state.in_(READ_IN)).order_by(*order())
    ranked = dict(session.execute(waiting.limit(count)).tuples().all())
    over = sa.update(Case).where(Case.state != CLOSED, Case.id.not_in(list(ranked)))
    session.execute(over.values(state=CLOSED, opened_at=None, closed_on=clock.now().date()))
    session.execute(
        sa.update(Case).where(Case.state == QUEUED).values(holder_id=None, lease_hash=None, lease_until=None)
    )
    session.commit()
    return ranked


def _together(space: Space) -> list[Notes]:
    """All of them at once; what each of them noted. Raises where one of them died."""
    people = space.filled
    jobs: list[Callable[[], Notes]] = [
        partial(crowding.read, by, seed) for seed, by in enumerate(people.readers[:READERS])
    ]
    jobs += [partial(crowding.write, people.writers[seed::WRITERS], seed) for seed in range(WRITERS)]
    forks = multiprocessing.get_context("fork")  # nothing is imported again, and no connection is open
    with ProcessPoolExecutor(len(jobs), forks, _as_usual) as pool:
        return [done.result() for done in [pool.submit(_alone, dict(space.settings), job) for job in jobs]]


def _as_usual() -> None:
    """A process of the crowd ends when it is told to."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _alone(settings: Mapping[str, str], job: Callable[[], Notes]) -> Notes:
    """In the new process: an application of its own, and the job."""
    with create_app(PART, Config.from_env(PART, settings)).app_context():
        return job()


def _counted(ranked: dict[uuid.UUID, uuid.UUID], notes: Sequence[Notes]) -> Seen:
    held = sorted((one for note in notes for one in note.held), key=lambda one: one.since)
    touched: dict[uuid.UUID, list[float]] = {}
    for post_id, at in (one for note in notes for one in note.touched):
        touched.setdefault(post_id, []).append(at)
    posts = ranked | _opened_since(held, ranked)
    waited, longest = _waits(held, ranked, touched)
    return Seen(
        _twice(), sum(_lost(one, touched.get(posts[one.case_id], [])) for one in held), _at_once(held), _left(),
        waited, longest, Counter(one.came for one in held), sum(map(len, touched.values())),
        sum(note.busy for note in notes), sum(note.refused for note in notes), 0.0,
    )  # fmt: skip


def _opened_since(held: Sequence[Held], ranked: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Cases of what was sent again after changes were asked for, with their posts."""
    new = [one.case_id for one in held if one.case_id not in ranked]
    return dict(db.session.execute(sa.select(Case.id, Case.post_id).where(Case.id.in_(new))).tuples().all())


def _twice() -> int:
    one_revision = sa.select(Decision.revision_id).where(Decision.standing.in_((PENDING, EFFECTIVE)))
    more = one_revision.group_by(Decision.revision_id).having(sa.func.count() > 1).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(more)) or 0


def _left() -> int:
    waits = sa.select(sa.func.count()).select_from(Case).where(Case.state.in_(READ_IN))
    return db.session.scalar(waits) or 0


def _lost(one: Held, touched: Sequence[float]) -> bool:
    """Refused or gone, though no writer ever changed the post."""
    return one.came not in EXPLAINED and not touched


def _at_once(held: Sequence[Held]) -> int:
    """How often a case was in the hands of two; ``held`` is sorted by the beginning."""
    by_case: dict[uuid.UUID, list[Held]] = {}
    for one in held:
        if one.came in DONE:  # else it was taken from them before they were done
            by_case.setdefault(one.case_id, []).append(one)
    return sum(later.since < before.until for mine in by_case.values() for before, later in pairwise(mine))


def _waits(
    held: Sequence[Held], ranked: Mapping[uuid.UUID, uuid.UUID], touched: Mapping[uuid.UUID, Sequence[float]]
) -> tuple[float, float]:
    """The worst of place against place by the order, and the longest wait against the mean."""
    places: dict[uuid.UUID, int] = {}
    since: dict[uuid.UUID, float] = {}
    for place, one in enumerate(held, 1):
        places.setdefault(one.case_id, place)
        since.setdefault(one.case_id, one.since)
    rank = {case_id: number for number, case_id in enumerate(ranked, 1)}
    plain = [
        case_id for case_id in places if case_id in rank
        and not any(at < since[case_id] for at in touched.get(ranked[case_id], ()))
    ]  # fmt: skip
    worst = max(places[case_id] / (rank[case_id] + READERS) for case_id in plain)
    return worst, max(places.values()) / mean(places.values())
