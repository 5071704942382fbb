"""The steps of joining as somebody takes them, and what they leave in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from support.common.accounts import sessions
from support.common.accounts.models import Account, Invitation, Joining
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from tests.common.accounts.walking import Walker
from tests.rules.page import words

Result = TypeVar("Result")
ROLE = {"site": "editor", "survivors": "moderator", "prevention": "moderator"}


def inside(app: Flask, work: Callable[[Any], Result]) -> Result:
    """What ``work`` gives, in the application, with its session."""
    with app.app_context():
        try:
            return work(db.session())
        finally:
            db.session.remove()


def rows(app: Flask, table: Any) -> list[Any]:
    """Every row of a table."""
    return inside(app, lambda session: list(session.scalars(sa.select(table))))


def owners(app: Flask) -> set[UUID]:
    """Who has a key."""
    return inside(app, lambda _session: set(keystore().owners()))


def reach_names(app: Flask) -> Walker:
    """Somebody who stands before the choice of a name."""
    walker = Walker(app).open("/join").fill(adult="yes")
    boxes = [one.attrib["value"] for one in walker.form().iter("input") if one.attrib.get("name") == "agree"]
    walker.fill(agree=boxes)
    assert (walker.status, walker.path) == (200, "/join/name"), walker.text
    return walker


def offered(walker: Walker) -> list[str]:
    """The names that the page offers."""
    return [one.attrib["value"] for one in walker.form().iter("input") if one.attrib.get("name") == "choice"]


def take_name(walker: Walker, name: str = "") -> Walker:
    """Choose a name: this one, or the first that is offered."""
    walker.fill(name=name) if name else walker.fill(choice=offered(walker)[0])
    assert (walker.status, walker.path) == (200, "/join/words"), (walker.problems, walker.text)
    return walker


def shown_words(walker: Walker) -> tuple[str, str]:
    """The words on the page, and their digits."""
    found = [words(one) for one in walker.page.all("p") if "secret" in one.attrib.get("class", "").split()]
    assert len(found) == 2, walker.text
    return found[0], found[1]


def reach_words(app: Flask, name: str = "") -> Walker:
    """Somebody who looks at their words."""
    return take_name(reach_names(app), name)


def reach_check(app: Flask, name: str = "") -> tuple[Walker, str]:
    """Somebody who is about to type their words, and the words."""
    walker = reach_words(app, name)
    phrase, _digits = shown_words(walker)
    walker.fill()
    assert walker.path == "/join/check", walker.text
    return walker, phrase


def type_words(walker: Walker) -> str:
    """From the page of the words to whatever follows when they were typed. Returns them."""
    phrase = shown_words(walker)[0]
    walker.fill().fill(passphrase=phrase)
    return phrase


def join(app: Flask, name: str = "") -> tuple[Walker, str]:
    """Somebody who has joined, standing where the codes are shown; and their words."""
    walker, phrase = reach_check(app, name)
    walker.fill(passphrase=phrase)
    assert walker.path == "/account/codes", (walker.problems, walker.text)
    return walker, phrase


def mine(app: Flask, walker: Walker) -> Joining | None:
    """The joining of this browser."""
    hashes = [sessions.hashed(token) for token in walker.cookies().values()]
    return inside(app, lambda session: session.scalar(sa.select(Joining).where(Joining.token_hash.in_(hashes))))


def called(app: Flask, name: str) -> list[Account]:
    """The accounts with exactly that name."""
    return inside(app, lambda session: list(session.scalars(sa.select(Account).where(Account.name == name))))


def invite(app: Flask, *, lasts: timedelta = timedelta(hours=72)) -> str:
    """A link to join the staff: its token."""
    token = sessions.new_token()
    ends_at = datetime.now(UTC) + lasts
    row = Invitation(role=ROLE[app.config["PART"]], token_hash=sessions.hashed(token), ends_at=ends_at)

    def put(session: Any) -> None:
        session.add(row)
        session.commit()

    inside(app, put)
    return token


def desk_of(app: Flask) -> str:
    """Where the staff's pages stand."""
    return "/edit" if app.config["PART"] == "site" else "/moderate"
