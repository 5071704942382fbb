"""A run of the machine as it begins: who is there, how hypothesis chooses among what is there."""

from __future__ import annotations

import uuid
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from support.space.forum.writing.targets import Target
from tests.space.proof import holding, model
from tests.space.proof.deeds import Writing
from tests.space.proof.desk import SAID, Desk, Opened
from tests.space.proof.watching import Watching
from tests.space.proof.world import House, World

PICK = st.integers(0, 999)


class Begun(RuleBasedStateMachine):
    """A space and its people; somebody has written, was read, and was answered."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.house)
        self.writing, self.desk = Writing(self.world), Desk(self.world)
        self.watching = Watching(self.world, self.desk)
        self.steps, self.whole = 0, True
        self.trace: list[str] = []

    def teardown(self) -> None:
        try:
            if self.whole:
                holding.the_chain_is_whole(self.world)
                self.watching.all_that_everybody_sees()
        finally:
            self.world.end()

    def writer(self, pick: int) -> uuid.UUID:
        here = [one.id for one in self.world.writers if one.id not in self.world.gone | self.world.forum.away]
        return here[pick % len(here)]

    def reader(self, pick: int) -> uuid.UUID:
        return self.world.readers[pick % len(self.world.readers)].id

    def own(self, pick: int) -> model.Post | None:
        mine = [one for one in self.world.forum.posts if one.author and one.author not in self.world.forum.away]
        return mine[pick % len(mine)] if mine else None

    def seen(self, pick: int) -> model.Post | None:
        there = [one for one in self.world.forum.posts if one.visible]
        return there[pick % len(there)] if there else None

    def shown(self, pick: int) -> Opened | None:
        """Something that was shown to a reader: mostly what they hold, else of late, seldom of long ago."""
        live = [one for one in self.desk.opened if self.desk.holds(one)]
        if live and pick % 3:
            return live[pick % len(live)]
        late = self.desk.opened if pick % 4 == 0 else self.desk.opened[-3:]
        return late[pick % len(late)] if late else None

    @initialize(pick=PICK)
    def begun(self, pick: int) -> None:
        """Somebody has written, was read, and was answered."""
        self.writing.contribute(self.writer(pick), Target(board_id=self.world.house.board))
        for step in range(3):  # an answer, one to it with a quote, and one that waits
            self.read_to_the_end(self.world.forum.posts[-1])
            above = self.world.forum.posts[min(step, 1)]
            quotes = (above, above.shown) if step == 1 and above.shown else None
            by = self.writer(pick + step + 1)
            self.writing.contribute(by, Target(answers_id=above.id), parent=above, quotes=quotes)

    def read_to_the_end(self, post: model.Post) -> None:
        """A post is approved by as many as it needs, and published."""
        self.approved(post)
        self.world.at(model.UNDO)
        self.desk.evening()

    def approved(self, post: model.Post) -> None:
        """A post is approved by as many as it needs: the approval waits for its time."""
        for reader in self.world.readers:
            case = post.case
            if case and case.readable and self.world.forum.may_read(reader.id, case):
                shown = self.desk.take(reader.id, case)
                if shown:
                    self.desk.decide(shown, SAID[self.world.forum.part][0])

    def an_approval_waits(self, pick: int) -> model.Case | None:
        """A case whose approval waits for its time; there is one if anything can be read."""
        forum = self.world.forum
        for case in [one for one in forum.cases() if one.readable][pick % 2 :]:
            if any(one.stage == model.APPROVING for one in forum.cases()):
                break
            self.approved(case.post)
        return next((one for one in forum.cases() if one.stage == model.APPROVING), None)
