"""Reads the two locks, of Python and of npm: what is locked, at which version, with which sums (S108)."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt")
NPM_LOCK = "package-lock.json"
ASKED_BY = re.compile(r"^ +# +(?:via +)?(?:-[rc] +)?(?!via$)(\S+)$", re.MULTILINE)
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s;\\]+)")


@dataclass(frozen=True)
class Locked:
    """One locked package.

    ``sums`` are sha256 (Python, one of each archive) or sha512 (npm) in hexadecimal; ``asked_by`` the packages that
    need it, with the name of the ``.in`` file where we asked ourselves; ``licence`` is empty for Python, whose lock
    does not know it.
    """

    name: str
    version: str
    sums: tuple[str, ...]
    asked_by: tuple[str, ...] = ()
    licence: str = ""


def canonical(name: str) -> str:
    """A Python package's one spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def python_lock(path: Path) -> dict[str, Locked]:
    """The packages of one locked list of pip-compile, by canonical name. A line that is no pin raises ValueError."""
    found = {}
    for entry in re.split(r"\n(?=\S)", path.read_text("utf-8")):
        if entry.startswith("#") or not entry.strip():
            continue
        pin = PIN.match(entry)
        if not pin:
            raise ValueError(f"{path.name}: not a locked package: {entry.splitlines()[0]}")
        sums = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)))
        found[canonical(pin[1])] = Locked(canonical(pin[1]), pin[2], sums, tuple(ASKED_BY.findall(entry)))
    return found


def all_of_python(root: Path) -> dict[str, Locked]:
    """What runs and what tests, together. One package locked at two versions raises ValueError."""
    together: dict[str, Locked] = {}
    for file in PYTHON_LOCKS:
        for name, package in python_lock(root / file).items():
            known = together.setdefault(name, package)
            if known.version != package.version:
                raise ValueError(f"{name} is locked at {known.version} and at {package.version}")
            together[name] = replace(known, asked_by=(*known.asked_by, *package.asked_by))
    return together


def npm_lock(path: Path) -> dict[str, Locked]:
    """The packages of a package-lock.json (version 3) by their place in it; the project itself is left out."""
    entries = json.loads(path.read_text("utf-8"))["packages"]
    return {place: _of_npm(place, entry) for place, entry in entries.items() if place}


def _of_npm(place: str, entry: dict[str, str]) -> Locked:
    algorithm, _, sum_ = entry["integrity"].partition("-")
    if algorithm != "sha512":
        raise ValueError(f"{place}: expected a sha512 sum, found {algorithm}")
    name = place.rpartition("node_modules/")[2]
    return Locked(name, entry["version"], (base64.b64decode(sum_).hex(),), licence=entry.get("license", ""))
