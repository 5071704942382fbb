"""What somebody does who joins a space, comes back to it and leaves it, told step by step as a story.

Each step begins on the page on which the one before it ended, and every page on the way must keep the rules of
``readers.keeps_the_rules``. Steps look for what a person reads: labels, buttons, links.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from support.common.accounts.cookies import COOKIES
from support.config import Config
from support.environment import URL_OF_PART
from support.factory import create_app
from tests.browser.readers import NARROW, WIDE, Reader, keeps_the_rules
from tests.browser.serving import Server, settings

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.people import Person

TAG = "/en-GB"
DOORS = {"survivors": "I was hurt as a child", "prevention": "I want nobody to be hurt"}
SITTINGS = {"wide, with script": (WIDE, True), "narrow, without script": (NARROW, False)}
CODES = 10


@dataclass(frozen=True)
class Secrets:
    """What somebody carries away from joining: what they are called, how they come in, and how they come back."""

    name: str
    words: str
    codes: tuple[str, ...] = ()


@dataclass
class Guest(Reader):
    """Somebody at a space. Where a sign-in begins there is one cookie, and it is as strict as a cookie can be (S43)."""

    part: str = "survivors"

    @property
    def path(self) -> str:
        """Where they are, without mount and language."""
        return urlsplit(self.page.url).path.removeprefix(URL_OF_PART[self.part]).removeprefix(TAG)

    def go(self, path: str) -> Page:
        """Open a page of the space."""
        return self.visit(f"{URL_OF_PART[self.part]}{TAG}{path}")

    def checked(self) -> Page:
        held = self.context.cookies()
        strict = {"secure": True, "httpOnly": True, "sameSite": "Strict", "expires": -1, "path": "/"}
        assert {cookie["name"] for cookie in held} <= set(COOKIES[self.part].values()), held
        assert all(cookie.items() >= strict.items() for cookie in held), held
        without = SimpleNamespace(
            page=self.page, last_status=self.last_status, complaints=self.complaints,
            context=SimpleNamespace(cookies=list),
        )  # fmt: skip
        keeps_the_rules(cast("Reader", without))
        return self.page


def guest(open_reader: Callable[..., Reader], sitting: str, part: str = "survivors", **more: object) -> Guest:
    """A new person with a window of their own."""
    size, script = SITTINGS[sitting]
    opened = open_reader(script=script, size=size, **more)
    return Guest(opened.server, opened.context, opened.page, part=part)


def arrives(guest: Guest, path: str) -> Page:
    """The page that is reached must be this one, and keep the rules."""
    guest.page.wait_for_url(lambda url: urlsplit(url).path == f"{URL_OF_PART[guest.part]}{TAG}{path}")
    guest.page.wait_for_load_state()
    return guest.checked()


def presses(guest: Guest, words: str, to: str) -> Page:
    """Press the one button that says so, and come to a page."""
    guest.page.get_by_role("button", name=words, exact=True).click()
    return arrives(guest, to)


def follows(guest: Guest, words: str, to: str) -> Page:
    """Follow the first link that says so."""
    guest.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
    return arrives(guest, to)


def headings(page: Page) -> list[str]:
    """The second headings of the page's own part."""
    return page.locator("main h2").all_inner_texts()


def stays_with(guest: Guest, words: str) -> None:
    """The page came back with a list of what to mend, and the words stand in it."""
    guest.page.locator(".error-summary", has_text=words).wait_for()
    guest.checked()


def finds_the_door(guest: Guest) -> None:
    """From the first page of the site to the first page of the space."""
    guest.visit(f"{TAG}/")
    guest.page.get_by_role("link", name="Talk with others", exact=True).click()
    guest.page.wait_for_url("**/talk")
    guest.checked()
    follows(guest, DOORS[guest.part], "/")
    follows(guest, "Join", "/join")


def says_to_be_grown_up(guest: Guest) -> None:
    guest.page.get_by_label("Yes", exact=True).check()
    presses(guest, "Continue", "/join/agree")


def agrees_to_everything(guest: Guest) -> None:
    """A box below each text: the house rules, and in one space the commitment."""
    boxes = guest.page.get_by_role("checkbox")
    assert boxes.count() == (2 if guest.part == "prevention" else 1)
    assert all(not box.is_checked() for box in boxes.all())
    for box in boxes.all():
        box.check()
    presses(guest, "Continue", "/join/name")


def takes_a_name(guest: Guest, name: str = "") -> str:
    """The second of the names that are offered, or one of their own; what the person is called now."""
    assert guest.context.cookies() == []
    if name:
        guest.page.get_by_label("Or a name of your own").fill(name)
    else:
        choice = guest.page.get_by_role("radio").nth(1)
        choice.check()
        name = choice.input_value()
    presses(guest, "Use this name", "/join/words")
    return name


def reads_the_words(page: Page) -> str:
    """The secret in words, as it is written down from the page."""
    return page.locator(".secret").first.inner_text()


def writes_the_words_down(guest: Guest) -> str:
    words = reads_the_words(guest.page)
    assert len(words.split()) == 7
    presses(guest, "I have it", "/join/check")
    return words


def types_the_words(guest: Guest, words: str) -> None:
    guest.page.get_by_label("Your passphrase", exact=True).fill(words)
    presses(guest, "Finish", "/account/codes")


def keeps_the_codes(guest: Guest) -> tuple[str, ...]:
    codes = tuple(guest.page.locator("ul.secrets li").all_inner_texts())
    assert len(set(codes)) == CODES
    presses(guest, "I have them", "/account")
    return codes


def joins(guest: Guest, name: str = "") -> Secrets:
    """From the site's first page to an account."""
    finds_the_door(guest)
    says_to_be_grown_up(guest)
    agrees_to_everything(guest)
    name = takes_a_name(guest, name)
    words = writes_the_words_down(guest)
    types_the_words(guest, words)
    return Secrets(name, words, keeps_the_codes(guest))


def signs_out(guest: Guest) -> None:
    guest.page.get_by_role("button", name="Sign out", exact=True).click()
    arrives(guest, "/")
    assert guest.context.cookies() == []


def fills_in_the_door(guest: Guest, secrets: Secrets) -> None:
    """Name and words on the page of signing in, as somebody types them who is not careful about letters."""
    guest.page.get_by_label("The name you chose here", exact=True).fill(secrets.name.upper())
    guest.page.get_by_label("Passphrase", exact=True).fill(secrets.words)


def signs_in(guest: Guest, secrets: Secrets, to: str = "/account") -> None:
    """From the page of signing in to where it leads."""
    fills_in_the_door(guest, secrets)
    presses(guest, "Sign in", to)


def cannot_sign_in(guest: Guest, secrets: Secrets) -> None:
    """The name comes back, the words do not, and nothing is told but that the two do not fit."""
    guest.go("/sign-in")
    fills_in_the_door(guest, secrets)
    guest.page.get_by_role("button", name="Sign in", exact=True).click()
    stays_with(guest, "do not fit together")
    assert guest.page.get_by_label("The name you chose here", exact=True).input_value() == secrets.name.upper()
    assert guest.page.get_by_label("Passphrase", exact=True).input_value() == ""
    assert guest.context.cookies() == []


def uses_a_code(guest: Guest, name: str, code: str) -> None:
    """Type a name and a recovery code; where that leads is for the caller to see."""
    guest.go("/recover")
    guest.page.get_by_label("The name you chose here", exact=True).fill(name)
    guest.page.get_by_label("One recovery code").fill(code.lower())
    guest.page.get_by_role("button", name="Use this code", exact=True).click()


def gets_new_words(guest: Guest, secrets: Secrets) -> Secrets:
    """From a recovery code to an account with other words; what the person carries away then."""
    uses_a_code(guest, secrets.name, secrets.codes[0])
    arrives(guest, "/recover/words")
    words = reads_the_words(guest.page)
    follows(guest, "I have it", "/recover/check")
    guest.page.get_by_label("Your new passphrase", exact=True).fill(words)
    presses(guest, "Use this passphrase from now on", "/account")
    return Secrets(secrets.name, words, secrets.codes[1:])


def is_shut_out(guest: Guest, path: str = "/account") -> None:
    """A page that asks for a sign-in leads to the door."""
    guest.go(path)
    assert guest.path == "/sign-in"


def space_of(server: Server, part: str = "survivors") -> Flask:
    """The space that the server runs, in this process: to make people without walking, and to look into its tables."""
    return create_app(part, Config.from_env(part, settings(server.folder)))


def comes_from(person: Person) -> Secrets:
    """What somebody carries who was made without walking."""
    return Secrets(person.name, person.passphrase, person.codes)
