"""AEAD for what is kept: one way to seal a text to its place, and the wrapping of keys by an operator's DATA_KEY.

AES-256-GCM with a random nonce. What a sealed text belongs to goes in as associated data, so that one that was moved
to another row, person or application does not open (safety.md S81).
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from support.common.kernel.errors import Unavailable

KEY_BYTES, NONCE_BYTES, ID_BYTES = 32, 12, 8
SHORTEST_DATA_KEY = 32
FORM = "1"  # of what is written; a later one can stand beside it


class Unreadable(Unavailable):
    """A sealed text that does not open: changed, cut short, or not of this place. Nothing of it is shown (S90)."""


class KeyGone(Unreadable):
    """The key was destroyed, or never made: what it sealed cannot be read again by anybody (S84)."""


class KeyStoreError(Unavailable):
    """The key store cannot be used as it is. The message says why, and what an operator can do."""


class WrongDataKey(KeyStoreError):
    """The keys were wrapped by a DATA_KEY that is not given."""


def belonging(*names: object) -> bytes:
    """Associated data: names with a stroke between, in which no name can pretend to be two."""
    parts = [str(name) for name in names]
    if any("|" in part for part in parts):
        raise ValueError("a name with a stroke in it")
    return "|".join(parts).encode()


def encrypt(key: bytes, content: bytes, belongs: bytes) -> str:
    """``content`` under a key of 32 bytes, as address-safe base64 of nonce and ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, content, belongs)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")


def decrypt(key: bytes, text: str, belongs: bytes) -> bytes:
    """What :func:`encrypt` was given. Raises :class:`Unreadable`."""
    raw = _decoded(text)
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], belongs)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("changed, or of another place") from error


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unreadable("not base64") from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != text:
        raise Unreadable("a second spelling of the same bytes")
    return raw


class Wrapping:
    """Wraps keys as ``1.<id>.<base64>``. The first data key wraps; the others still read, while they are replaced.

    A data key is an operator's text of at least 32 characters; what wraps is derived from it and the part, so that
    two applications never share one even where somebody gave them the same text. The id tells which data key it was
    and nothing of it. Raises :class:`WrongDataKey` for a text that is missing or short (safety.md S88).
    """

    def __init__(self, data_keys: Sequence[str], part: str) -> None:
        if not data_keys or any(len(text) < SHORTEST_DATA_KEY for text in data_keys):
            raise WrongDataKey(f"The DATA_KEY is missing or shorter than {SHORTEST_DATA_KEY} characters.")
        self.part = part
        derived = [_derive(text, f"wrapping|{part}", KEY_BYTES) for text in data_keys]
        self._keys = {_derive(key, f"id|{part}", ID_BYTES).hex(): key for key in derived}
        self.openings = tuple(f"{FORM}.{name}." for name in self._keys)  # how what can be read begins
        self.opening = self.openings[0]  # how what is wrapped now begins

    def wrap(self, secret: bytes, table: str, row: object) -> str:
        """A key of 32 bytes, wrapped for its row."""
        name = next(iter(self._keys))
        return self.opening + encrypt(self._keys[name], secret, belonging(self.part, table, row))

    def unwrap(self, wrapped: str, table: str, row: object) -> bytes:
        """The key in that row. Raises :class:`WrongDataKey` or :class:`Unreadable`."""
        form, _, rest = wrapped.partition(".")
        name, separator, text = rest.partition(".")
        if form != FORM or not separator:
            raise Unreadable("not a wrapped key")
        if name not in self._keys:
            raise WrongDataKey("A key was wrapped by a DATA_KEY that is not given. Put the old one after the new one.")
        return decrypt(self._keys[name], text, belonging(self.part, table, row))


def _derive(secret: str | bytes, purpose: str, length: int) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    return HKDF(SHA256(), length, salt=b"stillwater keys", info=purpose.encode()).derive(material)
