"""Asks whether a locked package has a published vulnerability, and says so when nobody could be asked (S109).

`python -m tools.audit` ends with 0 when every locked package was looked up and none is known to be vulnerable, with 1
when one is, and with 2, saying NOT AUDITED and why, when any package was not looked up. Neither pip-audit nor npm can
be taken at its word: pip-audit without ``--strict`` ends with 0 although it skipped every package, and `npm audit`
finds "0 vulnerabilities" when it is set to work offline.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.locks import NPM_LOCK, PYTHON_LOCKS, all_of_python, canonical, npm_lock

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 180.0  # for each program that is asked
CLEAN, VULNERABLE, NOT_AUDITED = 0, 1, 2


class NotAuditedError(Exception):
    """Nothing can be said about the packages; the text says why."""


@dataclass(frozen=True)
class Findings:
    """What one audit gave: how many packages are locked and were looked up, what was found, why not everything was."""

    of: str
    locked: int
    audited: int
    vulnerabilities: tuple[str, ...] = ()
    not_audited: str = ""

    def lines(self) -> list[str]:
        """The findings in words."""
        found = [f"{self.of}: {self.locked} locked, {self.audited} audited"]
        if self.audited:  # a count of nothing found would read as good news where nobody looked
            found[0] += f", vulnerabilities known: {len(self.vulnerabilities)}"
        found += [f"{self.of}: VULNERABLE: {each}" for each in self.vulnerabilities]
        return found + ([f"NOT AUDITED: {self.of}: {self.not_audited}"] if self.not_audited else [])


def answer_of(command: Sequence[str], seconds: float) -> tuple[int, Any]:
    """Run an audit program and read its JSON.

    Raises NotAuditedError when it is missing, takes longer than ``seconds`` or answers anything but a JSON object.
    """
    try:
        # a session of its own, so that what the program started ends with it
        asked = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
    except OSError as error:
        raise NotAuditedError(f"{Path(command[0]).name} could not be started ({error.strerror})") from None
    try:
        out, complaint = asked.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(asked.pid, signal.SIGKILL)
        asked.communicate()
        raise NotAuditedError(f"no answer within {seconds:g} seconds") from None
    try:
        answer = json.loads(out)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        last = (complaint or out).strip().splitlines()[-1:] or ["it said nothing"]
        raise NotAuditedError(f"no report, status {asked.returncode}: {last[0][:300]}")
    return asked.returncode, answer


def python_findings(program: Sequence[str], seconds: float, root: Path = ROOT) -> Findings:
    """What pip-audit knows of both locked lists of ``root``."""
    locked = {package.name: package.version for package in all_of_python(root).values()}
    files = [part for file in PYTHON_LOCKS for part in ("--requirement", str(root / file))]
    fixed = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off", *files]
    strict = ""
    try:
        try:
            status, answer = answer_of([*program, "--strict", *fixed], seconds)
        except NotAuditedError as why:
            # the strict run stops at the first package it cannot look up; the other tells of all the rest
            strict = str(why)
            status, answer = answer_of([*program, *fixed], seconds)
        looked_up, vulnerable = _read_pip_audit(answer)
    except NotAuditedError as why:
        return Findings("Python", len(locked), 0, (), strict or str(why))
    missed = sorted(locked.items() - looked_up)
    why_not = f"{len(missed)} of {len(locked)} were not looked up ({_some(missed)})" if missed else ""
    if not why_not and status != (1 if vulnerable else 0):
        why_not = f"pip-audit reports nothing amiss but ended with status {status}"
    reasons = "; ".join(part for part in (why_not, strict) if part)
    return Findings("Python", len(locked), len(looked_up & locked.items()), vulnerable, reasons)


def _some(missed: Sequence[tuple[str, str]]) -> str:
    names = [name for name, _ in missed]
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "")


def _read_pip_audit(answer: Any) -> tuple[set[tuple[str, str]], tuple[str, ...]]:
    looked_up, vulnerable = set(), set()
    try:
        for each in answer["dependencies"]:
            if "skip_reason" in each:
                continue
            looked_up.add((canonical(each["name"]), each["version"]))
            vulnerable |= {f"{each['name']} {each['version']}: {flaw['id']}" for flaw in each["vulns"]}
    except (KeyError, TypeError, AttributeError):
        raise NotAuditedError("the report of pip-audit has another form than expected") from None
    return looked_up, tuple(sorted(vulnerable))


def npm_findings(program: str, seconds: float, root: Path = ROOT) -> Findings:
    """What `npm audit` knows of the packages that build the style sheet."""
    locked = len(npm_lock(root / NPM_LOCK))
    if not shutil.which(program):
        return Findings("npm", locked, 0, (), "npm is not installed")
    # said outright, as a setting of the machine's own would otherwise make npm find nothing without asking
    asked = [
        program,
        "audit",
        "--json",
        "--package-lock-only",
        "--offline=false",
        "--audit=true",
        "--prefix",
        str(root),
    ]
    try:
        status, answer = answer_of(asked, seconds)
        if "metadata" not in answer:
            raise NotAuditedError(str(answer.get("message") or answer.get("error") or "no report")[:300])
        audited, vulnerable = _read_npm_audit(answer)
    except NotAuditedError as why:
        return Findings("npm", locked, 0, (), str(why))
    why_not = f"npm looked at {audited} packages, {locked} are locked" if audited != locked else ""
    if not why_not and status != (1 if vulnerable else 0):
        why_not = f"npm reports nothing amiss but ended with status {status}"
    return Findings("npm", locked, audited, vulnerable, why_not)


def _read_npm_audit(answer: Any) -> tuple[int, tuple[str, ...]]:
    try:
        audited = int(answer["metadata"]["dependencies"]["total"])
        flaws = answer["vulnerabilities"].items()
        return audited, tuple(sorted(f"{name} {flaw['range']}: {flaw['severity']}" for name, flaw in flaws))
    except (KeyError, TypeError, AttributeError, ValueError):
        raise NotAuditedError("the report of npm has another form than expected") from None


def status_of(all_findings: Iterable[Findings]) -> int:
    """A known vulnerability weighs more than what was not looked up; only everything looked up and clean is 0."""
    found = list(all_findings)
    if any(each.vulnerabilities for each in found):
        return VULNERABLE
    if any(each.not_audited or each.audited != each.locked for each in found):
        return NOT_AUDITED
    return CLEAN


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit both locks, print what was found, give the status to end with."""
    parser = argparse.ArgumentParser(prog="python -m tools.audit", description=__doc__.splitlines()[0])
    parser.add_argument("--pip-audit", metavar="PROGRAM", help="instead of the installed pip-audit")
    parser.add_argument("--npm", metavar="PROGRAM", default="npm")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each program (%(default)g)")
    chosen = parser.parse_args(arguments)
    program = [chosen.pip_audit] if chosen.pip_audit else [sys.executable, "-m", "pip_audit"]
    found = [python_findings(program, chosen.seconds), npm_findings(chosen.npm, chosen.seconds)]
    print("\n".join(line for each in found for line in each.lines()))
    return status_of(found)


if __name__ == "__main__":
    sys.exit(main())
