"""Whether a key store is the one that the settings mean, said in words an operator can act on (safety.md S88, S90)."""

from __future__ import annotations

import os
import sqlite3

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from support.common.sealing.keystore_tables import ABOUT, CHECK, PART, put
from support.common.sealing.rotation import foreign
from support.common.sealing.wrapping import KEY_BYTES, KeyStoreError, Unreadable, Wrapping, WrongDataKey


class WrongPart(KeyStoreError):
    """The store belongs to another application."""


class NoKeyStore(KeyStoreError):
    """There is no store at that address, or it does not answer."""


def mark(store: Engine, wrapping: Wrapping) -> None:
    """Write whose store it is, and a value that only its data key opens, where they are not written yet."""
    with store.begin() as connection:
        put(connection, ABOUT, name=PART, value=wrapping.part)
        secret = wrapping.wrap(os.urandom(KEY_BYTES), ABOUT.name, CHECK)
        put(connection, ABOUT, name=CHECK, value=secret)


def check(store: Engine, wrapping: Wrapping, shown: str) -> None:
    """Raise NoKeyStore, WrongPart or WrongDataKey, or nothing. ``shown`` names the store without its password."""
    about, strange = _read(store, wrapping, shown)
    if PART not in about or CHECK not in about:
        raise NoKeyStore(f"{_first(shown)} was not made whole. Run prepare-database.")
    if about[PART] != wrapping.part:
        raise WrongPart(f"{_first(shown)} belongs to another application. Look at the KEYS_URL of each.")
    try:
        wrapping.unwrap(about[CHECK], ABOUT.name, CHECK)
    except (WrongDataKey, Unreadable) as error:
        raise WrongDataKey(
            f"The DATA_KEY is not the one of {shown}. Give the one that was used before, alone or after the new one. "
            "If it is lost, what was sealed with it stays unreadable."
        ) from error
    if strange:
        raise WrongDataKey(
            f"{strange} keys in {shown} are wrapped by a DATA_KEY that is not given. Put that one back after the new "
            "one, run keys rewrap until it says 0, and take it out then."
        )


def _first(shown: str) -> str:
    """The same words where they begin a sentence."""
    return shown[:1].upper() + shown[1:]


def _read(store: Engine, wrapping: Wrapping, shown: str) -> tuple[dict[str, str], int]:
    try:
        with store.connect() as connection:
            if not sa.inspect(connection).has_table(ABOUT.name):
                what = f"{_first(shown)} holds nothing."
                raise NoKeyStore(f"{what} Run prepare-database, or put a backup of the keys there.")
            about = {row.name: row.value for row in connection.execute(sa.select(ABOUT))}
            return about, foreign(connection, wrapping)
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise NoKeyStore(
            f"{_first(shown)} is missing or does not answer. On a new machine run prepare-database. On any other, put "
            "the newest backup of the keys there: without it nothing that was sealed can be read."
        ) from error
