"""What people do, done through the services that the pages use, and told to the model in the same words."""

from __future__ import annotations

import secrets
import uuid
from functools import partial
from typing import Any

import sqlalchemy as sa

from support.space.cases.models import CLOSED, Case
from support.space.cases.reasons import readers_needed
from support.space.forum.content import Content, Quote
from support.space.forum.models import Post, Revision
from support.space.forum.openness import sending_is_open
from support.space.forum.writing import drafts, limits, looking, taking_back
from support.space.forum.writing.sending import Form, Refused, Rules, send
from support.space.forum.writing.targets import Target
from support.space.forum.writing.windows import Window
from tests.space.proof import model
from tests.space.proof.world import FIRST, SECOND, TITLE, Came, World, fresh_word

BARRED = {"closed", "over", "gone", "many_waiting", "many_today"}


class Writing:
    """What writers do in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.forms: list[tuple[uuid.UUID, Form, uuid.UUID]] = []  # whose, which, what became of it

    def draft(self, by: uuid.UUID, target: Target, quotes: tuple[model.Post, model.Version] | None) -> tuple[Form, Any]:
        """Write words that nobody wrote before, and keep them. Returns the form that sends them, and the words."""
        word, session = fresh_word(), self.world.session
        quote = Quote(quotes[0].id, quotes[1].id, 1) if quotes else None
        title = f"Evening {word}{TITLE}" if self._titled(target) else ""
        content = Content(f"Morning {word}{FIRST}.\n\nWalking {word}{SECOND}.", title=title, quote=quote)
        self.world.typed.setdefault(by, []).append(f"{title} {content.body}")
        draft_id = drafts.begin(session, by, target, content, self.world.now)
        version = drafts.opened(session, by, draft_id).version
        drafts.save(session, by, draft_id, content, Window(version), self.world.now)
        version = drafts.opened(session, by, draft_id).version
        session.rollback()
        return Form(draft_id, version, secrets.token_urlsafe(24)), content

    def _titled(self, target: Target) -> bool:
        if target.post_id:
            return any(one.id == target.post_id and one.parent is None for one in self.world.forum.posts)
        return target.board_id is not None

    def press(self, by: uuid.UUID, form: Form, crash: str = "") -> Came:
        """Press the button that sends."""
        return self.world.do(lambda: self._send(by, form), crash)

    def _send(self, by: uuid.UUID, form: Form) -> uuid.UUID:
        session, part = self.world.session, self.world.forum.part
        try:
            content = drafts.opened(session, by, form.draft_id).content
            looked = looking.look(content, part=part, newcomer=True, languages=("en",))
        except drafts.NotThere:
            looked = looking.NOT_LOOKED_AT
        rules = Rules(sending_is_open(), partial(readers_needed, part))
        return send(session, form, by=by, looked=looked, sketch=(), rules=rules)

    def contribute(
        self, by: uuid.UUID, target: Target, *, parent: model.Post | None = None, post: model.Post | None = None,
        quotes: tuple[model.Post, model.Version] | None = None, crash: str = "",
    ) -> Came:  # fmt: skip
        """Write and send: a thread, an answer below ``parent``, or another version of ``post``."""
        form, content = self.draft(by, target, quotes)
        cases = self.count(Case)
        came = self.press(by, form, crash)
        if not came.done:
            self.explain(by, came.error, parent, post)
            assert self.count(Case) == cases
            return came
        forum, now = self.world.forum, self.world.now
        assert forum.open(now), "taken although the space takes nothing"
        assert post is None or post.editable
        assert parent is None or parent.visible
        self.forms.append((by, form, came.value))
        row = self.world.session.get_one(Post, came.value)
        made = post or model.Post(row.id, row.thread_id, parent, by)
        newest = sa.select(Revision.id).where(Revision.post_id == row.id).order_by(Revision.number.desc())
        version = model.Version(
            self.world.session.scalars(newest).first() or row.id, content.title, content.body, quotes
        )
        open_case = sa.select(Case.id).where(Case.post_id == row.id, Case.state != CLOSED)
        forum.sent(made, version, self.world.session.scalars(open_case).one(), now)
        self.world.session.rollback()
        return came

    def explain(
        self, by: uuid.UUID, error: Exception | None, parent: model.Post | None, post: model.Post | None
    ) -> None:  # fmt: skip
        """What is refused is refused for a reason that the model knows; the draft stays."""
        assert isinstance(error, Refused), repr(error)
        forum = self.world.forum
        waiting = sum(
            one.author == by and any(v.state == "queued" for v in one.versions)
            for one in forum.posts
            if one is not post
        )
        ever = sum(one.ever for one in forum.posts if one.author == by)
        true = {
            "closed": not forum.open(self.world.now),
            "over": post is not None and not post.editable,
            "gone": parent is not None and not parent.visible,
            "many_waiting": waiting >= (limits.MOST_WAITING if ever >= 3 else limits.MOST_WAITING_OF_NEWCOMERS),
            "many_today": True,
        }
        code = error.codes.get("form", "")
        assert true.get(code), f"refused as {code or error.codes}"

    def withdraw(self, by: uuid.UUID, post: model.Post, crash: str = "") -> Came:
        """Take a post back."""
        return self.world.do(lambda: taking_back.take_back(self.world.session, post.id, by=by), crash)

    def count(self, table: type[Any]) -> int:
        found = self.world.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        self.world.session.rollback()
        return found
