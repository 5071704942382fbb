"""Where counting fails, people pass; and as soon as it can, counting begins again."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from support.common.accounts.throttling import counting
from support.common.accounts.throttling.counting import Counters, Limit

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HERE = "203.0.113.7"
TWO = Limit(2, 60)


@pytest.fixture
def counters(tmp_path: Path) -> Counters:
    counters = Counters(tmp_path / "run", "survivors")
    tries(counters, 2)
    return counters


def tries(counters: Counters, times: int) -> list[bool]:
    return [counters.take("sign-in", HERE, TWO, NOW) for _time in range(times)]


def empty(file: Path) -> None:
    file.write_bytes(b"")


def garbage(file: Path) -> None:
    file.write_bytes(b"nothing of a database " * 400)


def garbage_everywhere(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).write_bytes(b"nothing of a database " * 4000)


def spoilt_pages(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:200] + b"\xa5" * (len(content) - 200))


def cut_short(file: Path) -> None:
    os.truncate(file, 5000)


def other_columns(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store:
        store.executescript("DROP TABLE bucket; CREATE TABLE bucket (something TEXT)")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("damage", [empty, garbage, garbage_everywhere, spoilt_pages, cut_short, other_columns, gone])
def test_a_spoilt_file_is_replaced_and_counts_at_once(counters: Counters, damage: Callable[[Path], None]) -> None:
    damage(counters.file)
    assert tries(counters, 4) == [True, True, False, False]
    assert counters.file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_another_holds_too_long_lets_people_pass(
    counters: Counters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(counters.file)) as store:
        store.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING):
            assert tries(counters, 2) == [True, True]
    assert [(record.msg, record.reason) for record in caplog.records] == [
        ("throttle does not count", "SQLITE_BUSY")
    ] * 2
    assert tries(counters, 1) == [False]


def test_a_full_store_lets_people_pass_and_keeps_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "MOST_PAGES", 3)
    counters = Counters(tmp_path / "run", "survivors")
    tries(counters, 2)
    with caplog.at_level(logging.WARNING):
        passed = [counters.take("sign-in", f"198.51.{number}.1", TWO, NOW) for number in range(200)]
    assert all(passed)
    assert caplog.records[-1].reason == "SQLITE_FULL"
    assert tries(counters, 1) == [False]
    assert counters.sweep(NOW + timedelta(hours=1)) > 10
    assert counters.take("sign-in", "198.51.199.1", TWO, NOW + timedelta(hours=1))
    assert counters.take("sign-in", "198.51.199.1", TWO, NOW + timedelta(hours=1))
    assert not counters.take("sign-in", "198.51.199.1", TWO, NOW + timedelta(hours=1))


@pytest.mark.parametrize("failure", [OSError(30, "Read-only file system"), OSError(28, "No space left on device")])
def test_a_folder_that_cannot_be_written_lets_people_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: OSError
) -> None:
    counters, opened = Counters(tmp_path / "run", "survivors"), os.open

    def refused(path: object, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise failure
        return opened(path, flags, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr(os, "open", refused)
        assert tries(counters, 4) == [True] * 4
        assert counters.forgive("sign-in", HERE, NOW) is None
        assert counters.sweep(NOW) == 0
    assert caplog.records[0].reason == "OSError"
    assert tries(counters, 3) == [True, True, False]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_cannot_be_written_lets_people_pass(counters: Counters, caplog: pytest.LogCaptureFixture) -> None:
    counters.file.chmod(0o400)
    with caplog.at_level(logging.WARNING):
        assert [counters.take("sign-in", "198.51.100.1", TWO, NOW) for _time in range(4)] == [True] * 4
    assert caplog.records[0].reason == "SQLITE_READONLY"


def test_a_file_in_the_place_of_the_folder_lets_people_pass(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    assert tries(Counters(tmp_path / "run", "survivors"), 4) == [True] * 4


def test_a_folder_in_the_place_of_the_file_lets_people_pass(tmp_path: Path) -> None:
    (tmp_path / "run" / "counters.sqlite").mkdir(parents=True)
    assert tries(Counters(tmp_path / "run", "survivors"), 4) == [True] * 4


def test_a_lost_key_begins_the_counts_again(counters: Counters) -> None:
    counters.keys.file.unlink()
    assert tries(counters, 3) == [True, True, False]


def test_a_failure_is_reported_without_words_of_the_request(
    counters: Counters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_counters: Counters) -> sqlite3.Connection:
        raise sqlite3.OperationalError(f"cannot count {HERE}")

    monkeypatch.setattr(Counters, "_connected", failing)
    with caplog.at_level(logging.WARNING):
        assert tries(counters, 1) == [True]
    assert HERE not in str([vars(record) for record in caplog.records])
