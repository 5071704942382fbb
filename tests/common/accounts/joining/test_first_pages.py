"""The pages before anything is kept, and what every page of joining keeps to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from support.common.accounts import agreements
from support.common.accounts.agreements import Agreement
from support.common.accounts.models import Joining
from support.common.kernel import clock
from tests.common.accounts.joining.steps import (
    join,
    offered,
    owners,
    reach_names,
    reach_words,
    rows,
    shown_words,
    take_name,
)
from tests.common.accounts.walking import HOME, TAG, Walker
from tests.rules.page_rules import (
    crisis_band,
    heading_levels,
    labelled_fields,
    language_and_direction,
    one_heading,
    title_names_the_site,
    unique_ids,
    valid_nesting,
)
from tests.rules.topic_words import topic_words_in

RULES = (
    crisis_band, heading_levels, labelled_fields, language_and_direction, one_heading, title_names_the_site,
    unique_ids, valid_nesting,
)  # fmt: skip


def keeps_the_rules(walker: Walker) -> None:
    """What every page of the house keeps."""
    for rule in RULES:
        assert not rule(walker.page), (walker.path, rule.__name__)
    assert not topic_words_in(walker.page.title())


def test_nothing_is_kept_and_no_cookie_is_set_before_a_name_is_chosen(own_door: Flask) -> None:
    walker = Walker(own_door)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: walker.open("/join"),
        walker.fill,
        lambda: walker.fill(adult="yes"),
        lambda: walker.fill(agree=[]),
        lambda: reach_names(own_door),
        lambda: walker.open("/join/young"),
    )
    for deed in deeds:
        deed()
        assert "Set-Cookie" not in walker.answer.headers
        assert walker.cookies() == {}
    walker = reach_names(own_door)
    walker.fill(press="other").fill(name="x").fill(name="Anna Miller")
    assert walker.cookies() == {}
    assert rows(own_door, Joining) == []
    assert owners(own_door) == set()


def test_every_page_keeps_the_rules_also_with_problems(door: Flask) -> None:
    walker = Walker(door).open("/join")
    keeps_the_rules(walker)
    keeps_the_rules(walker.fill())
    keeps_the_rules(walker.fill(adult="yes"))
    keeps_the_rules(walker.fill(agree=[]))
    walker = reach_names(door)
    keeps_the_rules(walker)
    keeps_the_rules(walker.fill(name="Anna Miller"))
    keeps_the_rules(take_name(walker))
    keeps_the_rules(walker.fill(press="own"))
    keeps_the_rules(walker.fill(passphrase="short"))
    keeps_the_rules(walker.fill(passphrase="Seven grey teapots on Thursday's lawn"))
    keeps_the_rules(walker.fill(passphrase="other"))
    keeps_the_rules(walker.open("/join/words"))


def test_who_is_younger_is_shown_help_and_nothing_is_kept(own_door: Flask) -> None:
    walker = Walker(own_door).open("/join").fill(adult="no", follow=False)
    assert walker.answer.headers["Location"] == TAG + "/join/young", "not even in the address"
    assert walker.cookies() == {}
    assert rows(own_door, Joining) == []


def test_neither_answer_is_chosen_beforehand(one_door: Flask) -> None:
    walker = Walker(one_door).open("/join")
    assert not [one for one in walker.form().iter("input") if "checked" in one.attrib]
    walker.fill()
    assert walker.path == "/join"
    assert walker.problems == ["Choose yes or no."]


def test_every_text_is_agreed_to_by_itself(own_door: Flask) -> None:
    with own_door.app_context():
        needed = [f"{one.key}.{one.version}" for one in agreements.required()]
    for left_out in needed:
        walker = Walker(own_door).open("/join").fill(adult="yes").fill(agree=[one for one in needed if one != left_out])
        assert walker.path == "/join/agree"
        assert len(walker.problems) == 1
    walker.fill(agree=needed)
    assert walker.path == "/join/name"


def test_an_older_version_of_the_words_is_not_enough(one_door: Flask) -> None:
    walker = reach_names(one_door)
    found = one_door.extensions["agreements"]
    one_door.extensions["agreements"] = tuple(
        Agreement(one.key, one.version + 1, one.renew_days, one.template) for one in found
    )
    walker.fill(choice=offered(walker)[0])
    assert walker.path == "/join/agree"
    assert walker.cookies() == {}


@pytest.mark.parametrize("path", ["/join/agree", "/join/name", "/join/words", "/join/own-words", "/join/check"])
@pytest.mark.parametrize("token", ["", "?s=", "?s=abc", "?s=" + "A" * 1400])
def test_who_comes_in_the_middle_begins_at_the_beginning(one_door: Flask, path: str, token: str) -> None:
    walker = Walker(one_door).open(path + token)
    assert (walker.status, walker.path) == (200, "/join")
    assert walker.problems == [
        "Please begin here. The page was open for a long time, or you came in the middle. Nothing was kept of it."
    ]


@pytest.mark.parametrize("path", ["/join/agree", "/join/name", "/join/words", "/join/own-words", "/join/check"])
def test_a_form_in_the_middle_begins_at_the_beginning(one_door: Flask, path: str) -> None:
    fields = {"name": "Quiet Otter", "agree": "guidelines.1", "agreed": "guidelines.1", "passphrase": "x" * 30}
    walker = Walker(one_door).post(path, fields)
    assert (walker.status, walker.path) == (200, "/join")
    assert walker.cookies() == {}


def test_an_address_from_an_hour_ago_leads_to_the_beginning(one_door: Flask) -> None:
    walker = reach_names(one_door)
    address = walker.hops[-1]
    with one_door.app_context():
        one_door.config["CLOCK"] = clock.now() + timedelta(hours=1)
    later = walker.client.get(address, base_url=HOME)
    assert later.headers["Location"].startswith(TAG + "/join?s=")


def test_a_form_that_was_read_for_hours_is_still_taken(one_door: Flask) -> None:
    walker = Walker(one_door).open("/join").fill(adult="yes")
    with one_door.app_context():
        one_door.config["CLOCK"] = clock.now() + timedelta(hours=5)
    walker.fill(agree=["guidelines.1"])
    assert walker.path == "/join/name"


def test_no_token_of_one_space_opens_in_the_other(door: Flask) -> None:
    """Bound to its page as well: what was sealed for one page opens on no other."""
    token = reach_names(door).hops[-1].split("?")[1]
    assert Walker(door).open(f"/join/agree?{token}").path == "/join"


def test_who_is_signed_in_need_not_join(door: Flask) -> None:
    walker, _phrase = join(door)
    for path in ("/join", "/join/agree", "/join/name"):
        answer = walker.client.get(TAG + path, base_url=HOME)
        assert (answer.status_code, answer.headers["Location"]) == (303, TAG + "/account")


def test_the_words_are_marked_as_not_to_be_translated(one_door: Flask) -> None:
    walker = reach_words(one_door)
    shown_words(walker)
    marked = [one.attrib for one in walker.page.all("p") if "secret" in one.attrib.get("class", "")]
    assert marked[0].get("translate") == "no"
    assert marked[0].get("lang") == "en"
