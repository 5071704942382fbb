"""axe-core finds nothing on any page of the accounts, in any state: 320 and 1280 wide, light and dark (WCAG 2.2, AA).

Each test walks one way and looks at every page on it; what was found on all of them is told together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from support.common.accounts.models import SUSPENDED, Acceptance
from support.common.accounts.staff.people import invitations
from support.common.kernel import clock
from support.common.kernel.db import db
from tests.browser.accounts import (
    Guest,
    agrees_to_everything,
    arrives,
    comes_from,
    fills_in_the_door,
    finds_the_door,
    follows,
    keeps_the_codes,
    presses,
    says_to_be_grown_up,
    signs_in,
    space_of,
    stays_with,
    takes_a_name,
    types_the_words,
    uses_a_code,
    writes_the_words_down,
)
from tests.browser.conftest import OpenReader
from tests.browser.looking import Look
from tests.browser.readers import NARROW
from tests.browser.serving import Server
from tests.common.accounts.staff.door.steps import change, without_factor
from tests.people import member, staff


@pytest.fixture
def look() -> Iterator[Look]:
    """At the end of a walk nothing may have been found."""
    looking = Look()
    yield looking
    assert looking.found == {}


@pytest.fixture(scope="module")
def space(server: Server) -> Flask:
    """The space, to make people in it."""
    return space_of(server)


def newcomer(open_reader: OpenReader, part: str = "survivors") -> Guest:
    """A small phone that runs scripts, for axe is one."""
    opened = open_reader(size=NARROW)
    return Guest(opened.server, opened.context, opened.page, part=part)


def tries(person: Guest, button: str, problem: str) -> None:
    """Press a button although something is not right yet."""
    person.page.get_by_role("button", name=button, exact=True).click()
    stays_with(person, problem)


@pytest.mark.parametrize("part", ["survivors", "prevention"])
def test_the_door_is_accessible(open_reader: OpenReader, look: Look, part: str) -> None:
    person = newcomer(open_reader, part)
    commitment = ["/commitment"] if part == "prevention" else []
    for path in ("/", "/promise", "/guidelines", "/join/young", "/privacy", "/done", *commitment):
        person.go(path)
        look.at(person, path)


def test_joining_is_accessible(open_reader: OpenReader, look: Look) -> None:
    person = newcomer(open_reader, "prevention")  # where one agreement more is asked for
    finds_the_door(person)
    look.at(person, "adult")
    tries(person, "Continue", "Choose yes or no.")
    look.at(person, "adult, with an error")
    says_to_be_grown_up(person)
    look.at(person, "agree")
    tries(person, "Continue", "Tick the box")
    look.at(person, "agree, with an error")
    agrees_to_everything(person)
    look.at(person, "name")
    tries(person, "Use this name", "Choose one of the names")
    look.at(person, "name, with an error")
    person.page.get_by_label("Or a name of your own").fill("Quiet Otter 1987")
    tries(person, "Use this name", "year")
    look.at(person, "name, with a question")
    person.page.get_by_label("Or a name of your own").fill("")
    takes_a_name(person)
    look.at(person, "words")
    words = writes_the_words_down(person)
    look.at(person, "check")
    tries(person, "Finish", "Type the passphrase")
    look.at(person, "check, with an error")
    types_the_words(person, words)
    look.at(person, "codes")
    keeps_the_codes(person)
    look.at(person, "account")


def test_choosing_words_of_ones_own_is_accessible(open_reader: OpenReader, look: Look) -> None:
    person = newcomer(open_reader)
    finds_the_door(person)
    says_to_be_grown_up(person)
    agrees_to_everything(person)
    takes_a_name(person)
    person.page.get_by_label("This device is mine alone").check()
    presses(person, "Choose my own instead", "/join/own-words")
    look.at(person, "own words, on their own device")
    person.page.get_by_label("Your passphrase", exact=True).fill("quiet")
    tries(person, "Continue", "")
    look.at(person, "own words, with an error")
    person.page.get_by_label("Your passphrase", exact=True).fill("a kettle sings below the ninth pear tree")
    presses(person, "Continue", "/join/check")
    look.at(person, "check, on their own device")
    follows(person, "Look at the passphrase again", "/join/words")
    look.at(person, "words of their own")


def test_coming_back_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    secrets = comes_from(member(space))
    person = newcomer(open_reader)
    for path in ("/sign-in", "/sign-in/own-device"):
        person.go(path)
        look.at(person, path)
        person.page.get_by_label("The name you chose here", exact=True).fill("Quiet Otter")
        tries(person, "Sign in", "do not fit together")
        look.at(person, f"{path}, with an error")
    person.go("/recover")
    look.at(person, "recover")
    tries(person, "Use this code", "do not fit together")
    look.at(person, "recover, with an error")
    uses_a_code(person, secrets.name, secrets.codes[0])
    arrives(person, "/recover/words")
    look.at(person, "recover, words")
    follows(person, "I have it", "/recover/check")
    look.at(person, "recover, check")
    tries(person, "Use this passphrase from now on", "not your new passphrase")
    look.at(person, "recover, check, with an error")


def test_being_told_that_an_account_is_paused_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    someone = member(space)
    change(someone, state=SUSPENDED)
    person = newcomer(open_reader)
    person.go("/sign-in")
    signs_in(person, comes_from(someone), to="/sign-in")
    look.at(person, "paused")


def test_ones_own_account_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    someone = member(space)
    person, other = newcomer(open_reader), newcomer(open_reader)
    for one in (other, person):
        one.go("/sign-in")
        signs_in(one, comes_from(someone))
    look.at(person, "account, with few codes")
    for path in ("/account/devices", "/account/passphrase", "/account/codes", "/account/export", "/account/leave"):
        person.go(path)
        look.at(person, path)
    presses(person, "Close and delete my account", "/account/leave")
    look.at(person, "leave, with errors")
    person.go("/account/export")
    presses(person, "Get a file to read", "/account/export")
    look.at(person, "export, with an error")
    person.go("/account/codes")
    tries(person, "Make ten new codes", "")
    look.at(person, "codes, with an error")
    person.go("/account/devices")
    presses(person, "End number 2", "/account/devices")
    look.at(person, "devices, one ended")
    person.go("/agreements")
    look.at(person, "agreements")
    person.go("/sign-in")
    look.at(person, "sign-in, while signed in")


def test_changing_the_words_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    secrets = comes_from(member(space))
    person = newcomer(open_reader)
    person.go("/sign-in")
    signs_in(person, secrets)
    person.go("/account/passphrase")
    tries(person, "Show me a new passphrase", "")
    look.at(person, "passphrase, with an error")
    person.page.get_by_label("Your present passphrase").fill(secrets.words)
    presses(person, "Show me a new passphrase", "/account/passphrase/words")
    look.at(person, "new words")
    words = person.page.locator(".secret").first.inner_text()
    presses(person, "Choose my own instead", "/account/passphrase/own-words")
    look.at(person, "own words")
    follows(person, "Back to the seven words", "/account/passphrase/words")
    follows(person, "I have it", "/account/passphrase/check")
    look.at(person, "check")
    tries(person, "Use this passphrase from now on", "")
    look.at(person, "check, with an error")
    person.page.get_by_label("Your new passphrase", exact=True).fill(words)
    presses(person, "Use this passphrase from now on", "/account")
    look.at(person, "account, after it")


def test_agreeing_again_is_accessible(open_reader: OpenReader, server: Server, look: Look) -> None:
    space = space_of(server, "prevention")
    someone = member(space)
    with space.app_context():
        db.session.query(Acceptance).filter_by(account_id=someone.id).delete()
        db.session.commit()
    person = newcomer(open_reader, "prevention")
    person.go("/sign-in")
    signs_in(person, comes_from(someone), to="/agreements")
    look.at(person, "agreements that wait")
    tries(person, "Go on", "tick the box if you agree")
    look.at(person, "agreements, with an error")


def test_the_staffs_door_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    person = newcomer(open_reader)
    person.go("/moderate/sign-in")
    look.at(person, "sign-in")
    tries(person, "Go on", "")
    look.at(person, "sign-in, with an error")
    person.page.goto(f"{person.server.url}/harbour/en-GB/moderate/invited?i=nothing")
    assert person.last_status == 404
    look.at(person, "a link that opens nothing")
    with space.app_context():
        link = invitations.by_command(db.session(), "lead", "survivors", space.config["TIMES"], clock.now())
    person.go(f"/moderate/invited?i={link}")
    look.at(person, "a link that opens")
    person.visit("/en-GB/edit/sign-in")
    look.at(person, "the directory's own door")
    secrets = comes_from(without_factor(staff(space, "moderator")))
    person.go("/moderate/sign-in")
    fills_in_the_door(person, secrets)
    presses(person, "Go on", "/moderate/enrol")
    look.at(person, "enrol")
    presses(person, "Use an app", "/moderate/enrol/app")
    look.at(person, "enrol, an app")
    tries(person, "Add this app", "")
    look.at(person, "enrol, an app, with an error")


def test_the_desk_is_accessible(open_reader: OpenReader, look: Look, space: Flask) -> None:
    someone = staff(space, "lead")
    person = newcomer(open_reader)
    person.go("/moderate/sign-in")
    fills_in_the_door(person, comes_from(someone))
    presses(person, "Go on", "/moderate/second")
    look.at(person, "second step")
    tries(person, "Go on", "")
    look.at(person, "second step, with an error")
    person.page.get_by_label("Code of your app").fill(someone.code_of_app(datetime.now(UTC)))
    presses(person, "Go on", "/moderate/")
    for path in ("/moderate/", "/moderate/factors", "/moderate/another", "/moderate/people", "/moderate/log"):
        person.go(path)
        look.at(person, path)


def test_a_broken_word_can_be_found(open_reader: OpenReader) -> None:
    """The control: a word that does not fit into a line is told."""
    person, looking = newcomer(open_reader), Look()
    page = person.go("/done")
    page.evaluate(
        "() => { const p = document.querySelector('main p'); p.className = 'secret'; p.append('x'.repeat(80)); }"
    )
    looking.at(person, "a long word")
    assert list(looking.found) == ["a long word, broken"]
