"""Short-lived sealed tokens: words travel in an address without standing in it (safety.md S11).

AES-GCM under a key that is derived for a window of time and for one purpose. A token opens in its own window and
the next, then for nobody: an address found in a history later tells nothing.
"""

from __future__ import annotations

import base64
import binascii
import os
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST_TOKEN = 1_500
LARGEST_CONTENT_BYTES = 16_384
WINDOW_BYTES, NONCE_BYTES = 4, 12


class TokenInvalid(Exception):
    """Not a token of ours: changed, cut short, made elsewhere or for another purpose."""


class TokenExpired(Exception):
    """A token of ours whose time is over."""


class TokenTooLong(Exception):
    """The content does not fit into an address."""


class Sealer:
    """Seals and opens tokens of one purpose. ``lifetime`` in seconds is the least time that a token opens; ``room``
    is how many characters one may have."""

    def __init__(
        self, secret: str, purpose: str, lifetime: int, older: Sequence[str] = (), *, room: int = LONGEST_TOKEN
    ) -> None:
        self.secrets, self.purpose, self.lifetime, self.room = (secret, *older), purpose, lifetime, room

    def seal(self, content: bytes, now: datetime) -> str:
        """An address-safe token of at most ``room`` characters. Raises :class:`TokenTooLong`."""
        window = self._window(now)
        head, nonce = window.to_bytes(WINDOW_BYTES, "big"), os.urandom(NONCE_BYTES)
        sealed = self._ciphers(window)[0].encrypt(nonce, zlib.compress(content, 9), head)
        token = base64.urlsafe_b64encode(head + nonce + sealed).rstrip(b"=").decode("ascii")
        if len(token) > self.room:
            raise TokenTooLong
        return token

    def open(self, token: str, now: datetime) -> bytes:
        """What was sealed. Raises :class:`TokenInvalid` or :class:`TokenExpired`."""
        raw = _decode(token, self.room)
        head, nonce, sealed = raw[:WINDOW_BYTES], raw[WINDOW_BYTES:][:NONCE_BYTES], raw[WINDOW_BYTES + NONCE_BYTES :]
        window = int.from_bytes(head, "big")
        content = self._decrypted(window, nonce, sealed, head)
        if not 0 <= self._window(now) - window <= 1:
            raise TokenExpired
        return _inflate(content)

    def _window(self, now: datetime) -> int:
        return int(now.timestamp()) // self.lifetime

    def _decrypted(self, window: int, nonce: bytes, sealed: bytes, head: bytes) -> bytes:
        for cipher in self._ciphers(window):
            try:
                return cipher.decrypt(nonce, sealed, head)
            except (InvalidTag, ValueError):
                continue
        raise TokenInvalid

    def _ciphers(self, window: int) -> list[AESGCM]:
        """The first one seals; the others, of secrets that were in use before, still open."""
        return [_cipher(secret, self.purpose, window) for secret in self.secrets]


@lru_cache(maxsize=64)
def _cipher(secret: str, purpose: str, window: int) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=b"stillwater tokens", info=f"{purpose}:{window}".encode())
    return AESGCM(derived.derive(secret.encode()))


def _decode(token: str, room: int) -> bytes:
    if not token or len(token) > room or not token.isascii():
        raise TokenInvalid
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise TokenInvalid from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != token:
        raise TokenInvalid  # a second spelling of the same bytes
    return raw


def _inflate(content: bytes) -> bytes:
    opened = zlib.decompressobj()
    try:
        inflated = opened.decompress(content, LARGEST_CONTENT_BYTES)
    except zlib.error as error:
        raise TokenInvalid from error
    if opened.unconsumed_tail:
        raise TokenInvalid
    return inflated
