"""Members and staff for tests, made without walking through the pages, and browsers in which they are signed in."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass
from datetime import datetime

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from support.common.accounts import agreements, cookies, sessions
from support.common.accounts.means import hasher
from support.common.accounts.models import (
    FULL,
    MEMBER,
    STAFF,
    TOTP,
    Account,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
)
from support.common.accounts.naming.checking import check
from support.common.accounts.passphrases.making import make
from support.common.accounts.passphrases.recovery import make_codes
from support.common.accounts.passphrases.typed import canonical
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.sealing.vault import keystore, vault
from tests.conftest import browser

_letters = itertools.count()


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and what only they know."""

    app: Flask
    id: uuid.UUID
    kind: str
    name: str
    passphrase: str
    codes: tuple[str, ...]
    totp: str = ""

    def code_of_app(self, now: datetime) -> str:
        """What their authenticator app shows at that moment."""
        return pyotp.TOTP(self.totp).at(now)


def member(app: Flask, name: str = "") -> Person:
    """A member who has agreed to everything, as joining leaves them."""
    return _person(app, MEMBER, name)


def staff(app: Flask, role: str, name: str = "") -> Person:
    """A member of the staff with an authenticator app."""
    return _person(app, STAFF, name, role)


def signed_in(person: Person, *, stage: str = FULL) -> FlaskClient:
    """A browser in which that person has just signed in."""
    client = browser(person.app)
    with person.app.app_context():
        account = db.session.get_one(Account, person.id)
        token = sessions.begin(db.session(), account, stage, person.app.config["TIMES"], clock.now())
        db.session.commit()
        client.set_cookie(cookies.name_of(person.kind), token, domain="localhost", secure=True)
    return client


def fresh_name() -> str:
    """A name that no other test uses."""
    number, letters = next(_letters), ""
    while True:
        number, rest = divmod(number, 20)
        letters = "bcdefghjkmnpqrstvwxz"[rest] + "ae"[rest % 2] + letters
        if not number:
            return f"Calm {letters.capitalize()} River"


def _person(app: Flask, kind: str, name: str, role: str = "") -> Person:
    with app.app_context():
        now, chosen = clock.now(), check(name or fresh_name())
        account = Account(
            id=uuid.uuid4(), kind=kind, name=chosen.shown, name_key=chosen.key, used_month=now.date().replace(day=1)
        )
        keystore().new(account.id)
        words, codes = make().words, make_codes()
        account.passphrase_hash = hasher().hash(canonical(words))
        agreements.accept(account, agreements.required(), now.date())
        db.session.add(account)
        db.session.add_all(
            RecoveryCode(account_id=account.id, slot=code.slot, code_hash=hasher().hash(code.canonical))
            for code in codes[:2]
        )
        secret = pyotp.random_base32() if role else ""
        if role:
            account.roles.append(RoleGrant(role=role, granted_on=now.date()))
            factor = SecondFactor(id=uuid.uuid4(), kind=TOTP, added_on=now.date())
            factor.sealed = vault().seal(account.id, secret, place="second_factor.sealed", row=factor.id)
            account.factors.append(factor)
        db.session.commit()
        return Person(app, account.id, kind, chosen.shown, words, tuple(code.text for code in codes[:2]), secret)
