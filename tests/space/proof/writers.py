"""What writers may do, in any order."""

from __future__ import annotations

import uuid
from contextlib import suppress

from support.common.kernel.db import db
from support.space.forum.writing.targets import NotThere, Target, answered
from tests.space.proof.begun import Begun
from tests.space.proof.dying import changed, standing


class Writers(Begun):
    """They send, answer, quote, change, take back, and press twice."""

    def a_post_is_read_to_the_end(self, pick: int) -> None:
        cases = self.world.forum.cases()
        if cases:
            self.read_to_the_end(cases[pick % len(cases)].post)

    def a_thread_is_sent(self, pick: int, crash: str) -> None:
        self.writing.contribute(self.writer(pick), Target(board_id=self.world.house.board), crash=crash)

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

    def a_post_gets_another_version(self, pick: int, crash: str) -> None:
        post = self.own(pick)
        if post and post.author:
            self.writing.contribute(post.author, Target(post_id=post.id), post=post, crash=crash)

    def somebody_writes_to_what_is_hidden(self, pick: int) -> None:
        """Invariant 2: what is hidden can be answered as little as what never was."""
        hidden = [one for one in self.world.forum.posts if one.author and not one.visible]
        for post_id in [hidden[pick % len(hidden)].id] if hidden else [uuid.uuid4()]:
            with suppress(NotThere):
                answered(self.world.session, post_id)
                raise AssertionError("hidden, and can be answered")
        db.session.rollback()

    def a_draft_is_kept(self, pick: int) -> None:
        """Invariant 24: saving a draft makes no case, no post, and nothing that anybody sees."""
        before = standing()
        self.writing.draft(self.writer(pick), Target(board_id=self.world.house.board), None)
        assert set(changed(before, standing())) <= {"draft"}

    def a_form_is_sent_again(self, pick: int) -> None:
        """Invariant 6: the same form is the same post; nothing is sent twice."""
        if not self.writing.forms:
            return
        by, form, post_id = self.writing.forms[pick % len(self.writing.forms)]
        if by in self.world.gone | self.world.forum.away:
            return
        before = standing()
        came = self.writing.press(by, form)
        assert came.error is None and came.value == post_id and not changed(before, standing())

    def a_forms_key_comes_with_another_draft(self, pick: int) -> None:
        """Invariant 6: the same key with other content is refused."""
        if not self.writing.forms:
            return
        by, form, _post = self.writing.forms[pick % len(self.writing.forms)]
        if by in self.world.gone | self.world.forum.away:
            return
        other, _content = self.writing.draft(by, Target(board_id=self.world.house.board), None)
        came = self.writing.press(by, type(form)(other.draft_id, other.version, form.key))
        assert came.error is not None and came.error.codes == {"form": "other_content"}  # type: ignore[attr-defined]

    def a_post_is_taken_back(self, pick: int, crash: str) -> None:
        post = self.own(pick)
        if post is None or post.author is None:
            return
        held = any(one.state == "held" for one in post.versions)
        came = self.writing.withdraw(post.author, post, crash)
        assert came.done != held, repr(came.error)
        if came.done:
            self.world.forum.withdrawn(post)

    def somebody_elses_post_is_taken_back(self, pick: int) -> None:
        post, by = self.own(pick), self.writer(pick // 3)
        if post and post.author != by:
            assert isinstance(self.writing.withdraw(by, post).error, NotThere)
