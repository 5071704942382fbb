"""People at their own account, in each space and on the site, for the tests of these pages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import sessions
from support.common.accounts.cookies import COOKIES
from support.common.accounts.means import hasher
from support.common.accounts.models import FULL, Account, RecoveryCode, SignIn
from support.common.accounts.own.views import proving
from support.common.accounts.passphrases.recovery import read
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.returning import handing_over
from support.common.accounts.returning.views import everybody
from support.common.kernel import clock
from support.common.kernel.db import db
from tests.common.accounts.walking import Walker
from tests.conftest import DATABASES, Make, database_url, readied
from tests.people import Person, member, signed_in, staff
from tests.rules.page import words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OWN_WORDS = "My grandmother keeps purple bees since Tuesday"
_numbers = itertools.count()


class Killed(BaseException):
    """The process ends here."""


def at_home(who: Person, *, stage: str = FULL) -> Walker:
    """A browser in which somebody has just signed in."""
    return Walker(who.app, signed_in(who, stage=stage))


def on_own_device(who: Person) -> Walker:
    """The same, on a device that they said is theirs alone."""
    walker = Walker(who.app)
    with who.app.app_context():
        account, times = db.session.get_one(Account, who.id), who.app.config["TIMES"]
        token = sessions.begin(db.session(), account, FULL, times, clock.now(), own_device=True)
        db.session.commit()
    name = COOKIES[who.app.config["PART"]][who.kind]
    walker.client.set_cookie(name, token, domain="localhost", secure=True)
    return walker


def a_person(app: Flask) -> Person:
    """Somebody who has an account there: a member of a space, an editor of the site."""
    return staff(app, "editor") if app.config["PART"] == "site" else member(app)


def door(app: Flask) -> str:
    """Where somebody is led who is signed in no more."""
    return "/edit/sign-in" if app.config["PART"] == "site" else "/sign-in"


def is_out(walker: Walker) -> bool:
    """Whether the browser is led to the door from its own account."""
    answer = walker.client.get("/en-GB/account", base_url="https://localhost")
    address = str(answer.headers.get("Location", ""))
    return answer.status_code == 303 and address.partition("?")[0] == "/en-GB" + door(walker.app)


def secrets_of(walker: Walker) -> list[str]:
    """The words and the digits that the page shows."""
    return [words(one) for one in walker.page.all("p") if "secret" in one.attrib.get("class", "").split()]


def codes_of(walker: Walker) -> list[str]:
    """The recovery codes that the page shows."""
    lists = [one for one in walker.page.all("ul") if one.attrib.get("class") == "secrets"]
    return [words(code) for one in lists for code in one.iter("li")]


def begun(walker: Walker, who: Person, passphrase: str = "") -> str:
    """Somebody types the present passphrase; the new words that they are shown."""
    walker.open("/account/passphrase").fill(passphrase=passphrase or who.passphrase)
    assert (walker.status, walker.path) == (200, "/account/passphrase/words"), walker.text
    return secrets_of(walker)[0]


def opens(who: Person, passphrase: str) -> bool:
    """Whether the passphrase is the one of the account."""
    with who.app.app_context():
        return hasher().matches(db.session.get_one(Account, who.id).passphrase_hash, canonical(passphrase))


def rows(who: Person, table: Any, column: Any = None) -> list[Any]:
    """What a table holds of somebody: whole rows, or one column."""
    with who.app.app_context():
        wanted = sa.select(table if column is None else column).where(table.account_id == who.id)
        return list(db.session.scalars(wanted))


def sign_ins(who: Person) -> int:
    """How many sign-ins of theirs there are."""
    return len(rows(who, SignIn))


def code_opens(who: Person, text: str) -> bool:
    """Whether a recovery code still works."""
    typed = read(text)
    assert typed
    line = next((one.code_hash for one in rows(who, RecoveryCode) if one.slot == typed.slot), None)
    with who.app.app_context():
        return hasher().matches(line, typed.canonical)


def later(app: Flask, monkeypatch: pytest.MonkeyPatch, **much: float) -> None:
    """Put the clock forward, from noon."""
    monkeypatch.setitem(app.config, "CLOCK", NOON + timedelta(**much))


@contextmanager
def counted(app: Flask) -> Iterator[list[int]]:
    """How many hashes were computed meanwhile: the one number of the list, at the end."""
    with app.app_context():
        machine = hasher()
    found, before = list[int](), machine.computed
    yield found
    found.append(machine.computed - before)


def failing(real: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The process ends just before, or just after, the step is done."""

    def step(*given: Any, **named: Any) -> Any:
        if when == "after":
            real(*given, **named)
        raise Killed

    return step


@pytest.fixture(autouse=True)
def each_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every try comes from another source, so that no test is hurried by the one before."""
    for module in (proving, handing_over, everybody):
        monkeypatch.setattr(module, "source", lambda: f"own {next(_numbers)}")


@pytest.fixture
def place(space: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Each space on each database, at noon of a known day."""
    monkeypatch.setitem(space.config, "CLOCK", NOON)
    return space


@pytest.fixture(scope="session", params=DATABASES)
def any_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_app: Make) -> Flask:
    """The site with nobody in it, on each database."""
    folder = tmp_path_factory.mktemp(f"desk-{request.param}")
    return readied(make_app(folder, database_url(request.param, request, folder)))


@pytest.fixture
def desk(any_desk: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The site on each database, at noon of a known day."""
    monkeypatch.setitem(any_desk.config, "CLOCK", NOON)
    return any_desk


@pytest.fixture(params=["spaces", "site"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Any, make_app: Make) -> Iterator[Flask]:
    """A space and the site, on SQLite, for one test alone, at noon of a known day."""
    app = readied(make_app(tmp_path, part="prevention" if request.param == "spaces" else "site"))
    app.config["CLOCK"] = NOON
    yield app
