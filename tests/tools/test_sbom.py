"""The bill of materials names exactly what is locked and vendored (S110, S111)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.rules.source import ROOT
from tools import sbom
from tools.locks import Locked, all_of_python, npm_lock, python_lock

TEXT = (ROOT / "sbom.json").read_text("utf-8")
BILL: dict[str, Any] = json.loads(TEXT)


def components(kind: str) -> dict[str, dict[str, Any]]:
    return {each["purl"]: each for each in BILL["components"] if each.get("purl", "").startswith(f"pkg:{kind}/")}


def test_it_is_valid_cyclonedx() -> None:
    assert BILL["specVersion"] == "1.6"
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(TEXT) is None


def test_it_is_up_to_date() -> None:
    assert sbom.written() == TEXT, "sbom.json is older than the locks or the data: run `make sbom`"


def test_python_packages_are_the_locked_ones() -> None:
    locked = {f"pkg:pypi/{package.name}@{package.version}" for package in all_of_python(ROOT).values()}
    assert locked == components("pypi").keys()


def test_what_runs_is_told_from_what_tests() -> None:
    run = {package.name for package in python_lock(ROOT / "requirements.txt").values()}
    assert run == {each["name"] for each in components("pypi").values() if each["scope"] == "required"}


def test_sums_are_those_of_the_lock() -> None:
    for package in all_of_python(ROOT).values():
        hashes = components("pypi")[f"pkg:pypi/{package.name}@{package.version}"]["hashes"]
        assert {each["content"] for each in hashes} == set(package.sums)


def test_npm_packages_are_the_locked_ones_and_the_checker() -> None:
    locked = {(package.name, package.version) for package in npm_lock(ROOT / "package-lock.json").values()}
    named = {
        (f"{each['group']}/{each['name']}" if "group" in each else each["name"], each["version"])
        for each in components("npm").values()
    }
    assert {name for name, _ in named - locked} == {"axe-core"}
    assert locked <= named


def test_the_vendored_front_end() -> None:
    served = [each for each in components("npm").values() if each["scope"] == "required"]
    assert [each["name"] for each in served] == ["govuk-frontend"]
    assert served[0]["licenses"][0]["license"]["id"] == "MIT"
    assert f"| version | {served[0]['version']} |" in (ROOT / "styles" / "VENDORED.md").read_text("utf-8")
    axe = next(each for each in components("npm").values() if each["name"] == "axe-core")
    assert axe["licenses"][0]["license"]["id"] == "MPL-2.0" and axe["scope"] == "excluded"


def test_the_data() -> None:
    data = {each["name"]: each for each in BILL["components"] if each["type"] == "data"}
    assert "CC-BY-4.0" in data["support/site/places/data/places.tsv.gz"]["licenses"][0]["expression"]
    for name, each in data.items():
        assert each["hashes"][0]["content"] == hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def test_every_component_has_its_place_and_the_file_no_time() -> None:
    refs = {each["bom-ref"] for each in BILL["components"]}
    assert len(refs) == len(BILL["components"])
    asked_for = {ref for each in BILL["dependencies"] for ref in each.get("dependsOn", [])}
    assert {ref for ref in refs if ref.startswith("pkg:pypi/")} <= asked_for, "nobody asked for some package"
    assert "serialNumber" not in BILL and "timestamp" not in BILL["metadata"]


@pytest.mark.parametrize(("name", "version"), [("no-such-package-here", "1"), ("flask", "0.0.1")])
def test_what_is_not_installed_as_locked_is_refused(name: str, version: str) -> None:
    with pytest.raises(LookupError, match="locked"):
        sbom.licences_of(Locked(name, version, ()))
