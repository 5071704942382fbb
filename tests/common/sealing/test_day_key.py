"""The key of the day: the same for all processes, another one tomorrow, and nothing left of yesterday's."""

from __future__ import annotations

import multiprocessing
import os
from datetime import UTC, date, datetime, timedelta
from multiprocessing.synchronize import Barrier as BarrierType
from pathlib import Path

import pytest

from support.common.sealing.day_key import KEY_BYTES, DayKey, DayOver, on_memory

DAY = date(2026, 11, 24)
ONE_DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def ask_at_once(
    folder: Path, days: list[date], barrier: BarrierType, answers: multiprocessing.Queue[list[str]]
) -> None:
    found = []
    for day in days:
        barrier.wait(60)
        found.append(DayKey(folder).of(day).hex())
    answers.put(found)


def test_a_day_has_one_key_of_32_bytes(tmp_path: Path) -> None:
    key = DayKey(tmp_path / "run").of(DAY)
    assert len(key) == KEY_BYTES
    assert len(set(key)) > 8
    assert DayKey(tmp_path / "run").of(DAY) == key


def test_folders_have_different_keys(tmp_path: Path) -> None:
    assert DayKey(tmp_path / "one").of(DAY) != DayKey(tmp_path / "other").of(DAY)


def test_others_can_read_neither_folder_nor_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        DayKey(tmp_path / "run").of(DAY)
    finally:
        os.umask(before)
    assert mode(tmp_path / "run") == 0o700
    assert mode(tmp_path / "run" / "day-key") == 0o600


def test_a_folder_that_stood_open_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    DayKey(tmp_path).of(DAY)
    assert mode(tmp_path) == 0o700


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    another = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: another)
    with pytest.raises(PermissionError):
        DayKey(tmp_path).of(DAY)
    assert not list(tmp_path.iterdir())


def test_a_new_day_has_a_new_key_and_the_old_one_is_gone(tmp_path: Path) -> None:
    keys = DayKey(tmp_path)
    old = keys.of(DAY)
    new = keys.of(DAY + ONE_DAY)
    assert new != old
    assert keys.of(DAY + ONE_DAY) == new
    assert [path.name for path in tmp_path.iterdir()] == ["day-key"]
    assert old not in everything_in(tmp_path)


def test_the_old_file_is_overwritten_and_not_only_unlinked(tmp_path: Path) -> None:
    keys = DayKey(tmp_path)
    keys.of(DAY)
    with keys.file.open("rb") as still_open:
        keys.of(DAY + ONE_DAY)
        held = still_open.read()
    assert held
    assert not any(held)


def test_the_old_key_goes_even_when_there_is_no_room_for_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = DayKey(tmp_path)
    old = keys.of(DAY)

    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            keys.of(DAY + ONE_DAY)
    assert old not in everything_in(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["day-key"]
    assert len(keys.of(DAY + ONE_DAY)) == KEY_BYTES


def test_a_day_that_is_over_has_no_key(tmp_path: Path) -> None:
    keys = DayKey(tmp_path)
    key = keys.of(DAY)
    for days in (1, 2, 400):
        with pytest.raises(DayOver):
            keys.of(DAY - days * ONE_DAY)
    assert keys.of(DAY) == key


@pytest.mark.parametrize("content", [b"", b"2026-11-24", b"2026-11-24" + b"k" * 31, b"\xff" * 42, bytes(42)])
def test_a_spoilt_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    keys = DayKey(tmp_path)
    keys.file.write_bytes(content)
    key = keys.of(DAY)
    assert len(key) == KEY_BYTES
    assert keys.of(DAY) == key


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "day-key.new").write_bytes(b"half a key")
    DayKey(tmp_path).of(DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["day-key"]


def test_the_key_at_hand_is_the_key_of_the_day_in_utc(tmp_path: Path) -> None:
    day, key = DayKey(tmp_path).at_hand(datetime.fromisoformat("2026-11-24T23:30:00-05:00"))
    assert day == date(2026, 11, 25)
    assert key == DayKey(tmp_path).of(day)


def test_a_worker_just_before_midnight_goes_along_with_one_after_it(tmp_path: Path) -> None:
    keys = DayKey(tmp_path)
    after = keys.at_hand(MIDNIGHT)
    assert keys.at_hand(MIDNIGHT - timedelta(seconds=1)) == after


def test_a_key_made_under_a_wrong_clock_does_not_stay(tmp_path: Path) -> None:
    keys = DayKey(tmp_path)
    _day, wrong = keys.at_hand(MIDNIGHT + timedelta(days=900))
    day, key = keys.at_hand(MIDNIGHT + timedelta(hours=9))
    assert day == MIDNIGHT.date()
    assert key != wrong
    assert wrong not in everything_in(tmp_path)


def test_processes_that_ask_at_the_same_moment_get_the_same_key(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    days = [DAY + number * ONE_DAY for number in range(20)]
    barrier, answers = spawn.Barrier(3), spawn.Queue()
    workers = [spawn.Process(target=ask_at_once, args=(tmp_path / "run", days, barrier, answers)) for _ in range(3)]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=60) for _worker in workers]
    for worker in workers:
        worker.join(60)
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == len(days)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/run/still/site", True),
        ("/run", True),
        ("/running", False),
        ("/run/disk/site", False),
        ("/srv/with space/site", True),
        ("/ram", True),
        ("/twice/site", False),
        ("/var/lib", False),
    ],
)
def test_a_folder_on_memory_is_told_from_one_on_a_disk(tmp_path: Path, folder: str, expected: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/sdb1 /run/disk ext4 rw 0 0\nnone /ram ramfs rw 0 0\n"
        "tmpfs /srv/with\\040space tmpfs rw 0 0\ntmpfs /twice tmpfs rw 0 0\n/dev/sdc1 /twice xfs rw 0 0\nbroken\n\n"
    )
    assert on_memory(Path(folder), mounts) is expected


def test_what_is_unknown_counts_as_a_disk(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    (tmp_path / "empty").write_text("")
    assert on_memory(tmp_path, tmp_path / "missing") is False
    assert on_memory(tmp_path, tmp_path / "empty") is False
    assert on_memory(tmp_path / "circle") is False
