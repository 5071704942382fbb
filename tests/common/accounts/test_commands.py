"""``flask --app app:… staff …``: the first people, and the way out when no desk can be used (safety.md S50)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from support.common.accounts.models import SUSPENDED, Account, Invitation, SignIn
from support.common.accounts.roles import FIRST_ROLE
from support.common.accounts.sessions import hashed
from support.common.audit import chain
from support.common.audit.verifying import verify
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from tests.conftest import Make, browser, readied
from tests.people import member, signed_in, staff

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LINK = re.compile(r"^(\S+)/invited\?i=([A-Za-z0-9_-]{43})$", re.MULTILINE)
HOME = "https://localhost"


@pytest.fixture(params=["site", "survivors", "prevention"])
def place(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Each application on SQLite, for one test alone: nobody is there yet."""
    monkeypatch.delenv("PORT", raising=False)
    app = readied(make_app(tmp_path, part=request.param))
    app.config["CLOCK"] = NOON
    return app


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["staff", *words])


def leading(app: Flask) -> str:
    return FIRST_ROLE[app.config["PART"]]


def token_in(result: Result) -> str:
    found = LINK.search(result.output)
    assert found, result.output
    return found[2]


def invitations(app: Flask) -> dict[str, str]:
    """The role of each open invitation, by the hash of its token."""
    with app.app_context():
        return {one.token_hash: one.role for one in db.session.scalars(sa.select(Invitation))}


def log(app: Flask) -> list[tuple[str, dict[str, str], bool]]:
    """Events and codes, the newest first, and whether somebody is named as the one who did it."""
    with app.app_context():
        assert verify(db.session(), keystore().root("audit")) == []
        return [(one.event, one.pairs, one.actor is not None) for one in chain.entries(db.session(), 20)]


def test_invite_prints_a_link_that_opens(place: Flask) -> None:
    result = run(place, "invite", "--role", leading(place))
    assert result.exit_code == 0
    assert "72 hours" in result.output
    token = token_in(result)
    assert invitations(place) == {hashed(token): leading(place)}
    desk = "edit" if place.config["PART"] == "site" else "moderate"
    answer = browser(place).get(f"/en/{desk}/invited?i={token}", base_url=HOME)
    assert answer.status_code == 200
    assert log(place) == [("staff_invited", {"role": leading(place)}, False)]


def test_the_link_is_a_whole_address(place: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mount = {"site": "", "survivors": "/harbour", "prevention": "/orchard"}[place.config["PART"]]
    desk = "edit" if place.config["PART"] == "site" else "moderate"
    found = LINK.search(run(place, "invite", "--first").output)
    assert found and found[1] == f"http://127.0.0.1:8000{mount}/en/{desk}"
    monkeypatch.setenv("PORT", "8123")
    found = LINK.search(run(place, "invite", "--first").output)
    assert found and urlsplit(found[1]).netloc == "127.0.0.1:8123"
    monkeypatch.setitem(place.config, "PRODUCTION", True)
    monkeypatch.setitem(place.config, "OWN_URL", "https://help.example/deep")
    found = LINK.search(run(place, "invite", "--first").output)
    assert found and found[1] == f"https://help.example/deep/en/{desk}"


def test_invite_needs_a_role_of_this_application(place: Flask) -> None:
    foreign = "moderator" if place.config["PART"] == "site" else "editor"
    for words in (["--role", foreign], ["--role", "nobody"], ["--role", ""], [], ["--role", leading(place), "--first"]):
        result = run(place, "invite", *words)
        assert result.exit_code != 0, words
        assert "/invited" not in result.output
    assert invitations(place) == {}
    assert log(place) == []


def test_when_two_lead_they_invite_at_the_desk(place: Flask) -> None:
    staff(place, leading(place))
    assert run(place, "invite", "--role", leading(place)).exit_code == 0
    staff(place, leading(place))
    result = run(place, "invite", "--role", leading(place))
    assert result.exit_code == 1
    assert "Two people are there: use the desk." in result.output
    assert len(invitations(place)) == 1


def test_three_links_are_open_at_most(place: Flask) -> None:
    for _ in range(3):
        assert run(place, "invite", "--role", leading(place)).exit_code == 0
    result = run(place, "invite", "--role", leading(place))
    assert result.exit_code == 1
    assert "3 links are open already" in result.output
    assert len(invitations(place)) == 3


def test_first_prints_a_link_until_anybody_is_there_and_then_nothing(place: Flask) -> None:
    tokens = [token_in(run(place, "invite", "--first")) for _ in range(4)]
    assert set(invitations(place)) == {hashed(token) for token in tokens[1:]}
    assert set(invitations(place).values()) == {leading(place)}
    if place.config["PART"] != "site":
        member(place)
        assert run(place, "invite", "--first").output
    staff(place, "editor" if place.config["PART"] == "site" else "moderator")
    result = run(place, "invite", "--first")
    assert (result.exit_code, result.output) == (0, "")


def test_revoke_suspends_at_once_also_the_last_one(place: Flask) -> None:
    only = staff(place, leading(place))
    client = signed_in(only)
    path = "/en/edit/people" if place.config["PART"] == "site" else "/en/moderate/people"
    assert client.get(path, base_url=HOME).status_code == 200
    result = run(place, "revoke", only.name.upper())
    assert (result.exit_code, result.output) == (0, f"{only.name} is suspended, and signed out everywhere.\n")
    assert client.get(path, base_url=HOME).status_code == 303
    with place.app_context():
        assert db.session.get_one(Account, only.id).state == SUSPENDED
        assert db.session.scalars(sa.select(SignIn)).all() == []
    assert log(place) == [("staff_suspended", {}, False)]
    assert run(place, "invite", "--role", leading(place)).exit_code == 0


@pytest.mark.parametrize("name", ["Nobody Known", "", "x" * 400, "../..", "\u202e"])
def test_revoke_says_when_nobody_is_called_so(place: Flask, name: str) -> None:
    result = run(place, "revoke", name)
    assert result.exit_code == 1
    assert "Nobody on the staff is called so" in result.output
    assert log(place) == []


def test_revoke_leaves_members_alone(place: Flask) -> None:
    somebody = member(place)
    assert run(place, "revoke", somebody.name).exit_code == 1
    with place.app_context():
        assert db.session.get_one(Account, somebody.id).state == "active"


def test_list_names_the_staff(place: Flask) -> None:
    assert "Begin with: staff invite --first" in run(place, "list").output
    lead, other = staff(place, leading(place)), member(place)
    run(place, "revoke", lead.name)
    result = run(place, "list")
    assert result.output == f"{lead.name}: {leading(place)}; suspended; second factor\n"
    assert other.name not in result.output


def test_no_link_of_the_command_line_stands_in_a_file(place: Flask) -> None:
    token = token_in(run(place, "invite", "--first"))
    folder = Path(place.config["INSTANCE"]).parent
    files = [one.read_bytes() for one in folder.rglob("*") if one.is_file() and "index" not in one.parts]
    assert any(hashed(token).encode() in content for content in files)
    assert not any(token.encode() in content for content in files)
