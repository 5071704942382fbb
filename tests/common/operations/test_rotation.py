"""Secrets are changed while people are signed in: a running space, started again with other keys (safety.md S88)."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from support.common.accounts import shown_once
from support.common.accounts.cookies import name_of
from support.common.kernel import clock
from support.common.kernel.db import db
from support.config import Config
from support.factory import create_app
from tests.browser.serving import ROOT, _free_port
from tests.conftest import readied
from tests.people import Person, member, signed_in

PATIENCE_SECONDS = 90
OLD = {
    "SECRET_KEY": "the old secret, long enough to be one, too",
    "DATA_KEY": "the old data key, long enough to be one",
}
NEW = {
    "SECRET_KEY": "the new secret, long enough to be one, too",
    "DATA_KEY": "the new data key, long enough to be one",
}
BOTH = NEW | {f"{name}_FALLBACKS": OLD[name].replace(" ", "-") for name in OLD}
WRONG = NEW | {"DATA_KEY": "a wrong data key, long enough to be one"}
CANARY = "canary-canary-canary"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str


@dataclass(frozen=True)
class Holder:
    """A browser that holds one sign-in, and asks a server on ``port``."""

    cookie: str

    def get(self, port: int, path: str) -> Answer:
        return self._ask(port, "GET", path, {}, "")

    def stamp(self, port: int) -> str:
        """The stamp of a form that the server shows now."""
        found = re.search(r'name="stamp" value="([^"]+)"', self.get(port, "/en/account").text)
        assert found, "no form on the page"
        return found[1]

    def sign_out(self, port: int, stamp: str) -> int:
        """Send a form with that stamp: 303 where it is taken, 403 where not."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self._ask(port, "POST", "/en/sign-out", sent, urlencode({"stamp": stamp})).status

    def _ask(self, port: int, method: str, path: str, headers: dict[str, str], body: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request(method, path, body, {"Cookie": self.cookie, "Connection": "close"} | headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.read().decode("utf-8"))
        connection.close()
        return answer


def environment(folder: Path, keys: dict[str, str]) -> dict[str, str]:
    own = {f"SUPPORT_SURVIVORS_{name}": value.replace(" ", "-") for name, value in keys.items()}
    rest = {"SUPPORT_INSTANCE": str(folder), "SUPPORT_RUNTIME_DIR": str(folder / "runtime"), "WEB_CONCURRENCY": "1"}
    return {name: value for name, value in os.environ.items() if not name.startswith("SUPPORT_")} | own | rest


def built(folder: Path, keys: dict[str, str]) -> Flask:
    return create_app("survivors", Config.from_env("survivors", environment(folder, keys)))


@contextlib.contextmanager
def serving(folder: Path, keys: dict[str, str]) -> Iterator[int]:
    """The space alone, in a gunicorn of its own; gives its port."""
    port = _free_port()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:survivors"], cwd=ROOT,
            env=environment(folder, keys) | {"PORT": str(port)}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            give_up = time.monotonic() + PATIENCE_SECONDS
            while True:
                assert process.poll() is None and time.monotonic() < give_up, (folder / "server.log").read_text()
                with contextlib.suppress(OSError):
                    Holder("").get(port, "/healthz")
                    break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=60)


def holder(person: Person) -> Holder:
    client = signed_in(person)
    with person.app.app_context():
        name = name_of(person.kind)
    cookie = client.get_cookie(name, domain="localhost")
    assert cookie
    return Holder(f"{name}={cookie.value}")


def lay_ready(person: Person) -> None:
    """Something in the vault that a page shows: recovery codes on their way."""
    with person.app.app_context():
        times, text = person.app.config["TIMES"], json.dumps([CANARY])
        shown_once.put(db.session(), person.id, shown_once.CODES, text, times=times, now=clock.now())
        db.session.commit()


def rewrapped(folder: Path, keys: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app:survivors", "keys", "rewrap"], cwd=ROOT,
        env=environment(folder, keys), check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    return done.stdout


def still_good(port: int, stays: Holder) -> None:
    assert stays.get(port, "/en/account").status == 200
    assert CANARY in stays.get(port, "/en/account/codes").text


def test_both_secrets_are_changed_and_nobody_notices(tmp_path: Path) -> None:
    person = member(readied(built(tmp_path, OLD)))
    lay_ready(person)
    stays, others = holder(person), [holder(person) for _ in range(3)]
    with serving(tmp_path, OLD) as port:
        still_good(port, stays)
        stamps = [one.stamp(port) for one in others]
    with serving(tmp_path, BOTH) as port:
        still_good(port, stays)
        assert others[0].sign_out(port, "a stamp of nobody's") == 403
        assert others[0].sign_out(port, stamps[0]) == 303
        assert "were wrapped anew" in rewrapped(tmp_path, BOTH)
        assert rewrapped(tmp_path, BOTH).startswith("0 keys")
        still_good(port, stays)
        newer = others[1].stamp(port)
    with serving(tmp_path, NEW) as port:
        still_good(port, stays)
        assert others[1].sign_out(port, newer) == 303
        assert others[2].sign_out(port, stamps[2]) == 403, "the old secret still counts"


def test_a_data_key_that_does_not_fit_refuses_the_start(tmp_path: Path) -> None:
    """Also the new one alone, where rewrapping was forgotten."""
    readied(built(tmp_path, OLD))
    for keys in (WRONG, NEW):
        done = subprocess.run(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:survivors"], cwd=ROOT,
            env=environment(tmp_path, keys) | {"PORT": str(_free_port())}, check=False, capture_output=True, text=True,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        assert done.returncode != 0
        assert "survivors does not start." in done.stderr and "The DATA_KEY is not the one of" in done.stderr
        assert "Give the one that was used before" in done.stderr
