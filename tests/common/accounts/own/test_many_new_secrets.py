"""Making something new costs ten hashes: over the limit it is refused for a while; and what it ends (S42, S46)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import shown_once
from support.common.accounts.models import RECOVER, RecoveryCode, ShownOnce, SignIn
from support.common.accounts.own.views import proving
from support.common.kernel.db import db
from tests.common.accounts.own.conftest import at_home, codes_of, counted, opens, rows
from tests.common.accounts.walking import Walker
from tests.people import Person, member


def recovering(who: Person, code: str) -> Walker:
    """A browser that used a recovery code and sees new words."""
    walker = Walker(who.app).open("/recover").fill(name=who.name, code=code)
    assert walker.path == "/recover/words", walker.text
    return walker


@pytest.mark.parametrize("path", ["/account/codes", "/account/passphrase"])
def test_over_the_limit_nothing_is_hashed_and_nothing_made(
    place: Flask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(proving, "source", lambda: f"one place {path} {place.config['PART']}")
    who = member(place)
    here = at_home(who)
    for _try in range(10):
        assert here.open(path).fill(path, passphrase="wrong words of somebody").status == 200
    before = rows(who, RecoveryCode, RecoveryCode.code_hash)
    with counted(place) as hashes:
        assert here.open(path).fill(path, passphrase=who.passphrase).status == 429
    assert hashes == [0]
    assert rows(who, RecoveryCode, RecoveryCode.code_hash) == before
    assert not rows(who, ShownOnce)


def test_new_codes_end_what_an_old_one_has_begun(place: Flask) -> None:
    """Somebody found the sheet and used a code; the owner makes new ones: the finder's new words open nothing."""
    who = member(place)
    found = recovering(who, who.codes[0])
    with place.app_context():
        waits = sa.select(ShownOnce).where(ShownOnce.account_id == who.id)
        words = shown_once.look(db.session(), who.id, shown_once.PASSPHRASE, place.config["CLOCK"])
        assert words and db.session.scalar(waits)
    here = at_home(who)
    here.open("/account/codes").fill("/account/codes", passphrase=who.passphrase)
    assert len(codes_of(here)) == 10
    assert RECOVER not in rows(who, SignIn, SignIn.stage)
    assert rows(who, ShownOnce, ShownOnce.purpose) == [shown_once.CODES]
    seven = words.text.partition(" ")[2]
    assert len(seven.split()) == 7
    found.open("/recover/check")
    assert found.path == "/sign-in"
    assert opens(who, who.passphrase)
    assert not opens(who, seven)
