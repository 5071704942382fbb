"""What breaks off in the middle leaves nothing half: no account without its codes, no row without its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from support.common.accounts import sessions, shown_once
from support.common.accounts.joining import completing
from support.common.accounts.models import Account, Invitation, Joining, RecoveryCode, ShownOnce, SignIn
from support.common.audit import chain
from support.common.audit.models import AuditEntry
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import Vault
from tests.common.accounts.joining.steps import (
    desk_of,
    invite,
    reach_check,
    reach_names,
    rows,
    shown_words,
    take_name,
    type_words,
)
from tests.common.accounts.walking import Walker
from tests.rules.page_rules import crisis_band


class Killed(BaseException):
    """The process ends here: no handler for errors runs."""


class Full(OperationalError):
    """The disk is full."""

    def __init__(self) -> None:
        super().__init__("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))


def breaks(patch: pytest.MonkeyPatch, where: object, name: str, error: BaseException, *, after: bool) -> None:
    """``name`` of ``where`` breaks off with ``error``, before or after it has done its work."""
    real: Callable[..., object] = getattr(where, name)

    def breaking(*given: object, **named: object) -> object:
        if after:
            real(*given, **named)
        raise error

    patch.setattr(where, name, breaking)


BEGINNING = {
    "before the key is made": (KeyStore, "new", False),
    "the key is made, the words are not": (KeyStore, "new", True),
    "before the words are sealed": (Vault, "seal", False),
    "the words are sealed": (Vault, "seal", True),
    "before the commit": (Session, "commit", False),
}
FINISHING = {
    "before the codes are made": (completing, "make_codes", False),
    "the account is made": (completing, "_account", True),
    "before the codes are laid ready": (shown_once, "put", False),
    "the codes are laid ready": (shown_once, "put", True),
    "before there is a sign-in": (sessions, "begin", False),
    "there is a sign-in": (sessions, "begin", True),
    "the log is written": (chain, "record", True),
    "before the commit": (Session, "commit", False),
}
TABLES = (Account, RecoveryCode, ShownOnce, SignIn, AuditEntry)


@pytest.mark.parametrize("error", [Killed, Full], ids=lambda one: one.__name__)
@pytest.mark.parametrize("step", BEGINNING)
def test_a_beginning_that_breaks_off_can_be_begun_again(
    one_door: Flask, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    walker = reach_names(one_door)
    with monkeypatch.context() as patch:
        where, name, after = BEGINNING[step]
        breaks(patch, where, name, error(), after=after)
        _broken(walker, error, {"name": "Quiet Otter"})
    assert rows(one_door, Joining) == []
    assert walker.cookies() == {}
    walker = take_name(reach_names(one_door), "Quiet Otter")
    type_words(walker)
    assert walker.path == "/account/codes"


@pytest.mark.parametrize("error", [Killed, Full], ids=lambda one: one.__name__)
@pytest.mark.parametrize("step", FINISHING)
def test_an_end_that_breaks_off_leaves_the_person_where_they_were(
    one_door: Flask, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    walker, phrase = reach_check(one_door, "Quiet Otter")
    before = walker.cookies()
    with monkeypatch.context() as patch:
        where, name, after = FINISHING[step]
        breaks(patch, where, name, error(), after=after)
        _broken(walker, error, {"passphrase": phrase})
    for table in TABLES:
        assert rows(one_door, table) == [], table
    assert walker.cookies() == before
    assert shown_words(walker.open("/join/words"))[0] == phrase
    type_words(walker)
    assert walker.path == "/account/codes"
    assert len(rows(one_door, Account)) == 1


def test_a_commit_that_was_done_although_the_process_died_is_a_joining_that_ends(
    one_door: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst moment: the account is there, and the answer never came. The words open it, the codes lie ready."""
    walker, phrase = reach_check(one_door, "Quiet Otter")
    with monkeypatch.context() as patch:
        breaks(patch, Session, "commit", Killed(), after=True)
        _broken(walker, Killed, {"passphrase": phrase})
    assert len(rows(one_door, Account)) == len(rows(one_door, ShownOnce)) == 1
    assert walker.open("/join/check").path == "/join", "there is nothing to finish any more"


def test_an_end_of_the_staff_that_breaks_off_leaves_the_invitation(
    desk: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    walker = take_name(Walker(desk).open(f"{desk_of(desk)}/invited?i={invite(desk)}"), "Careful Heron")
    phrase = shown_words(walker)[0]
    walker.fill()
    with monkeypatch.context() as patch:
        breaks(patch, chain, "record", Full(), after=True)
        _broken(walker, Full, {"passphrase": phrase})
    assert len(rows(desk, Invitation)) == 1
    assert rows(desk, Account) == []
    walker.open("/join/check").fill(passphrase=phrase)
    assert len(rows(desk, Account)) == 1


def _broken(walker: Walker, error: type[BaseException], fields: dict[str, str]) -> None:
    """Send the form while it breaks: a killed process answers nothing, a full disk with a page and no cookie."""
    if error is Killed:
        with pytest.raises(Killed):
            walker.fill(follow=False, **fields)
        return
    walker.fill(follow=False, **fields)
    assert walker.status == 503
    assert not crisis_band(walker.page)
    assert "Set-Cookie" not in walker.answer.headers
