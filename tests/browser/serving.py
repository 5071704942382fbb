"""A real server on a real port, as an operator would start it: two commands, then gunicorn."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import SECRET

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """A running site: ``url`` without a slash at its end, and the folder that holds its files."""

    url: str
    folder: Path


def settings(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a server whose files lie in ``folder``; ``more`` are settings without their prefix."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORT_")}
    own = {"instance": str(folder), "secret_key": SECRET} | more
    return kept | {f"SUPPORT_{name.upper()}": value for name, value in own.items()}


def prepare(folder: Path) -> None:
    """Make the database, and load the bundled directory into it."""
    for command in (["prepare-database"], ["directory", "load"]):
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT, env=settings(folder), check=True, timeout=PATIENCE_SECONDS * 2, stdout=subprocess.DEVNULL,
        )  # fmt: skip


@contextlib.contextmanager
def served(folder: Path, **more: str) -> Iterator[Server]:
    """Run gunicorn on a free port until the block ends."""
    port = _free_port()
    env = settings(folder, **more) | {"PORT": str(port), "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "app:app"]
    with (folder / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process)
            yield Server(f"http://127.0.0.1:{port}", folder)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers: nothing in the test runner can be told by it, so it is asked again and again."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        assert process.poll() is None, "the server ended before it answered; see its log beside its files"
        with contextlib.suppress(OSError, http.client.HTTPException):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
