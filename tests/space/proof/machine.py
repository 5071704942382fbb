"""What may happen in any order, one deed at a time: hypothesis chooses, the model says what must come of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from inspect import signature
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from support.common.accounts.models import ACTIVE, SUSPENDED, Account
from support.common.audit.outbox import deliver_due
from support.common.kernel.db import db
from support.common.privacy import erasing
from support.common.sealing.vault import keystore
from support.space.forum.writing import looking
from support.space.moderation import pulse
from tests.space.proof import holding
from tests.space.proof.dying import Killed, changed, killed_at, restarted, standing
from tests.space.proof.readers import Readers
from tests.space.proof.writers import Writers

JUMPS = (
    1,
    1,
    *(25,) * 12,
    60,
    60,
    60,
    700,
    700,
    -5,
    -5,
    -40,
    3_600,
    86_400,
    2 * 86_400 + 60,
    31 * 86_400,
)  # seconds
HTTP_EVERY = 12
DEEDS_AT_A_TIME = 8
CRASHES, YES_NO, FEW, MANY = ("", "", "", "before", "after"), (True, False), range(5), range(1_000)
DRAWN: dict[str, Sequence[Any]] = {
    "pick": MANY, "said": MANY, "what": FEW, "own": FEW, "crash": CRASHES, "quote": YES_NO, "other": YES_NO
}  # fmt: skip
CHOICES = {name: st.sampled_from(values) for name, values in DRAWN.items()}
# how often a deed is done among all: what leads somewhere more often than what must be refused
OFTEN = {
    "a_thread_is_sent": 6, "an_answer_is_sent": 12, "a_post_gets_another_version": 10, "a_post_is_taken_back": 3,
    "a_draft_is_kept": 1, "a_form_is_sent_again": 2, "a_forms_key_comes_with_another_draft": 1,
    "somebody_writes_to_what_is_hidden": 1, "somebody_elses_post_is_taken_back": 1,
    "the_next_case_is_asked_for": 2, "a_case_is_taken": 4, "a_hold_ends_or_goes_on": 5,
    "what_was_shown_is_decided": 6, "the_next_case_is_read_and_decided": 24, "a_post_is_read_to_the_end": 8,
    "what_does_not_go_together_is_decided": 2, "a_form_is_forged": 3, "a_decision_is_sent_again": 3,
    "a_hold_runs_out": 2,
    "a_decision_is_taken_back": 6, "the_clock_jumps": 9, "the_housekeeper_comes": 9, "what_follows_is_delivered": 2,
    "something_seldom_happens": 3,
}  # fmt: skip

# one of these after the others, each time: what an honest chance would bring too seldom
IN_TURN = (
    "a_decision_is_taken_back_too_late", "publishing_stands_still", "whoever_approved_is_suspended",
    "screening_fails", "a_form_is_forged", "somebody_leaves_for_good",
)  # fmt: skip


class Deeds(Writers, Readers):
    """A space, its people, and everything that they can do to what is written there."""

    def the_clock_jumps(self, pick: int) -> None:
        self.world.at(timedelta(seconds=JUMPS[pick % len(JUMPS)]))

    def the_housekeeper_comes(self, crash: str) -> None:
        self.desk.evening(crash)

    def what_follows_is_delivered(self, crash: str) -> None:
        """Invariant 8: delivered at least once, and told once."""
        with suppress(Killed), killed_at(1 if crash else 99, before=crash == "before"):
            deliver_due()
        restarted()
        deliver_due()
        done = standing()
        deliver_due()
        assert not changed(done, standing())

    def something_seldom_happens(self, what: int, pick: int) -> None:
        if what == 0:
            self.publishing_is_frozen_or_thawed(pick % 3 == 0)
        elif what == 1:
            self.screening_fails_or_works(pick % 2 == 0)
        elif what == 2:
            self.somebody_of_the_staff_goes_or_comes_back(pick % 4)
        elif what == 3:
            self.world.at(timedelta(days=31))
            self.desk.evening()
        elif pick % 2:
            self.somebody_leaves_for_good(pick)

    def publishing_is_frozen_or_thawed(self, to: bool) -> None:
        (pulse.freeze if to else pulse.thaw)(self.world.session, self.world.now)
        self.world.forum.frozen = to

    def somebody_of_the_staff_goes_or_comes_back(self, pick: int) -> None:
        person = (*self.world.house.moderators[:2], *self.world.house.leads)[pick]
        away = person.id not in self.world.forum.away
        account = db.session.get_one(Account, person.id)
        account.state = SUSPENDED if away else ACTIVE
        db.session.commit()
        (self.world.forum.away.add if away else self.world.forum.away.discard)(person.id)

    def publishing_stands_still(self, pick: int) -> None:
        """While it is frozen, nothing that was approved takes effect, however long it waits (safety.md S56)."""
        self.an_approval_waits(pick)
        self.publishing_is_frozen_or_thawed(True)
        self.world.at(timedelta(seconds=21))
        self.desk.evening()
        self.the_database_says_what_the_model_says()
        self.publishing_is_frozen_or_thawed(False)

    def whoever_approved_is_suspended(self, pick: int) -> None:
        """Their approval has no effect (safety.md S56)."""
        case = self.an_approval_waits(pick)
        people = (*self.world.house.moderators[:2], *self.world.house.leads)
        for number, person in enumerate(people):
            if case and person.id == case.pending and person.id not in self.world.forum.away:
                self.somebody_of_the_staff_goes_or_comes_back(number)
                self.world.at(timedelta(seconds=21))
                self.desk.evening()
                self.the_database_says_what_the_model_says()
                self.somebody_of_the_staff_goes_or_comes_back(number)

    def screening_fails_or_works(self, to: bool) -> None:
        """Invariant 17: what cannot be looked at is sent all the same."""
        self.world.patches.undo()
        if to:
            self.world.patches.setattr(looking, "screen", lambda *_a, **_k: 1 / 0)

    def screening_fails(self, pick: int) -> None:
        """Something is sent while nobody can look at it."""
        self.screening_fails_or_works(True)
        self.a_thread_is_sent(pick, "")
        self.the_database_says_what_the_model_says()
        self.screening_fails_or_works(False)

    def somebody_leaves_for_good(self, pick: int) -> None:
        if len(self.world.gone) < 2:
            self.somebody_leaves(pick, pick % 3, pick % 4 < 2)

    def somebody_leaves(self, pick: int, dies_at: int, before: bool) -> None:
        """Invariants 8 and 22: also where the process dies in between; what was begun is finished."""
        here = [one.id for one in self.world.members if one.id not in self.world.gone]
        here.sort(key=lambda one: not any(post.author == one and post.visible for post in self.world.forum.posts))
        pick = pick if pick % 3 == 0 else 0  # mostly somebody of whom readers see something
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
        self.whole = False
        for check in holding.ALWAYS:
            check(self.world)
        db.session.rollback()
        self.whole = True

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        self.steps += 1
        if self.steps % HTTP_EVERY == 0:
            self.watching.what_one_sees(self.steps // HTTP_EVERY)


def parameters(name: str) -> list[str]:
    """What has to be chosen for a deed."""
    return [one for one in signature(getattr(Deeds, name)).parameters if one != "self"]


class Reviewed(Deeds):
    """Each deed is a rule of its own: what fails can be made as short as possible."""


for _name in OFTEN:
    _wrapped = rule(**{one: CHOICES[one] for one in parameters(_name)})(getattr(Deeds, _name))
    setattr(Reviewed, _name, _wrapped)


class Evenings(Deeds):
    """Many deeds one after the other, weighed so that most of them lead somewhere."""

    turn = 0

    @rule(chance=st.randoms(use_true_random=True))
    def some_time_passes(self, chance: Random) -> None:
        names = chance.choices(list(OFTEN), list(OFTEN.values()), k=DEEDS_AT_A_TIME)
        self.turn += 1
        for name in (*names, IN_TURN[self.turn % len(IN_TURN)]):
            given = {one: chance.choice(DRAWN[one]) for one in parameters(name)}
            self.trace.append(f"{name} {given}")
            try:
                getattr(self, name)(**given)
                self.the_database_says_what_the_model_says()
                self.everybody_sees_what_the_model_says()
            except BaseException as error:
                error.add_note("\n".join(("what was done:", *self.trace)))
                raise
