"""Joining, coming back, losing the words, leaving for good: on a wide screen with script, on a small phone without."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from support.common.accounts.models import Account, Joining, SignIn
from support.common.kernel.db import db
from tests.browser.accounts import (
    SITTINGS,
    Guest,
    Secrets,
    agrees_to_everything,
    cannot_sign_in,
    fills_in_the_door,
    finds_the_door,
    follows,
    gets_new_words,
    guest,
    headings,
    is_shut_out,
    joins,
    presses,
    says_to_be_grown_up,
    signs_in,
    signs_out,
    space_of,
    stays_with,
    takes_a_name,
    types_the_words,
    uses_a_code,
    writes_the_words_down,
)
from tests.browser.conftest import OpenReader

NARROWLY = "narrow, without script"


@pytest.fixture(params=SITTINGS)
def sitting(request: pytest.FixtureRequest) -> str:
    """How somebody sits there: the size of the screen, and whether scripts run."""
    return str(request.param)


def test_somebody_joins_goes_and_comes_back_to_the_page_they_asked_for(open_reader: OpenReader, sitting: str) -> None:
    person = guest(open_reader, sitting)
    secrets = joins(person)
    page = person.go("/account")
    assert secrets.name not in page.locator("main").inner_text(), "the name stands behind a click"
    page.get_by_text("Show my name").click()
    assert page.get_by_text(secrets.name, exact=True).is_visible()
    signs_out(person)
    is_shut_out(person, "/account/devices")
    fills_in_the_door(person, Secrets(secrets.name, "quiet " + secrets.words))
    page.get_by_role("button", name="Sign in", exact=True).click()
    stays_with(person, "do not fit together")
    signs_in(person, secrets, to="/account/devices")
    assert headings(page) == ["This one"]
    no_secret_in_an_address(person, secrets.name, *in_pairs(secrets.words), *secrets.codes)


def test_the_other_place_is_joined_with_its_commitment(open_reader: OpenReader) -> None:
    person = guest(open_reader, NARROWLY, "prevention")
    secrets = joins(person)
    page = follows(person, "Read what you have agreed to", "/agreements")
    assert "The commitment" in page.locator("main").inner_text()
    signs_out(person)
    is_shut_out(person)
    signs_in(person, secrets)


def in_pairs(words: str) -> list[str]:
    """Two neighbours of the passphrase each: one alone may be a word of our own ("words", "account")."""
    drawn = words.split()
    return [f"{left} {right}" for left, right in itertools.pairwise(drawn)]


def no_secret_in_an_address(person: Guest, *secrets: str) -> None:
    """The history of the window has no name, no two words in a row and no code, in addresses and titles."""
    history = plainly(" ".join(person.history()))
    assert "sign in" in history, "the search would find something"
    assert not [one for one in secrets if plainly(one) in history]


def plainly(text: str) -> str:
    """Without case and with one space for whatever joins words in an address."""
    return re.sub(r"(%20|[\W_])+", " ", text.casefold())


def test_mistakes_on_the_way_in_are_told_kindly_and_cost_nothing(open_reader: OpenReader, sitting: str) -> None:
    person = guest(open_reader, sitting)
    finds_the_door(person)
    person.page.get_by_role("button", name="Continue").click()
    stays_with(person, "Choose yes or no.")
    assert person.page.title().startswith("Error:"), "the title is what a screen reader says first"
    says_to_be_grown_up(person)
    person.page.get_by_role("button", name="Continue").click()
    stays_with(person, "tick the box if you agree")
    agrees_to_everything(person)
    person.page.get_by_role("button", name="Use this name").click()
    stays_with(person, "Choose one of the names")
    person.page.get_by_label("Or a name of your own").fill("me@example.org")
    person.page.get_by_role("button", name="Use this name").click()
    person.page.locator(".error-summary").wait_for()
    assert person.page.get_by_label("Or a name of your own").input_value() == "me@example.org"
    person.page.get_by_label("Or a name of your own").fill("")
    takes_a_name(person)
    words = writes_the_words_down(person)
    person.page.get_by_label("Your passphrase", exact=True).fill("quiet quiet quiet quiet quiet quiet quiet")
    person.page.get_by_role("button", name="Finish").click()
    stays_with(person, "This is not the same passphrase.")
    follows(person, "Look at the passphrase again", "/join/words")
    assert writes_the_words_down(person) == words
    types_the_words(person, words.upper().replace(" ", ", "))


def test_who_loses_the_words_comes_in_with_a_code_and_gets_others(open_reader: OpenReader, sitting: str) -> None:
    person = guest(open_reader, sitting)
    old = joins(person)
    signs_out(person)
    new = gets_new_words(person, old)
    assert "9 left" in person.page.locator("main").inner_text()
    signs_out(person)
    cannot_sign_in(person, old)
    uses_a_code(person, old.name, old.codes[0])
    stays_with(person, "the code was used before")
    person.go("/sign-in")
    signs_in(person, new)


def test_another_device_is_ended_and_then_all_of_them(open_reader: OpenReader, sitting: str) -> None:
    here, there = guest(open_reader, sitting), guest(open_reader, sitting)
    secrets = joins(here)
    there.go("/sign-in")
    signs_in(there, secrets)
    page = here.go("/account/devices")
    assert headings(page) == ["This one", "Number 2"]
    presses(here, "End number 2", "/account/devices")
    assert headings(page) == ["Ended", "This one"]
    is_shut_out(there, "/account/devices")
    signs_in(there, secrets, to="/account/devices")
    presses(there, "End all others", "/account/devices")
    is_shut_out(here)
    presses(there, "End this one and sign out", "/")
    assert there.context.cookies() == []
    is_shut_out(there)


def rows(person: Guest) -> list[int]:
    """How many rows each table about people has."""
    space = space_of(person.server, person.part)
    with space.app_context():
        return [db.session.query(table).count() for table in (Account, Joining, SignIn)]


def test_who_is_younger_is_shown_help_made_for_them_and_nothing_is_stored(
    open_reader: OpenReader, sitting: str
) -> None:
    person = guest(open_reader, sitting)
    before = rows(person)
    finds_the_door(person)
    person.page.get_by_label("No", exact=True).check()
    page = presses(person, "Continue", "/join/young")
    assert page.locator(".listing a[href^='tel:']").count()
    assert person.context.cookies() == []
    assert rows(person) == before
    page.go_back()
    page.wait_for_load_state()
    assert not page.get_by_label("No", exact=True).is_checked(), "what was answered is not shown to who comes after"


def test_a_copy_is_taken_and_then_the_account_is_closed(open_reader: OpenReader, sitting: str, tmp_path: Path) -> None:
    person = guest(open_reader, sitting, accept_downloads=True)
    secrets = joins(person)
    page = follows(person, "Take a copy with you", "/account/export")
    page.get_by_label("Your passphrase").fill(secrets.words)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Get a file to read").click()
    coming.value.save_as(tmp_path / "copy")
    copy = (tmp_path / "copy").read_text("utf-8")
    assert coming.value.suggested_filename == "my-copy.txt"
    assert secrets.name in copy and secrets.words not in copy
    person.go("/account")
    follows(person, "Close your account", "/account/leave")
    page.get_by_label("Your passphrase").fill(secrets.words)
    page.get_by_role("button", name="Close and delete my account").click()
    stays_with(person, "Tick the box")
    page.get_by_label("Yes, close my account and delete everything in it").check()
    page.get_by_label("Your passphrase").fill(secrets.words)
    presses(person, "Close and delete my account", "/done")
    assert person.context.cookies() == []
    cannot_sign_in(person, secrets)
    uses_a_code(person, secrets.name, secrets.codes[0])
    stays_with(person, "do not fit together")
