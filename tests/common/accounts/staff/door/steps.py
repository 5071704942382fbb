"""What the staff do at their door, as a browser does it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pyotp
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from webauthn.helpers import bytes_to_base64url, encode_cbor
from werkzeug.test import TestResponse

from support.common.accounts import cookies, sessions
from support.common.accounts.entering import DESK
from support.common.accounts.models import ENROL, FULL, PASSKEY, SECOND, Account, SecondFactor, SignIn
from support.common.kernel.db import db
from tests.common.accounts.staff.door.device import Device
from tests.common.accounts.walking import HOME, OWN, SHOWN_STAMP, TAG, Walker
from tests.people import Person, signed_in


def desk(app: Flask, path: str = "") -> str:
    """A path of the desk, without language."""
    return f"/{DESK[app.config['PART']]}{path}"


def open_at(walker: Walker, path: str) -> Walker:
    """Open a page of the desk."""
    return walker.open(desk(walker.app, path))


def role(app: Flask) -> str:
    """A role that this application has, which leads nobody."""
    return "editor" if app.config["PART"] == "site" else "moderator"


def at_stage(person: Person, stage: str = FULL) -> Walker:
    """A browser in which that person's sign-in has come so far."""
    return Walker(person.app, signed_in(person, stage=stage))


def later(app: Flask, **times: float) -> datetime:
    """Let time pass."""
    app.config["CLOCK"] += timedelta(**times)
    return app.config["CLOCK"]


def token(client: FlaskClient, app: Flask) -> str:
    """What the staff's cookie of a browser holds; empty for none."""
    found = client.get_cookie(_staff_cookie(app), domain="localhost")
    return found.value if found else ""


def _staff_cookie(app: Flask) -> str:
    with app.app_context():
        return cookies.name_of("staff")


def sign_in_of(app: Flask, client: FlaskClient) -> SignIn | None:
    """The row behind a browser's cookie."""
    with app.app_context():
        wanted = sa.select(SignIn).where(SignIn.token_hash == sessions.hashed(token(client, app)))
        return db.session.scalar(wanted)


def factors_of(person: Person) -> list[SecondFactor]:
    """What is stored of their factors."""
    with person.app.app_context():
        wanted = sa.select(SecondFactor).where(SecondFactor.account_id == person.id)
        return list(db.session.scalars(wanted))


def without_factor(person: Person) -> Person:
    """The same person before they have a second factor, as joining leaves them."""
    with person.app.app_context():
        db.session.execute(sa.delete(SecondFactor).where(SecondFactor.account_id == person.id))
        db.session.commit()
    return person


def give_passkey(person: Person, device: Device) -> None:
    """A passkey that was made some time ago."""
    numbers = device.key.public_key().public_numbers()
    x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
    with person.app.app_context():
        factor = SecondFactor(id=uuid.uuid4(), account_id=person.id, kind=PASSKEY, added_on=date(2026, 1, 5))
        factor.credential, factor.sign_count = device.id, device.count or 0
        factor.public_key = bytes_to_base64url(encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y}))
        db.session.add(factor)
        db.session.commit()


def change(person: Person, **values: Any) -> None:
    """Change a person's account in the database."""
    with person.app.app_context():
        db.session.execute(sa.update(Account).where(Account.id == person.id).values(**values))
        db.session.commit()


def sent(walker: Walker, path: str, **fields: str) -> TestResponse:
    """What the page's script sends: the form with its stamp, to an address of the desk."""
    stamp = SHOWN_STAMP.search(walker.answer.data)
    data = fields | ({"stamp": stamp[1].decode()} if stamp else {})
    return walker.client.post(TAG + desk(walker.app, path), data=data, base_url=HOME, headers=OWN)


def options(walker: Walker, way: str) -> dict[str, Any]:
    """What the browser is asked for."""
    answer = sent(walker, f"/passkey{way}/options")
    assert answer.status_code == 200, answer.status
    found: dict[str, Any] = answer.get_json()
    return found


def show(walker: Walker, device: Device, way: str = "/second") -> TestResponse:
    """Show a passkey, from the question to the answer."""
    return sent(walker, f"/passkey{way}", credential=device.show(options(walker, way)))


def code(person: Person) -> str:
    """What the person's app shows now."""
    return person.code_of_app(person.app.config["CLOCK"])


def waiting(person: Person) -> Walker:
    """A sign-in that waits for its second factor."""
    return open_at(at_stage(person, SECOND), "/second")


def enrolling(person: Person) -> Walker:
    """A sign-in that waits for its first factor to be added."""
    return open_at(at_stage(without_factor(person), ENROL), "/enrol")


def refused(walker: Walker, answer: Any) -> bool:
    """Whether it is the one refusal, and the sign-in stands where it stood."""
    found = sign_in_of(walker.app, walker.client)
    assert answer.get_json() == {"problem": PROBLEM}, answer.data
    return answer.status_code == 403 and found is not None and found.stage != FULL and not found.challenge


PROBLEM = "That did not work. Try again, or use a code of your app if you have one."


def key_on(walker: Walker) -> str:
    """The key that the page shows, as text."""
    shown = next(one for one in walker.page.all("p") if one.attrib.get("class") == "secret")
    return "".join("".join(shown.itertext()).split())


def shows(walker: Walker, key: str) -> str:
    """What an app with that key shows now."""
    return pyotp.TOTP(key).at(walker.app.config["CLOCK"])


def laid_ready(person: Person) -> Walker:
    """On the page with the key of the first app."""
    walker = open_at(at_stage(person, ENROL), "/enrol").fill(desk(person.app, "/enrol"))
    assert walker.path == desk(person.app, "/enrol/app")
    return walker
