"""``audit verify``: says that the log is whole, or where it is not, and ends with 1 then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from support.common.audit import commands
from support.common.audit.models import AuditEntry, AuditHead
from support.common.kernel.db import db
from support.common.sealing.wrapping import KeyStoreError
from tests.common.audit.test_chain import KEY, application, make_tables, write


class Keys:
    """A key store that has one root secret, asked for by its name."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def root(self, name: str) -> bytes:
        if self.error:
            raise self.error
        return {"audit": KEY}[name]


@pytest.fixture(scope="module")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return application("sqlite", request, tmp_path_factory.mktemp("commands"))


@pytest.fixture
def app(shared: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(commands, "keystore", Keys)
    if "audit" not in shared.cli.commands:
        shared.cli.add_command(commands.audit_commands)
    make_tables(shared)
    yield shared


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify", *words])
    return result.exit_code, result.output


def does(app: Flask, act: Any) -> None:
    with app.app_context():
        act()
        db.session.commit()


def test_an_empty_log_is_said_to_be_empty(app: Flask) -> None:
    code, output = run(app)
    assert (code, "empty" in output, "Whole" in output) == (0, True, False)


def test_a_whole_log_gives_something_to_note(app: Flask) -> None:
    does(app, lambda: write(3))
    code, output = run(app)
    assert (code, "Whole" in output) == (0, True)
    noted = output.split("elsewhere: ")[1].strip()
    assert noted.startswith("3:")
    does(app, lambda: write(3))
    assert run(app, "--noted", noted)[0] == 0
    does(app, lambda: [db.session.execute(delete(table)) for table in (AuditEntry, AuditHead)])
    assert run(app)[0] == 0
    code, output = run(app, "--noted", noted)
    assert (code, "BAD 3: not the entry that was noted" in output) == (1, True)


def test_a_fault_ends_with_one_and_says_where(app: Flask) -> None:
    does(app, lambda: write(3))
    does(app, lambda: db.session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(event="x")))
    code, output = run(app)
    assert (code, "BAD 2: altered" in output, "Whole" in output) == (1, True, False)


def test_many_faults_are_counted_and_not_all_told(app: Flask) -> None:
    does(app, lambda: write(commands.MOST_SHOWN + 7))
    does(app, lambda: db.session.execute(update(AuditEntry).values(event="x")))
    code, output = run(app)
    assert (code, output.count("altered"), "BAD and 7 more" in output) == (1, commands.MOST_SHOWN, True)


@pytest.mark.parametrize("noted", ["", "3", "3:", "x:" + "0" * 64, "²:" + "0" * 64, "3:" + "0" * 63])
def test_a_note_that_is_none_is_refused(app: Flask, noted: str) -> None:
    code, output = run(app, "--noted", noted)
    assert (code, "NUMBER:SEAL" in output) == (2, True)


def test_without_the_key_nothing_is_said_to_be_whole(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "keystore", lambda: Keys(KeyStoreError("Run prepare-database.")))
    code, output = run(app)
    assert (code, "prepare-database" in output, "Whole" in output, "empty" in output) == (1, True, False, False)
