"""What may happen in any order, one deed at a time: hypothesis chooses, the model says what must come of it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from support.common.accounts.models import ACTIVE, SUSPENDED, Account
from support.common.audit.outbox import deliver_due
from support.common.kernel.db import db
from support.common.privacy import erasing
from support.common.sealing.vault import keystore
from support.space.forum.writing import looking
from support.space.forum.writing.targets import NotThere, Target, answered
from support.space.moderation import pulse
from tests.space.proof import holding, model
from tests.space.proof.deeds import Writing
from tests.space.proof.desk import SAID, UNFIT, Desk, Opened
from tests.space.proof.dying import OF_READERS, Killed, changed, killed_at, restarted, standing
from tests.space.proof.watching import Watching
from tests.space.proof.world import House, World

PICK = st.integers(0, 999)
CRASH = st.sampled_from(("", "", "", "before", "after"))
JUMPS = (1, 25, 25, 60, 700, 700, -5, -40, 3_600, 86_400, 2 * 86_400 + 60, 31 * 86_400)
HTTP_EVERY = 9


class Reviewed(RuleBasedStateMachine):
    """A space, its people, and everything that they can do to what is written there."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.house)
        self.writing, self.desk = Writing(self.world), Desk(self.world)
        self.watching = Watching(self.world, self.desk)
        self.steps = 0

    def teardown(self) -> None:
        try:
            holding.the_chain_is_whole(self.world)
            self.watching.all_that_everybody_sees()
        finally:
            self.world.end()

    # who and what is chosen

    def writer(self, pick: int) -> uuid.UUID:
        here = [one.id for one in self.world.writers if one.id not in self.world.gone]
        return here[pick % len(here)]

    def reader(self, pick: int) -> uuid.UUID:
        return self.world.readers[pick % len(self.world.readers)].id

    def own(self, pick: int) -> model.Post | None:
        mine = [one for one in self.world.forum.posts if one.author]
        return mine[pick % len(mine)] if mine else None

    def seen(self, pick: int) -> model.Post | None:
        there = [one for one in self.world.forum.posts if one.visible]
        return there[pick % len(there)] if there else None

    def shown(self, pick: int) -> Opened | None:
        """Something that was shown to a reader: mostly of late."""
        late = self.desk.opened if pick % 4 == 0 else self.desk.opened[-3:]
        return late[pick % len(late)] if late else None

    # writers

    @initialize(pick=PICK)
    def begun(self, pick: int) -> None:
        """Somebody has written, was read, and was answered."""
        one, two = self.writer(pick), self.writer(pick + 1)
        self.writing.contribute(one, Target(board_id=self.world.house.board))
        opening = self.world.forum.posts[0]
        self.read_to_the_end(opening)
        self.writing.contribute(two, Target(answers_id=opening.id), parent=opening)

    def read_to_the_end(self, post: model.Post) -> None:
        """A post is approved by as many as it needs, and published."""
        for reader in self.world.readers:
            case = post.case
            if case and case.readable and self.world.forum.may_read(reader.id, case):
                shown = self.desk.take(reader.id, case)
                if shown:
                    self.desk.decide(shown, SAID[self.world.forum.part][0])
        self.world.at(model.UNDO)
        self.desk.evening()

    @rule(pick=PICK)
    def a_post_is_read_to_the_end(self, pick: int) -> None:
        cases = self.world.forum.cases()
        if cases:
            self.read_to_the_end(cases[pick % len(cases)].post)

    @rule(pick=PICK, crash=CRASH)
    def a_thread_is_sent(self, pick: int, crash: str) -> None:
        self.writing.contribute(self.writer(pick), Target(board_id=self.world.house.board), crash=crash)

    @rule(pick=PICK, quote=st.booleans(), crash=CRASH)
    def an_answer_is_sent(self, pick: int, quote: bool, crash: str) -> None:
        post = self.seen(pick)
        if post is None:
            return
        parent = answered(self.world.session, post.id)
        known = next(one for one in self.world.forum.posts if one.id == parent)
        assert known.depth < 2
        quotes = (post, post.shown) if quote and post.shown else None
        self.writing.contribute(
            self.writer(pick // 7), Target(answers_id=parent), parent=known, quotes=quotes, crash=crash
        )

    @rule(pick=PICK, crash=CRASH)
    def a_post_gets_another_version(self, pick: int, crash: str) -> None:
        post = self.own(pick)
        if post and post.author:
            self.writing.contribute(post.author, Target(post_id=post.id), post=post, crash=crash)

    @rule(pick=PICK)
    def somebody_writes_to_what_is_hidden(self, pick: int) -> None:
        """Invariant 2: what is hidden can be answered as little as what never was."""
        hidden = [one for one in self.world.forum.posts if one.author and not one.visible]
        for post_id in [hidden[pick % len(hidden)].id] if hidden else [uuid.uuid4()]:
            with suppress(NotThere):
                answered(self.world.session, post_id)
                raise AssertionError("hidden, and can be answered")
        db.session.rollback()

    @rule(pick=PICK)
    def a_draft_is_kept(self, pick: int) -> None:
        """Invariant 24: saving a draft makes no case, no post, and nothing that anybody sees."""
        before = standing()
        self.writing.draft(self.writer(pick), Target(board_id=self.world.house.board), None)
        assert set(changed(before, standing())) <= {"draft"}

    @precondition(lambda self: self.writing.forms)
    @rule(pick=PICK)
    def a_form_is_sent_again(self, pick: int) -> None:
        """Invariant 6: the same form is the same post; nothing is sent twice."""
        by, form, post_id = self.writing.forms[pick % len(self.writing.forms)]
        if by in self.world.gone:
            return
        before = standing()
        came = self.writing.press(by, form)
        assert came.error is None and came.value == post_id and not changed(before, standing())

    @precondition(lambda self: self.writing.forms)
    @rule(pick=PICK)
    def a_forms_key_comes_with_another_draft(self, pick: int) -> None:
        """Invariant 6: the same key with other content is refused."""
        by, form, _post = self.writing.forms[pick % len(self.writing.forms)]
        if by in self.world.gone:
            return
        other, _content = self.writing.draft(by, Target(board_id=self.world.house.board), None)
        came = self.writing.press(by, type(form)(other.draft_id, other.version, form.key))
        assert came.error is not None and came.error.codes == {"form": "other_content"}  # type: ignore[attr-defined]

    @rule(pick=PICK, crash=CRASH)
    def a_post_is_taken_back(self, pick: int, crash: str) -> None:
        post = self.own(pick)
        if post is None or post.author is None:
            return
        held = any(one.state == "held" for one in post.versions)
        came = self.writing.withdraw(post.author, post, crash)
        assert came.done != held, repr(came.error)
        if came.done:
            self.world.forum.withdrawn(post)

    @rule(pick=PICK)
    def somebody_elses_post_is_taken_back(self, pick: int) -> None:
        post, by = self.own(pick), self.writer(pick // 3)
        if post and post.author != by:
            assert isinstance(self.writing.withdraw(by, post).error, NotThere)

    # readers

    @rule(pick=PICK, crash=CRASH)
    def the_next_case_is_asked_for(self, pick: int, crash: str) -> None:
        self.desk.next(self.reader(pick), crash)

    @rule(pick=PICK, crash=CRASH)
    def a_case_is_taken(self, pick: int, crash: str) -> None:
        cases = self.world.forum.cases()
        if cases:
            self.desk.take(self.reader(pick // 11), cases[pick % len(cases)], crash)

    @rule(pick=PICK, said=PICK, crash=CRASH)
    def the_next_case_is_read_and_decided(self, pick: int, said: int, crash: str) -> None:
        shown = self.desk.next(self.reader(pick))
        if shown:
            choices = SAID[self.world.forum.part]
            self.desk.decide(shown, choices[said % len(choices)], crash)

    @rule(pick=PICK, said=PICK, crash=CRASH)
    def what_was_shown_is_decided(self, pick: int, said: int, crash: str) -> None:
        shown, choices = self.shown(pick), SAID[self.world.forum.part]
        if shown:
            self.desk.decide(shown, choices[said % len(choices)], crash)

    @rule(pick=PICK, said=PICK)
    def what_does_not_go_together_is_decided(self, pick: int, said: int) -> None:
        shown, choices = self.shown(pick), UNFIT[self.world.forum.part]
        if shown:
            self.desk.unfit(shown, choices[said % len(choices)])

    @rule(pick=PICK, what=st.integers(0, 4))
    def a_form_is_forged(self, pick: int, what: int) -> None:
        shown = self.shown(pick)
        if shown is None:
            return
        held = shown.held
        if what == 4:
            thieves = [one.id for one in self.world.readers if one.id != shown.by]
            self.desk.stolen(shown, thieves[pick % len(thieves)])
        else:
            other = ({"token": held.token[::-1]}, {"version": held.version + 1}, {"digest": "0" * 64},
                     {"revision_id": uuid.uuid4()})[what]  # fmt: skip
            self.desk.forged(shown, **other)

    @precondition(lambda self: self.desk.decisions)
    @rule(pick=PICK, other=st.booleans())
    def a_decision_is_sent_again(self, pick: int, other: bool) -> None:
        self.desk.again(pick % len(self.desk.decisions), other=other)

    @precondition(lambda self: self.desk.decisions)
    @rule(pick=PICK, own=st.integers(0, 3), crash=CRASH)
    def a_decision_is_taken_back(self, pick: int, own: int, crash: str) -> None:
        number = -1 - pick % min(3, len(self.desk.decisions))
        by = self.desk.decisions[number][0].by if own else self.reader(pick)
        before = standing(OF_READERS)
        self.desk.undo(number, by, crash)
        assert not changed(before, standing(OF_READERS)), "undoing left a trace for readers (invariant 11)"

    @rule(pick=PICK, what=st.integers(0, 2), crash=CRASH)
    def a_hold_ends_or_goes_on(self, pick: int, what: int, crash: str) -> None:
        shown = self.shown(pick)
        if shown:
            (self.desk.pass_on, self.desk.let_go, self.desk.keep)[what](shown, crash)

    # the house

    @rule(pick=st.integers(0, len(JUMPS) - 1))
    def the_clock_jumps(self, pick: int) -> None:
        self.world.at(timedelta(seconds=JUMPS[pick]))

    @rule(crash=CRASH)
    def the_housekeeper_comes(self, crash: str) -> None:
        self.desk.evening(crash)

    @rule(crash=CRASH)
    def what_follows_is_delivered(self, crash: str) -> None:
        """Invariant 8: delivered at least once, and told once."""
        with suppress(Killed), killed_at(1 if crash else 99, before=crash == "before"):
            deliver_due()
        restarted()
        deliver_due()
        done = standing()
        deliver_due()
        assert not changed(done, standing())

    @rule(to=st.booleans())
    def publishing_is_frozen_or_thawed(self, to: bool) -> None:
        (pulse.freeze if to else pulse.thaw)(self.world.session, self.world.now)
        self.world.forum.frozen = to

    @rule(pick=st.integers(0, 3))
    def somebody_of_the_staff_goes_or_comes_back(self, pick: int) -> None:
        person = (*self.world.house.moderators[:2], *self.world.house.leads)[pick]
        away = person.id not in self.world.forum.away
        account = db.session.get_one(Account, person.id)
        account.state = SUSPENDED if away else ACTIVE
        db.session.commit()
        (self.world.forum.away.add if away else self.world.forum.away.discard)(person.id)

    @rule(to=st.booleans())
    def screening_fails_or_works(self, to: bool) -> None:
        """Invariant 17: what cannot be looked at is sent all the same."""
        self.world.patches.undo()
        if to:
            self.world.patches.setattr(looking, "screen", lambda *_a, **_k: 1 / 0)

    @precondition(lambda self: len(self.world.gone) < 2)
    @rule(pick=PICK, dies_at=st.integers(0, 2), before=st.booleans())
    def somebody_leaves(self, pick: int, dies_at: int, before: bool) -> None:
        """Invariants 8 and 22: also where the process dies in between; what was begun is finished."""
        here = [one.id for one in self.world.members if one.id not in self.world.gone]
        who, store, times = here[pick % len(here)], keystore(), self.world.app.config["TIMES"]
        with suppress(Killed), killed_at(dies_at or 99, before=before):
            erasing.leave(self.world.session, store, who, times, self.world.now)
        restarted()
        erasing.unfinished(self.world.session, store, self.world.now)
        erasing.leave(self.world.session, store, who, times, self.world.now)
        self.world.gone.add(who)
        self.world.forum.left(who)

    # what always holds

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        for check in holding.ALWAYS:
            check(self.world)
        db.session.rollback()

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        self.steps += 1
        if self.steps % HTTP_EVERY == 0:
            self.watching.what_one_sees(self.steps // HTTP_EVERY)
