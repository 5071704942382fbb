"""People with accounts, for the tests of coming back."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from support.common.accounts import agreements, sessions
from support.common.accounts.cookies import COOKIES
from support.common.accounts.means import hasher
from support.common.accounts.models import ACTIVE, FULL, MEMBER, Account, RecoveryCode
from support.common.accounts.naming.checking import check
from support.common.accounts.passphrases.making import make
from support.common.accounts.passphrases.recovery import make_codes
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.returning import handing_over
from support.common.accounts.returning.views import everybody
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from tests.common.accounts.walking import Walker

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG_AGO = date(2025, 3, 1)
_numbers = itertools.count()


@dataclass(frozen=True)
class Person:
    """An account and what its owner has written down."""

    id: uuid.UUID
    name: str
    passphrase: str = field(repr=False)
    codes: list[str] = field(repr=False)


def a_name() -> str:
    """A name that nobody has yet."""
    return f"Teapot {next(_numbers):04d}"


def person(app: Flask, kind: str = MEMBER, state: str = ACTIVE, codes: int = 1, agreed: bool = True) -> Person:
    """Somebody who joined long ago; ``codes``: how many of the ten are left (each costs a hash)."""
    passphrase, made = make().words, make_codes()[:codes]
    with app.app_context():
        name, own_id = check(a_name()), uuid.uuid4()
        keystore().new(own_id)
        account = Account(id=own_id, kind=kind, name=name.shown, name_key=name.key, state=state, used_month=LONG_AGO)
        account.passphrase_hash = hasher().hash(canonical(passphrase))
        db.session.add(account)
        db.session.flush()
        for code in made:
            line = hasher().hash(code.canonical)
            db.session.add(RecoveryCode(account_id=own_id, slot=code.slot, code_hash=line))
        if agreed:
            agreements.accept(account, agreements.required(), NOON.date())
        db.session.commit()
    return Person(own_id, name.shown, passphrase, [code.text for code in made])


def signed_in(app: Flask, who: Person, stage: str = FULL, kind: str = MEMBER) -> Walker:
    """A browser that holds a sign-in of that stage."""
    walker = Walker(app)
    with app.app_context():
        account = db.session.get_one(Account, who.id)
        token = sessions.begin(db.session(), account, stage, app.config["TIMES"], app.config["CLOCK"])
        db.session.commit()
    walker.client.set_cookie(COOKIES[app.config["PART"]][kind], token, domain="localhost", secure=True)
    return walker


def comes_in(app: Flask, who: Person, passphrase: str = "") -> bool:
    """Whether somebody gets in with their name and a passphrase, on a browser of its own."""
    walker = Walker(app).open("/sign-in").fill(name=who.name, passphrase=passphrase or who.passphrase)
    return walker.path == "/account"


@contextmanager
def counted(app: Flask) -> Iterator[list[int]]:
    """How many hashes were computed meanwhile: the one number of the list, at the end."""
    with app.app_context():
        machine = hasher()
    found, before = list[int](), machine.computed
    yield found
    found.append(machine.computed - before)


def from_here(monkeypatch: pytest.MonkeyPatch, source: Callable[[], str]) -> None:
    """What the pages take for the place that a request comes from."""
    for module in (handing_over, everybody):
        monkeypatch.setattr(module, "source", source)


@pytest.fixture(autouse=True)
def each_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every try comes from another source, so that no test is hurried by the one before."""
    from_here(monkeypatch, lambda: f"test {next(_numbers)}")


@pytest.fixture
def place(space: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Each space on each database, at noon of a known day."""
    monkeypatch.setitem(space.config, "CLOCK", NOON)
    return space


@pytest.fixture
def own_place(own_space: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Each space on SQLite, for one test alone, at noon of a known day."""
    monkeypatch.setitem(own_space.config, "CLOCK", NOON)
    return own_space
