"""Colleagues for tests: a team of one application, and deeds that are begun at the same moment."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from support.common.accounts.models import (
    MEMBER,
    STAFF,
    TOTP,
    Account,
    Proposal,
    RoleGrant,
    SecondFactor,
    SignIn,
)
from support.common.accounts.naming.checking import check
from support.common.accounts.roles import FIRST_ROLE, ROLES_OF_PART
from support.common.accounts.staff.people import proposals
from support.common.audit import chain
from support.common.audit.models import AuditSubject
from support.common.audit.verifying import verify
from support.common.kernel.db import db
from support.common.kernel.errors import DomainError
from support.common.sealing.vault import keystore
from tests.common.accounts.walking import Walker
from tests.people import Person, fresh_name, signed_in

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
Result = TypeVar("Result")


@dataclass
class Team:
    """One application at noon of a known day, with leading people who have made no use of their hour yet."""

    app: Flask

    @property
    def part(self) -> str:
        return str(self.app.config["PART"])

    @property
    def desk(self) -> str:
        return "/edit" if self.part == "site" else "/moderate"

    @property
    def leading(self) -> str:
        """The role that may propose and confirm here."""
        return FIRST_ROLE[self.part]

    @property
    def plain(self) -> str:
        """The role that may not."""
        return next(role for role in ROLES_OF_PART[self.part] if role != self.leading)

    @property
    def times(self) -> Any:
        return self.app.config["TIMES"]

    def lead(self) -> Person:
        """Another leading person."""
        return self.person(self.leading)

    def other(self) -> Person:
        """Another colleague, who leads nobody."""
        return self.person(self.plain)

    def member(self) -> Person:
        """Somebody of the space."""
        return self.person(kind=MEMBER)

    def person(self, *roles: str, kind: str = STAFF) -> Person:
        """Somebody with an account, and with a second factor on the staff. No passphrase opens it: hashing takes time."""
        with self.app.app_context():
            name = check(fresh_name())
            account = Account(id=uuid.uuid4(), kind=kind, name=name.shown, name_key=name.key, used_month=NOON.date())
            keystore().new(account.id)
            account.passphrase_hash = ""
            account.roles = [RoleGrant(role=role, granted_on=NOON.date()) for role in roles]
            if kind == STAFF:
                account.factors = [
                    SecondFactor(id=uuid.uuid4(), kind=TOTP, sealed="", public_key="", added_on=NOON.date())
                ]
            db.session.add(account)
            db.session.commit()
            return Person(self.app, account.id, kind, name.shown, "", ())

    def at(self, moment: datetime) -> None:
        """From here on it is that moment."""
        self.app.config["CLOCK"] = moment

    def do(self, deed: Callable[..., Result], *given: object, **more: object) -> Result:
        """Call a service with a session of its own."""
        with self.app.app_context():
            return deed(db.session(), *given, **more)

    def propose(
        self, by: Person, act: str, role: str = "", about: Person | None = None, now: datetime = NOON
    ) -> uuid.UUID:
        setting = {"part": self.part, "times": self.times, "now": now}
        return self.do(proposals.propose, act, by.id, role, about.id if about else None, **setting)

    def confirm(self, proposal: uuid.UUID, by: Person, now: datetime = NOON) -> Any:
        return self.do(proposals.confirm, proposal, by.id, part=self.part, times=self.times, now=now)

    def account(self, person: Person) -> Account:
        with self.app.app_context():
            return db.session.get_one(Account, person.id)

    def roles(self, person: Person) -> set[str]:
        return set(self.ask(sa.select(RoleGrant.role).where(RoleGrant.account_id == person.id)))

    def sign_ins(self, person: Person) -> int:
        return len(self.ask(sa.select(SignIn.id).where(SignIn.account_id == person.id)))

    def waits(self, proposal: uuid.UUID) -> bool:
        return bool(self.ask(sa.select(Proposal.id).where(Proposal.id == proposal)))

    def ask(self, wanted: sa.Select[Any]) -> list[Any]:
        with self.app.app_context():
            return list(db.session.scalars(wanted))

    def write(self, statement: Any) -> None:
        with self.app.app_context():
            db.session.execute(statement)
            db.session.commit()

    def walker(self, person: Person) -> Walker:
        """A browser in which that person has just signed in, on the page about the people."""
        return Walker(self.app, signed_in(person)).open(self.people)

    @property
    def people(self) -> str:
        return f"{self.desk}/people"

    def log(self, about: Person | None = None) -> list[tuple[str, dict[str, str], uuid.UUID | None]]:
        """Events, codes and actors of the newest entries, the newest first; ``about``: only of that person."""
        with self.app.app_context():
            owners: dict[uuid.UUID | None, uuid.UUID | None] = {
                one.id: one.account for one in db.session.scalars(sa.select(AuditSubject))
            }
            found = [one for one in chain.entries(db.session(), 60) if not about or owners.get(one.subject) == about.id]
            return [(one.event, one.pairs, owners.get(one.actor)) for one in found]

    def is_whole(self) -> bool:
        """Whether the chained log is what was written."""
        with self.app.app_context():
            return verify(db.session(), keystore().root("audit")) == []


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What came of deeds that were all begun at the same moment: results, and the errors that they raised."""
    ready = threading.Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        ready.wait()
        try:
            return deed()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))
