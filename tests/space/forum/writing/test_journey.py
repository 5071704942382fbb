"""The writer's path through the pages: box, check, send, waiting, changes, another version, taking back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.screening.explaining import Explained
from support.common.screening.findings import Finding, Screened
from support.space.cases.models import Case, Decision
from support.space.cases.opening import close
from support.space.forum.models import Publication, Revision
from support.space.forum.notices.telling import tell
from support.space.forum.openness import Openness
from support.space.forum.reading.models import NoteChoice
from support.space.forum.writing import expecting, looking
from support.space.forum.writing.views import checking
from tests.common.accounts.walking import OWN, TAG, Walker
from tests.people import Person, member, signed_in
from tests.space.forum import published
from tests.space.forum.writing.authors import begun, form_of, sent, states
from tests.space.forum.writing.conftest import says

BOX = "/write/"
BODY = "The kettle sang,\nand the cat came."


def at_the_box(person: Person, **target: object) -> Walker:
    walker = Walker(person.app, signed_in(person)).open("/my-posts")
    fields = {name: str(value) for name, value in (target or {"board": published.board(person.app)}).items()}
    return walker.post("/write", fields | {"stamp": walker.sent(walker.form("/sign-out"))["stamp"][0]})


def box(walker: Walker, go: str = "check", **fields: object) -> Walker:
    """Type into the box and press one of its two buttons."""
    form = next(one for one in walker.page.all("form") if one.attrib.get("id") == "writing")
    given = walker.sent(form) | {name: [str(value)] for name, value in fields.items()} | {"go": [go]}
    return walker.post(walker.path, given)


def said(walker: Walker, name: str) -> bool:
    return f'data-says="{name}"'.encode() in walker.answer.data


def decided(post_id: uuid.UUID, app: Flask, outcome: str, state: str, *codes: str, message: str = "") -> None:
    """What a reader decides about what waits, with its effect and the notice, as the review makes it."""
    with app.app_context():
        now = clock.now()
        case = db.session.scalars(sa.select(Case).where(Case.post_id == post_id, Case.state != "closed")).one()
        revision = db.session.get_one(Revision, case.head_id)
        db.session.add(
            Decision(
                id=uuid.uuid4(), case_id=case.id, revision_id=case.head_id, digest=case.head_digest, outcome=outcome,
                codes=",".join(codes), notes="", idempotency_hash=uuid.uuid4().hex, request_hash="",
                standing="effective", made_on=now.date(),
            )
        )  # fmt: skip
        revision.state = state
        revision.lapses_on = now.date() + timedelta(days=30) if state == "changes_requested" else None
        person_id = db.session.scalar(sa.text("SELECT author_id FROM post WHERE id = :id").bindparams(
            sa.bindparam("id", post_id, sa.Uuid())).columns(author_id=sa.Uuid()))  # fmt: skip
        if state == "held":
            case.state = "held"
        else:
            close(case, now)
        key, kind = f"decision:{uuid.uuid4()}", state
        tell(
            db.session(),
            person_id,
            key=key,
            kind=kind,
            post_id=post_id,
            revision_id=revision.id,
            codes=codes,
            message=message,
        )
        db.session.commit()


def test_from_the_box_to_waiting(space: Flask) -> None:
    person = member(space)
    walker = at_the_box(person)
    assert walker.status == 200
    assert walker.path.startswith(BOX)
    assert "Write something new" in walker.text
    assert "No phone numbers" in walker.text
    walker = box(walker, title="Evening", body=BODY)
    assert walker.path.endswith("/check"), walker.text[:500]
    assert BODY.encode() in walker.answer.data
    walker = walker.fill("/send")
    assert walker.path.startswith("/my-posts/")
    assert said(walker, "waiting")
    assert "Nobody else can see it yet." in walker.text
    assert "too few texts were read lately" in walker.text
    assert BODY.encode() in walker.answer.data
    assert "?s=" in walker.hops[-1]
    assert BODY.split("\n", maxsplit=1)[0] not in walker.hops[-1]
    assert "Waiting to be read" in walker.open("/my-posts").text


def test_the_expected_wait_is_said_when_it_is_known(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wait:
        usual, most = 61, 26 * 60

    monkeypatch.setitem(space.extensions, expecting.EXTENSION, Wait)
    person = member(space)
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{sent(person)}")
    assert "within 2 hours, and nine out of ten within 2 days" in walker.text


def test_saving_for_later_keeps_the_words_and_sends_nothing(space: Flask) -> None:
    person = member(space)
    walker = box(at_the_box(person), "later", title="Evening", body=BODY)
    assert "Saved" in walker.text
    assert BODY.encode() in walker.answer.data
    walker.open("/my-posts")
    assert "Begun, and not sent" in walker.text
    assert "You have not sent anything yet." in walker.text


def test_problems_are_said_at_the_box_with_the_words_in_it(space: Flask) -> None:
    walker = box(at_the_box(member(space)), title="", body="x" * 8001)
    assert walker.path.startswith(BOX)
    assert len(walker.problems) == 2
    assert b"x" * 8001 in walker.answer.data


def test_hints_are_marked_and_explained_and_stop_nobody(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(text: str, **_more: object) -> Screened:
        place = text.find("kettle")
        return Screened((Finding(place, place + 6, "contact.mail", "contact", "fix"),) if place >= 0 else ())

    monkeypatch.setattr(looking, "screen", found)
    monkeypatch.setattr(checking, "explain", lambda _rule: Explained("A way to reach you", "Why.", "What."))
    walker = box(at_the_box(member(space)), title="Evening", body=BODY)
    assert said(walker, "hints")
    assert not said(walker, "help")
    assert "A way to reach you" in walker.text
    marks = re.findall(rb"<mark>.*?</mark>", walker.answer.data, re.S)
    assert len(marks) == 1
    assert b"kettle" in marks[0]
    assert "Send it as it is" in walker.text
    assert said(walker.fill("/send"), "waiting")


def test_signs_of_danger_show_help_at_once_and_stop_nobody(space: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    danger = Screened((Finding(0, 3, "danger_self.x", "danger_self", "help"),), urgent=2)
    monkeypatch.setattr(looking, "screen", lambda _text, **_more: danger)
    walker = box(at_the_box(member(space)), title="Evening", body=BODY)
    assert said(walker, "help")
    assert b"<mark>" not in walker.answer.data
    assert said(walker.fill("/send"), "waiting")


def test_the_button_pressed_twice_leads_to_the_same_post(space: Flask) -> None:
    walker = box(at_the_box(member(space)), title="Evening", body=BODY)
    path, fields = walker.path.removesuffix("/check") + "/send", walker.sent(walker.form("/send"))
    first = walker.post(path, fields).path
    assert walker.post(path, fields).path == first


def test_the_same_form_for_another_draft_is_refused_with_a_sentence(space: Flask) -> None:
    person = member(space)
    walker = box(at_the_box(person), title="Evening", body=BODY)
    fields = walker.sent(walker.form("/send"))
    walker.fill("/send")
    other = begun(person, "Else", "Else")
    walker.post(f"/write/{other}/send", fields | {"version": [str(form_of(person, other).version)]})
    assert walker.path == f"/write/{other}/check"
    assert len(walker.problems) == 1


def test_changes_asked_for_bring_the_text_back_and_the_same_post_is_sent_again(space: Flask) -> None:
    person = member(space)
    post_id = sent(person, "My name stands here.", title="Evening")
    decided(post_id, space, "request_changes", "changes_requested", "C01", message="With a warm greeting.")
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{post_id}")
    assert said(walker, "changes")
    assert 'data-code="C01"' in walker.answer.data.decode()
    assert "With a warm greeting." in walker.text
    walker.fill("/write")
    assert "Change your post" in walker.text
    assert b"My name stands here." in walker.answer.data
    walker = box(walker, body="A name stood here.").fill("/send")
    assert walker.path == f"/my-posts/{post_id}"
    assert said(walker, "waiting")
    assert states(person, post_id) == ["superseded", "queued"]


def test_what_was_rejected_is_told_kindly_and_stays_readable_for_its_writer_alone(space: Flask) -> None:
    person, other = member(space), member(space)
    post_id = sent(person, "Words of a bad day.", title="Evening")
    decided(post_id, space, "reject", "rejected", "C05")
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{post_id}")
    assert said(walker, "rejected")
    assert said(walker, "help")
    assert "Words of a bad day." in walker.text
    assert "Change it" not in walker.text
    stranger = Walker(space, signed_in(other))
    unknown = stranger.open(f"/my-posts/{uuid.uuid4()}").answer
    assert (stranger.open(f"/my-posts/{post_id}").answer.status_code, unknown.status_code) == (404, 404)


def test_what_is_held_says_only_that_it_stays_unpublished(space: Flask) -> None:
    person = member(space)
    post_id = sent(person, "Words that are held.", title="Evening")
    decided(post_id, space, "hold", "held", "X05", message="not to be shown")
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{post_id}")
    assert said(walker, "held")
    for absent in ("Words that are held.", "X05", "not to be shown", "Take it back", "Change it"):
        assert absent not in walker.text
    assert walker.open(f"/my-posts/{post_id}/take-back").status == 404
    assert "Words that are held." not in walker.open("/my-posts").text
    notices = walker.open("/notices").text
    assert "stays unpublished" in notices
    assert "not to be shown" not in notices


def test_a_change_shows_what_differs_in_words_and_readers_keep_the_old_text(space: Flask) -> None:
    person = member(space)
    shown = published.thread(person, title="Evening", body="The kettle sings softly.")
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{shown.id}")
    assert "Published" in walker.text
    walker = box(walker.fill("/write"), body="The kettle sings loudly.").fill("/send")
    assert said(walker, "difference")
    assert "[taken out:] softly." in walker.text
    assert "[new:] loudly." in walker.text
    with space.app_context():
        assert db.session.get_one(Publication, shown.id).body == "The kettle sings softly."


def test_taking_back_is_asked_first(space: Flask) -> None:
    person = member(space)
    shown = published.thread(person)
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{shown.id}/take-back")
    assert "This cannot be undone." in walker.text
    walker.fill("/take-back")
    assert "Nobody here can read it any more." in walker.text
    assert states(person, shown.id) == ["withdrawn"]


def test_a_quote_goes_along_and_can_be_left_out(space: Flask) -> None:
    person = member(space)
    opening = published.thread(member(space), body="First part.\n\nSecond part.")
    walker = at_the_box(person, answers=opening.id, revision=opening.revision_id, paragraph=1)
    quoted = re.search(rb"<blockquote.*?</blockquote>", walker.answer.data, re.S)
    assert quoted
    assert b"Second part." in quoted[0]
    assert b"First part." not in quoted[0]
    walker = box(walker, body="With you.")
    assert b"<blockquote" in walker.answer.data
    walker.open(walker.path.removesuffix("/check"))
    assert b"<blockquote" not in box(walker, body="With you.", no_quote="1").answer.data


def test_a_quote_of_an_older_version_is_not_taken(space: Flask) -> None:
    opening = published.thread(member(space), body="First part.")
    walker = at_the_box(member(space), answers=opening.id, revision=uuid.uuid4(), paragraph=0)
    assert b"<blockquote" not in walker.answer.data


def test_an_answer_to_an_answer_of_an_answer_answers_what_that_one_answers(space: Flask) -> None:
    opening = published.thread(member(space))
    second = published.answer(member(space), opening)
    third = published.answer(member(space), second)
    person = member(space)
    path = at_the_box(person, answers=third.id).path
    assert at_the_box(person, answers=second.id).path == path


@pytest.mark.parametrize("target", ["board", "answers", "post"])
def test_what_is_not_there_cannot_be_written_to(space: Flask, target: str) -> None:
    waits = published.thread(member(space), waits=True)
    for missing in (uuid.uuid4(), waits.id, "word"):
        assert at_the_box(member(space), **{target: missing}).status == 404


def test_drafts_and_posts_of_others_answer_like_unknown_ones(space: Flask) -> None:
    person, stranger = member(space), Walker(space, signed_in(member(space)))
    draft_id, post_id = begun(person), sent(member(space), "Else")
    unknown = stranger.client.get(f"{TAG}/write/{uuid.uuid4()}", base_url="https://localhost", headers=OWN)
    for path in (f"/write/{draft_id}", f"/write/{draft_id}/check", f"/write/{draft_id}/drop", f"/my-posts/{post_id}",
                 f"/my-posts/{post_id}/take-back", f"/my-posts/{post_id}x", "/my-posts?p=0"):  # fmt: skip
        answer = stranger.client.get(TAG + path, base_url="https://localhost", headers=OWN)
        assert answer.status_code == 404, path
        assert without_stamps(answer.data) == without_stamps(unknown.data), path


def test_a_draft_is_thrown_away_only_after_a_question(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person, "Not this")
    walker = Walker(space, signed_in(person)).open(f"/write/{draft_id}/drop")
    assert "Not this" in walker.text
    walker.fill("/drop")
    assert "The draft is gone." in walker.text
    assert walker.open(f"/write/{draft_id}").status == 404


def test_while_readers_are_missing_it_says_so_and_keeps_the_draft(
    space: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(space)
    walker = box(at_the_box(person), title="Evening", body=BODY)
    fields = walker.sent(walker.form("/send"))
    says(monkeypatch, Openness(open=False, why="Too few people read at the moment."))
    walker.open(walker.path)
    assert said(walker, "closed")
    assert "Too few people read at the moment." in walker.text
    draft = walker.path.removesuffix("/check")
    walker.post(draft + "/send", fields)
    assert walker.path == draft
    assert len(walker.problems) == 1
    assert BODY.encode() in walker.answer.data


def without_stamps(page: bytes) -> bytes:
    return re.sub(rb'name="stamp" value="[^"]*"', b"", page)


def test_whoever_was_cared_for_sees_help_while_the_text_waits(space: Flask) -> None:
    person = member(space)
    post_id = sent(person, "A very hard night.", title="Night")
    with space.app_context():
        now = clock.now()
        case = db.session.scalars(sa.select(Case).where(Case.post_id == post_id)).one()
        made = Decision(
            id=uuid.uuid4(), case_id=case.id, revision_id=case.head_id, digest=case.head_digest, outcome="care",
            codes="X01", notes="", idempotency_hash=uuid.uuid4().hex, request_hash="", standing="effective",
            made_on=now.date(),
        )  # fmt: skip
        db.session.add(made)
        db.session.commit()
    walker = Walker(space, signed_in(person)).open(f"/my-posts/{post_id}")
    assert said(walker, "waiting")
    assert said(walker, "care")
    assert "You matter to us." in walker.text


def test_words_that_somebody_wants_hidden_are_not_on_the_page_of_the_answer(space: Flask) -> None:
    person = member(space)
    opening = published.thread(member(space), body="Hidden by choice.", notes=("sleep",))
    assert "Hidden by choice." in at_the_box(person, answers=opening.id).text
    with space.app_context():
        db.session.add(NoteChoice(account_id=person.id, note="sleep", choice="hide"))
        db.session.commit()
    assert b"Hidden by choice." not in at_the_box(person, answers=opening.id).answer.data
