"""Many at once, each with a session of their own: one succeeds, the others are told, none is silent (invariant 5)."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from support.common.accounts.models import SUSPENDED, Account
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.forum.models import Thread
from support.space.moderation import applying, leasing, reviewing
from support.space.moderation.reviewing import Conflict
from tests import people
from tests.space.moderation.room import MINUTE, START, Room

READERS = 20
Deed = Callable[[Session], object]


@pytest.fixture(scope="module")
def crowd(people_of_room: Room) -> Iterator[list[uuid.UUID]]:
    """Twenty moderators, for the tests of this file."""
    ids = [people.staff(people_of_room.app, "moderator").id for _ in range(READERS)]
    yield ids
    with people_of_room.app.app_context():
        db.session.execute(sa.update(Account).where(Account.id.in_(ids)).values(state=SUSPENDED))
        db.session.commit()


def at_once(room: Room, deeds: Sequence[Deed]) -> list[object]:
    """What came of each deed: its answer, or the exception."""
    start, came = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(number: int, deed: Deed) -> None:
        with room.app.app_context():
            start.wait()
            try:
                came[number] = deed(db.session())
            except Exception as error:
                came[number] = error
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def whats(came: Sequence[object]) -> Counter[str]:
    return Counter(one.what if isinstance(one, Conflict) else type(one).__name__ for one in came)


def test_of_twenty_who_take_one_case_one_gets_it(room: Room, crowd: list[uuid.UUID]) -> None:
    post = room.send()
    came = at_once(room, [lambda s, by=by: reviewing.take(s, by, post.case_id, START) for by in crowd])
    assert whats(came) == {"Held": 1, "lease_lost": READERS - 1}
    [got] = [(by, one) for by, one in zip(crowd, came, strict=True) if isinstance(one, leasing.Held)]
    assert db.session.get_one(Case, post.case_id).holder_id == got[0]
    assert reviewing.held(db.session(), got[0], post.case_id, START) == got[1]


def test_twenty_who_ask_for_the_next_case_never_get_the_same(room: Room, crowd: list[uuid.UUID]) -> None:
    posts = {room.send(now=START + number * MINUTE).case_id for number in range(5)}
    came = at_once(room, [lambda s, by=by: reviewing.next_case(s, by, START + 10 * MINUTE) for by in crowd])
    got = [one for one in came if one is not None]
    assert sorted(map(str, got)) == sorted(map(str, posts))


def test_a_form_sent_twenty_times_at_once_is_one_decision(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    form = room.verdict(one, post, "approve", now=START)
    came = at_once(room, [lambda s: reviewing.decide(s, one, form, START) for _ in range(READERS)])
    assert len(set(came)) == 1
    assert room.standings(post) == ["pending"]


def test_of_twenty_verdicts_of_one_reader_one_counts(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    forms = [room.verdict(one, post, "reject", "C08", now=START) for _ in range(READERS)]
    came = at_once(room, [lambda s, form=form: reviewing.decide(s, one, form, START) for form in forms])
    assert whats(came) == {"Decided": 1, "decided": READERS - 1}
    assert room.standings(post) == ["effective"] and len(room.notices()) == 1


@pytest.mark.parametrize("turn", range(4))
def test_deciding_against_editing_and_withdrawing_ends_in_one_legal_state(room: Room, turn: int) -> None:
    one, post = room.moderators[0], room.send()
    form = room.verdict(one, post, "approve", now=START)
    deeds: list[Deed] = [
        lambda s: reviewing.decide(s, one, form, START),
        lambda _s: room.edit(post, body="Another text."),
        lambda _s: room.withdraw(post),
    ]
    at_once(room, deeds[turn % 3 :] + deeds[: turn % 3])
    applying.apply(db.session(), post.case_id, START + MINUTE)
    assert room.published(post) is None
    pending = sa.select(sa.func.count()).select_from(Decision).where(Decision.standing == "pending")
    assert db.session.scalar(pending) == 0 and room.log_is_whole()


def test_undo_against_the_housekeeper_is_one_or_the_other(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    done = room.decide(one, post, "approve")
    until = done.undo_until
    assert until
    came = at_once(
        room,
        [
            lambda s: reviewing.undo(s, one, done.decision_id, until - MINUTE),
            *[lambda s: applying.apply(s, post.case_id, until)] * 3,
        ],
    )
    shown = room.published(post) is not None
    assert came[1:].count(True) == int(shown)
    assert room.state(post) == (("closed", "approved") if shown else ("queued", "queued"))
    assert isinstance(came[0], Conflict) == shown


def test_what_is_published_in_one_thread_at_once_is_all_counted(room: Room) -> None:
    opening = room.send()
    answers = [room.send(thread=opening.thread_id, author=room.members[1]) for _ in range(8)]
    for post in (opening, *answers):
        room.decide(room.moderators[0], post, "approve")
    assert room.apply(opening)
    deeds = [lambda s, post=post: applying.apply(s, post.case_id, START + MINUTE) for post in answers]
    assert at_once(room, deeds) == [True] * 8
    thread = db.session.get_one(Thread, opening.thread_id, populate_existing=True)
    assert (thread.answers, thread.answered, thread.shown) == (8, True, True)


def test_a_case_that_somebody_is_just_taking_makes_nobody_wait(room: Room) -> None:
    first, second = room.send(), room.send(now=START + MINUTE)
    if db.engine.dialect.name == "sqlite":
        pytest.skip("one writer at a time there")
    with db.engine.begin() as other:
        other.execute(sa.select(Case.id).where(Case.id == first.case_id).with_for_update())
        assert reviewing.next_case(db.session(), room.moderators[0], START + MINUTE) == second.case_id
