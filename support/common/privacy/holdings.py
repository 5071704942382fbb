"""What the features of an application hold on one person: each hands in how to write it down and how to delete it.

A feature that stores something on people calls :func:`hold` when the application is built. What it seals, it seals
under the person's own key (``vault().seal(account_id, …)``): :mod:`erasing` destroys that key before any row goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from support.common.privacy.accounts import erase_account, export_account
from support.common.privacy.sections import Section
from support.times import Times

Export = Callable[[Session, UUID, Times, datetime], Sequence[Section]]
Erase = Callable[[Session, UUID, date], None]


@dataclass(frozen=True)
class Holding:
    """What one feature holds on people.

    ``export`` writes down everything held on an account, in the language of the request; it only reads. ``erase``
    deletes it, and every link to it, in the caller's transaction; it may be called again for an account of which
    nothing is left. When it is called, the account's key is gone: what is sealed can be deleted, not read.
    """

    name: str
    export: Export
    erase: Erase


ACCOUNTS = Holding("accounts", export_account, erase_account)


def hold(app: Flask, *added: Holding) -> None:
    """Add what a feature holds to what the application holds."""
    app.extensions["holdings"] = (*app.extensions.get("holdings", ()), *added)


def holdings() -> tuple[Holding, ...]:
    """What the present application holds on people. The account itself comes last: the rest may point to it."""
    added: tuple[Holding, ...] = current_app.extensions.get("holdings", ())
    return (*added, ACCOUNTS)
