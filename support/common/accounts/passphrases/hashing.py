"""Argon2id for passphrases and recovery codes: bounded, and as dear for an unknown name as for a known one
(safety.md S40, S41, S69)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from argon2.exceptions import HashingError
from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

from support.common.kernel.errors import DomainError

# Memory in KiB: the least that S40 (OWASP's cheat sheet) names, one step of which is 19 MiB for each slot in use.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
SALT_BYTES, DIGEST_BYTES = 16, 32
SHORTEST_PEPPER = 16
LONGEST_WAIT_SECONDS = 5.0
HURRIED_WAIT_SECONDS = 1.0  # a person gets through a crowd of guessers, and the thread is soon free
LEAST_SLOTS = 2
# A stored line that asks for more than this is not ours: a changed row must not be able to take the machine's memory.
MOST_MEMORY_KIB, MOST_PASSES, MOST_LANES = 262_144, 10, 8
ENCODED = re.compile(
    rf"\$argon2id\$v={ARGON2_VERSION}\$m=([1-9]\d{{0,6}}),t=([1-9]\d?),p=([1-9])\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)",
    re.ASCII,
)


class Busy(DomainError):
    """Too many sign-ins are being checked at this moment: try again shortly."""

    status = 429
    title_key = "too_many"


@dataclass(frozen=True)
class _Stored:
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)

    @property
    def ours(self) -> bool:
        """Whether it was made with today's parameters."""
        costs = (self.memory_kib, self.passes, self.lanes, len(self.salt), len(self.digest))
        return costs == (MEMORY_KIB, PASSES, LANES, SALT_BYTES, DIGEST_BYTES)

    @property
    def line(self) -> str:
        """The line that is stored, in the form that Argon2 libraries share (PHC)."""
        costs = f"m={self.memory_kib},t={self.passes},p={self.lanes}"
        return f"$argon2id$v={ARGON2_VERSION}${costs}${_base64(self.salt)}${_base64(self.digest)}"


class Hasher:
    """Hashes and checks the secrets of one application. One stands for the whole process: the slots are its own.

    ``pepper``: at least 16 bytes from outside the database; without it stored lines say nothing. ``slots``: how many
    computations run at once, by default one for each core and at least two. Whoever waits longer than
    ``longest_wait`` seconds for one gets :class:`Busy`.
    """

    def __init__(self, pepper: bytes, *, slots: int = 0, longest_wait: float = LONGEST_WAIT_SECONDS) -> None:
        if len(pepper) < SHORTEST_PEPPER:
            raise ValueError(f"a pepper has at least {SHORTEST_PEPPER} bytes")
        self._pepper, self._longest_wait = pepper, longest_wait
        self._slots = threading.BoundedSemaphore(slots or max(LEAST_SLOTS, os.cpu_count() or 1))
        self._hurried_slot = threading.BoundedSemaphore(1)
        self._counting = threading.Lock()
        self._decoy = _blank(secrets.token_bytes(DIGEST_BYTES))
        self.computed = 0

    def hash(self, canonical: str) -> str:
        """The line to store for a secret in its canonical spelling. Raises :class:`Busy`."""
        blank = _blank(b"\0" * DIGEST_BYTES)
        with self._slot(hurried=False):
            digest = self._digest(blank, canonical)
        return _Stored(blank.memory_kib, blank.passes, blank.lanes, blank.salt, digest).line

    def matches(self, stored: str | None, canonical: str, *, hurried: bool = False) -> bool:
        """Whether the secret is the stored one, after exactly one computation whatever ``stored`` is.

        None (nobody is called so) and lines that are cut, empty or made otherwise are checked against a decoy and are
        False. ``hurried`` is the lane of callers over their limit: one slot beside the others and a short wait, so they
        are never locked out by strangers and strangers never drown the machine. Raises :class:`Busy`.
        """
        known = _read(stored)
        against = known or self._decoy
        with self._slot(hurried):
            digest = self._digest(against, canonical)
        return hmac.compare_digest(digest, against.digest) and known is not None

    def outdated(self, stored: str) -> bool:
        """Whether to hash anew after the next successful sign-in: the line was not made with today's parameters."""
        known = _read(stored)
        return known is None or not known.ours

    @contextmanager
    def _slot(self, hurried: bool) -> Iterator[None]:
        slots = self._hurried_slot if hurried else self._slots
        taken = slots.acquire(timeout=min(HURRIED_WAIT_SECONDS, self._longest_wait) if hurried else self._longest_wait)
        if not taken:
            raise Busy
        try:
            yield
        finally:
            slots.release()

    def _digest(self, like: _Stored, canonical: str) -> bytes:
        with self._counting:
            self.computed += 1
        secret, size = self._peppered(canonical), len(like.digest)
        try:
            return hash_secret_raw(secret, like.salt, like.passes, like.memory_kib, like.lanes, size, Type.ID)
        except HashingError as error:  # no memory left for it
            raise Busy from error

    def _peppered(self, canonical: str) -> bytes:
        secret = canonical.encode("utf-8", "surrogatepass")
        return base64.b64encode(hmac.new(self._pepper, secret, hashlib.sha256).digest())


def _blank(digest: bytes) -> _Stored:
    """A fresh salt and today's parameters around a digest."""
    return _Stored(MEMORY_KIB, PASSES, LANES, secrets.token_bytes(SALT_BYTES), digest)


def _read(line: str | None) -> _Stored | None:
    """The parts of a stored line; None where it is not one that could have been made here."""
    found = ENCODED.fullmatch(line or "")
    if not found:
        return None
    memory_kib, passes, lanes = (int(found[part]) for part in (1, 2, 3))
    salt, digest = _bytes(found[4]), _bytes(found[5])
    bounded = 8 * lanes <= memory_kib <= MOST_MEMORY_KIB and passes <= MOST_PASSES and lanes <= MOST_LANES
    whole = SALT_BYTES <= len(salt) <= 64 and DIGEST_BYTES <= len(digest) <= 64
    return _Stored(memory_kib, passes, lanes, salt, digest) if bounded and whole else None


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    """What the text encodes; empty where it is no unpadded base64, or a second spelling of the same bytes."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return b""
    return raw if _base64(raw) == text else b""
