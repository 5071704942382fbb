"""What we stand on: each package has a reason, and what is installed is exactly what was chosen (S108)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT, listed, modules, read, third_party

PACKAGE_OF_MODULE = {"flask_sqlalchemy": "flask-sqlalchemy", "flask_wtf": "flask-wtf", "flask_babel": "flask-babel", "argon2": "argon2-cffi", "markdown_it": "markdown-it-py",
                     "flask_migrate": "flask-migrate", "flask_login": "flask-login"}  # fmt: skip
GIVEN_BY_THE_CLIENT = {"flask", "flask-login", "flask-sqlalchemy", "flask-wtf", "bleach", "gunicorn"}
USED_BY_NAME = {
    "tzdata",  # read by the standard library where the system has no time zones
    "psycopg",  # the driver that postgresql+psycopg names
}
NAME = re.compile(r"^([A-Za-z0-9._-]+)")
FILES = ("requirements.in", "requirements-dev.in")


def wanted(file: str) -> dict[str, str]:
    """The packages of a ``.in`` file: name to the whole line."""
    found = {}
    for line in text_of(file).splitlines():
        name = NAME.match(line.strip())
        if name and not line.strip().startswith(("#", "-")):
            found[name[1].lower().replace("_", "-")] = line
    return found


def text_of(file: str) -> str:
    path = ROOT / file
    assert path.exists(), f"{file} is missing: `make lock` writes the locked lists from the .in files"
    return path.read_text("utf-8")


def locked(file: str) -> dict[str, str]:
    """The packages of a locked list: name to its whole entry with hashes."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", text_of(file).replace("\\\n", " "))
    named = [(NAME.match(entry), entry) for entry in entries]
    return {name[1].lower().replace("_", "-"): entry for name, entry in named if name}


@pytest.mark.parametrize("file", FILES)
def test_every_package_says_why(file: str) -> None:
    faults = [line for line in wanted(file).values() if not re.search(r"#\s*\w.{3,}", line)]
    assert not faults, listed(faults, f"Each line of {file} says in a comment why the package is there.")


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_everything_installed_is_locked_with_hashes(file: str) -> None:
    entries = locked(file)
    faults = [name for name, entry in entries.items() if "--hash=sha256:" not in entry or "==" not in entry]
    assert entries and not faults, listed(
        faults, f"{file}: each package with one version and its hashes; run `make lock`."
    )
    missing = sorted(wanted(file.replace(".txt", ".in")).keys() - entries.keys())
    assert not missing, listed(missing, f"{file} is older than its .in file; run `make lock`.")


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_the_lock_names_no_registry(file: str) -> None:
    faults = [
        line for line in text_of(file).splitlines() if "://" in line or "-index-url" in line or "trusted-host" in line
    ]
    assert not faults, listed(faults, "A locked list works with whatever registry its reader uses.")


def test_what_is_imported_is_declared() -> None:
    declared = wanted("requirements.in").keys()
    files = [*modules().values(), *map(read, sorted((ROOT / "migrations").rglob("*.py")))]
    faults = []
    for module in files:
        for name in third_party(module) - sys.stdlib_module_names:
            package = PACKAGE_OF_MODULE.get(name, name).lower().replace("_", "-")
            if package not in declared:
                faults.append(f"{module.file} imports {name}")
    assert not faults, listed(faults, "What we import ourselves stands in requirements.in, with its reason.")


def test_what_is_declared_is_used() -> None:
    imports = set().union(*(third_party(module) for module in modules().values()))
    used = {PACKAGE_OF_MODULE.get(name, name).lower().replace("_", "-") for name in imports}
    faults = sorted(wanted("requirements.in").keys() - used - USED_BY_NAME - GIVEN_BY_THE_CLIENT)
    assert not faults, listed(faults, "Nothing imports these: take them out of requirements.in, or name the use here.")


def test_nothing_can_send_a_message() -> None:
    """Nothing is sent to anybody (S20): no mail, no text message, no push in what is installed."""
    senders = re.compile(r"(?:mail|smtp|twilio|sendgrid|vonage|pywebpush|firebase|sentry)", re.IGNORECASE)
    faults = [name for name in locked("requirements.txt") if senders.search(name)]
    assert not faults, listed(faults, "Nothing is sent to the reader, and no error is sent to a third party.")


def test_no_machine_path_is_left() -> None:
    paths = [ROOT / name for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml")]
    faults = [
        path.name
        for path in paths
        if re.search(r"(?:^|[\s\"'=])/(?:home|root|tmp|work)/", Path(path).read_text("utf-8"))
    ]
    assert not faults, listed(faults, "Paths of one machine do not belong into the project.")
