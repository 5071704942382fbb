"""What readers do, done through the services that the desk uses, and told to the model in the same words."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from support.space.cases.conflicts import Conflict, NotYours, TooLate, Unfit
from support.space.moderation import applying, reviewing
from support.space.moderation.leasing import Held
from support.space.moderation.reviewing import Decided, Verdict
from tests.space.proof import model
from tests.space.proof.world import World

# outcome, codes, notes, whether a refusal for it takes two; of each space, from moderation.md 4
SAID: dict[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...], bool], ...]] = {
    part: (
        ("approve", (), (), False), ("approve", (), (), False), ("approve_with_note", (), ("sleep",), False),
        ("request_changes", ("C01",), (), False), ("reject", ("C08",), (), False), ("reject", (two,), (), True),
        ("care", ("X01",), (), False), ("hold", ("X05",), (), False),
    )
    for part, two in (("survivors", "SV10"), ("prevention", "PV09"))
}  # fmt: skip
# what can never be decided: another space's codes, approving with a blocking one, none where one is needed, no outcome
UNFIT: dict[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]] = {
    part: (
        ("reject", (foreign,), ()), ("approve", ("C03",), ()), ("approve_with_note", ("X06",), ("sleep",)),
        ("approve", (blocking,), ()), ("reject", (), ()), ("request_changes", (), ()), ("care", ("C01",), ()),
        ("approve_with_note", (), ()), ("approve", (), ("sleep",)), ("publish", (), ()),
    )
    for part, foreign, blocking in (("survivors", "PV09", "SV04"), ("prevention", "SV10", "PV02"))
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A case as it was shown to a reader, and the hold that they had then, as the model knows it."""

    by: uuid.UUID
    case: model.Case
    held: Held
    lease: model.Lease

    def form(self, outcome: str, codes: Sequence[str] = (), notes: Sequence[str] = ()) -> Verdict:
        one = self.held
        return Verdict(
            one.case_id, one.version, one.revision_id, one.digest, one.token, secrets.token_hex(16), outcome,
            tuple(codes), tuple(notes),
        )  # fmt: skip


class Desk:
    """What readers do in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.opened: list[Opened] = []  # everything that was ever shown, also what is stale
        self.decisions: list[tuple[Opened, Verdict, Decided]] = []

    def take(self, by: uuid.UUID, case: model.Case, crash: str = "") -> Opened | None:
        """Take a case, or be refused for what the model says."""
        world, now = self.world, self.world.now
        came = world.do(lambda: reviewing.take(world.session, by, case.id, now), crash)
        mine = case.lease is not None and case.lease.who == by and now < case.lease.until
        free = case.lease is None or case.lease.until <= now
        if not (case.readable and world.forum.may_read(by, case) and (mine or free)):
            assert isinstance(came.error, Conflict | NotYours), "took what is not theirs to take"
            return None
        assert came.error is None, repr(came.error)
        return self._shown(by, case, came.value)

    def _shown(self, by: uuid.UUID, case: model.Case, held: Held) -> Opened:
        now = self.world.now
        if case.lease is not None and case.lease.who == by and now < case.lease.until:
            case.lease.until = now + model.LEASE
        else:
            case.lease = model.Lease(by, now + model.LEASE)
        assert held.revision_id == case.head.id and held.until == case.lease.until
        shown = Opened(by, case, held, case.lease)
        self.opened.append(shown)
        return shown

    def next(self, by: uuid.UUID, crash: str = "") -> Opened | None:
        """Ask for what should be read next."""
        world, forum, now = self.world, self.world.forum, self.world.now
        came = world.do(lambda: reviewing.next_case(world.session, by, now), crash)
        if not forum.reads(by):
            assert isinstance(came.error, NotYours)
            return None
        assert came.error is None
        live = [one for one in forum.cases() if one.lease and one.lease.who == by and now < one.lease.until]
        if came.value is None:
            barred = any(not forum.may_read(by, one) for one in live)
            assert barred or not self.offered(by), "somebody waits, and is not offered"
            return None
        case = next(one for one in forum.cases() if one.id == came.value)
        assert case in live or case in self.offered(by), "offered what is not for them"
        held = reviewing.held(world.session, by, case.id, now)
        world.session.rollback()
        assert held is not None
        return self._shown(by, case, held)

    def offered(self, by: uuid.UUID) -> list[model.Case]:
        """What may be offered to a reader: not what they passed on; what three passed on is for a lead."""
        forum, now, lead = self.world.forum, self.world.now, by in self.world.forum.leads
        free = [
            one for one in forum.cases()
            if forum.may_read(by, one) and (one.lease is None or one.lease.until <= now)
        ]  # fmt: skip
        fresh = [one for one in free if by not in one.passed]
        often = [one for one in fresh if len(one.passed) >= 3]
        return (often or fresh or free) if lead else [one for one in fresh if one not in often]

    def holds(self, shown: Opened) -> bool:
        """Whether what was shown is still in their hands."""
        case, now = shown.case, self.world.now
        alive = case.post.case is case and case.head.id == shown.held.revision_id and case.readable
        return alive and self.world.forum.holds(shown.by, case, shown.lease, now)

    def decide(self, shown: Opened, said: tuple[str, Sequence[str], Sequence[str], bool], crash: str = "") -> bool:
        """Send the form that was shown then. Returns whether it counted."""
        world, (outcome, codes, notes, two) = self.world, said
        form, right = shown.form(outcome, codes, notes), self.holds(shown)
        came = world.do(lambda: reviewing.decide(world.session, shown.by, form, world.now), crash)
        if not right:
            assert isinstance(came.error, Conflict | NotYours), f"{came.value} counted"
            return False
        assert came.error is None, repr(came.error)
        self.decisions.append((shown, form, came.value))
        world.forum.decided(shown.case, shown.by, outcome, two, world.now)
        return True

    def unfit(self, shown: Opened, said: tuple[str, Sequence[str], Sequence[str]]) -> None:
        """Nothing comes of what does not go together (invariants 12, 13 and 16)."""
        form = shown.form(*said)
        came = self.world.do(lambda: reviewing.decide(self.world.session, shown.by, form, self.world.now))
        assert isinstance(came.error, Unfit | Conflict | NotYours), f"{said} was taken"
        assert isinstance(came.error, Unfit) or not self.holds(shown)

    def forged(self, shown: Opened, **other: Any) -> None:
        """A form with something else in it than was shown decides nothing (invariants 4 and 7)."""
        form = msgspec.structs.replace(shown.form("approve"), **other)
        came = self.world.do(lambda: reviewing.decide(self.world.session, shown.by, form, self.world.now))
        assert isinstance(came.error, Conflict | NotYours), f"{other} counted"

    def stolen(self, shown: Opened, thief: uuid.UUID) -> None:
        """The form of somebody else's hold decides nothing."""
        form = shown.form("approve")
        came = self.world.do(lambda: reviewing.decide(self.world.session, thief, form, self.world.now))
        assert isinstance(came.error, Conflict | NotYours)

    def again(self, number: int, *, other: bool) -> None:
        """The same form once more: the same answer, no second effect; with other content it is refused (inv. 6)."""
        shown, form, answer = self.decisions[number]
        form = msgspec.structs.replace(form, message="Take care of yourself.") if other else form
        if shown.case.post.author is None or not self.world.forum.reads(shown.by):
            return
        before = self.world.do(lambda: reviewing.decide(self.world.session, shown.by, form, self.world.now))
        if other:
            assert isinstance(before.error, Conflict) and before.error.what == "key_used"
        else:
            assert before.error is None and before.value.decision_id == answer.decision_id

    def undo(self, number: int, by: uuid.UUID, crash: str = "") -> bool:
        """Take a decision back: one's own, before it takes effect (invariant 11)."""
        world, (shown, _form, answer) = self.world, self.decisions[number]
        case, now = shown.case, world.now
        right = (
            by == shown.by and world.forum.reads(by) and case.post.case is case and case.pending == by
            and case.apply_at is not None and now < case.apply_at and case.head.id == shown.held.revision_id
            and answer is self._last_of(case)
        )  # fmt: skip
        came = world.do(lambda: reviewing.undo(world.session, by, answer.decision_id, now), crash)
        if not right:
            assert isinstance(came.error, TooLate | NotYours), "undone too late, or by somebody else"
            return False
        assert came.done, repr(came.error)
        world.forum.undone(case)
        return True

    def _last_of(self, case: model.Case) -> Decided:
        return [answer for shown, _form, answer in self.decisions if shown.case is case][-1]

    def pass_on(self, shown: Opened, crash: str = "") -> None:
        """Skip a case."""
        world, right = self.world, self.holds(shown)
        came = world.do(
            lambda: reviewing.skip(world.session, shown.by, shown.case.id, shown.held.token, world.now), crash
        )
        assert came.done == right, repr(came.error)
        if right:
            shown.case.passed.add(shown.by)
            shown.case.lease = None
            world.forum.log.append(("post_skipped", shown.case.post))

    def let_go(self, shown: Opened, crash: str = "") -> None:
        """Give a case back."""
        world, right = self.world, self.holds(shown)
        came = world.do(
            lambda: reviewing.release(world.session, shown.by, shown.case.id, shown.held.token, world.now), crash
        )
        assert came.done == right, repr(came.error)
        if right:
            shown.case.lease = None

    def keep(self, shown: Opened, crash: str = "") -> None:
        """Hold on to a case."""
        world, right = self.world, self.holds(shown)
        came = world.do(
            lambda: reviewing.renew(world.session, shown.by, shown.case.id, shown.held.token, world.now), crash
        )
        assert came.done == right, repr(came.error)
        if right:
            shown.lease.until = world.now + model.LEASE

    def evening(self, crash: str = "") -> None:
        """The housekeeper's pass: what is due takes effect, what nobody changed lapses."""
        world, forum = self.world, self.world.forum
        due = forum.due(world.now)
        came = world.do(applying.apply_due, crash if len(due) == 1 else "")
        assert came.done
        for case in due:
            forum.applied(case)
        lapsed = world.do(lambda: applying.lapse_due(world.now))
        assert lapsed.done
        forum.lapsed(world.now)


def elsewhere(shown: Opened, lease: model.Lease) -> Opened:
    """The same page, as if it had been shown under another hold."""
    return replace(shown, lease=lease)
