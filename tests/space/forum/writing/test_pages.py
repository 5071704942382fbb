"""Every page of writing keeps the rules of all pages: one heading, labels, exit, band, nothing inline."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.screening.explaining import Explained
from support.common.screening.findings import Finding, Screened
from support.space.forum.content import Content
from support.space.forum.writing import drafts, looking
from support.space.forum.writing.views import checking
from support.space.forum.writing.windows import Window
from tests.common.accounts.walking import Walker
from tests.people import member, signed_in
from tests.rules import page_rules
from tests.rules.topic_words import topic_words_in
from tests.space.forum import published
from tests.space.forum.writing.authors import begun, sent
from tests.space.forum.writing.test_journey import at_the_box, box, decided

RULES = (
    page_rules.one_heading, page_rules.language_and_direction, page_rules.title_names_the_site, page_rules.crisis_band,
    page_rules.exit_first, page_rules.nothing_inline, page_rules.labelled_fields, page_rules.unique_ids,
    page_rules.valid_nesting, page_rules.heading_levels, page_rules.own_addresses,
)  # fmt: skip
STATES = {
    "request_changes": "changes_requested",
    "reject": "rejected",
    "hold": "held",
}


def keeps_the_rules(walker: Walker) -> None:
    faults = [fault for rule in RULES for fault in rule(walker.page)]
    faults += topic_words_in(walker.page.title())
    assert not faults, (walker.path, faults)


def test_the_box_and_the_last_look(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Screened(
        (Finding(0, 3, "contact.mail", "contact", "fix"), Finding(0, 3, "danger", "danger_self", "help")), 2
    )
    monkeypatch.setattr(looking, "screen", lambda _text, **_more: found)
    monkeypatch.setattr(checking, "explain", lambda _rule: Explained("A way to reach you", "Why.", "What."))
    opening = published.thread(member(space), body="First.\n\nSecond.")
    walker = at_the_box(member(space), answers=opening.id, revision=opening.revision_id, paragraph=0)
    keeps_the_rules(walker)
    keeps_the_rules(box(walker, body=""))
    keeps_the_rules(box(walker, body="With you", notes="sleep"))
    keeps_the_rules(walker.fill("/send"))


def test_texts_side_by_side_a_question_and_a_text_on_its_way_back(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "One")
    with space.app_context():
        for body in ("Two", "Three"):
            drafts.save(db.session(), person.id, draft_id, Content(body), Window(1), clock.now())
    walker = Walker(space, signed_in(person)).open(f"/write/{draft_id}")
    keeps_the_rules(walker)
    keeps_the_rules(walker.open(f"/write/{draft_id}/drop"))
    keeps_the_rules(walker.open("/my-posts"))
    keeps_the_rules(Walker(space).post(f"/write/{uuid.uuid4()}", {"body": "Mine", "title": "Mine"}, follow=False))


@pytest.mark.parametrize("outcome", STATES)
def test_a_post_in_every_state(space: Flask, outcome: str) -> None:
    person = member(space)
    shown = published.thread(person)
    post_id = sent(person, "Another version", post_id=shown.id)
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{post_id}")
    keeps_the_rules(walker)
    keeps_the_rules(walker.open(f"/my-posts/{post_id}/take-back"))
    decided(post_id, space, outcome, STATES[outcome], "C01" if outcome != "hold" else "X05", message="Kind words.")
    keeps_the_rules(walker.open(f"/my-posts/{post_id}"))
    keeps_the_rules(walker.open("/notices"))
