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
from support.times import Times
from tests.deploy.units import DEPLOY, Place, duties, example, lines_of, place, running

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


def test_all_services_are_closed_alike() -> None:
    def closed(name: str) -> str:
        text = (DEPLOY / "systemd" / name).read_text("utf-8")
        return text[text.index("# It talks to nobody") :].partition("[Install]")[0].strip()

    assert len({closed(name) for name in SERVICES}) == 1 and len(SERVICES) == 6


def test_each_space_has_a_user_folders_and_settings_of_its_own() -> None:
    for part in ("survivors", "prevention"):
        other = {"survivors": "prevention", "prevention": "survivors"}[part]
        for unit in (f"stillwater-{part}.service", f"stillwater-{part}-backup.service"):
            said = {key: lines_of(unit, key) for key in ("User", "Group", "StateDirectory", "EnvironmentFile")}
            assert said == {
                "User": [f"stillwater-{part}"], "Group": [f"stillwater-{part}"],
                "StateDirectory": [f"stillwater-{part}"], "EnvironmentFile": [f"/etc/stillwater/{part}.env"],
            }  # fmt: skip
            assert other not in (DEPLOY / "systemd" / unit).read_text("utf-8")
        assert lines_of(f"stillwater-{part}.service", "RuntimeDirectory") == [f"stillwater-{part}"]
        assert not [name for name in example(part) if other.upper() in name]


def test_a_space_answers_alone(started_space: Place) -> None:
    assert started_space.health() == 200 and started_space.health("/readyz") == 200
    assert started_space.health("/en/") == 200
    code = started_space.run("/opt/stillwater/.venv/bin/flask --app app:site doctor").returncode
    assert code != 0, "with the settings of a space nothing else can be built"


def test_the_backup_of_a_space_has_its_keys_apart(
    started_space: Place,
    backup_key: pyrage.x25519.Identity,
    keys_backup_key: pyrage.x25519.Identity,
    tmp_path: Path,
) -> None:
    (line,) = lines_of(f"{started_space.name}-backup.service", "ExecStart")
    done = started_space.run(line)
    assert done.returncode == 0, done.stderr
    folder = Path(started_space.env["SUPPORT_INSTANCE"]) / started_space.part / "backups"
    for kind, key in ((backup.CONTENT, backup_key), (backup.KEYS, keys_backup_key)):
        (made,) = (folder / kind).glob("*.age")
        (tmp_path / kind).write_text(f"{key}\n", "ascii")
        manifest = backup.verify(made, tmp_path / kind)
        assert (manifest.part, manifest.kind) == (started_space.part, kind)


def test_spaces_below_the_site_run_in_it(tmp_path: Path) -> None:
    spaces = {"survivors_url": "/harbour", "prevention_url": "/orchard", "jurisdiction": "US-CA"}
    secrets = {f"{part}_{name}": f"the {name} of {part}, long enough to be one" for part in ("survivors", "prevention")
               for name in ("secret_key", "data_key")}  # fmt: skip
    here = place(tmp_path, duties=str(tmp_path / "duties.toml"), **spaces, **secrets)
    (tmp_path / "duties.toml").write_text(duties(), "utf-8")
    with running(here):
        assert [here.health(path) for path in ("/en/", "/harbour/en/", "/orchard/en/")] == [200, 200, 200]
        assert here.health("/harbour/readyz") == 200


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
    (made,) = (Path(started.env["SUPPORT_INSTANCE"]) / "site" / "backups" / "content").glob("*.age")
    identity = tmp_path / "key"
    identity.write_text(f"{backup_key}\n", "ascii")
    assert backup.verify(made, identity).part == "site"


def test_the_command_runs_with_the_same_settings(started: Place, tmp_path: Path) -> None:
    """Read by a shell, the settings are what systemd reads; the user is the one thing that a test cannot change."""
    quoted = "\n".join(f"{name}={shlex.quote(value)}" for name, value in started.env.items() if name in example())
    (started.folder / "site.env").write_text(quoted, "utf-8")
    text = started.moved((DEPLOY / "stillwater-command").read_text("utf-8"))
    assert 'runuser -u "$user" -- ' in text
    script = tmp_path / "stillwater"
    script.write_text(text.replace('runuser -u "$user" -- ', ""), "utf-8")
    script.chmod(0o700)
    done = subprocess.run(
        [script, "doctor"], env={"PATH": os.environ["PATH"]}, check=False, capture_output=True, text=True, timeout=120
    )
    assert "People use it at https://help.example.org." in done.stdout, done.stderr
    assert "The database answers" in done.stdout


@pytest.mark.parametrize("part", ["site", "survivors", "prevention"])
def test_a_shell_and_systemd_read_the_same(part: str) -> None:
    code = f"set -a; . {shlex.quote(str(DEPLOY / f'{part}.env.example'))}; env -0"
    said = subprocess.run(["sh", "-eu", "-c", code], env={"PATH": os.environ["PATH"]}, capture_output=True, check=True)
    pairs = dict(item.split("=", 1) for item in said.stdout.decode().split("\0") if "=" in item)
    assert {name: pairs[name] for name in example(part)} == example(part)


OTHERWISE = {  # fields of the settings whose variable is called otherwise
    "part": (), "data_keys": ("DATA_KEY", "DATA_KEY_FALLBACKS"), "own_url": (), "times": (),
    "spaces": ("SURVIVORS_URL", "PREVENTION_URL"),
}  # fmt: skip


def test_every_setting_is_in_the_example_and_in_the_guide() -> None:
    fields = Config.__dataclass_fields__
    names = {name for field in fields for name in OTHERWISE.get(field, (field.upper(),))}
    text = (DEPLOY / "site.env.example").read_text("utf-8")
    assert not [name for name in names if f"SUPPORT_{name}=" not in text]
    known = {f"SUPPORT_{name}" for name in names} | {"PORT", "WEB_CONCURRENCY"}
    assert set(example()) <= known
    guide = (DEPLOY.parent / "docs" / "operating.md").read_text("utf-8")
    times = {name.upper() for name in Times.__dataclass_fields__}
    assert not [name for name in names | times if f"`{name}`" not in guide]


@pytest.mark.parametrize("part", ["survivors", "prevention"])
def test_the_settings_of_a_space_are_known(part: str) -> None:
    names = {name.removeprefix("SUPPORT_").removeprefix(f"{part.upper()}_") for name in example(part)}
    known = {name for field in Config.__dataclass_fields__ for name in OTHERWISE.get(field, (field.upper(),))}
    assert names - known <= {"URL", "PORT", "WEB_CONCURRENCY"}
