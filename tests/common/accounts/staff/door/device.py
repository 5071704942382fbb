"""A device that makes and shows passkeys, in software: what a browser would hand on, with every part open to change."""

from __future__ import annotations

import base64
import json
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN, HOST = "https://localhost", "localhost"


@dataclass
class Device:
    """One passkey. ``count`` is how often it says that it was used; None where it never counts."""

    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED
    count: int | None = 0
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def id(self) -> str:
        """Its name, in base64url."""
        return text(self.credential)

    def make(self, options: dict[str, Any]) -> str:
        """What the browser sends when the passkey is made."""
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        told = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + public
        data = self._data(ATTESTED) + told
        parts = {
            "clientDataJSON": text(self._client("webauthn.create", options["challenge"])),
            "attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._written(parts)

    def show(self, options: dict[str, Any]) -> str:
        """What the browser sends when the passkey is shown."""
        if self.count is not None:
            self.count += 1
        client, data = self._client("webauthn.get", options["challenge"]), self._data()
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return self._written(parts)

    def _data(self, more: int = 0) -> bytes:
        return sha256(self.host.encode()).digest() + struct.pack(">BI", self.flags | more, self.count or 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _written(self, parts: dict[str, str]) -> str:
        return json.dumps({"id": self.id, "rawId": self.id, "type": "public-key", "response": parts})


def text(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
