"""The vault: texts that wait, sealed under their writer's key until they are shown or gone (safety.md S81, S84).

Drafts, unpublished revisions, reports, appeals and notes. A sealed text opens in its own column and row, for its own
owner, in its own application; destroying the owner's key makes all of them unreadable at once, in every process.
"""

from __future__ import annotations

from typing import cast
from uuid import UUID

from flask import Flask, current_app

from support.common.sealing.keystore import KeyStore
from support.common.sealing.wrapping import FORM, Unreadable, belonging, decrypt, encrypt


class Vault:
    """Seals texts under the keys of ``store``. Reads the key at each call: a destroyed one is dead at once."""

    def __init__(self, store: KeyStore, part: str) -> None:
        self.store, self.part = store, part

    def seal(self, owner: UUID, text: str, *, place: str, row: UUID) -> str:
        """``text`` for that row; ``place`` is ``table.column``. Raises :class:`wrapping.KeyGone`."""
        belongs = belonging(FORM, self.part, place, row, owner)
        return f"{FORM}.{encrypt(self.store.key(owner), text.encode(), belongs)}"

    def open(self, owner: UUID, sealed: str, *, place: str, row: UUID) -> str:
        """The text. Raises :class:`wrapping.KeyGone` where the owner's key is no more, and
        :class:`wrapping.Unreadable` for anything that was not sealed for this very place."""
        key = self.store.key(owner)
        form, separator, rest = sealed.partition(".")
        if form != FORM or not separator:
            raise Unreadable("not a sealed text")
        return decrypt(key, rest, belonging(FORM, self.part, place, row, owner)).decode()


def open_store(app: Flask) -> None:
    """Give the application its key store and its vault. Nothing is opened yet: commands run on an empty machine."""
    store = KeyStore(app.config["KEYS_URL"], app.config["DATA_KEYS"], app.config["PART"])
    app.extensions["keystore"] = store
    app.extensions["vault"] = Vault(store, app.config["PART"])


def verify_start(app: Flask) -> None:
    """Refuse to start with keys that do not fit: raises NoKeyStore, WrongPart or WrongDataKey (safety.md S88).

    Leaves no connection open, so that workers may be forked after it.
    """
    store = cast(KeyStore, app.extensions["keystore"])
    try:
        store.check()
    finally:
        store.close()


def keystore() -> KeyStore:
    """The key store of the application that answers."""
    return cast(KeyStore, current_app.extensions["keystore"])


def vault() -> Vault:
    """The vault of the application that answers."""
    return cast(Vault, current_app.extensions["vault"])
