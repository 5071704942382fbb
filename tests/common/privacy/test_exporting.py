"""A person's copy: complete, readable, fetched with the passphrase, and in no history (promise 10, S12, S27)."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import sessions, shown_once
from support.common.accounts.means import hasher
from support.common.accounts.models import FULL, Account, ActCount, Proposal, RecoveryCode, SecondFactor, SignIn
from support.common.audit import chain
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.privacy.exporting import as_json, as_text, collect
from support.common.privacy.holdings import Holding, hold
from support.common.privacy.register import register
from support.common.privacy.sections import Fact, Section, columns
from support.common.sealing.vault import keystore, vault
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.common.privacy.conftest import private
from tests.conftest import Make
from tests.people import Person, member, signed_in, staff
from tests.space.privacy import writing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
COPY = "/account/export"


def fetched(person: Person, form: str = "text") -> Walker:
    walker = Walker(person.app, signed_in(person)).open(COPY)
    return walker.fill(press="form", passphrase=person.passphrase) if form == "text" else as_json_of(walker, person)


def as_json_of(walker: Walker, person: Person) -> Walker:
    sent = walker.sent(walker.form()) | {"passphrase": [person.passphrase], "form": ["json"]}
    return walker.post(COPY, sent)


def test_the_file_holds_what_the_person_is_called_and_agreed_to(place: Flask) -> None:
    person = member(place)
    walker = fetched(person)
    answer = walker.answer
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-copy.txt"'
    assert answer.headers["Cache-Control"] == "no-store"
    for said in (
        f"The name you chose here: {person.name}",
        "the guidelines",
        "Version: 1",
        "Number of the code on your list: 1",
    ):
        assert said in answer.text
    assert "What is not in this copy, and why" in answer.text
    assert walker.hops[-1].startswith(f"{TAG}{COPY}/file?s=")


def test_both_forms_hold_the_same(place: Flask) -> None:
    person = member(place)
    text, other = fetched(person).answer.text, fetched(person, "json").answer
    assert other.headers["Content-Disposition"] == 'attachment; filename="my-copy.json"'
    content = json.loads(other.text)
    assert [section["title"] in text for section in content["sections"]] == [True] * len(content["sections"])
    assert content["sections"][0]["rows"][0]["account.name"] == person.name, "the account comes first"
    assert all(entry["why"] in text for entry in content["not_in_it"])


def everything_held(app: Flask) -> Person:
    """A member of the staff of whom every table holds something."""
    person, other, times = staff(app, "lead"), staff(app, "moderator"), app.config["TIMES"]
    with app.app_context():
        now = clock.now()
        account = db.session.get_one(Account, person.id)
        sessions.begin(db.session(), account, FULL, times, now)
        shown_once.put(db.session(), person.id, shown_once.CODES, "seven grey stones", times=times, now=now)
        db.session.add(ActCount(account_id=person.id, hour=now.replace(minute=0, second=0, microsecond=0), acts=2))
        later = now + timedelta(hours=1)
        db.session.add(Proposal(act="add_role", role="lead", about_id=other.id, proposed_by=person.id, ends_at=later))
        db.session.add(Proposal(act="restore", about_id=person.id, proposed_by=other.id, ends_at=later))
        codes, key = {"role": "lead"}, keystore().root("audit")
        chain.record(db.session(), "staff_added", on=now.date(), actor=other.id, about=person.id, codes=codes, key=key)
        chain.record(db.session(), "staff_looked", on=now.date(), actor=person.id, about=other.id, key=key)
        post = writing.published(person, "a calm evening", other)
        writing.published(other, "another evening", person)
        writing.sent(person, "it rains")
        writing.chosen(person, post, other)
        writing.counted(person)
        db.session.commit()
        writing.drafted(person, "not yet")
    return person


def test_every_column_about_people_is_in_the_copy_or_has_a_reason(place: Flask) -> None:
    """What the register says is exported is exported, and nothing else (S27)."""
    person = everything_held(place)
    with place.test_request_context(f"{TAG}/"):
        sections = collect(db.session(), person.id, place.config["TIMES"], clock.now())
        assert columns(sections) == {column.name for column in register() if column.export == "yes"}
        assert all(section.rows and section.kept for section in sections)
        content = json.loads(as_json(sections, clock.now()))
        text = as_text(sections, clock.now())
    rows = {key: section["rows"] for section in content["sections"] for key in [section["key"]]}
    assert {row["proposal.act"] for row in rows["proposals"]} == {"add_role", "restore"}
    assert [row["audit_entry.event"] for row in rows["log"]] == ["staff_added", "staff_looked"]
    assert rows["act_counts"][0]["act_count.acts"] == 2
    assert len(rows["recovery_codes"]) == 2
    assert "safety lead" in text


def test_no_secret_and_nobody_else_is_in_the_copy(place: Flask) -> None:
    person = everything_held(place)
    with place.test_request_context(f"{TAG}/"):
        sections = collect(db.session(), person.id, place.config["TIMES"], clock.now())
        written = as_json(sections, clock.now()) + as_text(sections, clock.now())
        accounts = db.session.scalars(sa.select(Account)).all()
        factor = db.session.scalars(sa.select(SecondFactor).where(SecondFactor.account_id == person.id)).one()
        sign_in = db.session.scalars(sa.select(SignIn).where(SignIn.account_id == person.id)).one()
        hidden = [person.passphrase, person.totp, "seven grey stones", factor.sealed, sign_in.token_hash, *person.codes]
        for account in accounts:
            hidden += [account.passphrase_hash, str(account.id), account.id.hex]
            hidden += [account.name] if account.id != person.id else []
    assert not [secret for secret in hidden if secret in written]


def test_another_feature_adds_what_it_holds(tmp_path: Path, make_app: Make) -> None:
    app = private(make_app(tmp_path, part="prevention"))
    person, row = member(app), uuid.uuid4()
    with app.app_context():
        sealed = vault().seal(person.id, "a walk by the sea", place="note.sealed", row=row)

    def export(_session: object, account_id: uuid.UUID, *_more: object) -> list[Section]:
        words = vault().open(account_id, sealed, place="note.sealed", row=row)
        return [Section("notes", "Your notes", [[Fact("note.sealed", "Your words", words)]], "Until you delete it.")]

    hold(app, Holding("notes", export, lambda *_given: None))
    assert "Your words: a walk by the sea" in fetched(person).answer.text


def test_a_wrong_passphrase_gets_no_file(place: Flask) -> None:
    person = member(place)
    walker = Walker(place, signed_in(person)).open(COPY)
    before = hashes(place)
    walker.fill(passphrase="grey stones by the sea")
    assert hashes(place) == before + 1
    assert walker.path == COPY
    assert walker.problems == ["This is not the passphrase of your account. Please check it and try again."]
    assert "grey stones" not in walker.answer.text
    walker.fill(passphrase="  ")
    assert walker.problems == ["Type your passphrase."]


@pytest.mark.parametrize("change", ["none", "cut", "of somebody else", "too late"])
def test_the_address_of_a_file_opens_for_its_owner_for_minutes(
    place: Flask, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, now = member(place), clock_of(place)
    monkeypatch.setitem(place.config, "CLOCK", now)
    walker = Walker(place, signed_in(person)).open(COPY).fill(press="form", passphrase=person.passphrase)
    address = walker.hops[-1]
    if change == "cut":
        address = address[:-4]
    elif change == "of somebody else":
        walker = Walker(place, signed_in(member(place)))
    elif change == "too late":
        place.config["CLOCK"] = now + timedelta(minutes=10)
    answer = walker.client.get(address, base_url=HOME, headers=OWN)
    if change == "none":
        assert (answer.status_code, person.name in answer.text) == (200, True)
    else:
        assert answer.status_code == 303
        assert person.name not in answer.text
        assert answer.headers["Location"].startswith(f"{TAG}{COPY}?s=")


def test_without_a_sign_in_there_is_no_file(place: Flask) -> None:
    walker = Walker(place)
    for path in (COPY, f"{COPY}/file?s=x"):
        answer = walker.client.get(TAG + path, base_url=HOME, headers=OWN)
        assert answer.status_code == 303
        assert "/sign-in" in answer.headers["Location"]


def test_a_form_from_elsewhere_gets_no_file(place: Flask) -> None:
    person = member(place)
    walker = Walker(place, signed_in(person)).open(COPY)
    sent = walker.sent(walker.form()) | {"passphrase": [person.passphrase]}
    other = {"Sec-Fetch-Site": "cross-site"}
    assert walker.client.post(TAG + COPY, data=sent, base_url=HOME, headers=other).status_code == 403
    assert walker.post(COPY, sent | {"stamp": [""]}).status == 403


def test_staff_show_their_second_factor_first(desk: Flask) -> None:
    person = staff(desk, "editor")
    walker = Walker(desk, signed_in(person)).open(COPY)
    assert walker.fill(press="form", passphrase=person.passphrase).answer.mimetype == "text/plain"
    with desk.app_context():
        db.session.execute(sa.update(SignIn).values(proven_until=clock.now() - timedelta(minutes=1)))
        db.session.commit()
    for path in (COPY, "/account/leave"):
        answer = walker.client.get(TAG + path, base_url=HOME, headers=OWN)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, f"{TAG}/edit/prove")
    before = hashes(desk)
    sent = stamped(walker.open("/privacy")) | {"passphrase": [person.passphrase]}
    walker.post(COPY, sent, follow=False)
    assert (walker.status, hashes(desk)) == (303, before)
    assert walker.answer.headers["Location"] == TAG + COPY


def stamped(walker: Walker) -> dict[str, list[str]]:
    """The stamp of the page that is seen now: the button to sign out has one."""
    return {"stamp": walker.sent(walker.form("/sign-out"))["stamp"]}


def hashes(app: Flask) -> int:
    with app.app_context():
        return hasher().computed


def clock_of(app: Flask) -> datetime:
    with app.app_context():
        moment = clock.now()
    return moment.replace(minute=0, second=1, microsecond=0)  # at the beginning of a window of the ticket


def test_a_copy_says_the_day_and_speaks_the_readers_language(place: Flask) -> None:
    person = member(place)
    with place.test_request_context("/en-GB/"):
        sections = collect(db.session(), person.id, place.config["TIMES"], NOW)
        assert "Made on 24 November 2026." in as_text(sections, NOW)
        assert json.loads(as_json(sections, NOW))["made_on"] == date(2026, 11, 24).isoformat()
        db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == person.id))
        again = collect(db.session(), person.id, place.config["TIMES"], NOW)
        assert "Recovery codes that are left" in as_text(again, NOW)
        assert [section.rows for section in again if section.key == "recovery_codes"] == [[]]
        db.session.rollback()
