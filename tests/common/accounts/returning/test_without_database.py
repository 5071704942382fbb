"""With the database gone, help still stands; what needs an account says so (promise 1, DESIGN section 8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from flask import Flask

from support.common.accounts.passphrases.hashing import Hasher
from support.common.kernel import db as kernel_db
from tests.common.accounts.returning.conftest import comes_in, person, signed_in
from tests.common.accounts.walking import Walker
from tests.rules.breaking import damaged, database_file, emptied, forget_connections, locked


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Another program writes: everybody may read, nobody else may write."""
    file = database_file(app)
    assert file is not None
    forget_connections(app)
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(file, isolation_level=None)) as holder:
        patch.setattr(kernel_db, "BUSY_MILLISECONDS", 50)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
        forget_connections(app)


BROKEN = {"locked": locked, "damaged": damaged, "emptied": emptied}
Breaks = Callable[[Flask], AbstractContextManager[None]]


def with_band(walker: Walker) -> bool:
    return walker.page.band() is not None


@pytest.mark.parametrize("breaks", [*BROKEN.values(), held], ids=[*BROKEN, "held"])
@pytest.mark.parametrize(("path", "secret"), [("/sign-in", "passphrase"), ("/recover", "code")])
def test_a_sign_in_that_cannot_be_stored_says_so_with_the_crisis_lines(
    own_place: Flask, breaks: Breaks, path: str, secret: str
) -> None:
    who = person(own_place)
    typed: dict[str, Any] = {"name": who.name, secret: who.passphrase if secret == "passphrase" else who.codes[0]}
    with breaks(own_place):
        walker = Walker(own_place).open(path)
        assert walker.status == 200
        walker.fill(**typed)
        assert (walker.status, with_band(walker), walker.cookies()) == (503, True, {})
    if breaks in (locked, held):
        assert Walker(own_place).open(path).fill(**typed).path != path


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_a_signed_in_browser_still_sees_the_crisis_lines(own_place: Flask, breaks: Breaks) -> None:
    browser = signed_in(own_place, person(own_place))
    with breaks(own_place):
        for path, status in (("/now", 200), ("/", 200), ("/sign-in", 200), ("/account", 503), ("/agreements", 503)):
            browser.open(path)
            assert (browser.status, browser.path, with_band(browser)) == (status, path, True)


@pytest.mark.parametrize("breaks", [*BROKEN.values(), held], ids=[*BROKEN, "held"])
def test_signing_out_takes_the_cookie_even_then(own_place: Flask, breaks: Breaks) -> None:
    who = person(own_place)
    browser = signed_in(own_place, who).open("/agreements")
    fields = browser.sent(browser.form("/sign-out"))
    with breaks(own_place):
        browser.post("/sign-out", fields, follow=False)
        assert (browser.status, browser.cookies()) == (303, {})


def test_a_writer_in_between_costs_nobody_the_sign_in(own_place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read before the hash is let go of: SQLite would refuse to write after somebody else has written."""
    who, matches = person(own_place), Hasher.matches
    file = database_file(own_place)
    assert file is not None

    def meanwhile(self: Hasher, stored: str | None, secret: str, *, hurried: bool = False) -> bool:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("UPDATE account SET used_month = date(used_month, '-1 day')")
        return matches(self, stored, secret, hurried=hurried)

    monkeypatch.setattr(Hasher, "matches", meanwhile)
    assert comes_in(own_place, who)
    browser = signed_in(own_place, who)
    assert browser.open("/sign-in").fill(name=who.name, passphrase=who.passphrase).path == "/account"
    assert browser.open("/recover").fill(name=who.name, code=who.codes[0]).path == "/recover/words"
