"""One browser uses both spaces, as one server mounts them; nothing that is stored, logged or served joins the two
(promise 5, safety.md S29, S30).

What may be equal stands in a short list: days, and words that every copy of the program ships.
"""

from __future__ import annotations

import io
import re
import secrets
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from support.common.audit import housekeeper
from support.common.crisis.bundled import services
from support.common.kernel import clock, logs
from support.common.kernel.db import db
from support.factory import mounted
from support.space.cases.models import Case
from support.space.forum.seeding import BOARDS
from support.space.moderation import reviewing
from tests.common.accounts.walking import Walker
from tests.conftest import configured, readied
from tests.people import staff
from tests.rules.page import words
from tests.rules.source import ROOT

MOUNTS = {"survivors": "/harbour", "prevention": "/orchard"}
LONGEST_CHANCE = 8  # a value of eight signs and less may be equal by chance
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:00:00\.000000")  # a full hour, as counts have it
STEPS = (ROOT / "migrations" / "space").glob("*.py")
SHIPPED = {  # codes and versions of the program itself
    "guidelines", "commitment", "member_joined", "alembic_version", "moderator", "staff_joined",
    "0" * 64, "3600000000",  # where every chain begins; an hour in the counters' own unit
    *(found for step in STEPS for found in re.findall(r"'([0-9a-f]{12})'", step.read_text("utf-8"))),
    "effective", "published", "post_sent", "post_approved", "post_published", '{"screened":"yes","version":"1"}',
    "revisions", "decision forms", "forum search",  # what the root secrets are for
    "docstore_blocksize", "docstore_compression", "fieldnorms", "index_settings", "meta.json", "tokenizer",  # the index
}  # fmt: skip
# What one person writes in the two spaces, with nothing the same.
WORDS = {
    "survivors": ("An evening by the stove", "The kettle sings and the cat pretends to sleep."),
    "prevention": ("Morning on the pier", "Gulls argue about bread while I count the boats."),
}
OUTSIDE_THE_FORUM = frozenset(BOARDS["survivors"]) & frozenset(BOARDS["prevention"])  # shipped boards of both
LISTED = {str(one.uuid) for one in services()}  # the bundled services have the same address everywhere
TOKEN = re.compile(r"[A-Za-z0-9_\-.=:]{9,}")
HIDDEN = re.compile(r'<input type="hidden" name="(?!adult|agreed)[a-z_]+" value="([^"]{9,})"')
IN_ADDRESS = re.compile(r"[?&][a-uw-z]=([A-Za-z0-9_.=-]{9,})")


class Mounted(Walker):
    """A walker in one of the spaces of a server that mounts both; the browser is shared."""

    def __init__(self, app: Flask, client: FlaskClient, mount: str) -> None:
        super().__init__(app, client)
        self.mount, self.seen = mount, list[TestResponse]()

    def open(self, path: str) -> Walker:
        self.hops = []
        return self._follow(self._ask("GET", f"{self.mount}/en-GB{path}"), path)

    def _send(self, address: str, fields: object, *, follow: bool) -> Walker:
        self.hops = []
        address = address if address.startswith(self.mount) else self.mount + address
        return self._follow(self._ask("POST", address.replace("/en-GB" + self.mount, ""), fields), address)

    def _follow(self, answer: TestResponse, path: str) -> Walker:
        while answer.status_code == 303:
            path = answer.headers["Location"]
            assert path.startswith(self.mount), f"led out of the space: {path}"
            answer = self._ask("GET", path)
        self.answer, self.path = answer, path.partition("?")[0].removeprefix(self.mount).removeprefix("/en-GB")
        return self

    def _ask(self, method: str, path: str, data: object = None) -> TestResponse:
        headers = {
            "Sec-Fetch-Site": "same-origin",
            "Accept-Language": "en-GB",
            "User-Agent": "one-and-the-same-browser/7",
        }
        answer = self.client.open(
            path, method=method, data=data, base_url="https://localhost", headers=headers,
            environ_base={"REMOTE_ADDR": "203.0.113.77"},
        )  # fmt: skip
        self.seen.append(answer)
        return answer


@pytest.fixture
def server(tmp_path: Path) -> Flask:
    """One server with both spaces below the site."""
    app = mounted({part: configured(tmp_path, part) for part in ("site", *MOUNTS)})
    for one in app.extensions["mounted"]:
        readied(one)
    return app


def join(walker: Mounted, name: str) -> str:
    """Join with a name of one's own; returns the passphrase."""
    walker.open("/").open("/join").fill(adult="yes")
    boxes = [one.attrib["value"] for one in walker.form().iter("input") if one.attrib.get("name") == "agree"]
    walker.fill(agree=boxes).fill(name=name)
    passphrase = words(next(one for one in walker.page.all("p") if one.attrib.get("class") == "secret"))
    walker.fill()
    walker.fill(passphrase=passphrase)
    assert walker.status == 200 and walker.path == "/account/codes", (walker.path, walker.text)
    return passphrase


def come_back(walker: Mounted, name: str, passphrase: str) -> None:
    """Look around, sign out, miss the passphrase once, sign in again, and look at one's devices."""
    walker.open("/account").open("/account/devices").open("/now").fill("/sign-out")
    walker.open("/account")
    walker.fill(name=name, passphrase="not the words").fill(name=name, passphrase=passphrase)
    assert walker.status == 200, walker.text
    walker.open("/account/devices")


def stored(app: Flask) -> set[str]:
    """Every value in every file that an application keeps: its databases, and what else lies in its folders."""
    found: set[str] = set()
    for folder in (Path(app.config["INSTANCE"]), Path(app.config["RUNTIME_DIR"])):
        for path in (one for one in folder.rglob("*") if one.is_file()):
            if path.read_bytes()[:15] == b"SQLite format 3":
                found |= set(_rows(path))
            elif not path.name.endswith(("-wal", "-shm")):
                found |= set(TOKEN.findall(path.read_text("latin-1")))
    return found


def _rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]
    return [value.hex() if isinstance(value, bytes) else str(value) for row in rows for value in row]


def served(walker: Mounted) -> set[str]:
    """Cookies, hidden fields and sealed pieces of addresses: whatever a browser was given that is not words."""
    found: set[str] = set()
    for answer in walker.seen:
        for cookie in answer.headers.getlist("Set-Cookie"):
            found |= set(cookie.partition(";")[0].split("=", 1))
        text = answer.text + answer.headers.get("Location", "")
        found |= set(HIDDEN.findall(text)) | set(IN_ADDRESS.findall(text))
        found |= set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", answer.text))
    return found


def in_common(one: set[str], other: set[str]) -> set[str]:
    both = {value for value in one & other if len(value) > LONGEST_CHANCE and not DAY.fullmatch(value)}
    return {value for value in both if not MOMENT.fullmatch(value)} - SHIPPED - LISTED - OUTSIDE_THE_FORUM


@pytest.fixture
def walkers(server: Flask, capsys: pytest.CaptureFixture[str]) -> dict[str, Mounted]:
    """Both spaces, used one after the other by the same browser."""
    client: Client = server.test_client()
    _site, *spaces = server.extensions["mounted"]
    used = {}
    for app, (part, mount), name in zip(spaces, MOUNTS.items(), ("Quiet Meadow", "Patient Heron"), strict=True):
        used[part] = Mounted(app, client, mount)
        come_back(used[part], name, join(used[part], name))
        write(used[part], *WORDS[part])
    return used


def write(walker: Mounted, title: str, body: str) -> None:
    """Write a post in the first board; a moderator approves it, and its writer sees it in the thread."""
    readers = [staff(walker.app, role) for role in ("moderator",) * 3 + ("lead",) * 2]
    walker.open("/boards").open(_first(walker, "/boards/")).fill("/write")
    walker.fill(walker.path, press="go", title=title, body=body)
    walker.fill("/send")
    assert walker.status == 200 and "/my-posts/" in walker.path, (walker.path, walker.text)
    with walker.app.app_context():
        session = db.session()
        case_id = session.scalars(sa.select(Case.id)).one()
        need = session.scalars(sa.select(Case.need)).one()
        session.rollback()
        for reader in readers[:need]:
            approve(session, reader.id, case_id)
        housekeeper.work(walker.app)
        walker.app.config["CLOCK"] = clock.now() + timedelta(minutes=1)
    assert housekeeper.work(walker.app)
    walker.app.config["CLOCK"] = None
    walker.open("/boards").open(_first(walker, "/boards/")).open(_first(walker, "/threads/"))
    assert body in walker.text
    walker.open("/my-posts").open("/notices")


def approve(session: Session, reader: UUID, case_id: UUID) -> None:
    """One of the staff reads and approves."""
    now = clock.now()
    held = reviewing.take(session, reader, case_id, now)
    verdict = reviewing.Verdict(
        case_id=case_id, version=held.version, revision_id=held.revision_id, digest=held.digest, token=held.token,
        key=secrets.token_urlsafe(24), outcome="approve",
    )  # fmt: skip
    reviewing.decide(session, reader, verdict, now)


def _first(walker: Mounted, kind: str) -> str:
    """The first address of that kind in what is seen now."""
    found = [
        link.attrib["href"] for link in walker.page.all("main")[0].iter("a") if kind in link.attrib.get("href", "")
    ]
    assert found, (walker.path, walker.text)
    return found[0].partition("?")[0].removeprefix(walker.mount).removeprefix("/en-GB")


def test_nothing_stored_is_equal(walkers: dict[str, Mounted]) -> None:
    one, other = (stored(walker.app) for walker in walkers.values())
    assert len(one) > 40 and len(other) > 40
    assert "Quiet Meadow" in one and "Patient Heron" in other, "the search finds what is there"
    for part, found in (("survivors", one), ("prevention", other)):
        assert set(WORDS[part]) <= found, "what was published is there to be found"
    assert not in_common(one, other)


def test_nothing_served_is_equal(walkers: dict[str, Mounted]) -> None:
    one, other = (served(walker) for walker in walkers.values())
    assert len(one) > 8 and len(other) > 8
    assert not in_common(one, other)


def test_nothing_stored_was_served_in_the_other(walkers: dict[str, Mounted]) -> None:
    one, other = walkers.values()
    for here, there in ((one, other), (other, one)):
        assert not in_common(stored(here.app), served(there))


def test_nothing_of_either_is_logged(server: Flask) -> None:
    """Neither names, tokens, addresses nor the browser stand in a log, so nothing there can join the two."""
    stream = io.StringIO()
    logs.start(stream)
    try:
        client = server.test_client()
        _site, *spaces = server.extensions["mounted"]
        for app, (_part, mount) in zip(spaces, MOUNTS.items(), strict=True):
            walker = Mounted(app, client, mount)
            come_back(walker, "Gentle Comet", join(walker, "Gentle Comet"))
            walker.client.get(f"{mount}/en-GB/nothing?q=Gentle+Comet", base_url="https://localhost")
        said = stream.getvalue()
    finally:
        logs.start()
    for telling in ("Gentle", "Comet", "203.0.113", "one-and-the-same", "harbour", "orchard"):
        assert telling not in said


def test_the_same_name_may_exist_in_both(server: Flask) -> None:
    """And no answer in one hints at the other."""
    client = server.test_client()
    _site, *spaces = server.extensions["mounted"]
    for app, mount in zip(spaces, MOUNTS.values(), strict=True):
        join(Mounted(app, client, mount), "Gentle Comet")


def test_a_sign_in_of_one_is_nobody_in_the_other(walkers: dict[str, Mounted]) -> None:
    """Not by its cookie under the other's name, not by its stamp, not by its ticket (S29)."""
    survivors, prevention = walkers.values()
    token = survivors.cookies()["__Host-c"]
    stranger = Mounted(prevention.app, prevention.app.test_client(), "")
    stranger.client.set_cookie("__Host-e", token, domain="localhost", secure=True)
    stranger.client.set_cookie("__Host-c", token, domain="localhost", secure=True)
    answer = stranger.client.get("/en-GB/account", base_url="https://localhost")
    assert answer.status_code == 303
    stamps = {
        mount: walker.open("/account").sent(walker.form("/sign-out"))["stamp"][0] for mount, walker in walkers.items()
    }
    for mine, other in (("survivors", "prevention"), ("prevention", "survivors")):
        refused = walkers[mine]._ask("POST", f"{MOUNTS[mine]}/en-GB/account/devices", {"stamp": stamps[other]})
        assert refused.status_code == 403
