"""Decisions: bound to what was shown, made once, said to the writer, and in the log."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa

from support.common.audit import chain
from support.common.kernel.db import db
from support.space.cases.models import Case, Decision
from support.space.cases.opening import Sent, open_or_move
from support.space.forum.models import Revision
from support.space.forum.notices.telling import message_of
from support.space.moderation import pace, reviewing
from support.space.moderation.reviewing import Conflict, NotYours, TooLate, Unfit
from tests.space.moderation.room import HOUR, MINUTE, START, Room, replace_in

SECOND = timedelta(seconds=1)


def test_an_approval_waits_for_its_time_and_nothing_is_shown_before(room: Room) -> None:
    post = room.send()
    done = room.decide(room.moderators[0], post, "approve")
    assert done.undo_until == START + 20 * SECOND
    assert room.state(post) == ("approving", "queued")
    assert not room.apply(post, START + 19 * SECOND)
    assert room.published(post) is None and not room.notices()
    assert room.apply(post, START + 20 * SECOND)
    assert room.published(post) == "I slept better."
    assert room.state(post) == ("closed", "approved")
    assert [one.kind for one in room.notices()] == ["published"]
    assert room.logged()[-2:] == ["approved", "published"] and room.log_is_whole()


def test_undone_in_time_an_approval_leaves_no_trace_outside(room: Room) -> None:
    one = room.moderators[0]
    post = room.send()
    done = room.decide(one, post, "approve")
    with pytest.raises(NotYours):
        reviewing.undo(db.session(), room.moderators[1], done.decision_id, START)
    reviewing.undo(db.session(), one, done.decision_id, START + 19 * SECOND)
    assert room.state(post) == ("queued", "queued")
    assert not room.apply(post, START + HOUR)
    assert room.published(post) is None and not room.notices()
    assert room.logged()[-1] == "undone"
    with pytest.raises(TooLate):
        reviewing.undo(db.session(), one, done.decision_id, START + 19 * SECOND)


def test_when_its_time_has_come_an_approval_cannot_be_undone(room: Room) -> None:
    done = room.decide(room.moderators[0], room.send(), "approve")
    with pytest.raises(TooLate):
        reviewing.undo(db.session(), room.moderators[0], done.decision_id, START + 20 * SECOND)


@pytest.mark.parametrize(
    ("outcome", "code", "states", "kind"),
    [
        ("request_changes", "C01", ("closed", "changes_requested"), "changes_requested"),
        ("reject", "C08", ("closed", "rejected"), "rejected"),
        ("care", "X01", ("queued", "queued"), "care"),
        ("hold", "X03", ("held", "held"), "held"),
    ],
)
def test_each_other_outcome_takes_effect_at_once_and_the_writer_is_told(
    room: Room, outcome: str, code: str, states: tuple[str, str], kind: str
) -> None:
    post = room.send()
    words = "" if outcome == "hold" else "Take the time you need."
    done = room.decide(room.moderators[0], post, outcome, code, message=words)
    assert (done.undo_until, done.standing) == (None, "effective")
    assert room.state(post) == states
    [told] = room.notices()
    assert (told.kind, told.revision_id, message_of(told)) == (kind, post.revision_id, words)
    assert told.codes == ("" if outcome == "hold" else code)
    assert db.session.scalar(sa.select(Decision.sealed)) == ""
    assert room.logged()[-1] == kind and room.log_is_whole()


def test_changes_lapse_after_thirty_days_unless_they_are_made(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "request_changes", "C01")
    assert db.session.scalar(sa.select(Revision.lapses_on)) == (START + timedelta(days=30)).date()


def test_care_brings_to_the_front_and_a_later_edit_stays_there(room: Room) -> None:
    earlier, post = room.send(), room.send(now=START + HOUR)
    room.decide(room.moderators[0], post, "care", "X01", now=START + HOUR)
    assert reviewing.next_case(db.session(), room.moderators[1], START + HOUR) == post.case_id
    room.edit(post, now=START + HOUR)
    case = db.session.get_one(Case, post.case_id, populate_existing=True)
    assert (case.urgent, case.cared_for, case.state) == (2, True, "queued")
    assert reviewing.next_case(db.session(), room.moderators[2], START + HOUR) == post.case_id != earlier.case_id


def test_who_escalated_for_care_can_decide_afterwards(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    room.decide(one, post, "care", "X01")
    assert room.decide(one, post, "approve").standing == "pending"


def test_what_is_held_cannot_be_changed_or_taken_back_by_its_writer(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "hold", "X05")
    with pytest.raises(Conflict) as refused:
        open_or_move(db.session(), Sent(post.post_id, post.revision_id, "0" * 64), START)
    assert refused.value.what == "held"
    room.withdraw(post)
    assert room.state(post) == ("held", "held")


def test_a_hold_takes_back_what_was_shown_before(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve")
    room.apply(post)
    edited = room.edit(post, now=START + HOUR)
    assert room.published(post)
    room.decide(room.moderators[1], edited, "hold", "X03", now=START + HOUR)
    assert room.published(post) is None
    assert room.state(post)[1] == "unpublished" and room.state(edited) == ("held", "held")


def test_the_approved_version_stays_until_the_next_is_approved(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve")
    room.apply(post)
    edited = room.edit(post, now=START + HOUR)
    room.decide(room.moderators[1], edited, "reject", "C08", now=START + HOUR)
    assert room.published(post) == "I slept better."
    again = room.edit(post, now=START + 2 * HOUR)
    room.decide(room.moderators[1], again, "approve", now=START + 2 * HOUR)
    assert room.apply(again, START + 3 * HOUR)
    assert room.published(post) == "I slept well, and ate."
    assert room.state(post)[1] == "superseded"


@pytest.mark.parametrize(
    ("changed", "said"),
    [("edit", "edited"), ("withdraw", "withdrawn"), ("decide", "decided"), ("hold", "held"), ("late", "lease_lost")],
)
def test_a_decision_about_what_is_no_longer_there_changes_nothing(room: Room, changed: str, said: str) -> None:
    one, two, _three = room.moderators
    post, late = room.send(), START + 10 * MINUTE
    form = room.verdict(one, post, "approve", now=START)
    if changed == "edit":
        room.edit(post, now=late)
    elif changed == "withdraw":
        room.withdraw(post, late)
    elif changed == "decide":
        room.decide(two, post, "approve", now=late)
    elif changed == "hold":
        room.decide(two, post, "hold", "X03", now=late)
    before = room.state(post), room.logged(), room.standings(post)
    with pytest.raises(Conflict) as refused:
        reviewing.decide(db.session(), one, form, late)
    assert refused.value.what == said
    assert (room.state(post), room.logged(), room.standings(post)) == before


@pytest.mark.parametrize("field", ["version", "revision_id", "digest", "token", "case_id"])
def test_every_part_of_the_form_counts(room: Room, field: str) -> None:
    one, other = room.moderators[0], room.send()
    post = room.send()
    form = room.verdict(one, post, "approve", now=START)
    wrong = {"version": form.version + 1, "revision_id": other.revision_id, "digest": "0" * 64, "token": "0" * 64}
    wrong["case_id"] = other.case_id
    with pytest.raises((Conflict, NotYours)):
        reviewing.decide(db.session(), one, replace_in(form, **{field: wrong[field]}), START)
    assert room.state(post) == room.state(other) == ("queued", "queued")
    assert reviewing.decide(db.session(), one, form, START).standing == "pending"


def test_the_same_form_counts_once_and_gets_the_same_answer(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    form = room.verdict(one, post, "approve", now=START)
    first = reviewing.decide(db.session(), one, form, START)
    logged = room.logged()
    assert reviewing.decide(db.session(), one, form, START + 5 * SECOND) == first
    assert room.apply(post)
    assert reviewing.decide(db.session(), one, form, START + HOUR).decision_id == first.decision_id
    assert room.standings(post) == ["effective"]
    assert room.logged() == [*logged, "published"]


def test_a_key_that_comes_with_other_content_is_refused(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    form = room.verdict(one, post, "approve", now=START)
    reviewing.decide(db.session(), one, form, START)
    with pytest.raises(Conflict) as refused:
        reviewing.decide(db.session(), one, replace_in(form, outcome="reject", codes=("C08",)), START)
    assert refused.value.what == "key_used"
    other = room.verdict(one, room.send(), "approve", now=START, key=form.key)
    with pytest.raises(Conflict) as refused:
        reviewing.decide(db.session(), one, other, START)
    assert refused.value.what == "key_used"
    two = room.verdict(room.moderators[1], room.send(), "approve", now=START, key=form.key)
    assert reviewing.decide(db.session(), room.moderators[1], two, START).standing == "pending"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"outcome": "publish"}, "outcome"),
        ({"outcome": "reject"}, "codes_needed"),
        ({"codes": ("C01",)}, "blocking"),
        ({"key": "short"}, "form"),
        ({"message": "a" * 601}, "message_long"),
        ({"outcome": "hold", "codes": ("X03",), "message": "Hello"}, "message_unfit"),
    ],
)
def test_a_form_that_does_not_fit_changes_nothing(room: Room, changes: dict[str, object], why: str) -> None:
    one, post = room.moderators[0], room.send()
    form = room.verdict(one, post, "approve", now=START)
    with pytest.raises(Unfit) as refused:
        reviewing.decide(db.session(), one, replace_in(form, **changes), START)
    assert refused.value.why == why
    assert room.state(post) == ("queued", "queued") and not room.standings(post)


def test_the_other_spaces_reasons_are_none_here(room: Room) -> None:
    code = "PV02" if room.part == "survivors" else "SV04"
    with pytest.raises(Unfit):
        room.decide(room.moderators[0], room.send(), "reject", code)


def test_a_note_that_the_reader_adds_is_published_with_the_text(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve_with_note", notes=("sleep",), message="I added a note.")
    assert db.session.scalar(sa.select(Decision.sealed)) != ""
    room.apply(post)
    [told] = room.notices()
    assert (told.codes, message_of(told)) == ("C11", "I added a note.")
    assert db.session.scalar(sa.text("SELECT notes FROM publication")) == "sleep"
    assert db.session.scalar(sa.select(Decision.sealed)) == ""


def test_nobody_decides_more_than_so_much_in_an_hour(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_DECISIONS", 2)
    one = room.moderators[0]
    for _ in range(2):
        room.decide(one, room.send(), "approve")
    post = room.send()
    with pytest.raises(pace.TooManyDecisions) as refused:
        room.decide(one, post, "approve", now=START + 59 * MINUTE)
    assert refused.value.until == START + HOUR and refused.value.status == 429
    assert room.state(post) == ("queued", "queued")
    room.decide(room.moderators[1], room.send(), "approve", now=START + 59 * MINUTE)
    assert room.decide(one, post, "approve", now=START + 70 * MINUTE).standing == "pending"


def test_a_step_that_cannot_be_logged_does_not_happen(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    post = room.send()
    form = room.verdict(room.moderators[0], post, "reject", "C08", now=START)

    def broken(*_words: object, **_more: object) -> None:
        raise OSError("no room left")

    with monkeypatch.context() as patched:
        patched.setattr(chain, "record", broken)
        with pytest.raises(OSError, match="room"):
            reviewing.decide(db.session(), room.moderators[0], form, START)
    db.session.rollback()
    assert room.state(post) == ("queued", "queued") and not room.standings(post) and not room.notices()
    assert reviewing.decide(db.session(), room.moderators[0], form, START).standing == "effective"


def test_the_log_holds_codes_and_the_wait_and_not_a_word(room: Room) -> None:
    secret = secrets.token_hex(8)
    post = room.send(body=secret)
    room.decide(room.moderators[0], post, "reject", "C05", "C08", now=START + 17 * MINUTE, message=secret)
    entry = chain.entries(db.session(), 1)[0]
    assert (entry.event, entry.wait_minutes, entry.pairs) == ("post_rejected", 17, {"reasons": "c05.c08"})
    assert entry.actor not in (None, room.moderators[0]) and entry.subject not in (None, post.post_id)


def test_a_note_is_a_code_of_the_space_and_never_words(room: Room) -> None:
    post = room.send()
    with pytest.raises(Unfit, match="notes_unfit"):
        room.decide(room.moderators[0], post, "approve_with_note", notes=("call me", "sleep"))
    db.session.rollback()
    assert room.standings(post) == []
