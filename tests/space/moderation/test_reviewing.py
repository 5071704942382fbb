"""Taking, keeping, passing on and giving back a case: one reader at a time, and never one with a conflict of interest."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.accounts.models import ACTIVE, SUSPENDED, Account
from support.common.kernel.db import db
from support.space.cases.models import Case
from support.space.forum.models import Post
from support.space.moderation import reviewing
from support.space.moderation.reviewing import Conflict, NotYours
from tests.space.moderation.room import HOUR, MINUTE, START, Room

SECOND = timedelta(seconds=1)


def what(error: pytest.ExceptionInfo[Conflict]) -> str:
    return error.value.what


def test_whoever_takes_a_case_has_it_for_ten_minutes(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send()
    got = reviewing.take(db.session(), one, post.case_id, START)
    assert (got.revision_id, got.until) == (post.revision_id, START + 10 * MINUTE)
    with pytest.raises(Conflict) as refused:
        reviewing.take(db.session(), two, post.case_id, START + 10 * MINUTE - SECOND)
    assert what(refused) == "lease_lost"
    assert reviewing.take(db.session(), two, post.case_id, START + 10 * MINUTE).token != got.token


def test_the_holder_sees_the_same_token_again_and_nobody_else_sees_one(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send()
    got = reviewing.take(db.session(), one, post.case_id, START)
    assert reviewing.held(db.session(), one, post.case_id, START + MINUTE) == got
    assert reviewing.held(db.session(), two, post.case_id, START + MINUTE) is None
    assert reviewing.held(db.session(), one, post.case_id, START + 10 * MINUTE) is None
    assert reviewing.take(db.session(), one, post.case_id, START + MINUTE).token == got.token


def test_a_token_stands_nowhere_in_the_database(room: Room) -> None:
    post = room.send()
    got = reviewing.take(db.session(), room.moderators[0], post.case_id, START)
    assert db.session.scalar(sa.select(Case.lease_hash)) != got.token


def test_a_sign_of_life_lengthens_the_lease_and_a_late_one_does_not(room: Room) -> None:
    one = room.moderators[0]
    post = room.send()
    got = reviewing.take(db.session(), one, post.case_id, START)
    until = reviewing.renew(db.session(), one, post.case_id, got.token, START + 9 * MINUTE)
    assert until == START + 19 * MINUTE
    with pytest.raises(Conflict) as refused:
        reviewing.renew(db.session(), one, post.case_id, got.token, until)
    assert what(refused) == "lease_lost"


def test_expiry_alone_changes_nothing_else(room: Room) -> None:
    post = room.send()
    reviewing.take(db.session(), room.moderators[0], post.case_id, START)
    before = room.state(post)
    assert reviewing.held(db.session(), room.moderators[0], post.case_id, START + HOUR) is None
    assert room.state(post) == before == ("queued", "queued")


def test_what_is_given_back_waits_for_everybody(room: Room) -> None:
    one = room.moderators[0]
    post = room.send()
    assert reviewing.next_case(db.session(), one, START) == post.case_id
    token = reviewing.take(db.session(), one, post.case_id, START).token
    reviewing.release(db.session(), one, post.case_id, token, START)
    assert reviewing.next_case(db.session(), one, START) == post.case_id


def test_next_case_stays_with_the_one_in_hand(room: Room) -> None:
    first, second = room.send(), room.send(now=START + MINUTE)
    one, two, _three = room.moderators
    now = START + 2 * MINUTE
    assert [reviewing.next_case(db.session(), one, now) for _ in range(2)] == [first.case_id] * 2
    assert reviewing.next_case(db.session(), two, now) == second.case_id
    assert reviewing.next_case(db.session(), room.moderators[2], now) is None


def test_what_one_passes_on_is_offered_to_others_and_after_three_to_a_lead(room: Room) -> None:
    post = room.send()
    for by in room.moderators:
        assert reviewing.next_case(db.session(), by, START) == post.case_id
        token = reviewing.take(db.session(), by, post.case_id, START).token
        reviewing.skip(db.session(), by, post.case_id, token, START)
        assert reviewing.next_case(db.session(), by, START) is None
    assert room.logged()[-3:] == ["skipped"] * 3
    lead, other = room.leads
    assert reviewing.next_case(db.session(), lead, START) == post.case_id
    token = reviewing.take(db.session(), lead, post.case_id, START).token
    reviewing.skip(db.session(), lead, post.case_id, token, START)
    newer = room.send(now=START + HOUR)
    assert reviewing.next_case(db.session(), lead, START + HOUR) == newer.case_id
    assert reviewing.next_case(db.session(), other, START + HOUR) == post.case_id


def test_what_three_passed_on_is_not_offered_to_a_fourth_who_is_no_lead(room: Room) -> None:
    post = room.send()
    for by in (*room.leads, room.moderators[0]):
        assert reviewing.next_case(db.session(), room.moderators[2], START) == post.case_id
        token = reviewing.take(db.session(), room.moderators[2], post.case_id, START).token
        reviewing.release(db.session(), room.moderators[2], post.case_id, token, START)
        token = reviewing.take(db.session(), by, post.case_id, START).token
        reviewing.skip(db.session(), by, post.case_id, token, START)
    assert reviewing.next_case(db.session(), room.moderators[2], START) is None


def test_a_post_whose_writer_has_left_is_read_by_nobody(room: Room) -> None:
    post = room.send()
    db.session.execute(sa.update(Post).where(Post.id == post.post_id).values(author_id=None))
    db.session.commit()
    assert reviewing.next_case(db.session(), room.moderators[0], START) is None


def test_what_everybody_passed_on_comes_back_to_a_lead(room: Room) -> None:
    post = room.send()
    for by in (*room.moderators, *room.leads):
        token = reviewing.take(db.session(), by, post.case_id, START).token
        reviewing.skip(db.session(), by, post.case_id, token, START)
    assert reviewing.next_case(db.session(), room.moderators[0], START) is None
    assert reviewing.next_case(db.session(), room.leads[0], START) == post.case_id


def test_nobody_reads_their_own_post(room: Room) -> None:
    one, two, _three = room.moderators
    post = room.send(author=one)
    assert reviewing.next_case(db.session(), one, START) is None
    with pytest.raises(NotYours):
        reviewing.take(db.session(), one, post.case_id, START)
    assert reviewing.next_case(db.session(), two, START) == post.case_id


def test_nobody_reads_in_a_thread_they_wrote_in(room: Room) -> None:
    one, two, _three = room.moderators
    opening = room.send()
    answer = room.send(author=one, thread=opening.thread_id)
    for post in (opening, answer):
        with pytest.raises(NotYours):
            reviewing.take(db.session(), one, post.case_id, START)
    assert reviewing.next_case(db.session(), one, START) is None
    assert reviewing.next_case(db.session(), two, START) is not None


def test_who_wrote_in_the_thread_after_taking_the_case_cannot_decide(room: Room) -> None:
    one = room.moderators[0]
    post = room.send()
    form = room.verdict(one, post, "approve", now=START)
    room.send(author=one, thread=post.thread_id)
    with pytest.raises(Conflict):
        reviewing.decide(db.session(), one, form, START)
    assert room.state(post) == ("queued", "queued")


@pytest.mark.parametrize("who", ["member", "nobody"])
def test_whoever_may_not_read_gets_nothing(room: Room, who: str) -> None:
    post = room.send()
    by = room.members[1] if who == "member" else uuid.uuid4()
    for deed in (
        lambda: reviewing.next_case(db.session(), by, START),
        lambda: reviewing.take(db.session(), by, post.case_id, START),
        lambda: reviewing.undo(db.session(), by, uuid.uuid4(), START),
    ):
        with pytest.raises(NotYours):
            deed()


def test_a_suspended_reader_gets_nothing(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    suspend(one, SUSPENDED)
    try:
        with pytest.raises(NotYours):
            reviewing.next_case(db.session(), one, START)
    finally:
        suspend(one, ACTIVE)
    assert reviewing.next_case(db.session(), one, START) == post.case_id


def suspend(account_id: uuid.UUID, state: str) -> None:
    db.session.rollback()
    db.session.execute(sa.update(Account).where(Account.id == account_id).values(state=state))
    db.session.commit()


def test_an_unknown_case_and_a_foreign_token_lead_nowhere(room: Room) -> None:
    one, two, _three = room.moderators
    with pytest.raises(NotYours):
        reviewing.take(db.session(), one, uuid.uuid4(), START)
    post = room.send()
    token = reviewing.take(db.session(), one, post.case_id, START).token
    for by, wrong in ((two, token), (one, "0" * 64), (one, ""), (one, "\ud800")):
        for deed in (reviewing.renew, reviewing.release, reviewing.skip):
            with pytest.raises(Conflict) as refused:
                deed(db.session(), by, post.case_id, wrong, START)
            assert what(refused) == "lease_lost"


@pytest.mark.parametrize(("outcome", "codes", "said"), [("hold", ["X03"], "held"), ("reject", ["C08"], "decided")])
def test_what_is_over_says_so(room: Room, outcome: str, codes: list[str], said: str) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, outcome, *codes)
    with pytest.raises(Conflict) as refused:
        reviewing.take(db.session(), room.moderators[1], post.case_id, START)
    assert what(refused) == said


def test_what_its_writer_took_back_says_so(room: Room) -> None:
    post = room.send()
    token = reviewing.take(db.session(), room.moderators[0], post.case_id, START).token
    room.withdraw(post)
    with pytest.raises(Conflict) as refused:
        reviewing.renew(db.session(), room.moderators[0], post.case_id, token, START)
    assert what(refused) == "withdrawn"
