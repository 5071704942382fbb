"""Several processes, and the power cut: the store is as before or as after, never half."""

from __future__ import annotations

import multiprocessing
import os
import signal
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from support.common.sealing import keystore_tables
from support.common.sealing.keystore import KeyStore
from support.common.sealing.wrapping import KeyGone
from tests.common.sealing import keystore_children as children
from tests.common.sealing.conftest import FIRST, SECOND, Open
from tests.common.sealing.test_keystore import run
from tests.common.sealing.test_keystore_rotation import owners

SPAWN = multiprocessing.get_context("spawn")
OWNER = uuid.uuid4()


def killed(target: Callable[..., None], *given: object) -> None:
    """Run it in a process that is expected to be killed."""
    process = SPAWN.Process(target=target, args=given)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def test_processes_that_begin_at_the_same_moment_get_one_store_and_one_root(address: str, opened: Open) -> None:
    count = 3
    together, said = SPAWN.Barrier(count), SPAWN.Queue()
    processes = [
        SPAWN.Process(target=children.prepare_and_root, args=(address, FIRST, together, said)) for _ in range(count)
    ]
    for process in processes:
        process.start()
    roots = {said.get(timeout=60) for _ in processes}
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * count
    assert roots == {opened().root("outbox").hex()}
    opened().check()


@pytest.mark.parametrize(("when", "done"), [("DELETE", False), ("INSERT", False), ("commit", False), ("settle", True)])
def test_a_power_cut_while_destroying(address: str, store: KeyStore, opened: Open, when: str, done: bool) -> None:
    store.new(OWNER)
    key = store.key(OWNER)
    store.close()
    killed(children.destroy_and_die, address, FIRST, OWNER, when)
    after = opened()
    after.check()
    assert after.erased() == ({OWNER: children.DAY} if done else {})
    if done:
        with pytest.raises(KeyGone):
            after.key(OWNER)
    else:
        assert after.key(OWNER) == key
    after.destroy(OWNER, children.DAY)
    assert (after.has(OWNER), after.erased()) == (False, {OWNER: children.DAY})


def test_a_power_cut_at_any_moment(address: str, store: KeyStore, opened: Open) -> None:
    keys = owners(store, 60)
    store.close()
    begun = SPAWN.Queue()
    process = SPAWN.Process(target=children.destroy_all, args=(address, FIRST, list(keys), begun))
    process.start()
    begun.get(timeout=60)
    process.kill()
    process.join(60)
    after = opened()
    assert set(after.owners()).isdisjoint(after.erased())
    assert set(after.owners()) | set(after.erased()) == set(keys)
    assert len(after.erased()) >= 3
    assert {owner: after.key(owner) for owner in after.owners()} == {
        owner: key for owner, key in keys.items() if owner not in after.erased()
    }


@pytest.mark.parametrize(("number", "done"), [(3, 0), (5, 3), (8, 7)])
def test_a_power_cut_while_rewrapping(address: str, store: KeyStore, opened: Open, number: int, done: int) -> None:
    """Seven owners in batches of three; the eighth is the check value."""
    keys = owners(store, 7)
    store.close()
    killed(children.rewrap_and_die, address, (SECOND, FIRST), 3, number)
    both = opened(SECOND, FIRST)
    both.check()
    assert {owner: both.key(owner) for owner in keys} == keys
    wrapped = {row.wrapped.split(".")[1] for row in run(both, "SELECT wrapped FROM account_key")}
    assert len(wrapped) == (1 if done in (0, 7) else 2)
    assert both.rewrap() == 8 - done
    alone = opened(SECOND)
    alone.check()
    assert {owner: alone.key(owner) for owner in keys} == keys


def test_a_store_that_was_used_before_a_fork_works_on_both_sides(store: KeyStore) -> None:
    store.new(OWNER)
    key, own = store.key(OWNER), store._engine
    for _ in range(2):
        child = os.fork()
        if not child:
            well = store._engine is not own and store.key(OWNER) == key
            store.close()
            os._exit(0 if well else 1)
        assert store.key(OWNER) == key
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert store.key(OWNER) == key
    assert store._engine is own


def test_a_folder_is_locked_while_a_file_is_made(tmp_path: Path) -> None:
    place = keystore_tables.address(f"sqlite:///{tmp_path / 'keys.sqlite'}")
    with keystore_tables.alone(place):
        child = os.fork()
        if not child:
            signal.alarm(1)
            with keystore_tables.alone(place):
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGALRM
