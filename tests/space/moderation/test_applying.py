"""What waits for a time: publishing after the undo window, the freeze, and requests for changes that lapse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from support.common.accounts.models import ACTIVE, SUSPENDED
from support.common.audit.models import OutboxItem
from support.common.kernel.db import db
from support.common.sealing.vault import vault
from support.common.sealing.wrapping import WrongDataKey
from support.space.cases.models import Case, DecisionCount
from support.space.forum.models import Revision
from support.space.moderation import applying, keeping, pulse
from support.space.moderation import effects as carrying
from tests.space.moderation.room import HOUR, MINUTE, START, Room
from tests.space.moderation.test_reviewing import suspend

DAY = timedelta(days=1)


def test_the_housekeeper_publishes_what_is_due_by_the_databases_clock(room: Room) -> None:
    due, early = room.send(), room.send()
    room.decide(room.moderators[0], due, "approve")
    room.decide(room.moderators[0], early, "approve", now=START + HOUR)
    room.app.config["CLOCK"] = START + MINUTE
    assert applying.apply_due() == 1
    assert room.published(due) and room.published(early) is None
    assert applying.apply_due() == 0


def test_a_publication_is_one_entry_in_the_outbox_and_in_the_log(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve", now=START + 7 * MINUTE)
    before = room.logged().count("published")
    room.apply(post, START + 8 * MINUTE)
    assert not room.apply(post, START + 9 * MINUTE)
    items = db.session.execute(sa.select(OutboxItem.kind).where(OutboxItem.about == post.post_id)).all()
    assert [item.kind for item in items] == ["published"]
    assert room.logged().count("published") == before + 1


def test_a_freeze_stops_effects_and_nothing_else(room: Room) -> None:
    one, post, other = room.moderators[0], room.send(), room.send()
    room.decide(one, post, "approve")
    assert pulse.freeze(db.session(), START) and not pulse.freeze(db.session(), START)
    room.app.config["CLOCK"] = START + HOUR
    assert applying.apply_due() == 0 and not room.apply(post, START + HOUR)
    assert room.state(post) == ("approving", "queued") and room.published(post) is None
    room.decide(one, other, "reject", "C08", now=START + HOUR)
    assert room.state(other) == ("closed", "rejected")
    assert pulse.thaw(db.session(), START + HOUR) and not pulse.thaw(db.session(), START + HOUR)
    assert applying.apply_due() == 1 and room.published(post)
    assert [event for event in room.logged() if event.startswith("publishing")][-2:] == [
        "publishing_frozen", "publishing_thawed",
    ]  # fmt: skip


def test_the_approval_of_somebody_suspended_meanwhile_has_no_effect(room: Room) -> None:
    one, post = room.moderators[0], room.send()
    room.decide(one, post, "approve")
    suspend(one, SUSPENDED)
    try:
        assert not room.apply(post)
    finally:
        suspend(one, ACTIVE)
    assert room.published(post) is None
    assert room.state(post) == ("queued", "queued") and room.standings(post) == ["undone"]


def test_a_text_that_is_not_what_was_read_is_not_published(room: Room) -> None:
    post, other = room.send(), room.send(body="Something else.")
    room.decide(room.moderators[0], post, "approve")
    db.session.rollback()
    sealed = db.session.scalar(sa.select(Revision.sealed).filter_by(id=other.revision_id))
    db.session.execute(sa.update(Revision).where(Revision.id == post.revision_id).values(sealed=sealed))
    db.session.commit()
    assert not room.apply(post)
    assert room.published(post) is None and room.state(post) == ("queued", "queued")


@pytest.mark.parametrize("change", ["edit", "withdraw"])
def test_what_its_writer_changed_or_took_back_is_never_published_later(room: Room, change: str) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve")
    if change == "edit":
        room.edit(post)
    else:
        room.withdraw(post)
    assert not room.apply(post, START + HOUR)
    assert room.published(post) is None and room.standings(post) == ["void"]


def test_a_killed_publication_is_wholly_before_or_wholly_after(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve")

    def killed(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(carrying, "_tell", killed)
        with pytest.raises(KeyboardInterrupt):
            room.apply(post)
    db.session.rollback()
    assert room.published(post) is None and room.state(post) == ("approving", "queued")
    assert room.apply(post) and len(room.notices()) == 1


def test_changes_that_nobody_made_lapse_once_and_the_writer_is_told(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "request_changes", "C01")
    assert applying.lapse_due(START + 29 * DAY) == 0
    assert applying.lapse_due(START + 30 * DAY) == 1
    assert room.state(post) == ("closed", "lapsed")
    assert applying.lapse_due(START + 31 * DAY) == 0
    assert sorted(one.kind for one in room.notices()) == ["changes_requested", "lapsed"]
    assert room.logged()[-1] == "lapsed" and room.log_is_whole()


def test_counts_of_decisions_are_forgotten(room: Room) -> None:
    room.decide(room.moderators[0], room.send(), "approve")
    assert applying.forget_paces(START + HOUR) == 0
    assert applying.forget_paces(START + 2 * HOUR) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DecisionCount)) == 0


def test_every_job_can_be_done(room: Room) -> None:
    for job in keeping.keep(room.app):
        job()
        assert job.__name__


@pytest.mark.parametrize("error", [WrongDataKey("of another key"), ValueError("anything")], ids=["key", "anything"])
def test_one_approval_that_cannot_take_effect_holds_no_other_up(
    room: Room, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    bad, good = room.send(), room.send()
    for post in (bad, good):
        room.decide(room.moderators[0], post, "approve")
    really = applying.carry_out

    def fails(session: Any, case: Case, *rest: Any) -> None:
        if case.id == bad.case_id:
            raise error
        really(session, case, *rest)

    room.app.config["CLOCK"] = START + MINUTE
    with monkeypatch.context() as broken:
        broken.setattr(applying, "carry_out", fails)
        assert applying.apply_due() == 1
    assert room.published(good) and room.published(bad) is None
    assert applying.apply_due() == 1 and room.published(bad)


def test_what_opens_and_is_no_text_is_not_published(room: Room) -> None:
    post = room.send()
    room.decide(room.moderators[0], post, "approve")
    sealed = vault().seal(room.members[0], '{"nothing":1}', place="revision.sealed", row=post.revision_id)
    db.session.execute(sa.update(Revision).where(Revision.id == post.revision_id).values(sealed=sealed))
    db.session.commit()
    assert not room.apply(post) and room.state(post) == ("queued", "queued")
