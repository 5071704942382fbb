"""``flask --app app:… sample``: people to try things out with, on a machine of one's own and never in production.

Their names say what they are. A mark in the instance folder and one in the key store remember that they were made: an
application in production does not start with either, for their sign-ins were printed on a screen.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from support.common.accounts import agreements, sessions
from support.common.accounts.commands import address_of
from support.common.accounts.entering import DESK
from support.common.accounts.means import hasher
from support.common.accounts.models import ACTIVE, MEMBER, STAFF, TOTP, Account, RoleGrant, SecondFactor
from support.common.accounts.naming.checking import check
from support.common.accounts.passphrases.making import make
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.staff.door import totp
from support.common.kernel import clock
from support.common.kernel.db import DRIVER_ERRORS, begin_writing, db
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import keystore, vault

MARK = "sample-people"
# of each application: a name, and the role; none for a member. No name stands in two of them.
PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "site": (("Sample Heron", "administrator"), ("Sample Robin", "editor")),
    "survivors": (
        ("Sample Birch", "lead"), ("Sample Larch", "lead"),
        ("Sample Rowan", "moderator"), ("Sample Alder", "moderator"), ("Sample Linden", "moderator"),
        ("Sample Fern", ""), ("Sample Clover", ""), ("Sample Moss", ""),
    ),
    "prevention": (
        ("Sample Pebble", "lead"), ("Sample Gravel", "lead"),
        ("Sample Cliff", "moderator"), ("Sample Summit", "moderator"), ("Sample Plateau", "moderator"),
        ("Sample Delta", ""), ("Sample Brook", ""), ("Sample Dune", ""),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SamplePerson:
    """Somebody made up, and what they sign in with; ``role`` and ``secret`` (of an app) are the staff's."""

    name: str
    role: str
    passphrase: str = field(repr=False)
    secret: str = field(repr=False)


@click.command("sample")
@click.option("--may", is_flag=True, help="Only say whether they may be made here.")
@with_appcontext
def sample_command(may: bool) -> None:
    """Make sample people in each application that is served here, or give those there new passphrases, and print what
    they sign in with. Not in production."""
    apps = current_app.extensions.get("mounted", (current_app,))
    if any(app.config["PRODUCTION"] for app in apps):
        raise click.ClickException("Sample people are a way in for everybody. They are not made in production.")
    for app in () if may else apps:
        with app.app_context():
            _print()
            db.engine.dispose()


def _print() -> None:
    config = current_app.config
    Path(config["INSTANCE"], MARK).touch(mode=0o600)
    keystore().note(MARK)
    people = sample_people(db.session(), config["PART"], clock.now())
    click.echo(f"Sample people of {config['PART']}, for this machine only; a second call gives them new passphrases.")
    if any(not person.role for person in people):
        click.echo(f"Members sign in at: {address_of('/sign-in')}")
    click.echo("The staff sign in at: " + address_of(f"/{DESK[config['PART']]}/sign-in"))
    for person in people:
        click.echo(f"\n  {person.name} ({person.role or 'member'})\n    passphrase: {person.passphrase}")
        if person.secret:
            click.echo(f"    for an authenticator app: {totp.in_groups(person.secret)}")
            click.echo(f"    {totp.address(person.secret, person.name, config['SITE_NAME'])}")
    click.echo("")


def sample_people(session: Session, part: str, now: datetime) -> list[SamplePerson]:
    """Make the sample people of an application, or give those there new passphrases and apps. Commits."""
    return [make_person(session, name, role, now) for name, role in PEOPLE[part]]


def none_in_production(app: Flask) -> Sequence[str]:
    """A condition of the start: no sample people in an application that others use."""
    if app.config["PRODUCTION"] and (Path(app.config["INSTANCE"], MARK).exists() or _noted(app)):
        return ["Sample people were made in this instance folder or in these databases: begin with empty ones."]
    return []


def _noted(app: Flask) -> bool:
    """Whether they were made with this key store, from whatever folder. One that does not answer has its own condition.

    Its connections are let go of: the server forks after the start was checked.
    """
    store: KeyStore = app.extensions["keystore"]
    try:
        return store.noted(MARK)
    except (SQLAlchemyError, *DRIVER_ERRORS):
        return False
    finally:
        store.close()


def make_person(session: Session, text: str, role: str, now: datetime) -> SamplePerson:
    """Make one made-up person, or give them a new passphrase. ``role``: none for a member. Commits."""
    name, words, secret = check(text), make().words, totp.new_secret() if role else ""
    hashed = hasher().hash(canonical(words))
    session.rollback()
    account_id = session.scalar(sa.select(Account.id).where(Account.name_key == name.key)) or uuid.uuid4()
    session.rollback()
    if not keystore().has(account_id):
        keystore().new(account_id)
    begin_writing(session)
    account = session.get(Account, account_id)
    if account is None:
        kind = STAFF if role else MEMBER
        account = Account(id=account_id, kind=kind, name=name.shown, name_key=name.key, used_month=now.date())
        session.add(account)
    account.passphrase_hash, account.state, account.used_month = hashed, ACTIVE, now.date().replace(day=1)
    if role:
        if role not in {grant.role for grant in account.roles}:
            account.roles.append(RoleGrant(role=role, granted_on=now.date()))
        account.factors[:] = [_app(account_id, secret, now)]
    else:
        account.acceptances.clear()
        session.flush()  # the same text in the same version cannot stand there twice
        agreements.accept(account, agreements.required(), now.date())
    sessions.end_all(session, account_id)
    session.commit()
    return SamplePerson(name.shown, role, words, secret)


def _app(account_id: uuid.UUID, secret: str, now: datetime) -> SecondFactor:
    factor = SecondFactor(id=uuid.uuid4(), kind=TOTP, public_key="", added_on=now.date())
    factor.sealed = vault().seal(account_id, secret, place=totp.PLACE, row=factor.id)
    return factor
