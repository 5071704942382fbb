"""Forms of other sites, cookies that somebody planted, and what belongs to the other space (safety.md S43, S65)."""

from __future__ import annotations

import pytest
from flask import Flask

from support.common.accounts import cookies, sessions
from support.common.accounts.models import Account, Joining, SignIn
from support.common.accounts.throttling import limits
from tests.common.accounts.joining.conftest import NARROW, taught
from tests.common.accounts.joining.steps import (
    invite,
    reach_check,
    reach_names,
    reach_words,
    rows,
    shown_words,
    take_name,
    type_words,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.conftest import Make, browser, readied
from tests.rules.page_rules import crisis_band

OWN = "Seven grey teapots on Thursday's lawn"
FOREIGN: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_is_refused(one_door: Flask, headers: dict[str, str]) -> None:
    walker, phrase = reach_check(one_door)
    link = invite(one_door)
    for path, fields in (
        ("/join", {"adult": "yes"}),
        ("/join/agree", {"adult": "yes", "agree": "guidelines.1"}),
        ("/join/name", {"adult": "yes", "agreed": "guidelines.1", "name": "Kind Robin"}),
        ("/moderate/invited", {"i": link, "name": "Kind Robin"}),
        ("/join/words", {"make": "1"}),
        ("/join/own-words", {"passphrase": OWN}),
        ("/join/check", {"passphrase": phrase}),
    ):
        answer = walker.client.post(TAG + path, data=fields, base_url=HOME, headers=headers)
        assert answer.status_code == 403, path
        assert "Set-Cookie" not in answer.headers
    assert rows(one_door, Account) == []
    assert len(rows(one_door, Joining)) == 1
    walker.fill(passphrase=phrase)
    assert walker.path == "/account/codes"


def test_nothing_of_one_space_counts_in_the_other(
    own_door: Flask, tmp_path_factory: pytest.TempPathFactory, make_app: Make
) -> None:
    other_part = "prevention" if own_door.config["PART"] == "survivors" else "survivors"
    other = taught(readied(make_app(tmp_path_factory.mktemp("other"), part=other_part)))
    here, phrase = reach_check(own_door)
    stamp = here.sent(here.form())["stamp"]
    (token,) = here.cookies().values()
    for kind in ("member", "staff"):
        client = browser(other)
        with other.test_request_context():
            client.set_cookie(cookies.name_of(kind), token, domain="localhost")
        there = Walker(other, client).post("/join/check", {"passphrase": phrase})
        assert there.path in ("/join", "/join/check")
        assert rows(other, Account) == []
        refused = client.post(TAG + "/join/check", data={"stamp": stamp, "passphrase": phrase}, base_url=HOME)
        assert refused.status_code == 403, "a stamp of the other space"


def test_a_planted_cookie_is_not_adopted(door: Flask) -> None:
    planted = "x" * 43
    walker = reach_names(door)
    with door.test_request_context():
        name = cookies.name_of("member")
    walker.client.set_cookie(name, planted, domain="localhost", path="/", secure=True)
    take_name(walker)
    assert walker.cookies()[name] != planted
    joining_token = walker.cookies()[name]
    type_words(walker)
    assert walker.path == "/account/codes"
    assert walker.cookies()[name] not in (planted, joining_token)
    hashes = {row.token_hash for row in rows(door, SignIn)}
    assert not {sessions.hashed(planted), sessions.hashed(joining_token)} & hashes


def test_a_planted_joining_gives_its_words_to_nobody(door: Flask) -> None:
    """Somebody plants the cookie of a joining of their own: who joins with it gets other words all the same."""
    theirs = reach_words(door)
    walker = reach_names(door)
    for key, value in theirs.cookies().items():
        walker.client.set_cookie(key, value, domain="localhost", path="/", secure=True)
    take_name(walker)
    assert shown_words(walker)[0] != shown_words(theirs)[0]


def test_a_members_joining_does_nothing_in_the_cookie_of_the_staff(one_door: Flask) -> None:
    walker, phrase = reach_check(one_door)
    (token,) = walker.cookies().values()
    client = browser(one_door)
    with one_door.test_request_context():
        client.set_cookie(cookies.name_of("staff"), token, domain="localhost", path="/", secure=True)
    assert Walker(one_door, client).post("/join/check", {"passphrase": phrase}).status == 404
    assert rows(one_door, Account) == []


def test_an_unfinished_joining_opens_nothing_else(door: Flask) -> None:
    walker = reach_words(door)
    answer = walker.client.get(TAG + "/account", base_url=HOME)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(TAG + "/sign-in")


def test_too_many_tries_wait_and_still_get_the_crisis_lines(one_door: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    walker, phrase = reach_check(one_door)
    monkeypatch.setitem(limits.EVERYBODY, "sign-in", NARROW["one"]["sign-in"])
    for _number in range(12):
        walker.fill(passphrase="other words")
    assert walker.path == "/join/check", "hurried, and not refused while nobody else is"
    walker.open("/join/own-words").fill(passphrase=OWN)
    assert walker.status == 429
    assert not crisis_band(walker.page)
    assert walker.open("/join/check").fill(passphrase=phrase).path == "/account/codes"
