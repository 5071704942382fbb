"""Starts the site and the reference on gunicorn, on this machine only, and asks them with a client of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.generate import SECRET

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 16
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Server:
    """A gunicorn that answers on ``port``."""

    port: int
    process: int

    @property
    def workers(self) -> list[int]:
        """The process numbers of its workers."""
        text = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("ascii")
        return [int(number) for number in text.split()]

    def cpu_seconds(self) -> float:
        """What its workers have worked so far."""
        return sum(_ticks(worker) for worker in self.workers) / TICKS


@dataclass(frozen=True)
class Run:
    """What one run of the client saw: requests a second, the workers' CPU milliseconds and the bytes of a request."""

    rate: float
    cpu_ms: float
    bytes: float


@contextmanager
def serving(target: str, instance: Path | None = None, settings: Mapping[str, str] = NOTHING) -> Iterator[Server]:
    """Run ``target`` (``app:site``, ``app:survivors`` or ``bench.hello:app``) until the end of the block."""
    port = _free_port()
    env = dict(os.environ, PORT=str(port), WEB_CONCURRENCY="2", SUPPORT_SECRET_KEY=SECRET)
    env |= {"BENCH_HELLO": "yes"} if instance is None else {"SUPPORT_INSTANCE": str(instance.resolve())}
    env |= settings
    command = [sys.executable, "-m", "gunicorn", "-c", "bench/gunicorn_both.py", target]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        server = Server(port, process.pid)
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def ask(server: Server, paths: list[str], count: int, encoding: str = "", cookie: str = "") -> Run:
    """Ask the server ``count`` times, from a process of its own. Raises where an answer was not 200."""
    before = server.cpu_seconds()
    command = [sys.executable, "-m", "bench.client", str(server.port), str(CONNECTIONS), str(count), encoding, cookie]
    done = subprocess.run(command, cwd=ROOT, input="\n".join(paths), capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    if seen["wrong"]:
        raise RuntimeError(f"answers that were not 200: {seen['wrong']}")
    worked = server.cpu_seconds() - before
    return Run(seen["answered"] / seen["seconds"], worked / seen["answered"] * 1000, seen["bytes"] / seen["answered"])


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: Server) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
            if len(server.workers) == 2:
                return
        except OSError:
            pass
        time.sleep(0.1)  # until it answers: what it says of itself comes before it listens
    raise RuntimeError("the server did not start")
