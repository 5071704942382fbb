"""A space in which people write and read, and the steps that they take in it: on its pages, as they find them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from support.common.accounts import cookies, sessions
from support.common.accounts.models import FULL, Account, SignIn
from support.common.kernel import clock
from support.common.kernel.db import db
from support.environment import URL_OF_PART
from support.space.demo.deeds import Doing
from tests.browser.accounts import TAG, Guest
from tests.people import Person, staff

if TYPE_CHECKING:
    from flask import Flask

UNDO_SECONDS = 10  # the least that can be set
PATIENCE_SECONDS = 60
ID = "[0-9a-f-]{36}"
WRITE, CHECK, MINE, CASE = f"/write/{ID}", f"/write/{ID}/check", f"/my-posts/{ID}", f"/moderate/cases/{ID}"
LOOK_BEFORE_SENDING = "Save, then look at it before sending"


@dataclass(frozen=True)
class Team:
    """As many people as a space needs before it takes posts."""

    moderators: tuple[Person, ...]
    leads: tuple[Person, ...]


def team(app: Flask) -> Team:
    """Three who read, and two who lead."""
    return Team(tuple(staff(app, "moderator") for _one in range(3)), tuple(staff(app, "lead") for _one in range(2)))


def comes_in(guest: Guest, person: Person) -> Guest:
    """They signed in a moment ago: the walk through the door is told elsewhere."""
    with person.app.app_context():
        account = db.session.get_one(Account, person.id)
        token = sessions.begin(db.session(), account, FULL, person.app.config["TIMES"], clock.now())
        name = cookies.name_of(person.kind)
        db.session.commit()
    secure = guest.server.url.replace("http://", "https://")
    guest.context.add_cookies(
        [{"name": name, "value": token, "url": secure, "secure": True, "httpOnly": True, "sameSite": "Strict"}]
    )
    return guest


def is_signed_out_meanwhile(person: Person) -> None:
    """Every sign-in of theirs is ended on the server; the browser learns nothing of it."""
    with person.app.app_context():
        db.session.query(SignIn).filter_by(account_id=person.id).delete()
        db.session.commit()


def comes_to(guest: Guest, pattern: str) -> str:
    """The page that is reached must have an address like this, and keep the rules. Returns the address."""
    whole = re.compile(re.escape(URL_OF_PART[guest.part] + TAG) + pattern + r"(\?[^#]*)?(#.*)?$")
    guest.page.wait_for_url(lambda url: bool(whole.search(url)))
    guest.page.wait_for_load_state()
    if "#" in guest.page.url:  # an address that leads into a page puts the first stop of the keyboard there
        guest.page.goto(guest.page.url.partition("#")[0])
    guest.checked()
    return guest.path


def presses(guest: Guest, words: str, to: str) -> str:
    """Press the first button that says so, and come to a page like this."""
    guest.page.locator("main").get_by_role("button", name=words, exact=True).first.click()
    return comes_to(guest, to)


def follows(guest: Guest, words: str, to: str) -> str:
    guest.page.locator("main").get_by_role("link", name=words, exact=True).first.click()
    return comes_to(guest, to)


def says(guest: Guest, name: str) -> str:
    """What a page says in the part that has this name."""
    return guest.page.locator(f"[data-says={name}]").first.inner_text()


def begins_a_thread(guest: Guest, title: str, body: str) -> None:
    """From the boards to a box with words in it."""
    guest.go("/boards")
    guest.page.locator(".listing a").first.click()
    comes_to(guest, f"/boards/{ID}")
    presses(guest, "Begin a thread", WRITE)
    guest.page.get_by_label("Title", exact=True).fill(title)
    guest.page.get_by_label("Your text", exact=True).fill(body)


def sends(guest: Guest, button: str = "Send it") -> UUID:
    """From the box over the last look to the page of the post. Returns the post's id."""
    presses(guest, LOOK_BEFORE_SENDING, CHECK)
    return UUID(presses(guest, button, MINE).rpartition("/")[2])


def takes_the_next(guest: Guest) -> str:
    """From what waits to a post in one's hands."""
    guest.go("/moderate/queue")
    return presses(guest, "Read the next one", CASE)


def ticks(guest: Guest, code: str) -> None:
    """Open the group of reasons in which this one stands, and tick it."""
    box = guest.page.locator(f"input[name=codes][value={code}]")
    if not box.is_visible():
        guest.page.locator("fieldset > details", has=box).locator("summary").first.click()
    box.check()


def decides(guest: Guest, outcome: str, to: str = "/moderate/queue") -> str:
    guest.page.locator(f"input[name=outcome][value={outcome}]").check()
    guest.page.locator("input[name=more]").uncheck()  # or the next post opens by itself
    return presses(guest, "Decide", to)


def waits_until(guest: Guest, path: str, seen: Callable[[], bool]) -> None:
    """Look at a page again and again until it shows something: what works in the server cannot tell a browser."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    guest.go(path)
    while not seen():
        assert time.monotonic() < give_up, guest.page.locator("main").inner_text()
        guest.page.wait_for_timeout(500)
        guest.page.goto(guest.page.url)
    guest.checked()


def is_published(team: Team, post_id: UUID) -> None:
    """Read, approved and published at once, through the services."""
    app = team.moderators[0].app
    with app.app_context():
        Doing(app, db.session(), [one.id for one in team.moderators]).publish(post_id, clock.now())
        app.config.pop("CLOCK", None)
        db.session.remove()
