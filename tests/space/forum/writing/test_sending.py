"""Sending: one form, one post, one commit, whatever screening does (invariants 1, 6, 8, 17)."""

from __future__ import annotations

import time
import uuid
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.audit.models import AuditEntry
from support.common.kernel.db import db
from support.common.screening.findings import Finding
from support.space.cases.models import Case
from support.space.forum.content import Content, digest, unseal
from support.space.forum.models import Post, Publication, Revision
from support.space.forum.openness import Openness
from support.space.forum.writing import limits, looking, sketches
from support.space.forum.writing.looking import NOT_LOOKED_AT, Hint, Looked
from support.space.forum.writing.models import Draft, Fingerprint, TakenForm
from support.space.forum.writing.sending import Form, Refused
from support.space.forum.writing.targets import NotThere
from tests.people import member
from tests.space.forum import published
from tests.space.forum.writing.authors import begun, cases, form_of, press_send, sent, states, withdrawn


def test_what_is_sent_waits_and_is_exactly_what_was_saved(space: Flask) -> None:
    person = member(space)
    post_id = sent(person, "The garden is quiet.", title="Garden")
    (case,) = cases(person, post_id)
    with space.app_context():
        revision = db.session.scalars(sa.select(Revision).where(Revision.post_id == post_id)).one()
        content = unseal(person.id, revision.id, revision.sealed)
        assert (content.body, content.title) == ("The garden is quiet.", "Garden")
        assert (case.head_id, case.head_digest, case.state) == (revision.id, digest(content), "queued")
        assert "garden" not in revision.sealed.lower()
        assert db.session.get(Publication, post_id) is None
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(Draft).where(Draft.author_id == person.id))
    assert (case.newcomer, case.need, case.screened) == (True, 2, True)


def test_the_same_form_twice_is_one_post(space: Flask) -> None:
    person = member(space)
    form = form_of(person, begun(person))
    first = press_send(person, form)
    assert press_send(person, form) == first
    with space.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Post).where(Post.author_id == person.id)) == 1


def test_the_same_draft_from_two_windows_is_one_post(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person)
    one, other = form_of(person, draft_id), form_of(person, draft_id)
    assert press_send(person, one) == press_send(person, other)


def test_the_same_key_with_other_content_is_refused(space: Flask) -> None:
    person = member(space)
    form = form_of(person, begun(person))
    press_send(person, form)
    again = form_of(person, begun(person, "Something else"), key=form.key)
    with pytest.raises(Refused) as refused:
        press_send(person, again)
    assert refused.value.codes == {"form": "other_content"}


def test_a_draft_of_somebody_else_or_of_nobody_is_not_there(space: Flask) -> None:
    person, other = member(space), member(space)
    form = form_of(person, begun(person))
    for missing in (form, Form(uuid.uuid4(), 1, form.key)):
        with pytest.raises(NotThere):
            press_send(other, missing)
    assert press_send(person, form)


def test_a_changed_draft_is_looked_at_again_before_it_is_sent(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "Before")
    form = form_of(person, draft_id)
    with pytest.raises(Refused) as refused:
        press_send(person, Form(draft_id, form.version - 1, form.key))
    assert refused.value.codes == {"form": "changed"}


@pytest.mark.parametrize(
    ("body", "title", "codes"),
    [
        ("", "Tea", {"body": "no_body"}),
        ("Tea", "", {"title": "no_title"}),
        ("x" * 8001, "Tea", {"body": "long_body"}),
        ("Tea", "x" * 121, {"title": "long_title"}),
    ],
)
def test_too_much_and_too_little_is_refused_and_kept(space: Flask, body: str, title: str, codes: Any) -> None:
    person = member(space)
    draft_id = begun(person, body, title)
    with pytest.raises(Refused) as refused:
        press_send(person, form_of(person, draft_id))
    assert refused.value.codes == codes
    with space.app_context():
        assert db.session.get(Draft, draft_id)


def test_eight_thousand_characters_of_any_script_are_taken(space: Flask) -> None:
    person = member(space)
    assert sent(person, "😀" * 8000)
    assert sent(person, "अ" * 8000)


def test_a_newcomer_waits_with_three_and_others_with_five(space: Flask) -> None:
    newcomer, older = member(space), member(space)
    for _number in range(limits.NEWCOMER_UNTIL):
        published.thread(older)
    for person, most in ((newcomer, limits.MOST_WAITING_OF_NEWCOMERS), (older, limits.MOST_WAITING)):
        posts = [sent(person, f"Number {number}") for number in range(most)]
        draft_id = begun(person, "One more")
        with pytest.raises(Refused) as refused:
            press_send(person, form_of(person, draft_id))
        assert refused.value.codes == {"form": "many_waiting"}
        withdrawn(person, posts[0])
        assert press_send(person, form_of(person, draft_id))


def test_so_many_a_day_and_no_more(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_A_DAY", 2)
    person = member(space)
    sent(person, "One")
    sent(person, "Two")
    with pytest.raises(Refused) as refused:
        sent(person, "Three")
    assert refused.value.codes == {"form": "many_today"}


def test_while_readers_are_missing_only_drafts_are_taken(space: Flask) -> None:
    person = member(space)
    form = form_of(person, begun(person))
    with pytest.raises(Refused) as refused:
        press_send(person, form, openness=Openness(open=False, why="Too few read."))
    assert refused.value.codes == {"form": "closed"}
    assert press_send(person, form)


def test_an_answer_to_what_was_taken_back_meanwhile_is_kept_as_a_draft(space: Flask) -> None:
    person, opening = member(space), published.thread(member(space))
    form = form_of(person, begun(person, "With you", answers_id=opening.id))
    published.gone(opening)
    with pytest.raises(Refused) as refused:
        press_send(person, form)
    assert refused.value.codes == {"form": "gone"}


def test_an_answer_goes_below_what_it_answers(space: Flask) -> None:
    person, opening = member(space), published.thread(member(space))
    post_id = sent(person, "With you", answers_id=opening.id)
    with space.app_context():
        post = db.session.get_one(Post, post_id)
        assert (post.thread_id, post.parent_id) == (opening.thread_id, opening.id)


def test_hints_go_into_the_case_as_codes_only(space: Flask) -> None:
    person = member(space)
    looked = Looked((Hint("body", Finding(0, 3, "contact.mail", "contact", "fix")),), urgent=2)
    post_id = press_send(person, form_of(person, begun(person)), looked=looked, sketch=["a", "b"])
    (case,) = cases(person, post_id)
    assert (case.hints, case.urgent) == ("contact.mail", 2)


def test_a_repetition_is_seen_in_another_post_and_never_in_a_newer_version_of_the_same(space: Flask) -> None:
    person, other = member(space), member(space)
    marks = [uuid.uuid4().hex for _number in range(8)]
    first = press_send(person, form_of(person, begun(person)), sketch=marks)
    again = press_send(person, form_of(person, begun(person, "Tea again", post_id=first)), sketch=marks)
    assert again == first
    assert cases(person, first)[0].hints == ""
    second = press_send(other, form_of(other, begun(other)), sketch=[*marks[:6], "x", "y"])
    assert cases(other, second)[0].hints == "repetition"
    third = press_send(other, form_of(other, begun(other, "Else")), sketch=[*marks[:2], *"klmnop"])
    assert cases(other, third)[0].hints == ""
    with space.app_context():
        values = set(db.session.scalars(sa.select(Fingerprint.value)))
        assert not values & set(marks)
        assert set(sketches.keyed(marks)) <= values


@pytest.mark.parametrize("failure", ["raises", "slow"])
def test_when_screening_fails_or_is_slow_the_text_is_sent_and_marked(
    space: Flask, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    def broken(*_args: Any, **_more: Any) -> Any:
        if failure == "slow":
            time.sleep(0.3)
        raise RuntimeError("no rules")

    monkeypatch.setattr(looking, "screen", broken)
    monkeypatch.setattr(looking, "PATIENCE_SECONDS", 0.05 if failure == "slow" else 3.0)
    looked = looking.look(Content("Tea"), part="survivors", newcomer=True, languages=("en",))
    assert looked == NOT_LOOKED_AT
    person = member(space)
    post_id = press_send(person, form_of(person, begun(person)), looked=looked)
    (case,) = cases(person, post_id)
    assert (case.state, case.screened) == ("queued", False)


def test_sending_is_written_into_the_log_once(space: Flask) -> None:
    person = member(space)
    with space.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.event == "post_sent")) or 0
    form = form_of(person, begun(person))
    press_send(person, form)
    press_send(person, form)
    with space.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.event == "post_sent")) == before + 1


def test_another_version_moves_the_case_and_replaces_what_waited(space: Flask) -> None:
    person = member(space)
    post_id = sent(person, "One")
    version = cases(person, post_id)[0].version
    again = sent(person, "Two", post_id=post_id)
    (case,) = cases(person, post_id)
    assert again == post_id
    assert states(person, post_id) == ["superseded", "queued"]
    assert case.version == version + 1


def test_a_change_of_what_is_published_leaves_readers_the_approved_words(space: Flask) -> None:
    person = member(space)
    shown = published.thread(person, body="As approved")
    sent(person, "As changed", post_id=shown.id)
    assert states(person, shown.id) == ["approved", "queued"]
    with space.app_context():
        assert db.session.get_one(Publication, shown.id).body == "As approved"


def test_if_anything_fails_before_the_commit_there_is_only_the_draft(
    space: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(space)
    draft_id = begun(person)
    form = form_of(person, draft_id)

    def fails(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("support.space.forum.writing.sending.chain.record", fails)
        with pytest.raises(RuntimeError):
            press_send(person, form)
    with space.app_context():
        assert db.session.get(Draft, draft_id)
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(Post).where(Post.author_id == person.id))
        mine = sa.select(sa.func.count()).select_from(TakenForm).where(TakenForm.account_id == person.id)
        assert not db.session.scalar(mine)
        assert not db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Case)
            .join(Post, Post.id == Case.post_id)
            .where(Post.author_id == person.id)
        )
    assert press_send(person, form)
