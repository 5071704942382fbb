"""Backups rehearsed: made while somebody writes, opened only with the private key, put back whole."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from support.common.kernel.db import db
from support.common.operations import backup
from support.site.directory.models import ListingRow, Service
from tests.common.operations.conftest import with_keys
from tests.conftest import DATABASES, Make, browser, database_url, filled


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, str]:
    private = tmp_path / "private.key"
    return private, backup.new_key(private)


@pytest.fixture(params=DATABASES)
def own(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make, keys: tuple[Path, str]) -> Flask:
    url = database_url(request.param, request, tmp_path)
    return with_keys(filled(make_app(tmp_path, url, settings={"backup_key": keys[1]})))


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def made(app: Flask) -> Path:
    code, output = run(app, "backup", "create")
    assert code == 0, output
    return Path(output.split("Backup: ")[1].splitlines()[0])


def names(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {str(key): name for key, name in db.session.execute(select(Service.id, Service.name))}


def rename(app: Flask, name: str) -> None:
    with app.app_context():
        db.session.execute(update(Service).values(name=name))
        db.session.commit()


def test_the_drill(own: Flask, keys: tuple[Path, str]) -> None:
    """Back up, lose everything, restore, search again."""
    before, path = names(own), made(own)
    rename(own, "Lost")
    code, output = run(own, "backup", "restore", str(path), "--identity", str(keys[0]), "--yes")
    assert code == 0, output
    assert names(own) == before
    assert run(own, "directory", "reindex")[0] == 0
    client = browser(own)
    answer = client.post("/en-GB/directory", data={"q": "samaritans"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "Samaritans" in client.get(answer.headers["Location"]).get_data(as_text=True)


def test_it_is_consistent_while_somebody_writes(own: Flask, keys: tuple[Path, str]) -> None:
    """A writer changes all names in one transaction again and again; a backup never holds two of them."""
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            rename(own, f"Turn {turn}")
            turn += 1

    rename(own, "Turn before")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.2)  # let the writer be in the middle of it
        path = made(own)
    finally:
        stop.set()
        writer.join()
    assert run(own, "backup", "restore", str(path), "--identity", str(keys[0]), "--yes")[0] == 0
    assert len(set(names(own).values())) == 1


def test_only_the_private_key_opens_it(own: Flask, keys: tuple[Path, str], tmp_path: Path) -> None:
    path, stranger = made(own), tmp_path / "stranger.key"
    backup.new_key(stranger)
    assert b"Samaritans" not in path.read_bytes()
    assert run(own, "backup", "verify", str(path), "--identity", str(keys[0]))[0] == 0
    code, output = run(own, "backup", "verify", str(path), "--identity", str(stranger))
    assert (code, "cannot be opened" in output) == (1, True)


@pytest.mark.parametrize("where", [0.05, 0.5, 0.95])
def test_a_damaged_backup_changes_nothing(own: Flask, keys: tuple[Path, str], where: float) -> None:
    path = made(own)
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 1
    path.write_bytes(content)
    before = names(own)
    code, output = run(own, "backup", "restore", str(path), "--identity", str(keys[0]), "--yes")
    assert (code, "Nothing was changed" in output) == (1, True), output
    assert names(own) == before


def test_a_cut_backup_is_said(own: Flask, keys: tuple[Path, str]) -> None:
    path = made(own)
    path.write_bytes(path.read_bytes()[:-1000])
    assert run(own, "backup", "verify", str(path), "--identity", str(keys[0]))[0] == 1


def test_old_backups_are_forgotten(own: Flask) -> None:
    first = made(own)
    old = first.parent.parent / "site-20200101T000000Z.age"  # where the first version put them
    first.replace(old)
    then = (datetime.now(UTC) - timedelta(days=31)).timestamp()
    os.utime(old, (then, then))
    recent = made(own)
    assert recent.exists()
    assert not old.exists()


def test_a_database_in_use_is_not_replaced(tmp_path: Path, make_app: Make, keys: tuple[Path, str]) -> None:
    own = with_keys(filled(make_app(tmp_path, settings={"backup_key": keys[1]})))
    path = made(own)
    with own.app_context():
        db.session.execute(select(ListingRow.number).limit(1))
        db.session.execute(update(Service).values(name="Being written"))
        code, output = run(own, "backup", "restore", str(path), "--identity", str(keys[0]), "--yes")
        db.session.rollback()
    assert (code, "in use" in output) == (1, True), output


def test_without_a_key_none_is_made(tmp_path: Path, make_app: Make) -> None:
    own = make_app(tmp_path)
    code, output = run(own, "backup", "create")
    assert (code, "SUPPORT_BACKUP_KEY is not set" in output) == (1, True)


def test_nothing_readable_is_left_beside_it(own: Flask) -> None:
    path = made(own)
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0
