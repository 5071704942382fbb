"""No word is lost: signed out, signed in anew, another account, a locked database, a full disk (invariant 24, S12, S24)."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from support.common.accounts.models import Acceptance, SignIn
from support.common.kernel import db as kernel_db
from support.common.kernel.clock import database_now
from support.common.kernel.db import db
from support.common.kernel.logs import Lines, log
from support.space.cases.models import Case
from support.space.forum.writing import drafts
from support.space.forum.writing.typed import Typed
from support.space.forum.writing.windows import Window
from tests.common.accounts.walking import OWN, TAG, Walker
from tests.conftest import browser
from tests.people import Person, member, signed_in
from tests.rules.breaking import database_file, forget_connections, locked
from tests.space.forum.writing.authors import begun
from tests.space.forum.writing.test_journey import box, said

CANARY = "An hour of canary words — مَرحبا, <b>not bold</b>\n\nand a second paragraph & more"
HOME = "https://localhost"


def kept(person: Person, draft_id: uuid.UUID) -> str:
    with person.app.app_context():
        return drafts.opened(db.session(), person.id, draft_id).content.body


def in_the_box(walker: Walker) -> str:
    (field,) = [one for one in walker.page.all("textarea") if one.attrib.get("name") == "body"]
    return "".join(field.itertext()).removeprefix("\n")


def signed_out(person: Person) -> None:
    with person.app.app_context():
        db.session.execute(sa.delete(SignIn).where(SignIn.account_id == person.id))
        db.session.commit()


def come_back(walker: Walker, person: Person) -> Walker:
    """Sign in again in the same browser, as in another window."""
    walker.client._cookies = signed_in(person)._cookies
    return walker


def typing(person: Person) -> tuple[Walker, str, uuid.UUID]:
    """Somebody at the box: with the draft, and how it was when the page was opened."""
    draft_id = begun(person, "The first line.")
    return Walker(person.app, signed_in(person)).open(f"/write/{draft_id}"), "The first line.", draft_id


@contextmanager
def all_said() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, as it would be written."""
    heard, handler = io.StringIO(), logging.StreamHandler()
    handler.stream = heard
    handler.setFormatter(Lines())
    log.addHandler(handler)
    yield heard
    log.removeHandler(handler)


@pytest.mark.parametrize("go", ["later", "check"])
def test_whoever_is_signed_out_while_typing_gets_the_text_back_and_can_save_it(space: Flask, go: str) -> None:
    person = member(space)
    walker, before, draft_id = typing(person)
    signed_out(person)
    walker = box(walker, go, body=CANARY, notes="sleep")
    assert (walker.status, walker.hops) == (403, [])
    assert said(walker, "carried")
    assert in_the_box(walker) == CANARY
    assert walker.page.band() is not None
    assert "Set-Cookie" not in walker.answer.headers
    assert walker.answer.headers["Cache-Control"] == "no-store"
    assert kept(person, draft_id) == before
    come_back(walker, person)
    walker = walker.fill(f"/write/{draft_id}", press="go", follow=False)
    assert walker.status == 403  # the form belongs to the sign-in before: asked once more, with the text in the box
    assert in_the_box(walker) == CANARY
    walker = walker.fill(f"/write/{draft_id}", press="go")
    assert walker.status == 200
    assert kept(person, draft_id) == CANARY
    with space.app_context():
        assert drafts.opened(db.session(), person.id, draft_id).kept.beside == ()


def test_signed_out_the_answer_does_not_tell_whether_there_is_such_a_draft(space: Flask) -> None:
    person, nobody = member(space), Walker(space)
    draft_id = begun(person)
    pages = []
    for one in (draft_id, uuid.uuid4()):
        nobody.post(f"/write/{one}", {"body": "Same words"}, follow=False)
        pages.append(re.sub(str(one), "", re.sub(r'name="stamp" value="[^"]*"', "", nobody.answer.data.decode())))
        assert nobody.status == 403
        nobody.post(f"/write/{one}", {}, follow=False)
        assert (nobody.status, nobody.answer.headers["Location"]) == (303, f"{TAG}/sign-in")
    assert pages[0] == pages[1]


def test_another_account_gets_the_text_back_but_no_draft(space: Flask) -> None:
    person, other = member(space), member(space)
    walker, before, draft_id = typing(person)
    fields = {"body": CANARY, "stamp": ""}
    come_back(walker, other)
    page = Walker(space, walker.client).open("/my-posts")
    fields["stamp"] = page.sent(page.form("/sign-out"))["stamp"][0]
    walker.post(f"/write/{draft_id}", fields, follow=False)
    assert walker.status == 404
    assert in_the_box(walker) == CANARY
    assert kept(person, draft_id) == before
    assert b'name="go"' not in walker.answer.data


def test_what_another_site_sent_is_not_shown(space: Flask) -> None:
    person = member(space)
    draft_id = begun(person)
    for client in (browser(space), signed_in(person)):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {},
                        {"Referer": "https://elsewhere.example/"}):  # fmt: skip
            answer = client.post(f"{TAG}/write/{draft_id}", base_url=HOME, headers=headers, data={"body": CANARY})
            assert answer.status_code == 403
            assert b"canary" not in answer.data


def test_an_old_browser_that_names_only_the_page_gets_its_text_back(space: Flask) -> None:
    headers = {"Referer": f"{HOME}{TAG}/write/{uuid.uuid4()}"}
    answer = browser(space).post(f"{TAG}/write/{uuid.uuid4()}", base_url=HOME, headers=headers, data={"body": CANARY})
    assert answer.status_code == 403
    assert b"canary" in answer.data


def test_agreements_that_are_due_do_not_swallow_the_text(space: Flask) -> None:
    person = member(space)
    walker, _before, draft_id = typing(person)
    with space.app_context():
        db.session.execute(sa.delete(Acceptance).where(Acceptance.account_id == person.id))
        db.session.commit()
    walker = box(walker, "later", body=CANARY)
    assert walker.status == 403
    assert in_the_box(walker) == CANARY
    assert f"{TAG}/agreements" in walker.answer.data.decode()
    assert kept(person, draft_id) != CANARY


@contextmanager
def writing_elsewhere(app: Flask) -> Iterator[None]:
    """Another program writes: everybody may read, nobody else may write."""
    file = database_file(app)
    assert file is not None
    forget_connections(app)
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(file, isolation_level=None)) as holder:
        patch.setattr(kernel_db, "BUSY_MILLISECONDS", 50)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
        forget_connections(app)


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """The disk is full: SQLite may not make its file larger than it is."""

    def cap(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    with app.app_context():
        engine = db.engine
    forget_connections(app)
    sa.event.listen(engine, "connect", cap)
    yield
    sa.event.remove(engine, "connect", cap)
    forget_connections(app)


Breaks = Callable[[Flask], AbstractContextManager[None]]


@pytest.mark.parametrize("breaks", [writing_elsewhere, locked, full])
def test_a_database_that_cannot_store_gives_the_text_back_and_saves_it_later(own_space: Flask, breaks: Breaks) -> None:
    person = member(own_space)
    walker, before, draft_id = typing(person)
    text = CANARY + "x" * 40_000
    with all_said() as heard, breaks(own_space):
        walker = box(walker, "later", body=text)
        assert walker.status == 503
        assert in_the_box(walker) == text
        assert 'role="alert"' in walker.answer.data.decode()
        assert walker.page.band() is not None
        short = walker.client.post(f"{TAG}/write/{draft_id}/save", base_url=HOME, headers=OWN, data={"body": text})
        assert short.status_code in (403, 503)
        assert "canary" not in short.get_data(as_text=True)
    assert "draft not saved" in heard.getvalue() or "sign-in not read" in heard.getvalue()
    assert "canary" not in heard.getvalue()
    assert kept(person, draft_id) == before
    walker = walker.fill(f"/write/{draft_id}", press="go")
    if walker.status == 403:  # nobody was known on the page before, so its form is nobody's
        walker = walker.fill(f"/write/{draft_id}", press="go")
    assert kept(person, draft_id) == text


def test_a_database_that_cannot_store_sends_nothing_and_shows_the_draft(own_space: Flask) -> None:
    person = member(own_space)
    walker, _before, draft_id = typing(person)
    walker = box(walker, "check", body=CANARY, title="Evening")
    with writing_elsewhere(own_space):
        walker = walker.fill("/send")
        assert walker.status == 503
        assert "was not sent" in walker.text
        assert CANARY.rsplit("\n", maxsplit=1)[-1].replace("&", "&amp;") in walker.answer.data.decode()
    with own_space.app_context():
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(Case))
    assert kept(person, draft_id) == CANARY
    assert walker.open(f"/write/{draft_id}/check").fill("/send").status == 200


# the script


def autosave(client: FlaskClient, draft_id: uuid.UUID, **fields: object) -> tuple[int, dict[str, object]]:
    sent = {name: str(value) for name, value in fields.items()}
    answer = client.post(f"{TAG}/write/{draft_id}/save", base_url=HOME, headers=OWN, data=sent)
    return answer.status_code, answer.get_json()


def test_the_script_saves_and_never_opens_a_case(space: Flask) -> None:
    person = member(space)
    walker, _before, draft_id = typing(person)
    form = next(one for one in walker.page.all("form") if one.attrib.get("id") == "writing")
    given = {name: values[0] for name, values in walker.sent(form).items()}
    with space.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Case))
    status, told = autosave(walker.client, draft_id, **given | {"body": "By itself", "change": 1})
    assert (status, told["version"]) == (200, int(given["version"]) + 1)
    assert kept(person, draft_id) == "By itself"
    with space.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == before


def test_two_windows_are_both_shown_and_one_can_be_chosen(space: Flask) -> None:
    person = member(space)
    walker, _before, draft_id = typing(person)
    other = Walker(space, walker.client).open(f"/write/{draft_id}")
    box(walker, "later", body="Written in the first window")
    other = box(other, "check", body="Written in the second window")
    assert other.path == f"/write/{draft_id}"
    assert other.problems
    assert in_the_box(other) == "Written in the first window"
    assert said(other, "beside")
    assert "Written in the second window" in other.text
    other.fill("/beside", press="take")
    assert in_the_box(other) == "Written in the second window"
    assert "Written in the first window" in other.text
    third = autosave(other.client, draft_id, body="From a third", version=1, stamp=stamp_of(other))
    assert third[0] == 409
    with space.app_context():
        beside = drafts.opened(db.session(), person.id, draft_id).kept.beside
    assert [one.body for one in beside] == ["Written in the first window", "From a third"]


def stamp_of(walker: Walker) -> str:
    return walker.sent(walker.form("/sign-out"))["stamp"][0]


def test_the_script_of_a_window_signed_out_is_told_and_gets_the_stamp_of_the_new_sign_in(space: Flask) -> None:
    person = member(space)
    walker, _before, draft_id = typing(person)
    old, text = stamp_of(walker), {"body": CANARY, "version": 2, "window": "w", "change": 3}
    signed_out(person)
    status, told = autosave(walker.client, draft_id, **text, stamp=old)
    assert status == 403
    assert "signed out" in str(told["problem"])
    assert "stamp" not in told
    come_back(walker, person)
    status, told = autosave(walker.client, draft_id, **text, stamp=old)
    assert status == 403
    assert autosave(walker.client, draft_id, **text, stamp=told["stamp"])[0] == 200
    assert kept(person, draft_id) == CANARY


# bad input


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a\x00b", "a b"),
        ("left\u202eright\u2066", "left right"),
        ("tag\U000e0041s", "tag s"),
        ("one\r\ntwo", "one\ntwo"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚀 ❤️\u200d🔥", "👩\u200d🚀 ❤️\u200d🔥"),
        ("pass\u200dword", "password"),
        ("\ud800 alone", "alone"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_is_typed_is_kept_as_clean_text(space: Flask, typed: str, expected: str) -> None:
    person = member(space)
    draft_id = begun(person)
    walker = Walker(space, signed_in(person)).open(f"/write/{draft_id}")
    if "\ud800" in typed:  # no browser can send one; a service can be given one
        content = Typed(typed).content((), ("en",), None, titled=False)
        with space.app_context():
            window = Window(drafts.opened(db.session(), person.id, draft_id).version)
            drafts.save(db.session(), person.id, draft_id, content, window, database_now(db.session()))
    else:
        walker = box(walker, "later", body=typed)
        assert b"<script>alert(1)" not in walker.answer.data
    assert kept(person, draft_id) == expected


def test_the_largest_text_that_the_box_takes_fits_into_a_form(space: Flask) -> None:
    """15,000 UTF-16 units of three bytes each, as a browser sends them; more than 64 KB is refused as a whole."""
    person = member(space)
    walker, _before, draft_id = typing(person)
    form = next(one for one in walker.page.all("form") if one.attrib.get("id") == "writing")
    assert form.attrib["enctype"] == "multipart/form-data"
    given = {name: values[0] for name, values in walker.sent(form).items()}
    for text, status in (("अ" * 15_000, 303), ("अ" * 25_000, 413)):
        answer = walker.client.post(
            f"{TAG}/write/{draft_id}", base_url=HOME, headers=OWN, content_type="multipart/form-data",
            data=given | {"body": text, "go": "later"},
        )  # fmt: skip
        assert answer.status_code == status
    assert kept(person, draft_id) == "अ" * 15_000
