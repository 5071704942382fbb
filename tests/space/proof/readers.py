"""What readers may do, in any order, rightly and wrongly."""

from __future__ import annotations

import uuid
from datetime import timedelta

from tests.space.proof.begun import Begun
from tests.space.proof.desk import SAID, UNFIT, Opened
from tests.space.proof.dying import OF_READERS, changed, standing


class Readers(Begun):
    """They take, keep, pass on, give back, decide and take back; and try what must not be."""

    def the_next_case_is_asked_for(self, pick: int, crash: str) -> None:
        self.desk.next(self.reader(pick), crash)

    def a_case_is_taken(self, pick: int, crash: str) -> None:
        cases = self.world.forum.cases()
        if cases:
            self.desk.take(self.reader(pick // 11), cases[pick % len(cases)], crash)

    def the_next_case_is_read_and_decided(self, pick: int, said: int, crash: str) -> None:
        shown = self.desk.next(self.reader(pick))
        if shown:
            choices = SAID[self.world.forum.part]
            self.desk.decide(shown, choices[said % len(choices)], crash)

    def what_was_shown_is_decided(self, pick: int, said: int, crash: str) -> None:
        shown, choices = self.shown(pick), SAID[self.world.forum.part]
        if shown:
            self.desk.decide(shown, choices[said % len(choices)], crash)

    def what_does_not_go_together_is_decided(self, pick: int) -> None:
        """Even by whoever holds the case (invariants 12, 13 and 16)."""
        shown = self.held_by_somebody(pick)
        for said in UNFIT[self.world.forum.part] if shown else ():
            self.desk.unfit(shown, said)

    def a_form_is_forged(self, pick: int) -> None:
        """Something else in the form, or somebody else with it: even while the hold is theirs, nothing is decided."""
        shown = self.held_by_somebody(pick)
        if shown is None:
            return
        held = shown.held
        for other in ({"token": held.token[::-1]}, {"version": held.version + 1}, {"digest": "0" * 64},
                      {"revision_id": uuid.uuid4()}):  # fmt: skip
            self.desk.forged(shown, **other)
        thieves = [one.id for one in self.world.readers if one.id != shown.by]
        self.desk.stolen(shown, thieves[pick % len(thieves)])

    def held_by_somebody(self, pick: int) -> Opened | None:
        """What a reader holds now, who takes the next case if nobody holds one."""
        live = [one for one in self.desk.opened if self.desk.holds(one)]
        return live[pick % len(live)] if live else self.desk.next(self.reader(pick))

    def a_hold_runs_out(self, pick: int) -> None:
        """Invariant 7: at its last moment a hold decides nothing, and nothing else has changed by that alone."""
        shown = self.held_by_somebody(pick)
        if shown:
            before = standing()
            self.world.at(shown.lease.until - self.world.now)
            assert not changed(before, standing())
            self.desk.decide(shown, SAID[self.world.forum.part][0])

    def a_decision_is_sent_again(self, pick: int) -> None:
        if self.desk.decisions:
            for other in (False, True):
                self.desk.again(pick % len(self.desk.decisions), other=other)

    def a_decision_is_taken_back_too_late(self, pick: int) -> None:
        """Invariant 11: at the moment from which on it may take effect."""
        case = self.an_approval_waits(pick)
        if case and case.apply_at and case.pending:
            self.world.at(max(timedelta(0), case.apply_at - self.world.now))
            number = max(n for n, (shown, _form, _answer) in enumerate(self.desk.decisions) if shown.case is case)
            assert not self.desk.undo(number, case.pending)

    def a_decision_is_taken_back(self, pick: int, own: int, crash: str) -> None:
        if not self.desk.decisions:
            return
        pending = [n for n, (shown, _f, _a) in enumerate(self.desk.decisions) if shown.case.pending == shown.by]
        number = pending[-1] if pending and pick % 3 else pick % len(self.desk.decisions)
        by = self.desk.decisions[number][0].by if own else self.reader(pick)
        before = standing(OF_READERS)
        self.desk.undo(number, by, crash)
        assert not changed(before, standing(OF_READERS)), "undoing left a trace for readers (invariant 11)"

    def a_hold_ends_or_goes_on(self, pick: int, what: int, crash: str) -> None:
        shown = self.shown(pick)
        if shown:
            (self.desk.pass_on, self.desk.let_go, self.desk.keep)[what % 3](shown, crash)
