"""systemd's files read, and their command lines run as plain processes with other folders."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.browser.serving import ROOT, _free_port
from tests.conftest import DATA_SECRET, SECRET
from tests.space.duties.written import GOOD

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
PATIENCE_SECONDS = 240
NAMES = {"site": "stillwater", "survivors": "stillwater-survivors", "prevention": "stillwater-prevention"}
HOSTS = {"site": "help.example.org", "survivors": "harbour.example.net", "prevention": "orchard.example.com"}


@dataclass(frozen=True)
class Place:
    """Where a test's server keeps its files, and the settings that it runs with."""

    folder: Path
    env: dict[str, str]
    part: str = "site"

    @property
    def name(self) -> str:
        """What its unit, its user and its folders are called."""
        return NAMES[self.part]

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    def moved(self, text: str) -> str:
        """The text of a shipped file with the folders of this place."""
        for shipped, here in (
            ("/opt/stillwater/.venv/bin", BIN), ("/opt/stillwater", ROOT), (f"/var/lib/{self.name}", self.folder),
            (f"/var/cache/{self.name}-pages", self.pages), ("/etc/stillwater", self.folder),
        ):  # fmt: skip
            text = text.replace(shipped, str(here))
        return text

    def health(self, path: str = "/healthz") -> int:
        """The status that this machine gets, asked under the site's own name: another is not answered."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.env['PORT']}{path}", headers={"Host": HOSTS[self.part]}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a command line of a unit to its end."""
        return subprocess.run(
            shlex.split(self.moved(line)),
            cwd=ROOT,
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )


def lines_of(unit: str, key: str) -> list[str]:
    """Every value of a key in a unit, in order: a key may stand there more than once."""
    text = (DEPLOY / "systemd" / unit).read_text("utf-8")
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{key}=")]


def example(part: str = "site") -> dict[str, str]:
    """The shipped settings, read as systemd reads them: one a line, in quotes."""
    text = (DEPLOY / f"{part}.env.example").read_text("utf-8")
    pairs = [line.partition("=") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: "".join(shlex.split(value)) for name, _sign, value in pairs}


def place(folder: Path, part: str = "site", **settings: str) -> Place:
    """A place with the shipped settings, the few that an operator has to set, and ``settings`` without a prefix."""
    prefix = "SUPPORT_" + ("" if part == "site" else f"{part.upper()}_")
    own = example(part) | {
        "SUPPORT_INSTANCE": str(folder / "instance"),
        "SUPPORT_RUNTIME_DIR": str(folder / "runtime"),
        f"{prefix}SECRET_KEY": f"{SECRET} of {part}",
        f"{prefix}DATA_KEY": f"{DATA_SECRET} of {part}",
        "SUPPORT_OPERATOR_NAME": "Harbour House",
        "SUPPORT_OPERATOR_CONTACT": "help@example.org",
        "PORT": str(_free_port()),
        "WEB_CONCURRENCY": "1",
    }
    own |= {f"SUPPORT_{name.upper()}": value for name, value in settings.items()}
    folder.mkdir(parents=True, exist_ok=True)
    if part != "site":
        (folder / "duties.toml").write_text(duties(), "utf-8")
        own |= {"SUPPORT_DUTIES": str(folder / "duties.toml"), "SUPPORT_JURISDICTION": "US-CA"}
    return Place(folder, {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"} | own, part)


def duties() -> str:
    """A duties file that was reviewed today."""
    today = datetime.now(UTC).date()
    return GOOD.replace("2026-03-31", str(today)).replace("2027-03-31", str(today + timedelta(days=300)))


@contextlib.contextmanager
def running(here: Place) -> Iterator[Place]:
    """What ``systemctl start`` does: the lines before it, then the server until the block ends."""
    unit = f"{here.name}.service"
    for line in lines_of(unit, "ExecStartPre"):
        done = here.run(line)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    (command,) = lines_of(unit, "ExecStart")
    with (here.folder / "site.log").open("wb") as log:
        process = subprocess.Popen(shlex.split(here.moved(command)), cwd=ROOT, env=here.env, stdout=log, stderr=log)
        try:
            _wait_until_healthy(here, process)
            yield here
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait_until_healthy(here: Place, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        assert process.poll() is None, f"the site ended at its start:\n{(here.folder / 'site.log').read_text()}"
        with contextlib.suppress(OSError):
            assert here.health() == 200
            return
        time.sleep(0.05)
    raise AssertionError("the site does not answer")
