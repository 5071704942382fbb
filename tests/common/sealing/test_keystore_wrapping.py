"""What wraps the keys: of one data key and one part, told apart by an id that says nothing else."""

from __future__ import annotations

import hashlib

from support.common.sealing.wrapping import Wrapping
from tests.common.sealing.conftest import FIRST, SECOND


def test_two_parts_with_the_same_data_key_share_neither_key_nor_id() -> None:
    one, other = Wrapping((FIRST,), "survivors"), Wrapping((FIRST,), "prevention")
    assert set(one._keys).isdisjoint(other._keys)
    assert set(one._keys.values()).isdisjoint(other._keys.values())


def test_the_first_data_key_wraps_and_each_has_its_own_id() -> None:
    one, both = Wrapping((FIRST,), "survivors"), Wrapping((SECOND, FIRST), "survivors")
    assert both.openings == (both.opening, one.opening)
    assert both.wrap(b"k" * 32, "root", "outbox").startswith(both.opening)
    assert both.unwrap(one.wrap(b"k" * 32, "root", "outbox"), "root", "outbox") == b"k" * 32


def test_the_id_shows_neither_the_data_key_nor_a_plain_fingerprint_of_it() -> None:
    [(name, key)] = Wrapping((FIRST,), "survivors")._keys.items()
    assert len(name) == 16
    for known in (key, FIRST.encode(), hashlib.sha256(key).digest(), hashlib.sha256(FIRST.encode()).digest()):
        assert name not in known.hex()
