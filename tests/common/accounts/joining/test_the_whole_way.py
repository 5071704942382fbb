"""From the first question to an account, for members of both spaces."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from support.common.accounts import agreements, sessions, shown_once
from support.common.accounts.means import hasher
from support.common.accounts.models import (
    Acceptance,
    Account,
    Joining,
    RecoveryCode,
    SignIn,
)
from support.common.accounts.passphrases.recovery import read
from support.common.accounts.passphrases.typed import canonical
from support.common.audit.models import AuditEntry
from tests.common.accounts.joining.steps import (
    called,
    inside,
    join,
    mine,
    offered,
    owners,
    reach_check,
    reach_names,
    reach_words,
    rows,
    shown_words,
)
from tests.common.accounts.walking import HOME, TAG


def test_a_member_joins_with_an_offered_name(door: Flask) -> None:
    walker = reach_names(door)
    name = offered(walker)[2]
    assert len(offered(walker)) == 5
    assert not [one for one in walker.form().iter("input") if "checked" in one.attrib], "nothing is chosen beforehand"
    phrase, digits = shown_words(walker.fill(choice=name))
    assert len(phrase.split()) == 7
    assert len(digits.split()) == 7
    before = walker.cookies()
    walker.fill().fill(passphrase=phrase)
    assert walker.path == "/account/codes"
    (account,) = called(door, name)
    assert (account.kind, account.state) == ("member", "active")
    assert account.used_month == datetime.now(UTC).date().replace(day=1)
    assert account.id in owners(door), "the key of the joining is the key of the account"
    assert walker.cookies().keys() == before.keys()
    assert walker.cookies() != before, "a new token (S45)"


def test_the_words_and_the_digits_both_open_the_account(door: Flask) -> None:
    walker = reach_words(door)
    phrase, digits = shown_words(walker)
    joining = mine(door, walker)
    walker.fill().fill(passphrase=digits)
    assert walker.path == "/account/codes"
    assert joining is not None
    (account,) = called(door, joining.name)

    def opens(_session: object) -> bool:
        return hasher().matches(account.passphrase_hash, canonical(phrase))

    assert inside(door, opens)


def test_forgiven_is_what_hands_do_to_words(door: Flask) -> None:
    walker, phrase = reach_check(door)
    walker.fill(passphrase="  " + phrase.upper().replace(" ", "-") + " \n")
    assert walker.path == "/account/codes"


def test_joining_leaves_exactly_what_an_account_needs(own_door: Flask) -> None:
    walker, _phrase = join(own_door, "Quiet Otter")
    (account,), (sign_in,) = rows(own_door, Account), rows(own_door, SignIn)
    assert rows(own_door, Joining) == []
    assert (sign_in.stage, sign_in.account_id) == ("full", account.id)
    assert sign_in.token_hash in {sessions.hashed(token) for token in walker.cookies().values()}
    with own_door.app_context():
        needed = {(one.key, one.version) for one in agreements.required()}
    accepted = rows(own_door, Acceptance)
    assert {(one.agreement, one.version) for one in accepted} == needed
    assert {one.accepted_on for one in accepted} == {datetime.now(UTC).date()}
    assert [one.event for one in rows(own_door, AuditEntry)] == ["member_joined"]
    (entry,) = rows(own_door, AuditEntry)
    assert (entry.actor, entry.subject, entry.codes) == (None, None, "{}")
    assert owners(own_door) == {account.id}


def test_the_ten_codes_lie_ready_and_are_the_hashed_ones(own_door: Flask) -> None:
    join(own_door)
    (account,) = rows(own_door, Account)

    def ready(session: Session) -> list[str]:
        shown = shown_once.look(session, account.id, shown_once.CODES, datetime.now(UTC))
        assert shown is not None
        return list(json.loads(shown.text))

    texts = inside(own_door, ready)
    lines = {row.slot: row.code_hash for row in rows(own_door, RecoveryCode)}
    assert len(texts) == len(lines) == 10
    codes = [code for code in map(read, texts) if code]
    assert len(codes) == 10

    def all_open(_session: object) -> bool:
        return all(hasher().matches(lines[code.slot], code.canonical) for code in codes)

    assert inside(own_door, all_open)


def test_the_words_are_the_same_after_a_reload_and_nowhere_after_joining(door: Flask) -> None:
    walker = reach_words(door)
    phrase = shown_words(walker)[0]
    assert shown_words(walker.open("/join/words"))[0] == phrase
    walker.fill().fill(passphrase=phrase)
    for path in ("/join/words", "/join/own-words", "/join/check"):
        answer = walker.client.get(TAG + path, base_url=HOME)
        assert (answer.status_code, answer.headers["Location"]) == (303, TAG + "/account"), path
        assert phrase.encode() not in answer.data


def test_no_file_holds_the_words_during_or_after(own_door: Flask) -> None:
    walker = reach_words(own_door)
    phrase, digits = shown_words(walker)
    _nowhere(own_door, phrase, digits)
    walker.fill().fill(passphrase=phrase)
    assert walker.path == "/account/codes"
    _nowhere(own_door, phrase, digits)


def _nowhere(app: Flask, *secrets: str) -> None:
    files = [file for file in Path(app.config["INSTANCE"]).parent.rglob("*") if file.is_file()]
    assert len(files) > 2, "the database and the keys lie there"
    for secret in secrets:
        assert not [file for file in files if secret.encode() in file.read_bytes()], secret


def test_words_of_their_own(door: Flask) -> None:
    own = "Seven grey teapots on Thursday's lawn"
    walker = reach_words(door)
    joining = mine(door, walker)
    walker.fill(press="own", own_device="yes")
    assert walker.path == "/join/own-words"
    field = {one.attrib["name"]: one.attrib for one in walker.page.fields()}
    assert (field["passphrase"]["type"], field["passphrase"]["autocomplete"]) == ("text", "new-password"), "it can be seen"
    assert field["account_name"]["autocomplete"] == "username"
    walker.fill(passphrase=own)
    assert walker.path == "/join/check"
    again = mine(door, walker)
    assert again is not None
    assert again.sealed == "", "own words are not kept"
    assert "You chose words of your own" in walker.open("/join/words").text
    walker.fill(own_device="yes").fill(passphrase=own)
    assert walker.path == "/account/codes"
    assert joining is not None
    (account,) = called(door, joining.name)
    (sign_in,) = inside(door, lambda s: s.scalars(sa.select(SignIn).where(SignIn.account_id == account.id)).all())
    assert sign_in.own_device


def test_back_from_own_words_to_seven(door: Flask) -> None:
    walker = reach_words(door)
    first = shown_words(walker)[0]
    walker.fill(press="own").fill(passphrase="Seven grey teapots on Thursday's lawn").open("/join/words")
    second = shown_words(walker.fill(press="make"))[0]
    assert second != first
    walker.fill().fill(passphrase=first)
    assert walker.path == "/join/check", "the first words open nothing any more"
    assert walker.problems
    walker.fill(passphrase=second)
    assert walker.path == "/account/codes"


def test_no_browser_is_asked_to_keep_anything_on_a_shared_device(door: Flask) -> None:
    walker, _phrase = reach_check(door)
    (field,) = [one.attrib for one in walker.page.fields()]
    assert (field["type"], field["autocomplete"], field["spellcheck"]) == ("text", "off", "false")


def test_the_cookie_is_a_guarded_one(door: Flask) -> None:
    walker = reach_names(door)
    answer = walker.fill(choice=offered(walker)[0], follow=False).answer
    (morsel,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
    assert morsel.key.startswith("__Host-")
    assert (morsel["secure"], morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, True, "Strict", "/")
    assert morsel["max-age"] == morsel["expires"] == ""
