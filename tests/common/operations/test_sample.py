"""Sample people: made on a machine of one's own, marked as what they are, and never a way in to production."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts.entering import DESK
from support.common.accounts.means import hasher
from support.common.accounts.models import STAFF, Account
from support.common.accounts.passphrases.typed import canonical
from support.common.accounts.staff.door import totp
from support.common.kernel.db import db
from support.common.operations import sample
from support.common.sealing.vault import keystore
from tests.common.operations.conftest import run
from tests.conftest import Make, readied

PARTS = ("site", "survivors", "prevention")


@pytest.fixture(params=PARTS)
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    return readied(make_app(tmp_path, part=request.param))


def printed(app: Flask) -> dict[str, tuple[str, str]]:
    """Passphrase and address for an app, by name, as they were printed."""
    code, output = run(app, "sample")
    assert code == 0, output
    found = {}
    for part in output.strip().split("\n\n")[1:]:
        name, passphrase = re.findall(r"^  (\S.*) \(\w+\)\n    passphrase: (.*)$", part, re.MULTILINE)[0]
        found[name] = (passphrase, "".join(re.findall(r"otpauth://\S+", part)))
    return found


def test_what_is_printed_signs_in(own: Flask) -> None:
    found = printed(own)
    with own.app_context():
        for name, (passphrase, address) in found.items():
            account = db.session.scalars(sa.select(Account).where(Account.name == name)).one()
            assert name.startswith("Sample ")
            assert hasher().matches(account.passphrase_hash, canonical(passphrase))
            assert bool(address) == (account.kind == STAFF)
            if address:
                now = datetime.now(UTC)
                code = pyotp.parse_uri(address).at(now)
                assert totp.find(db.session(), account.id, code, now)


def test_a_second_call_keeps_the_people_and_changes_what_opens(own: Flask) -> None:
    first, second = printed(own), printed(own)
    assert first.keys() == second.keys()
    assert not {one[0] for one in first.values()} & {one[0] for one in second.values()}
    with own.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Account)) == len(first)
        account = db.session.scalars(sa.select(Account).where(Account.name == next(iter(first)))).one()
        assert not hasher().matches(account.passphrase_hash, canonical(first[account.name][0]))


def test_production_refuses_them(own: Flask) -> None:
    assert not sample.none_in_production(own)
    own.config["PRODUCTION"] = True
    code, output = run(own, "sample")
    assert (code, "not made in production" in output) == (1, True)
    assert run(own, "sample", "--may")[0] == 1
    with own.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 0
    assert not sample.none_in_production(own)


def test_production_does_not_start_where_they_were_made(own: Flask) -> None:
    printed(own)
    assert not sample.none_in_production(own)
    own.config["PRODUCTION"] = True
    assert "empty" in sample.none_in_production(own)[0]
    assert sample.none_in_production in own.extensions["starting"]


def test_another_folder_with_the_same_databases_does_not_help(own: Flask, tmp_path: Path) -> None:
    printed(own)
    (Path(own.config["INSTANCE"]) / sample.MARK).unlink()
    own.config["PRODUCTION"] = True
    assert "empty" in sample.none_in_production(own)[0]


def test_a_key_store_that_does_not_answer_is_said_by_its_own_condition(own: Flask) -> None:
    with own.app_context():
        keystore().close()
    (Path(own.config["INSTANCE"]) / "keys.sqlite").unlink()
    own.config["PRODUCTION"] = True
    assert sample.none_in_production(own) == []


def test_it_is_said_where_they_sign_in(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    _code, output = run(own, "sample")
    below = {"site": "", "survivors": "/harbour", "prevention": "/orchard"}[own.config["PART"]]
    door = f"http://127.0.0.1:8123{below}/en"
    assert f"The staff sign in at: {door}/{DESK[own.config['PART']]}/sign-in\n" in output
    assert (f"Members sign in at: {door}/sign-in\n" in output) is (own.config["PART"] != "site")


def test_no_name_stands_in_two_applications() -> None:
    names = [name for people in sample.PEOPLE.values() for name, _role in people]
    assert len(names) == len(set(names))
