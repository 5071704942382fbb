"""The means of the accounts in one process: what hashes, what counts, and the secrets that both need."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field
from hashlib import sha256

from flask import Flask, current_app, request

from support.common.accounts.passphrases.hashing import Hasher
from support.common.accounts.throttling.counting import Counters
from support.common.accounts.throttling.source import source_of
from support.common.sealing.vault import keystore

PEPPER, NAMES = "pepper", "names"  # root secrets of the key store: outside the database (S40)


@dataclass
class Means:
    """What one application uses in this process. The hasher is made when it is first needed: its slots are shared."""

    counters: Counters
    _hasher: Hasher | None = None
    _making: threading.Lock = field(default_factory=threading.Lock)

    def hasher(self) -> Hasher:
        """The hasher with the pepper of the key store."""
        with self._making:
            if self._hasher is None:
                self._hasher = Hasher(keystore().root(PEPPER))
            return self._hasher


def furnish(app: Flask) -> None:
    """Give the application its means. Nothing is opened yet."""
    app.extensions["means"] = Means(Counters(app.config["RUNTIME_DIR"], app.config["PART"]))


def means() -> Means:
    """The means of the present application."""
    found: Means = current_app.extensions["means"]
    return found


def hasher() -> Hasher:
    """What hashes passphrases and recovery codes here."""
    return means().hasher()


def counters() -> Counters:
    """What counts tries here."""
    return means().counters


def source() -> str | None:
    """Where the present request came from, as far as that tells people apart; hashed by the counters, never kept."""
    return source_of(request, current_app.config["PROXY_HOPS"])


def name_hash(key: str) -> str:
    """What is kept of a name that was given up: nothing that can be read or compared without the key store."""
    return hmac.new(keystore().root(NAMES), key.encode(), sha256).hexdigest()
