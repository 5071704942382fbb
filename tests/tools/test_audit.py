"""The audit says good news only when everything was looked up (S109)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rules.source import ROOT
from tests.tools.conftest import Program
from tools.locks import all_of_python, npm_lock

PYTHON = {package.name: package.version for package in all_of_python(ROOT).values()}
NPM = len(npm_lock(ROOT / "package-lock.json"))
REPORT = f"report = [dict(name=n, version=v, vulns=[]) for n, v in {PYTHON!r}.items()]\n"
SAY = "print(json.dumps(dict(dependencies=report, fixes=[])))\n"
NPM_REPORT = "print(json.dumps(dict(vulnerabilities={flaws}, metadata=dict(dependencies=dict(total={total})))));sys.exit({status})"
NPM_CLEAN = NPM_REPORT.format(flaws="{}", total=NPM, status=0)
NO_REGISTRY = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9",
               "ALL_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "npm_config_registry": "http://127.0.0.1:9/",
               "npm_config_fetch_retries": "0"}  # fmt: skip


def audit(*arguments: str, **environment: str) -> tuple[int, str]:
    """Status and words of a real run."""
    command = [sys.executable, "-m", "tools.audit", *arguments]
    run = subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )
    assert not run.stderr, run.stderr
    return run.returncode, run.stdout


def both(program: Program, pip_audit: str, npm: str = NPM_CLEAN, seconds: str = "30") -> tuple[int, str]:
    return audit("--pip-audit", program(pip_audit), "--npm", program(npm), "--seconds", seconds)


def test_all_looked_up_and_clean(program: Program) -> None:
    status, words = both(program, REPORT + SAY)
    assert status == 0
    assert f"Python: {len(PYTHON)} locked, {len(PYTHON)} audited, vulnerabilities known: 0" in words
    assert f"npm: {NPM} locked, {NPM} audited, vulnerabilities known: 0" in words
    assert "NOT AUDITED" not in words


def test_both_locks_are_asked_about_and_strictly(program: Program) -> None:
    asked = (
        "needed = ['--strict', '--require-hashes', '--disable-pip']\n"
        "files = [os.path.basename(each) for each in sys.argv if each.endswith('.txt')]\n"
        "assert all(each in sys.argv for each in needed) and files == ['requirements.txt', 'requirements-dev.txt']\n"
    )
    assert both(program, asked + REPORT + SAY)[0] == 0


SKIPS = {
    "says so": "report[3] = dict(name=report[3]['name'], skip_reason='not found')\n" + SAY,
    "strict stops": "if '--strict' in sys.argv: sys.exit('ERROR: not found on the index')\n"
    "report[3] = dict(name=report[3]['name'], skip_reason='not found')\n" + SAY,
    "leaves it out": "del report[3]\n" + SAY,
    "another version": "report[3]['version'] = '0.0.1'\n" + SAY,
}


@pytest.mark.parametrize("way", SKIPS)
def test_a_skipped_package_is_not_audited(program: Program, way: str) -> None:
    status, words = both(program, REPORT + SKIPS[way])
    assert status == 2
    assert f"Python: {len(PYTHON)} locked, {len(PYTHON) - 1} audited" in words
    assert f"NOT AUDITED: Python: 1 of {len(PYTHON)} were not looked up ({list(PYTHON)[3]})" in words


FLAW = "report[0]['vulns'] = [dict(id='PYSEC-2026-1', fix_versions=[], aliases=[], description='')]\n"


def test_a_vulnerability(program: Program) -> None:
    status, words = both(program, REPORT + FLAW + SAY + "sys.exit(1)")
    name, version = next(iter(PYTHON.items()))
    assert status == 1
    assert f"Python: VULNERABLE: {name} {version}: PYSEC-2026-1" in words
    assert "NOT AUDITED" not in words


def test_a_vulnerability_beside_a_skipped_package(program: Program) -> None:
    stopped = "if '--strict' in sys.argv: sys.exit('ERROR: skipped')\n"
    status, words = both(program, stopped + REPORT + FLAW + "del report[3]\n" + SAY + "sys.exit(1)")
    assert status == 1
    assert "PYSEC-2026-1" in words and "NOT AUDITED: Python: 1 of" in words


NONSENSE = {
    "words": ("print('No known vulnerabilities found')", "No known vulnerabilities found"),
    "nothing": ("", "it said nothing"),
    "a list": ("print([])", "no report"),
    "another form": ("print(json.dumps(dict(dependencies=[dict(name='flask')])))", "another form"),
    "no dependencies": ("print('{}')", "another form"),
    "clean but failing": (REPORT + SAY + "sys.exit(3)", "ended with status 3"),
}


@pytest.mark.parametrize("way", NONSENSE)
def test_an_answer_that_is_none(program: Program, way: str) -> None:
    body, why = NONSENSE[way]
    status, words = both(program, body)
    assert status == 2
    assert "NOT AUDITED: Python: " in words and why in words


def test_a_program_that_hangs_with_its_children(program: Program) -> None:
    began = time.monotonic()
    status, words = both(program, "subprocess.Popen(['sleep', '60']); time.sleep(60)", seconds="1")
    assert time.monotonic() - began < 20
    assert status == 2
    assert "NOT AUDITED: Python: no answer within 1 seconds" in words
    assert f"{len(PYTHON)} locked, 0 audited\n" in words


def test_programs_that_are_not_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    status, words = audit("--pip-audit", missing, "--npm", missing)
    assert status == 2
    assert "NOT AUDITED: Python: missing could not be started" in words
    assert "NOT AUDITED: npm: npm is not installed" in words


NPM_WAYS = {
    "fewer": (
        NPM_REPORT.format(flaws="{}", total=NPM - 1, status=0),
        2,
        f"npm looked at {NPM - 1} packages, {NPM} are",
    ),
    "vulnerable": (
        NPM_REPORT.format(flaws={"sass": {"range": "<2", "severity": "high"}}, total=NPM, status=1),
        1,
        "npm: VULNERABLE: sass <2: high",
    ),
    "refused": ("print(json.dumps(dict(message='405 Method Not Allowed'))); sys.exit(1)", 2, "NOT AUDITED: npm: 405"),
    "nonsense": ("print('found 0 vulnerabilities')", 2, "NOT AUDITED: npm: no report"),
}


@pytest.mark.parametrize("way", NPM_WAYS)
def test_npm_is_held_to_the_same(program: Program, way: str) -> None:
    body, expected, words_expected = NPM_WAYS[way]
    status, words = both(program, REPORT + SAY, npm=body)
    assert status == expected
    assert words_expected in words


def test_a_real_run_without_a_network_never_sounds_like_good_news() -> None:
    # npm set to work offline finds "0 vulnerabilities" by itself
    status, words = audit("--seconds", "30", npm_config_offline="true", npm_config_audit="false", **NO_REGISTRY)
    assert status == 2
    assert f"Python: {len(PYTHON)} locked, 0 audited\n" in words
    assert f"npm: {NPM} locked, 0 audited\n" in words
    assert "NOT AUDITED: Python: " in words and "NOT AUDITED: npm: " in words
    assert "no known vulnerabilities" not in words.lower() and "vulnerabilities known: 0" not in words
