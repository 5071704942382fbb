"""The site as it really runs: gunicorn with our configuration, in a process of its own, its every word kept."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import DATA_SECRET, SECRET
from tests.rules.source import ROOT

CLIENT = "127.0.0.77"  # the address from which the tests call, so that it can be told from the server's own
PATIENCE_SECONDS = 30.0


@dataclass
class Server:
    """A running server: its port, and what it has said so far."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        return (self.folder / "stdout").read_text("utf-8", "replace") + (self.folder / "stderr").read_text(
            "utf-8", "replace"
        )

    def send(self, request: bytes) -> bytes:
        """Send raw bytes and read until the server is done or three seconds have passed in silence."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=3, source_address=(CLIENT, 0)) as connection:
            answer = b""
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    answer += part
            except OSError:  # the server hung up on us, as it may
                pass
            return answer


@contextmanager
def running(instance: Path, folder: Path) -> Iterator[Server]:
    """gunicorn over ``instance``; stopped at the end, so that everything it had to say is in its files."""
    port = _free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("SUPPORT_")}
    settings = {
        "SUPPORT_INSTANCE": str(instance),
        "SUPPORT_SECRET_KEY": SECRET,
        "SUPPORT_DATA_KEY": f"{DATA_SECRET} of site",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    flask = [sys.executable, "-m", "flask", "--app", "app", "prepare-database"]
    subprocess.run(flask, cwd=ROOT, env=own | settings, check=True, capture_output=True)
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "app:app"],
            cwd=ROOT, env=own | settings, stdout=out, stderr=err,
        )  # fmt: skip
    server = Server(port, folder, process)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)


def _wait(server: Server) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and server.process.poll() is None:
        try:
            if server.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").endswith(b"ok\n"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"gunicorn did not start:\n{server.said()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
