"""The restore drill of a space: written to all the time, lost, put back; who left stays gone (S84, S85, promise 10)."""

from __future__ import annotations

import contextlib
import itertools
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from support.common.accounts.means import hasher
from support.common.accounts.models import Account, Invitation, Joining, Proposal, RetiredName, ShownOnce, SignIn
from support.common.accounts.passphrases.typed import canonical
from support.common.audit.models import AuditSubject
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.operations import restoring
from support.common.privacy import erasing
from support.common.sealing.keystore_tables import TABLES, address
from support.common.sealing.vault import keystore, vault
from support.common.sealing.wrapping import KeyGone
from tests.common.operations.conftest import Pairs, backed_up, put_back, run
from tests.people import Person, member, signed_in, staff

PLACE = "shown_once.sealed"
NOW_IN_USE = "/en-GB/account"


def sealed_for(person: Person, text: str) -> uuid.UUID:
    """A text of theirs in the vault, in a row of the content."""
    with person.app.app_context():
        row, now = uuid.uuid4(), clock.now()
        sealed = vault().seal(person.id, text, place=PLACE, row=row)
        db.session.add(ShownOnce(id=row, account_id=person.id, purpose="codes", sealed=sealed, pending="", ends_at=now))
        db.session.add(RetiredName(name_hash=row.hex, free_on=now.date()))
        db.session.commit()
        return row


def leave(person: Person) -> None:
    with person.app.app_context():
        assert erasing.leave(db.session(), keystore(), person.id, person.app.config["TIMES"], clock.now())


def opens(person: Person) -> bool:
    """Whether the account is there and takes its passphrase."""
    with person.app.app_context():
        account = db.session.get(Account, person.id)
        return account is not None and hasher().matches(account.passphrase_hash, canonical(person.passphrase))


def inside(client: FlaskClient) -> bool:
    return client.get(NOW_IN_USE, base_url="https://localhost").status_code == 200


@contextlib.contextmanager
def being_written(app: Flask) -> Iterator[None]:
    """Somebody writes two rows that belong together, again and again, and a key with each."""
    stop, began = threading.Event(), threading.Event()

    def write() -> None:
        for number in itertools.count():
            with app.app_context():
                day = clock.now().date()
                keystore().new(uuid.uuid4())
                names = (f"{number}-left", f"{number}-right")
                db.session.add_all(RetiredName(name_hash=name, free_on=day) for name in names)
                db.session.commit()
            began.set()
            if stop.wait(0.002):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert began.wait(30)
        yield
    finally:
        stop.set()
        writer.join()


def wipe(app: Flask) -> None:
    """The machine is lost, or its two databases are."""
    with app.app_context():
        keystore().close()
        for url, tables in ((db.engine.url, None), (address(app.config["KEYS_URL"]), TABLES)):
            db.session.remove()
            db.engine.dispose()
            if url.get_backend_name() == "sqlite":
                for ending in ("", "-wal", "-shm"):
                    Path(f"{url.database}{ending}").unlink(missing_ok=True)
                continue
            engine = sa.create_engine(url)
            with engine.begin() as connection:
                found = sa.MetaData()
                found.reflect(connection)
                (tables or found).drop_all(connection)
            engine.dispose()


def test_the_drill(kept_space: Flask, pairs: Pairs) -> None:
    """Content is lost after one of two members has left."""
    stays, leaves, lead = member(kept_space), member(kept_space), staff(kept_space, "lead")
    row, session = sealed_for(leaves, "a canary in the vault"), signed_in(stays)
    assert inside(session)
    with being_written(kept_space):
        content, _keys = backed_up(kept_space)
        leave(leaves)
    with kept_space.app_context():
        engine = db.engine
        with engine.begin() as connection:
            connection.execute(sa.delete(Account).where(Account.id == stays.id))
    said = put_back(kept_space, content, pairs.content)
    assert "1 people who left since then were deleted again" in said, said
    assert opens(stays) and opens(lead) and not opens(leaves)
    assert not inside(session)
    with kept_space.app_context():
        pairs_of_rows = db.session.scalars(sa.select(RetiredName.name_hash)).all()
        left = {name.removesuffix("-left") for name in pairs_of_rows if name.endswith("-left")}
        assert left and left == {name.removesuffix("-right") for name in pairs_of_rows if name.endswith("-right")}
        assert db.session.get(ShownOnce, row) is None
        assert db.session.scalar(sa.select(AuditSubject).where(AuditSubject.account == leaves.id)) is None
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0
    assert run(kept_space, "audit", "verify")[0] == 0
    assert not restoring.finished(kept_space)


def test_what_was_sealed_by_who_left_cannot_be_read_in_the_content_that_came_back(
    kept_space: Flask, pairs: Pairs
) -> None:
    """Even before the deletions are done again: the key is gone."""
    leaves = member(kept_space)
    sealed_for(leaves, "a canary in the vault")
    content, _keys = backed_up(kept_space)
    leave(leaves)
    with kept_space.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.engine.dispose()
        now = clock.now()
        restoring.restore_content(content, pairs.content.private, kept_space.config["PART"], url, days=30, now=now)
        waiting = db.session.scalars(sa.select(ShownOnce)).one()
        with pytest.raises(KeyGone):
            vault().open(leaves.id, waiting.sealed, place=PLACE, row=waiting.id)


def test_both_are_lost(kept_space: Flask, pairs: Pairs) -> None:
    """Keys first, then content; who left before the keys were copied stays gone, though their content was older."""
    stays, leaves = member(kept_space), member(kept_space)
    row = sealed_for(stays, "a canary in the vault")
    content, _early = backed_up(kept_space)
    with being_written(kept_space):
        leave(leaves)
        code, output = run(kept_space, "backup", "create", "--only", "keys")
    assert code == 0, output
    keys = Path(output.strip().removeprefix("Backup of the keys: "))
    wipe(kept_space)
    code, output = run(kept_space, "backup", "restore", content, "--identity", pairs.content.private, "--yes")
    assert (code, "Restore the keys first" in output) == (1, True), output
    put_back(kept_space, keys, pairs.keys)
    with kept_space.app_context():
        before = vault().seal(stays.id, "again", place=PLACE, row=row)
    put_back(kept_space, content, pairs.content)
    assert opens(stays) and not opens(leaves)
    with kept_space.app_context():
        assert vault().open(stays.id, before, place=PLACE, row=row) == "again"
        assert keystore().erased().keys() == {leaves.id}


def test_nothing_half_made_comes_alive_again(kept_sqlite: Flask, pairs: Pairs) -> None:
    lead, now = staff(kept_sqlite, "lead"), clock_of(kept_sqlite)
    sealed_for(lead, "text")
    signed_in(lead)
    with kept_sqlite.app_context():
        db.session.add(Joining(token_hash="j", kind="member", name="A", name_key="a", passphrase_hash="", ends_at=now))
        db.session.add(Invitation(role="lead", token_hash="i", ends_at=now))
        db.session.add(Proposal(act="invite", proposed_by=lead.id, ends_at=now))
        db.session.commit()
    content, _keys = backed_up(kept_sqlite)
    assert "5 sign-ins and half-made things were ended" in put_back(kept_sqlite, content, pairs.content)
    with kept_sqlite.app_context():
        for table in (SignIn, Joining, ShownOnce, Invitation, Proposal):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_accounts_without_a_key_are_counted(kept_sqlite: Flask, pairs: Pairs) -> None:
    member(kept_sqlite)
    content, _keys = backed_up(kept_sqlite)
    with kept_sqlite.app_context():
        keystore().close()
        Path(str(address(kept_sqlite.config["KEYS_URL"]).database)).unlink()
        keystore().prepare()
        keystore().close()
    assert "1 accounts have no key" in put_back(kept_sqlite, content, pairs.content)


def clock_of(app: Flask):  # type: ignore[no-untyped-def]
    with app.app_context():
        return clock.now()
