"""Who cannot go on: wrong words, an hour that is over, links that open nothing, forms and cookies of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from support.common.accounts import cookies, sessions
from support.common.accounts.means import hasher
from support.common.accounts.models import Account, Invitation, Joining, SignIn
from support.common.accounts.throttling import limits
from support.common.kernel import clock
from tests.common.accounts.joining.conftest import NARROW, taught
from tests.common.accounts.joining.steps import (
    ROLE,
    desk_of,
    inside,
    invite,
    mine,
    reach_check,
    reach_names,
    reach_words,
    rows,
    shown_words,
    take_name,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.conftest import Make, browser, readied
from tests.rules.page_rules import crisis_band

OWN = "Seven grey teapots on Thursday's lawn"
MINUTE = timedelta(minutes=1)


def test_wrong_words_make_no_account(own_door: Flask) -> None:
    walker, phrase = reach_check(own_door)
    first, *others = phrase.split()
    for typed in ("", "   ", "other words", " ".join([*others, first]), " ".join(others), phrase * 50, "\x00"):
        walker.fill(passphrase=typed)
        assert walker.path == "/join/check", typed
        assert len(walker.problems) == 1
        assert "value" not in next(iter(walker.page.fields())).attrib, "what was typed is not sent back"
    assert rows(own_door, Account) == []
    assert shown_words(walker.open("/join/words"))[0] == phrase


def test_a_wrong_try_costs_one_computation_and_so_does_none_beside_the_codes(one_door: Flask) -> None:
    walker, _phrase = reach_check(one_door)

    def computed() -> int:
        return inside(one_door, lambda _session: hasher().computed)

    before = computed()
    walker.fill(passphrase="other words")
    assert computed() == before + 1


@pytest.mark.parametrize("typed", ["too short", "x" * 201, "Quiet Otter lives by the lake", "passwordpassword"])
def test_own_words_that_are_easy_to_guess_are_not_taken(own_door: Flask, typed: str) -> None:
    walker = reach_words(own_door, "Quiet Otter")
    before = rows(own_door, Joining)[0].passphrase_hash
    walker.fill(press="own").fill(passphrase=typed)
    assert walker.path == "/join/own-words"
    assert len(walker.problems) == 1
    assert rows(own_door, Joining)[0].passphrase_hash == before


def test_after_an_hour_there_is_nothing_to_finish(own_door: Flask) -> None:
    walker, phrase = reach_check(own_door)
    with own_door.app_context():
        own_door.config["CLOCK"] = clock.now() + timedelta(minutes=own_door.config["TIMES"].joining_minutes)
    for path, fields in (
        ("/join/check", {"passphrase": phrase}),
        ("/join/words", {}),
        ("/join/own-words", {"passphrase": OWN}),
    ):
        walker.post(path, fields)
        assert (walker.status, walker.path) == (200, "/join")
        assert walker.problems[0].startswith("The time to finish was over")
    assert rows(own_door, Account) == []
    assert rows(own_door, SignIn) == []


def test_a_name_is_free_again_when_the_hour_is_over(own_door: Flask) -> None:
    reach_words(own_door, "Quiet Otter")
    with own_door.app_context():
        own_door.config["CLOCK"] = clock.now() + timedelta(minutes=own_door.config["TIMES"].joining_minutes)
    reach_words(own_door, "Quiet Otter")
    assert len(rows(own_door, Joining)) == 1


def test_joining_again_in_the_same_browser_replaces_what_was_begun(door: Flask) -> None:
    walker = reach_words(door)
    first, before = shown_words(walker)[0], mine(door, walker)
    again = Walker(door, walker.client).open("/join").fill(adult="yes")
    boxes = [one.attrib["value"] for one in again.form().iter("input") if one.attrib.get("name") == "agree"]
    assert before is not None
    again.fill(agree=boxes).fill(name=before.name)
    assert again.path == "/join/words", "their own reservation does not stand in their way"
    assert shown_words(again)[0] != first, "whoever sits there now sees nobody else's words"
    after = mine(door, again)
    assert after is not None
    assert after.id != before.id
    assert [row.id for row in rows(door, Joining) if row.name == before.name] == [after.id]


# links of invitations


def test_a_link_that_opens_nothing_does_not_say_why(desk: Flask) -> None:
    used, over = invite(desk), invite(desk, lasts=-MINUTE)
    walker = Walker(desk).open(f"{desk_of(desk)}/invited?i={used}")
    take_name(walker, "Brave Finch").fill().fill(passphrase=shown_words(walker.open("/join/words"))[0])
    bodies = set()
    for link in (used, over, sessions.new_token(), "", "x" * 5_000, "\u202e", "."):
        answer = browser(desk).get(f"{TAG}{desk_of(desk)}/invited", query_string={"i": link}, base_url=HOME)
        assert answer.status_code == 404
        bodies.add(answer.data)
        posted = Walker(desk).post(f"{desk_of(desk)}/invited", {"i": link, "name": "Kind Robin"})
        assert (posted.status, posted.answer.data) == (404, answer.data)
        assert posted.cookies() == {}
    assert len(bodies) == 1
    assert len(rows(desk, Account)) == 1


def test_a_link_that_is_used_up_meanwhile_makes_nobody(desk: Flask) -> None:
    link = invite(desk)
    late = Walker(desk).open(f"{desk_of(desk)}/invited?i={link}")
    late_words = shown_words(take_name(late, "Careful Heron"))[0]
    first = Walker(desk).open(f"{desk_of(desk)}/invited?i={link}")
    first_words = shown_words(take_name(first, "Brave Finch"))[0]
    first.fill().fill(passphrase=first_words)
    late.fill().fill(passphrase=late_words)
    assert late.status == 404
    assert [account.name for account in rows(desk, Account)] == ["Brave Finch"]
    assert len(rows(desk, SignIn)) == 1


def test_a_link_that_expires_meanwhile_makes_nobody(desk: Flask) -> None:
    link = invite(desk, lasts=10 * MINUTE)
    walker = take_name(Walker(desk).open(f"{desk_of(desk)}/invited?i={link}"), "Careful Heron")
    phrase = shown_words(walker)[0]
    with desk.app_context():
        desk.config["CLOCK"] = clock.now() + 20 * MINUTE
    walker.fill().fill(passphrase=phrase)
    assert walker.status == 404
    assert rows(desk, Account) == []


def test_the_role_is_that_of_the_invitation_whatever_the_form_says(one_door: Flask) -> None:
    walker = Walker(one_door).open(f"/moderate/invited?i={invite(one_door)}")
    fields = walker.sent(walker.form()) | {"name": ["Careful Heron"], "role": ["lead"], "kind": ["member"]}
    walker.post("/moderate/invited", fields)
    walker.fill().fill(passphrase=shown_words(walker.open("/join/words"))[0])
    assert [grant.role for grant in inside(one_door, lambda s: list(s.query(Account).one().roles))] == [
        ROLE["survivors"]
    ]


def test_the_link_is_in_no_address_after_the_first_page(desk: Flask) -> None:
    link = invite(desk)
    walker = Walker(desk).open(f"{desk_of(desk)}/invited?i={link}").fill(name="?")
    assert walker.problems
    assert link not in walker.hops[-1]
    assert take_name(walker, "Careful Heron")
    assert inside(desk, lambda s: s.query(Invitation).count()) == 1


def test_the_site_has_no_members(desk: Flask) -> None:
    if desk.config["PART"] == "site":
        assert Walker(desk).open("/join").status == 404
        assert Walker(desk).open("/join/words").status == 404


# forms and cookies of others


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
    walker.fill().fill(passphrase=shown_words(walker.open("/join/words"))[0])
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
