"""Texts that a person agrees to before taking part: versioned, recorded, and asked for again when they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask, current_app
from sqlalchemy.orm import object_session

from support.common.accounts.models import Acceptance, Account


@dataclass(frozen=True)
class Agreement:
    """A text that is agreed to before taking part. ``key`` is also its page: ``/guidelines``.

    ``renew_days`` says after how many days it is agreed to again; None where it holds until its words change.
    ``template`` holds the words alone, without a page around them.
    """

    key: str
    version: int
    renew_days: int | None
    template: str


def require(app: Flask, agreements: Sequence[Agreement]) -> None:
    """Give the application the texts that its members agree to, in the order in which they are shown."""
    app.extensions["agreements"] = tuple(agreements)


def required() -> tuple[Agreement, ...]:
    """The texts of the present application; none where nobody takes part."""
    found: tuple[Agreement, ...] = current_app.extensions.get("agreements", ())
    return found


def outstanding(account: Account, today: date) -> list[Agreement]:
    """What this person has not agreed to yet, or not for too long."""
    agreed = {(one.agreement, one.version): one.accepted_on for one in account.acceptances}
    return [one for one in required() if not _holds(one, agreed.get((one.key, one.version)), today)]


def accept(account: Account, agreements: Sequence[Agreement], today: date) -> None:
    """Record that the person agrees, from today on. The caller commits."""
    renewed = {agreement.key for agreement in agreements}
    account.acceptances[:] = [one for one in account.acceptances if one.agreement not in renewed]
    session = object_session(account)
    if session:
        session.flush()  # the same version may be agreed to again, and stands in the table once
    for agreement in agreements:
        account.acceptances.append(Acceptance(agreement=agreement.key, version=agreement.version, accepted_on=today))


def _holds(agreement: Agreement, since: date | None, today: date) -> bool:
    if since is None:
        return False
    return agreement.renew_days is None or today < since + timedelta(days=agreement.renew_days)
