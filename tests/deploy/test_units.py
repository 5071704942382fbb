"""The units for systemd: sound, closed, and their command lines do what they should."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest

from support.common.operations import backup
from support.config import Config
from tests.deploy.units import DEPLOY, Place, example, lines_of

UNITS = sorted(path.name for path in (DEPLOY / "systemd").glob("stillwater*"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
MOST_EXPOSED = 1.5  # of 10, by systemd-analyze security; 1.1 when this was written
ANALYZE = ("systemd-analyze", "--no-pager")


@pytest.fixture
def moved(started: Place, tmp_path: Path) -> Path:
    """The units with this test's folders: systemd looks whether the programs are there."""
    assert shutil.which("systemd-analyze"), "systemd is missing: tools/install_test_programs installs it"
    for name in UNITS:
        (tmp_path / name).write_text(started.moved((DEPLOY / "systemd" / name).read_text("utf-8")), "utf-8")
    return tmp_path


def test_systemd_understands_the_units(moved: Path) -> None:
    done = subprocess.run(
        [*ANALYZE, "verify", *(str(moved / name) for name in UNITS)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    ours = [line for line in done.stderr.splitlines() if "stillwater" in line or str(moved) in line]
    assert done.returncode == 0 and not ours, done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_closed(moved: Path, name: str) -> None:
    threshold = f"--threshold={int(MOST_EXPOSED * 10)}"
    done = subprocess.run(
        [*ANALYZE, "security", "--offline=true", threshold, str(moved / name)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout.splitlines()[-1:] + done.stderr.splitlines()


def test_both_services_are_closed_alike() -> None:
    def closed(name: str) -> str:
        text = (DEPLOY / "systemd" / name).read_text("utf-8")
        return text[text.index("# It talks to nobody") :].partition("[Install]")[0].strip()

    assert closed("stillwater.service") == closed("stillwater-backup.service")


def test_the_site_answers(started: Place) -> None:
    assert started.health() == 200 and started.health("/readyz") == 200


def test_only_its_user_reads_what_it_writes_and_everybody_the_pages(started: Place) -> None:
    assert {path.stat().st_mode & 0o777 for path in started.pages.iterdir()} == {0o644}
    assert lines_of("stillwater.service", "UMask") == ["0077"]


def test_the_backup_can_be_opened_with_the_key(
    started: Place, backup_key: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    (line,) = lines_of("stillwater-backup.service", "ExecStart")
    done = started.run(line)
    assert done.returncode == 0, done.stderr
    (made,) = (Path(started.env["SUPPORT_INSTANCE"]) / "site" / "backups").glob("*.age")
    identity = tmp_path / "key"
    identity.write_text(f"{backup_key}\n", "ascii")
    assert backup.verify(made, identity).part == "site"


def test_the_command_runs_with_the_same_settings(started: Place, tmp_path: Path) -> None:
    """Read by a shell, the settings are what systemd reads; the user is the one thing that a test cannot change."""
    quoted = "\n".join(f"{name}={shlex.quote(value)}" for name, value in started.env.items() if name in example())
    (started.folder / "site.env").write_text(quoted, "utf-8")
    text = started.moved((DEPLOY / "stillwater-command").read_text("utf-8"))
    assert "runuser -u stillwater -- " in text
    script = tmp_path / "stillwater"
    script.write_text(text.replace("runuser -u stillwater -- ", ""), "utf-8")
    script.chmod(0o700)
    done = subprocess.run(
        [script, "doctor"], env={"PATH": os.environ["PATH"]}, check=False, capture_output=True, text=True, timeout=120
    )
    assert "People use it at https://help.example.org." in done.stdout, done.stderr
    assert "The database answers" in done.stdout


def test_a_shell_and_systemd_read_the_same() -> None:
    code = f"set -a; . {shlex.quote(str(DEPLOY / 'site.env.example'))}; env -0"
    said = subprocess.run(["sh", "-eu", "-c", code], env={"PATH": os.environ["PATH"]}, capture_output=True, check=True)
    pairs = dict(item.split("=", 1) for item in said.stdout.decode().split("\0") if "=" in item)
    assert {name: pairs[name] for name in example()} == example()


def test_every_setting_is_in_the_example_and_in_the_guide() -> None:
    names = {f"SUPPORT_{name.upper()}" for name in Config.__dataclass_fields__} - {"SUPPORT_PART"}
    assert names | {"PORT", "WEB_CONCURRENCY"} == set(example())
    guide = (DEPLOY.parent / "docs" / "operating.md").read_text("utf-8")
    assert not [name for name in names if f"`{name.removeprefix('SUPPORT_')}`" not in guide]
