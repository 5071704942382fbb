"""``keys rewrap`` and ``keys check`` say what is, and end with 1 where something must be done."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from flask import Flask

from support.common.sealing.commands import keys_commands
from support.common.sealing.keystore import KeyStore
from support.common.sealing.vault import open_store
from tests.common.sealing.conftest import FIRST, SECOND

OWNER = uuid.UUID(int=1)


def run(store: KeyStore, *words: str, data_keys: tuple[str, ...]) -> tuple[int, str]:
    """The command in an application with these settings."""
    app = Flask("small")
    app.config.update(KEYS_URL=store.url, DATA_KEYS=data_keys, PART="survivors")
    open_store(app)
    app.cli.add_command(keys_commands)
    result = app.test_cli_runner().invoke(args=["keys", *words])
    app.extensions["keystore"].close()
    return result.exit_code, result.output


def test_the_way_to_a_new_data_key(store: KeyStore) -> None:
    store.new(OWNER)
    assert run(store, "check", data_keys=(FIRST,)) == (0, "The key store opens.\n")
    code, said = run(store, "check", data_keys=(SECOND,))
    assert code == 1
    assert "The DATA_KEY is not the one" in said
    code, said = run(store, "rewrap", data_keys=(SECOND, FIRST))
    assert (code, said.splitlines()[0]) == (0, "2 keys were wrapped anew.")
    assert run(store, "rewrap", data_keys=(SECOND, FIRST)) == (0, "0 keys were wrapped anew.\n")
    assert run(store, "check", data_keys=(SECOND,)) == (0, "The key store opens.\n")


def test_keys_that_cannot_be_opened_are_said(store: KeyStore) -> None:
    code, said = run(store, "rewrap", data_keys=(SECOND,))
    assert code == 1
    assert "could not be opened" in said


@pytest.mark.parametrize("command", ["check", "rewrap"])
def test_a_store_that_is_not_there_is_said(tmp_path: Path, command: str) -> None:
    store = KeyStore(f"sqlite:///{tmp_path}/none/keys.sqlite", (FIRST,), "survivors")
    code, said = run(store, command, data_keys=(FIRST,))
    assert code == 1
    assert "does not answer" in said
    assert "Traceback" not in said
