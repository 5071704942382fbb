"""Loading the bundled services: all or nothing, again without change, nothing that a person checked is overwritten."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from support.common.crisis import bundled
from support.common.kernel.db import db
from support.site.directory.composing import compose, shown
from support.site.directory.engine import engine
from support.site.directory.listing import decode, encode
from support.site.directory.models import Attribute, ListingRow, Phone, Service, TaxonomyTerm
from support.site.directory.vocabulary import ALL
from tests.conftest import DATABASES, Make, database_url, filled


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    """A site of its own, that a test may change."""
    return filled(make_app(tmp_path, database_url(request.param, request, tmp_path)))


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader((bundled.DATA / "services.csv").open(encoding="utf-8", newline="")))


def load(app: Flask, changed: list[dict[str, str]], folder: Path) -> tuple[int, str]:
    path = folder / "services.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(changed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)
    bundled.services.cache_clear()
    result = app.test_cli_runner().invoke(args=["directory", "load", "--services", str(path)])
    bundled.services.cache_clear()
    return result.exit_code, result.output


def everything(app: Flask) -> dict[str, tuple[bool, str, int]]:
    with app.app_context():
        found = db.session.execute(
            select(ListingRow.service_id, ListingRow.shown, ListingRow.body, ListingRow.sequence)
        )
        return {str(key): (visible, body, sequence) for key, visible, body, sequence in found}


def test_every_row_is_in_the_tables_and_only_good_ones_are_shown(site: Flask) -> None:
    found = everything(site)
    assert set(found) == {str(service.uuid) for service in bundled.services()}
    assert {key for key, (visible, *_rest) in found.items() if visible} == {
        str(service.uuid) for service in bundled.services() if service.shown
    }


def test_documents_say_what_the_tables_say(site: Flask) -> None:
    with site.app_context():
        for service in db.session.scalars(select(Service)):
            row = db.session.scalar(select(ListingRow).where(ListingRow.service_id == service.id))
            assert row is not None
            assert encode(compose(service, engine().locate)).decode() == row.body
            assert row.shown == shown(service)


def test_the_vocabulary_is_in_the_tables(site: Flask) -> None:
    with site.app_context():
        stored = {(term.taxonomy, term.code): term.id for term in db.session.scalars(select(TaxonomyTerm))}
    assert stored == {(term.taxonomy, term.code): term.uuid for words in ALL for term in words.values()}
    assert len(ALL[0]) >= 30
    assert sum(len(words) for words in ALL[1:]) >= 40


def test_loading_again_changes_nothing(own: Flask) -> None:
    before = everything(own)
    result = own.test_cli_runner().invoke(args=["directory", "load"])
    assert "no change" in result.output
    result = own.test_cli_runner().invoke(args=["directory", "load", "--again"])
    assert "653 read, 0 changed, 0 gone" in result.output
    assert everything(own) == before


def test_a_broken_row_stops_it_and_the_old_data_stands(own: Flask, tmp_path: Path) -> None:
    before = everything(own)
    broken = rows()
    broken[0]["name"] = "Changed"
    broken[400]["phone"] = "ring the bell"
    code, output = load(own, broken, tmp_path)
    assert code != 0
    assert "services.csv, line 402: the number 'ring the bell' cannot be dialled" in output
    assert everything(own) == before


def test_a_failure_in_the_middle_changes_nothing(own: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(own)
    changed = rows()
    for row in changed:
        row["description"] = "Something new."
    monkeypatch.setattr("support.site.directory.changes.check", _fail_at(300))
    code, _output = load(own, changed, tmp_path)
    assert code != 0
    assert everything(own) == before


def _fail_at(count: int):  # type: ignore[no-untyped-def]
    seen = iter(range(count))

    def check(_listing: object) -> None:
        if next(seen, None) is None:
            raise ValueError("the plug was pulled")

    return check


def test_changed_and_missing_rows(own: Flask, tmp_path: Path) -> None:
    before, changed = everything(own), rows()
    gone = changed.pop(10)
    changed[20]["name"] = "Another name"
    code, output = load(own, changed, tmp_path)
    assert (code, "652 read, 2 changed, 1 gone" in output) == (0, True), output
    after = everything(own)
    assert not after[gone["uuid"]][0]
    assert decode(after[changed[20]["uuid"]][1]).name == "Another name"
    touched = {gone["uuid"], changed[20]["uuid"]}
    assert {key for key in after if after[key] != before[key]} == touched


def test_what_a_person_checked_is_not_overwritten(own: Flask, tmp_path: Path) -> None:
    changed = rows()
    with own.app_context():
        service = db.session.scalar(select(Service).where(Service.source_key == f"bundled:{changed[30]['id']}"))
        assert service is not None
        service.assured_date, service.assured_how, service.name = date(2026, 11, 20), "by phone", "As checked"
        db.session.commit()
    changed[30]["name"] = "As in the file"
    assert load(own, changed, tmp_path)[0] == 0
    with own.app_context():
        service = db.session.scalar(select(Service).where(Service.source_key == f"bundled:{changed[30]['id']}"))
        assert service is not None
        assert service.name == "As checked"


def test_parts_of_a_changed_row_are_replaced_not_added(own: Flask, tmp_path: Path) -> None:
    with own.app_context():
        before = [db.session.scalar(select(func.count()).select_from(table)) for table in (Phone, Attribute)]
    changed = rows()
    for row in changed:
        row["description"] += " "
    assert load(own, changed, tmp_path)[0] == 0
    with own.app_context():
        assert [db.session.scalar(select(func.count()).select_from(table)) for table in (Phone, Attribute)] == before
