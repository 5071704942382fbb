"""What is stored tells nothing without the pepper, costs the same for unknown names, and never drowns the machine
(S40, S41, S69)."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret
from hypothesis import given, settings
from hypothesis import strategies as st

from support.common.accounts.passphrases import hashing
from support.common.accounts.passphrases.hashing import Busy, Hasher
from support.common.accounts.passphrases.making import make
from support.common.accounts.passphrases.recovery import make_codes, read
from support.common.accounts.passphrases.typed import canonical

PEPPER = b"a pepper for the tests alone"
SECRET = "lemon boots argue quietly on tuesdays"
HASHER = Hasher(PEPPER)
STORED = HASHER.hash(SECRET)


def older(secret: str = SECRET, memory: int = 1_024, passes: int = 1, kind: Type = Type.ID) -> str:
    """A line as it would have been stored with other parameters."""
    peppered = HASHER._peppered(secret)
    return hash_secret(peppered, b"0123456789abcdef", passes, memory, 1, 32, kind).decode("ascii")


def test_the_right_secret_opens_and_another_does_not() -> None:
    assert HASHER.matches(STORED, SECRET)
    assert not HASHER.matches(STORED, SECRET + "!")
    assert not HASHER.matches(STORED, "")


def test_a_generated_secret_opens_in_each_of_its_forms() -> None:
    made, code = make(), make_codes()[4]
    stored, stored_code = HASHER.hash(canonical(made.words)), HASHER.hash(code.canonical)
    assert HASHER.matches(stored, canonical(made.digits))
    typed = read(code.text.lower())
    assert typed and HASHER.matches(stored_code, typed.canonical)


def test_the_stored_parameters_are_at_least_those_of_the_rule() -> None:
    stored = extract_parameters(STORED)
    assert (stored.type, stored.version) == (Type.ID, 19)
    assert stored.memory_cost >= 19 * 1024
    assert (stored.time_cost, stored.parallelism) == (2, 1)
    assert stored.salt_len >= 16 and stored.hash_len >= 32


def test_another_library_reads_the_line_and_needs_the_pepper() -> None:
    assert PasswordHasher().verify(STORED, HASHER._peppered(SECRET))
    assert not Hasher(b"another pepper, just as long").matches(STORED, SECRET)


def test_without_a_pepper_nothing_is_hashed() -> None:
    for pepper in (b"", b"short"):
        with pytest.raises(ValueError, match="pepper"):
            Hasher(pepper)


def test_equal_secrets_are_stored_differently() -> None:
    assert HASHER.hash(SECRET) != STORED


def test_odd_signs_can_be_hashed() -> None:
    stored = HASHER.hash("nul \x00 and half a pair \ud800")
    assert HASHER.matches(stored, "nul \x00 and half a pair \ud800")
    assert not HASHER.matches(stored, "nul ")


def respelled(line: str) -> str:
    """The same bytes with other bits where base64 ignores them: a second spelling of one stored line."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return line[:-1] + signs[signs.index(line[-1]) ^ 1]


MALFORMED = [
    respelled(STORED),
    "", "$", "plain words", STORED[:-1], STORED[:60], STORED[1:], STORED + "A", STORED + "\n", " " + STORED,
    STORED.replace("argon2id", "argon2i"), STORED.replace("argon2id", "scrypt"), STORED.replace("v=19", "v=16"),
    STORED.replace("m=19456", "m=4194304"), STORED.replace("m=19456", "m=1"), STORED.replace("m=19456", "m=0"),
    STORED.replace("m=19456", "m=-8"), STORED.replace("m=19456", "m=٣٣٣٣"), STORED.replace("t=2", "t=99"),
    STORED.replace("p=1", "p=9"), re.sub(r"\$[^$]+$", "$", STORED), re.sub(r"\$[^$]+$", "$AAAA", STORED),
    re.sub(r"\$[^$]+(\$[^$]+)$", r"$AAAA\1", STORED), STORED.replace("$", "€"), STORED + "=", older(kind=Type.I),
    "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
]  # fmt: skip


_cases = itertools.count(1)


def numbered(_stored: str | None) -> str:  # a salt in a test's name would make it another one each time
    """A name for a case that is the same in every process."""
    return f"line {next(_cases)}"


@pytest.mark.parametrize("stored", [None, STORED, *MALFORMED], ids=numbered)
def test_every_answer_costs_one_computation(stored: str | None) -> None:
    before = HASHER.computed
    assert HASHER.matches(stored, "another secret") is False
    assert HASHER.computed == before + 1


@pytest.mark.parametrize("stored", MALFORMED, ids=numbered)
def test_a_broken_line_opens_for_nobody(stored: str) -> None:
    assert not HASHER.matches(stored, SECRET)
    assert HASHER.outdated(stored)


@pytest.mark.parametrize("stored", [None, "", STORED[:-1], STORED], ids=numbered)
def test_a_real_computation_stands_behind_the_count(monkeypatch: pytest.MonkeyPatch, stored: str | None) -> None:
    costs: list[tuple[int, int, int]] = []
    real = hashing.hash_secret_raw

    def watched(secret: bytes, salt: bytes, passes: int, memory: int, lanes: int, size: int, kind: Type) -> bytes:
        costs.append((passes, memory, lanes))
        return real(secret, salt, passes, memory, lanes, size, kind)

    monkeypatch.setattr(hashing, "hash_secret_raw", watched)
    HASHER.matches(stored, "another secret")
    assert costs == [(2, 19_456, 1)]


def test_even_who_guesses_the_decoy_opens_nothing() -> None:
    hasher = Hasher(PEPPER)
    decoy = hashing._read(STORED)
    assert decoy
    hasher._decoy = decoy
    assert not hasher.matches(None, SECRET)
    assert not hasher.matches("", SECRET)
    assert hasher.matches(STORED, SECRET)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=120))
def test_any_stored_text_is_refused_calmly(stored: str) -> None:
    assert not HASHER.matches(stored, SECRET)


def test_a_line_with_other_parameters_still_opens_and_is_hashed_anew() -> None:
    assert HASHER.matches(older(), SECRET)
    assert HASHER.outdated(older())
    assert HASHER.outdated(older(memory=65_536))
    assert HASHER.outdated(older(memory=19_456, passes=3))
    assert not HASHER.outdated(STORED)
    assert not HASHER.outdated(older(memory=19_456, passes=2))


@contextmanager
def occupied(hasher: Hasher, monkeypatch: pytest.MonkeyPatch, ordinary: int, hurried: int) -> Iterator[None]:
    """That many computations under way until the block ends."""
    go, under_way = threading.Event(), threading.Semaphore(0)
    real = hashing.hash_secret_raw

    def held(*costs: object) -> bytes:
        under_way.release()
        assert go.wait(20)
        return real(*costs)  # type: ignore[arg-type]

    monkeypatch.setattr(hashing, "hash_secret_raw", held)
    with ThreadPoolExecutor() as threads:
        lanes = [False] * ordinary + [True] * hurried
        answers = [threads.submit(hasher.matches, STORED, SECRET, hurried=lane) for lane in lanes]
        try:
            assert all(under_way.acquire(timeout=20) for _ in lanes)
            monkeypatch.setattr(hashing, "hash_secret_raw", real)
            yield
        finally:
            go.set()
        assert all(answer.result() for answer in answers)


def test_when_every_slot_is_taken_the_next_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher(PEPPER, slots=2, longest_wait=0.01)
    with occupied(hasher, monkeypatch, ordinary=2, hurried=0):
        for ask in (
            lambda: hasher.matches(STORED, SECRET),
            lambda: hasher.matches(None, SECRET),
            lambda: hasher.hash(SECRET),
        ):
            with pytest.raises(Busy) as busy:
                ask()
            assert (busy.value.status, busy.value.title_key) == (429, "too_many")
        assert hasher.computed == 2
    assert hasher.matches(STORED, SECRET)


def test_who_waits_is_served_when_a_slot_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher(PEPPER, slots=2, longest_wait=20)
    with ThreadPoolExecutor() as threads:
        with occupied(hasher, monkeypatch, ordinary=2, hurried=0):
            waiting = threads.submit(hasher.matches, STORED, SECRET)
        assert waiting.result()


def test_callers_over_their_limit_have_one_slot_and_wait_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher(PEPPER, slots=2, longest_wait=20)
    with ThreadPoolExecutor() as threads:  # whoever guesses all the time does not keep a person out
        with occupied(hasher, monkeypatch, ordinary=0, hurried=1):
            monkeypatch.setattr(hashing, "HURRIED_WAIT_SECONDS", 20)
            waiting = threads.submit(hasher.matches, STORED, SECRET, hurried=True)
        assert waiting.result()
    monkeypatch.setattr(hashing, "HURRIED_WAIT_SECONDS", 0.01)
    with occupied(hasher, monkeypatch, ordinary=0, hurried=1):
        with pytest.raises(Busy):
            hasher.matches(STORED, SECRET, hurried=True)
        assert hasher.matches(STORED, SECRET)
    with occupied(hasher, monkeypatch, ordinary=2, hurried=0):
        assert hasher.matches(STORED, SECRET, hurried=True)
    assert hasher.matches(STORED, SECRET, hurried=True)


def test_a_machine_without_memory_says_busy_and_frees_the_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Hasher(PEPPER, slots=1, longest_wait=0.01)

    def fail(*costs: object) -> bytes:
        raise HashingError("no memory")

    with monkeypatch.context() as poor:
        poor.setattr(hashing, "hash_secret_raw", fail)
        with pytest.raises(Busy):
            hasher.matches(STORED, SECRET)
    assert hasher.matches(STORED, SECRET)


@pytest.mark.parametrize(("cores", "slots"), [(None, 2), (1, 2), (8, 8)])
def test_there_are_as_many_slots_as_cores(monkeypatch: pytest.MonkeyPatch, cores: int | None, slots: int) -> None:
    monkeypatch.setattr(hashing.os, "cpu_count", lambda: cores)
    hasher = Hasher(PEPPER, longest_wait=0.01)
    with occupied(hasher, monkeypatch, ordinary=slots, hurried=0), pytest.raises(Busy):
        hasher.matches(STORED, SECRET)


def test_the_count_is_right_when_many_ask_at_once() -> None:
    hasher = Hasher(PEPPER, longest_wait=60)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: hasher.matches(name, SECRET), [None, STORED] * 8))
    assert hasher.computed == 16
