"""Who cannot go on: wrong words, an hour that is over, links that open nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from support.common.accounts import sessions
from support.common.accounts.means import hasher
from support.common.accounts.models import Account, Invitation, Joining, SignIn
from support.common.kernel import clock
from tests.common.accounts.joining.steps import (
    ROLE,
    desk_of,
    inside,
    invite,
    mine,
    reach_check,
    reach_words,
    rows,
    shown_words,
    take_name,
    type_words,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.conftest import browser

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
    type_words(take_name(walker, "Brave Finch"))
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
    type_words(walker)
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
