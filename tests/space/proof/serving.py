"""A space on a real server that can be killed with all its processes, and people who send to it at the same time."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask

from support.common.audit import verifying
from support.common.audit.models import AuditEntry
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.sealing.vault import keystore
from support.space.cases.models import Case
from support.space.forum.content import Content
from support.space.forum.models import Board, Post, Publication, Revision
from support.space.forum.seeding import ensure_boards
from support.space.forum.writing import drafts
from support.space.forum.writing.models import Draft, TakenForm
from support.space.forum.writing.targets import Target
from tests import people
from tests.common.accounts.walking import HOME, OWN, TAG
from tests.conftest import DATA_SECRET, SECRET, readied
from tests.rules.source import ROOT

PART = "survivors"
AT_ONCE, EACH = 40, 3  # how many send in the same moment; how much a newcomer may have waiting
PATIENCE_SECONDS = 60
STAMP = re.compile(r'name="stamp" value="([^"]*)"')


@dataclass(frozen=True)
class Sending:
    """One press on the button: whose, which draft, and what the form holds."""

    cookie: str
    draft_id: uuid.UUID
    body: str


@dataclass
class Server:
    """A running server: everything in its group of processes was started here."""

    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End the master and every worker at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def send_all(self, sendings: Sequence[Sending], kill_after: int = 0) -> dict[uuid.UUID, bool]:
        """Press them all, many at once. Returns for each draft whether the server said that it was sent.

        ``kill_after``: the server is killed when it has said so of so many.
        """
        told, lock = dict.fromkeys((one.draft_id for one in sendings), False), threading.Lock()

        def send(one: Sending) -> None:
            said = self._send(one)
            with lock:
                told[one.draft_id] = said
                if kill_after and sum(told.values()) == kill_after:
                    self.kill()

        with ThreadPoolExecutor(AT_ONCE) as people_at_once:
            list(people_at_once.map(send, sendings))
        return told

    def _send(self, one: Sending) -> bool:
        headers = {"Cookie": one.cookie, "Content-Type": "application/x-www-form-urlencoded", **OWN}
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            connection.request("POST", f"{TAG}/write/{one.draft_id}/send", one.body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status == 303 and "/my-posts/" in answer.headers["Location"]
        except (OSError, http.client.HTTPException):
            return False


@dataclass
class Serving:
    """The space behind the server, looked at without it."""

    app: Flask
    folder: Path
    sendings: list[Sending] = field(default_factory=list)

    @classmethod
    def prepared(cls, folder: Path, make_app: Any) -> Serving:
        """A space with enough people who read."""
        app = readied(make_app(folder, part=PART))
        for role, number in (("moderator", 3), ("lead", 2)):
            for _ in range(number):
                people.staff(app, role)
        with app.app_context():
            ensure_boards(db.session(), PART)
        return cls(app, folder)

    def ready(self, number: int) -> list[Sending]:
        """So many drafts, each on the page from which it is sent; of as few writers as may be."""
        new: list[Sending] = []
        while len(new) < number:
            person = people.member(self.app)
            client = people.signed_in(person)
            found = STAMP.search(client.get(f"{TAG}/my-posts", base_url=HOME, headers=OWN).text)
            assert found
            cookie = "; ".join(f"{one.key}={one.value}" for one in (client._cookies or {}).values())
            with self.app.app_context():
                boards = db.session.scalars(sa.select(Board.id).limit(EACH)).all()
                for board in boards[: number - len(new)]:
                    content = Content("Tea helped today.", title="An evening")
                    draft_id = drafts.begin(db.session(), person.id, Target(board_id=board), content, clock.now())
                    fields = {"version": "1", "key": secrets.token_urlsafe(24), "stamp": found[1]}
                    new.append(Sending(cookie, draft_id, urlencode(fields)))
        self.sendings += new
        return new

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """The server, as an operator runs it; killed at the end."""
        with self.app.app_context():
            db.engine.dispose()
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = int(listener.getsockname()[1])
        own = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORT_")} | {
            "SUPPORT_INSTANCE": str(self.folder), "SUPPORT_RUNTIME_DIR": str(self.folder / "runtime"),
            f"SUPPORT_{PART.upper()}_SECRET_KEY": f"{SECRET} of {PART}",
            f"SUPPORT_{PART.upper()}_DATA_KEY": f"{DATA_SECRET} of {PART}",
            "PORT": str(port), "WEB_CONCURRENCY": "2",
        }  # fmt: skip
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", f"app:{PART}"]
        with (self.folder / "server.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True)
        server = Server(port, process)
        try:
            self._wait(server)
            yield server
        finally:
            server.kill()

    def _wait(self, server: Server) -> None:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            assert server.process.poll() is None, (self.folder / "server.log").read_text("utf-8", "replace")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def each_is_before_or_after(self, told: dict[uuid.UUID, bool]) -> None:
        """What was acknowledged is there; the rest is a draft still, or a post that waits: nothing in between, and
        nothing that anybody sees."""
        with self.app.app_context():
            drafted = set(db.session.scalars(sa.select(Draft.id)))
            lost = [one for one, said in told.items() if said and one in drafted]
            assert not lost, "acknowledged, and a draft still"
            assert len(told) >= sum(told.values())
            self._is_whole(len(self.sendings) - len(drafted))
            db.session.rollback()

    def everything_was_sent_once(self, number: int) -> None:
        """As many posts as buttons were pressed, however often they were."""
        with self.app.app_context():
            assert not db.session.scalar(sa.select(sa.func.count()).select_from(Draft))
            self._is_whole(number)

    def _is_whole(self, posts: int) -> None:
        for table in (Post, Revision, Case, TakenForm):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == posts, table
        sent = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.event == "post_sent")
        assert db.session.scalar(sent) == posts
        assert set(db.session.scalars(sa.select(Case.state))) <= {"queued"}
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(Publication))
        assert not verifying.verify(db.session(), keystore().root("audit"))
