"""A PostgreSQL of its own for the tests: Debian's, on a free port, in a temporary folder, as a plain user."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLAIN_USER = "postgres"


def binaries() -> Path | None:
    """The newest installed server's folder of programs, or None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """A running server; gives the address of its databases without the name of one (``postgresql://…/``)."""
    programs = binaries()
    assert programs is not None, "PostgreSQL is not installed: make test installs it"
    folder = Path(tempfile.mkdtemp(prefix="stillwater-pg-"))
    port = _free_port()
    if os.geteuid() == 0:
        user = pwd.getpwnam(PLAIN_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        _run(
            programs / "initdb", "-D", folder / "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        )
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
        _run(programs / "pg_ctl", "-D", folder / "data", "-o", settings, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}/"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", PLAIN_USER, "--", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
