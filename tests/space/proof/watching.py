"""Observers with browsers: nobody signed in, another member, the writer, readers with and without the case in hand.

Every text has words of its own (``world.fresh_word``); what an observer's pages hold of them is compared with what the
model says that they may see (invariants 1, 2, 3, 14, 16, 22).
"""

from __future__ import annotations

import re
import uuid

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.common.accounts import agreements
from support.common.accounts.models import Account
from support.common.kernel.db import db
from support.space.forum.searching.keeping import keep_index
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.conftest import browser
from tests.people import Person, signed_in
from tests.space.proof import model
from tests.space.proof.desk import Desk
from tests.space.proof.world import World

WORD = re.compile(r"qu[a-z]{8}(?:title|first|second)")
MOST_SEARCHES = 4


def words_on(answer: TestResponse) -> set[str]:
    """Our words anywhere in an answer, headers too."""
    return set(WORD.findall(answer.get_data().decode("utf-8", "replace") + str(answer.headers)))


def words_of(version: model.Version | None) -> set[str]:
    """The words of one version."""
    return set(WORD.findall(f"{version.title} {version.body}")) if version else set()


class Watching:
    """Who watches a world."""

    def __init__(self, world: World, desk: Desk) -> None:
        self.world, self.desk = world, desk

    def at(self, person: Person) -> FlaskClient:
        """A browser in which that person has signed in at this moment, and agreed to everything again."""
        db.session.rollback()
        account = db.session.get_one(Account, person.id)
        agreements.accept(account, agreements.required(), self.world.now.date())
        db.session.commit()
        return signed_in(person)

    def get(self, client: FlaskClient, path: str) -> TestResponse:
        with self.world.outside():
            return client.get(TAG + path, base_url=HOME, headers=OWN)

    def what_one_sees(self, turn: int) -> None:
        """One of the observers looks."""
        observers = (self.nobody, self.another_member, self.writers, self.reader_without, self.reader_with)
        observers[turn % len(observers)]()
        db.session.rollback()

    def all_that_everybody_sees(self) -> None:
        for turn in range(5):
            self.what_one_sees(turn)
        self.searching()

    def threads(self) -> set[uuid.UUID]:
        return {one.thread_id for one in self.world.forum.posts}

    def visible(self, thread_id: uuid.UUID) -> set[str]:
        """The words that a page of the thread holds: of its visible posts, and of what they quote."""
        found: set[str] = set()
        for post in self.world.forum.posts:
            if post.thread_id == thread_id and post.visible and post.shown:
                found |= words_of(post.shown)
                if post.shown.quotes:
                    of, version = post.shown.quotes
                    found |= (
                        set(WORD.findall(version.body.split("\n\n")[1]))
                        if of.visible and of.shown is version
                        else set()
                    )
        return found

    def nobody(self) -> None:
        client = browser(self.world.app)
        for path in ("/boards", "/unanswered", "/my-posts", *(f"/threads/{one}" for one in self.threads())):
            answer = self.get(client, path)
            assert answer.status_code in (303, 403, 404), f"{path} {answer.status_code} {answer.headers}"
            assert not words_on(answer), path

    def another_member(self) -> None:
        """Thread by thread the same words as the model's; what is hidden answers like what never was."""
        client = self.at(self.world.watcher)
        never = uuid.uuid4()
        nothing = _without(self.get(client, f"/threads/{never}"), never)
        titles: set[str] = set()
        for thread_id in self.threads():
            answer, right = self.get(client, f"/threads/{thread_id}"), self.visible(thread_id)
            assert words_on(answer) == right
            titles |= {one for one in right if one.endswith("title")}
            if not right:
                assert _without(answer, thread_id) == nothing
        board = self.get(client, f"/boards/{self.world.house.board}")
        listed = {one for one in words_on(board) if one.endswith("title")}
        assert listed <= titles and (listed == titles or len(titles) > 20)
        for path in ("/boards", "/unanswered", "/following", "/notices", "/my-posts", "/search"):
            assert words_on(self.get(client, path)) <= titles | self._all_visible()
        for post in self.world.forum.posts:
            if not post.visible:
                assert self.get(client, f"/posts/{post.id}").status_code == 404
                assert self.get(client, f"/my-posts/{post.id}").status_code == 404

    def _all_visible(self) -> set[str]:
        return set().union(*(self.visible(one) for one in self.threads())) if self.threads() else set()

    def writers(self) -> None:
        """Each writer sees all of their own, and nobody else's that is not visible."""
        for person in self.world.members:
            if person.id in self.world.gone:
                continue
            client = self.at(person)
            mine = [one for one in self.world.forum.posts if one.author == person.id]
            own = set(WORD.findall(" ".join(self.world.typed.get(person.id, []))))
            assert words_on(self.get(client, "/my-posts")) <= own
            for post in mine[:4]:
                page, newest = self.get(client, f"/my-posts/{post.id}"), post.versions[-1]
                assert page.status_code == 200
                assert words_on(page) <= own | self._all_visible(), f"{post} {words_on(page)}"
                assert newest.state == "held" or words_of(newest) <= words_on(page)

    def reader_without(self) -> None:
        """A moderator who does not hold a case gets no page of it, and no word anywhere that is not published."""
        person = self.world.house.moderators[-1]
        client = self.at(person)
        for case in self.world.forum.cases():
            if not (case.lease and case.lease.who == person.id and self.world.now < case.lease.until):
                answer = self.get(client, f"/moderate/cases/{case.id}")
                assert answer.status_code == 404 and not words_on(answer)
        for path in ("/moderate/queue", "/moderate/decided", "/moderate/", "/moderate/boards", "/unanswered"):
            assert words_on(self.get(client, path)) <= self._all_visible()

    def reader_with(self) -> None:
        """Whoever holds a case reads exactly the version in hand, its thread as published, its post as it was."""
        for shown in self.desk.opened[-3:]:
            if not self.desk.holds(shown):
                continue
            person = next(one for one in self.world.readers if one.id == shown.by)
            answer = self.get(self.at(person), f"/moderate/cases/{shown.case.id}")
            of_post = set().union(*(words_of(one) for one in shown.case.post.versions))
            seen = words_on(answer)
            assert answer.status_code == 200 and words_of(shown.case.head) <= seen
            assert seen <= of_post | self._all_visible()

    def searching(self) -> None:
        """Invariant 1: the search finds what is visible, and nothing else, not even that there is something."""
        keep_index()
        walker = Walker(self.world.app, self.at(self.world.watcher))
        versions = [one for post in self.world.forum.posts for one in post.versions]
        for version in versions[-MOST_SEARCHES:]:
            word = WORD.findall(version.body)[0]
            with self.world.outside():
                walker.open("/search").fill("/search", q=word)
            there = any(one.shown is version and one.visible for one in self.world.forum.posts)
            found = words_on(walker.answer) - {word}
            assert bool(found) == there, f"{word} {walker.status} {there} {words_on(walker.answer)} {walker.text}"
            assert found <= self._all_visible()


def _without(answer: TestResponse, id_: uuid.UUID) -> tuple[int, str]:
    """Status and text of an answer without the id that was asked for and the stamp of the form."""
    text = re.sub(r'(name="stamp" value=")[^"]*', r"\1", answer.get_data(as_text=True))
    return answer.status_code, text.replace(str(id_), "")
