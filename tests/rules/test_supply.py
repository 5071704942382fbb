"""Foreign code that is compiled into our files is recorded with version, hash and licence (S111)."""

from __future__ import annotations

import json
import re

from tests.rules.source import ROOT

RECORD = ROOT / "styles" / "VENDORED.md"


def record() -> str:
    assert RECORD.exists(), "styles/VENDORED.md is missing: it records what the style sheet is made from (S111)"
    return RECORD.read_text("utf-8")


def test_the_record_names_version_hash_and_licence() -> None:
    assert re.search(r"\| version \| \d+\.\d+\.\d+ \|", record())
    assert re.search(r"`sha512-[A-Za-z0-9+/]{86}==`", record()), "the npm integrity hash is missing"
    assert re.search(r"\| sha256 [^|]*\| `[0-9a-f]{64}` \|", record()), "the sha256 of the archive is missing"
    assert "Permission is hereby granted, free of charge" in record(), "the text of the licence is missing"


def test_the_record_is_what_the_build_installs() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    package = lock["packages"]["node_modules/govuk-frontend"]
    assert f"| version | {package['version']} |" in record(), (
        "VENDORED.md and package-lock.json name different versions"
    )
    assert package["integrity"] in record(), "VENDORED.md and package-lock.json name different hashes"


def test_every_locked_build_package_has_a_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    bare = [name for name, entry in lock["packages"].items() if name and not entry.get("integrity")]
    assert not bare, f"without an integrity hash in package-lock.json: {bare}"


def test_build_tools_stay_build_tools() -> None:
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert not package.get("dependencies"), "nothing of npm runs on a server: devDependencies only"
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values()), (
        "exact versions only: what is compiled in must be the same tomorrow"
    )
