"""The counters: a bucket of tries for each source, in a file that tells nobody which source it was."""

from __future__ import annotations

import multiprocessing
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier as BarrierType
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.throttling.counting import Counters, Limit

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HERE, THERE = "203.0.113.7", "198.51.100.1"
THREE = Limit(3, 60)


@pytest.fixture
def counters(tmp_path: Path) -> Counters:
    return Counters(tmp_path / "run", "survivors")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def tries(counters: Counters, times: int, now: datetime = NOW, source: str = HERE) -> list[bool]:
    return [counters.take("sign-in", source, THREE, now) for _time in range(times)]


def names(counters: Counters) -> set[str]:
    with closing(sqlite3.connect(counters.file)) as store:
        return {name for (name,) in store.execute("SELECT name FROM bucket")}


def take_at_once(folder: Path, times: int, barrier: BarrierType, answers: multiprocessing.Queue[int]) -> None:
    counters, limit = Counters(folder, "survivors"), Limit(50, 3600)
    barrier.wait(60)
    answers.put(sum(counters.take("sign-in", HERE, limit, NOW) for _time in range(times)))


def test_a_burst_passes_and_then_one_each_interval(counters: Counters) -> None:
    assert tries(counters, 5) == [True, True, True, False, False]
    assert tries(counters, 1, after(59.9)) == [False]
    assert tries(counters, 2, after(60)) == [True, False]
    assert tries(counters, 5, after(6000)) == [True, True, True, False, False]


def test_sources_and_actions_are_counted_apart(counters: Counters) -> None:
    tries(counters, 5)
    assert counters.take("sign-in", THERE, THREE, NOW)
    assert counters.take("recover", HERE, THREE, NOW)


def test_another_object_on_the_same_folder_goes_on_counting(counters: Counters) -> None:
    tries(counters, 3)
    assert tries(Counters(counters.file.parent, "survivors"), 1) == [False]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 6),
    st.floats(0.001, 500),
    st.lists(st.floats(0, 300), min_size=1, max_size=40),
)
def test_no_window_lets_more_pass_than_burst_and_refill(burst: int, every: float, pauses: list[float]) -> None:
    passed, moment, limit = [], NOW, Limit(burst, every)
    with tempfile.TemporaryDirectory() as folder:
        counters = Counters(Path(folder), "survivors")
        for pause in pauses:
            moment = min(moment + timedelta(seconds=pause), after(43_000))  # counts begin again at midnight
            if counters.take("sign-in", HERE, limit, moment):
                passed.append(moment)
    assert len(passed) >= min(burst, len(pauses))
    for first, start in enumerate(passed):
        for last, end in enumerate(passed[first:], first):
            refilled = (end - start) // timedelta(microseconds=limit.every)
            assert last - first + 1 <= burst + refilled


@given(st.integers(-5, 0) | st.just(1), st.floats(-10, 0) | st.just(1e-9))
def test_a_limit_without_sense_is_refused(burst: int, every: float) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(burst, every)


def test_what_succeeded_is_given_back_and_no_more_than_that(counters: Counters) -> None:
    tries(counters, 2)
    counters.forgive("sign-in", HERE, NOW)
    assert tries(counters, 3) == [True, True, False]
    counters.forgive("sign-in", THERE, NOW)
    assert names(counters)


def test_a_bucket_that_was_given_all_back_leaves_no_row(counters: Counters) -> None:
    tries(counters, 1)
    counters.forgive("sign-in", HERE, NOW)
    assert names(counters) == set()
    counters.forgive("sign-in", HERE, NOW)
    assert tries(counters, 4) == [True, True, True, False]


def held(path: Path) -> closing[sqlite3.Connection]:
    """Somebody reads the file meanwhile, so that what SQLite keeps beside it stays there."""
    store = sqlite3.connect(path)
    store.execute("BEGIN")
    store.execute("SELECT count(*) FROM bucket").fetchone()
    return closing(store)


def test_the_folder_holds_no_address_and_no_action(counters: Counters) -> None:
    folder = counters.file.parent
    tries(counters, 1)
    with held(counters.file):
        for source in (HERE, THERE, "2001:db8:1:2::/64"):
            tries(counters, 4, source=source)
        contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert contents.keys() == {"day-key", "counters.sqlite", "counters.sqlite-wal", "counters.sqlite-shm"}
    assert any(name.encode() in contents["counters.sqlite-wal"] for name in names(counters))
    for known in (HERE, THERE, "2001:db8", "203.0", "sign-in", "survivors"):
        assert known.encode() not in b"".join(contents.values())


def test_others_can_read_none_of_the_files(counters: Counters) -> None:
    tries(counters, 1)
    with held(counters.file):
        tries(counters, 1)
        modes = {path.name: path.stat().st_mode & 0o777 for path in counters.file.parent.iterdir()}
    assert len(modes) == 4
    assert set(modes.values()) == {0o600}


def test_names_differ_by_part_action_source_and_day(counters: Counters) -> None:
    folder = counters.file.parent
    counters.take("sign-in", HERE, THREE, NOW)
    counters.take("recover", HERE, THREE, NOW)
    counters.take("sign-in", THERE, THREE, NOW)
    Counters(folder, "prevention").take("sign-in", HERE, THREE, NOW)
    today = names(counters)
    assert len(today) == 4
    assert {len(name) for name in today} == {16}
    counters.take("sign-in", HERE, THREE, NOW + timedelta(days=1))
    assert len(names(counters)) == 1
    assert not names(counters) & today


def test_two_folders_name_the_same_thing_differently(counters: Counters, tmp_path: Path) -> None:
    other = Counters(tmp_path / "other", "survivors")
    for each in (counters, other):
        each.take("sign-in", HERE, THREE, NOW)
    assert not names(counters) & names(other)


def test_nothing_of_yesterday_is_left_in_any_byte(counters: Counters) -> None:
    tries(counters, 4)
    yesterday = names(counters)
    assert counters.sweep(NOW + timedelta(days=1)) == len(yesterday) == 1
    content = b"".join(path.read_bytes() for path in counters.file.parent.iterdir())
    assert not any(name.encode() in content for name in yesterday)


def test_a_sweep_keeps_what_still_counts_and_removes_what_is_full_again(counters: Counters) -> None:
    tries(counters, 3)
    tries(counters, 1, source=THERE)
    assert counters.sweep(after(59)) == 0
    assert counters.sweep(after(60)) == 1
    assert tries(counters, 2, after(60)) == [True, False]
    assert counters.sweep(after(1000)) == 1


def test_a_sweep_where_nobody_ever_came_is_nothing(counters: Counters) -> None:
    assert counters.sweep(NOW) == 0


def test_a_clock_that_is_set_back_makes_nobody_wait_longer(counters: Counters) -> None:
    tries(counters, 5, after(7200))
    assert tries(counters, 1) == [False]
    assert tries(counters, 2, after(60)) == [True, False]


def test_a_clock_that_runs_ahead_by_days_and_comes_back_is_survived(counters: Counters) -> None:
    tries(counters, 5)
    assert tries(counters, 4, NOW + timedelta(days=500)) == [True, True, True, False]
    assert tries(counters, 4) == [True, True, True, False]
    assert len(names(counters)) == 1


def test_processes_count_together(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    barrier, answers = spawn.Barrier(3), spawn.Queue()
    workers = [spawn.Process(target=take_at_once, args=(tmp_path / "run", 60, barrier, answers)) for _ in range(3)]
    for worker in workers:
        worker.start()
    passed = sum(answers.get(timeout=60) for _worker in workers)
    for worker in workers:
        worker.join(60)
    assert passed == 50
