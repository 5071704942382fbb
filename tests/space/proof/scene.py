"""A text in every state that there is, each by a writer of its own and made through the real services."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from support.space.forum.writing.targets import Target
from tests import people
from tests.people import Person
from tests.space.proof import model
from tests.space.proof.deeds import Writing
from tests.space.proof.desk import Desk, Opened
from tests.space.proof.world import House, World

Said = tuple[str, tuple[str, ...], tuple[str, ...], bool]
APPROVED: Said = ("approve", (), (), False)
CHANGES: Said = ("request_changes", ("C01",), (), False)
REFUSED: Said = ("reject", ("C08",), (), False)
HELD: Said = ("hold", ("X05",), (), False)
REFUSED_BY_TWO: dict[str, Said] = {
    "survivors": ("reject", ("SV10",), (), True), "prevention": ("reject", ("PV09",), (), True),
}  # fmt: skip


@dataclass
class Scene:
    """The world, who wrote what, and who has something in hand."""

    world: World
    writing: Writing
    desk: Desk
    authors: dict[str, Person] = field(default_factory=dict)
    drafts: list[uuid.UUID] = field(default_factory=list)
    in_hand: Opened | None = None

    def author(self, state: str) -> uuid.UUID:
        person = people.member(self.world.app)
        self.authors[state] = person
        self.world.members.append(person)
        return person.id

    def thread(self, state: str) -> model.Post:
        self.writing.contribute(self.author(state), Target(board_id=self.world.house.board))
        return self.world.forum.posts[-1]

    def answer(self, state: str, to: model.Post, *, quotes: bool = False) -> model.Post:
        quoted = (to, to.shown) if quotes and to.shown else None
        self.writing.contribute(self.author(state), Target(answers_id=to.id), parent=to, quotes=quoted)
        return self.world.forum.posts[-1]

    def another(self, post: model.Post) -> None:
        assert post.author
        self.writing.contribute(post.author, Target(post_id=post.id), post=post)

    def read(self, post: model.Post, *said: Said) -> None:
        """Readers who may read it say so, one after the other."""
        for one in said:
            case = post.case
            assert case
            readers = [who.id for who in self.world.readers if self.world.forum.may_read(who.id, case)]
            shown = self.desk.take(readers[0], case)
            assert shown and self.desk.decide(shown, one)

    def published(self, post: model.Post) -> model.Post:
        while post.case and post.case.readable:
            self.read(post, APPROVED)
        self.world.at(model.UNDO)
        self.desk.evening()
        assert post.shown
        return post


def set_up(house: House) -> Scene:
    """The whole scene, with one thread that readers see."""
    world = World(house)
    scene = Scene(world, writing := Writing(world), Desk(world))
    seen = scene.published(scene.thread("shown"))
    scene.published(scene.answer("answer shown", seen, quotes=True))
    form, _content = writing.draft(scene.author("draft"), Target(board_id=house.board), None)
    scene.drafts.append(form.draft_id)
    form, _content = writing.draft(scene.author("draft of an answer"), Target(answers_id=seen.id), None)
    scene.drafts.append(form.draft_id)
    _what_is_over(scene, seen)
    _what_waits(scene, seen)
    return scene


def _what_is_over(scene: Scene, seen: model.Post) -> None:
    scene.read(lapsing := scene.thread("lapsed"), CHANGES)
    scene.world.at(timedelta(days=30))
    scene.desk.evening()
    assert lapsing.versions[0].state == "lapsed"
    scene.read(scene.answer("changes requested", seen), CHANGES)
    scene.read(scene.thread("rejected"), REFUSED)
    for state in ("withdrawn before", "withdrawn after"):
        post = scene.thread(state)
        if state == "withdrawn after":
            scene.published(post)
            scene.published(scene.answer("below what is gone", post, quotes=True))
        assert post.author and scene.writing.withdraw(post.author, post).done and scene.world.forum.withdrawn(post)
    scene.read(scene.answer("held", seen), HELD)
    scene.published(unpublished := scene.thread("unpublished"))
    scene.another(unpublished)
    scene.read(unpublished, HELD)


def _what_waits(scene: Scene, seen: model.Post) -> None:
    scene.thread("queued")
    scene.another(scene.answer("superseded", seen))
    scene.another(scene.published(scene.thread("another version")))
    scene.read(scene.thread("second needed"), REFUSED_BY_TWO[scene.world.forum.part])
    scene.read(scene.answer("with a lead", seen), REFUSED_BY_TWO[scene.world.forum.part], APPROVED)
    approving = scene.thread("approving")
    while approving.case and approving.case.readable:
        scene.read(approving, APPROVED)
    leased = scene.answer("leased", seen)
    assert leased.case
    scene.in_hand = scene.desk.take(scene.world.readers[0].id, leased.case)
