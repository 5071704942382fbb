"""Everything that goes out is valid: by the official JSON Schemas with unknown properties refused, and by Frictionless."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import frictionless
import pytest
from flask import Flask

from support.common.kernel.db import db
from support.site.directory.engine import engine
from support.site.exchange.out.columns import REQUIRED_IN_HSDS, TABLES
from support.site.exchange.out.package import descriptor
from support.site.exchange.out.taking import Taking, Wish
from tests.conftest import browser
from tests.site.exchange import official
from tests.site.exchange.given import CLINIC
from tests.site.exchange.out.test_golden import GOLDEN, export


def nulls(value: Any, at: str = "") -> list[str]:
    """Where a null, an empty list or, beside the lines of an address, an empty text stands."""
    if isinstance(value, dict):
        return [fault for name, one in value.items() for fault in nulls(one, f"{at}.{name}")]
    if isinstance(value, list):
        return [fault for one in value for fault in nulls(one, at)] if value else [at]
    empty = value is None or (value == "" and not at.endswith((".city", ".state_province", ".postal_code")))
    return [at] if empty else []


def services_of(app: Flask, each: int = 1) -> list[dict[str, Any]]:
    with app.app_context():
        found = list(Taking(db.session(), engine().locate, Wish()).services())[::each]
    return json.loads(json.dumps(found))


def test_every_service_is_valid(small_site: Flask) -> None:
    services = services_of(small_site)
    assert len(services) == 4
    assert not [fault for one in services for fault in official.faults("service", one) + nulls(one)]


def test_the_bundled_services_are_valid(sqlite_site: Flask) -> None:
    """One in six: each takes milliseconds, and there are hundreds of them."""
    services = services_of(sqlite_site, 6)
    assert len(services) > 100
    assert not [fault for one in services for fault in official.faults("service", one) + nulls(one)][:10]


def test_the_official_schemas_would_notice() -> None:
    service = json.loads((GOLDEN / "services.json").read_text("utf-8"))[1]
    for broken in ({"email": None}, {"extra": 1}, {"status": "open"}, {"minimum_age": "15"}, {"id": "1"}):
        assert official.faults("service", service | broken), broken


@pytest.mark.parametrize("form", ["folder", "all.zip"])
def test_frictionless_finds_the_package_valid(sqlite_site: Flask, tmp_path: Path, form: str) -> None:
    place = tmp_path / form
    export(sqlite_site, "--format", "hsds-csv", "--output", str(place), "--kind", "hotline", "--kind", "shelter")
    report = frictionless.validate(str(place / "datapackage.json" if form == "folder" else place))
    assert report.valid, report.flatten(["name", "fieldName", "type", "message"])[:10]
    assert len(report.tasks) == len(TABLES)


def test_the_golden_package_is_valid() -> None:
    report = frictionless.validate(str(GOLDEN / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "fieldName", "type", "message"])[:10]


def test_the_official_descriptor_takes_our_files(tmp_path: Path) -> None:
    """But for the lines of an address that nobody knows."""
    ours = {table.path for table in TABLES}
    package = official.descriptor()
    package["resources"] = [one for one in package["resources"] if one["path"] in ours]
    assert {one["path"] for one in package["resources"]} == ours
    for one in package["resources"]:
        table = next(table for table in TABLES if table.path == one["path"])
        names = [column.name for column in table.columns]
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        assert set(names) <= fields.keys(), one["path"]
        for name, field in fields.items():
            if (table.entity, name) in REQUIRED_IN_HSDS:
                field["constraints"]["required"] = False
            required = bool(field["constraints"].get("required"))
            assert not required or name in names, f"{table.path} lacks {name}"
        one["schema"]["fields"] = [fields[name] for name in names]
        links = one["schema"].get("foreignKeys", [])
        one["schema"]["foreignKeys"] = [link for link in links if link["fields"] in names]
    shutil.copytree(GOLDEN / "package", tmp_path, dirs_exist_ok=True)
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "fieldName", "type", "message"])[:10]


def test_the_descriptor_says_on_what_terms() -> None:
    found = descriptor()
    assert found["licenses"][0]["name"] == "CC0-1.0"
    assert any("GeoNames" in source["title"] for source in found["sources"])
    assert any("Open Eligibility" in source["title"] for source in found["sources"])


def test_one_listing_is_one_valid_service(small_site: Flask) -> None:
    answer = browser(small_site).get(f"/en/data/{CLINIC}.json")
    assert answer.json == json.loads((GOLDEN / "services.json").read_text("utf-8"))[1]
    assert not official.faults("service", answer.json)
