"""Deleted means gone: from every file and table, after a kill at any step, and from an old copy (S83 to S85)."""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.accounts import shown_once
from support.common.accounts.means import means, name_hash
from support.common.accounts.models import LEAVING, Account, ActCount, Invitation, RetiredName, SignIn
from support.common.accounts.throttling import limits
from support.common.audit import chain, housekeeper
from support.common.audit.models import AuditSubject
from support.common.audit.verifying import verify
from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.kernel.logs import Lines
from support.common.privacy import erasing, retention
from support.common.privacy.accounts import OWNED
from support.common.privacy.holdings import Holding, hold
from support.common.sealing import keystore as keystore_module
from support.common.sealing.keystore_tables import ERASURE, empty_log
from support.common.sealing.vault import keystore, vault
from support.common.sealing.wrapping import KeyGone
from tests.common.accounts.walking import HOME, OWN, TAG, Walker
from tests.people import Person, member, signed_in, staff

NAME = "Kingfisher Pebble"
WORDS = "a walk by the quiet sea"


class Killed(BaseException):
    """The process ends here: nothing after it is done, nothing catches it."""


@dataclass
class Trace:
    """What tells of a person, in every spelling in which it could lie in a file."""

    person: Person
    secrets: dict[str, bytes] = field(default_factory=dict)

    def in_files(self, app: Flask, *, but: tuple[str, ...] = ()) -> list[str]:
        """Which of it lies in which file of the test: database, keys, counters, whatever is beside them; ``but``: what
        may."""
        folder = Path(app.config["INSTANCE"]).parent
        assert Path(app.config["RUNTIME_DIR"]).is_relative_to(folder)
        files = [file for file in folder.rglob("*") if file.is_file()]
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        wanted = {"keys.sqlite", "counters.sqlite"} | (
            {"database.sqlite"} if url.get_backend_name() == "sqlite" else set()
        )
        assert wanted <= {file.name for file in files}
        return [
            f"{what} in {file.name}"
            for file in files
            for what, secret in self.secrets.items()
            if what not in but and secret.lower() in file.read_bytes().lower()
        ]

    def in_tables(self, app: Flask) -> list[str]:
        """Which of it stands in which table of the database."""
        with app.app_context(), db.engine.connect() as connection:
            tables = sa.inspect(connection).get_table_names()
            rows = {name: repr(connection.execute(sa.text(f'SELECT * FROM "{name}"')).all()) for name in tables}
        found = {name: text.lower().encode() for name, text in rows.items()}
        return [
            f"{what} in {name}" for name, text in found.items() for what, secret in self.secrets.items()
            if secret.lower() in text
        ]  # fmt: skip


def somebody(app: Flask, kind: Callable[[Flask], Person]) -> Trace:
    """A person who has done everything that leaves something behind."""
    person = kind(app)
    trace, walker = Trace(person), Walker(app, signed_in(person))
    walker.client.get(f"{TAG}/privacy", base_url=HOME, headers=OWN)
    with app.app_context():
        now, times = clock.now(), app.config["TIMES"]
        shown_once.put(db.session(), person.id, shown_once.CODES, WORDS, times=times, now=now)
        db.session.add(ActCount(account_id=person.id, hour=now.replace(minute=0, second=0, microsecond=0), acts=1))
        chain.record(db.session(), "staff_looked", on=now.date(), actor=person.id, key=keystore().root("audit"))
        db.session.commit()
        source = "198.51.100.7"
        limits.pace(means().counters, "sign-in", source, now)
        account = db.session.get_one(Account, person.id)
        subject = db.session.scalars(sa.select(AuditSubject).where(AuditSubject.account == person.id)).one()
        sign_in = db.session.scalars(sa.select(SignIn).where(SignIn.account_id == person.id)).one()
        sealed = db.session.execute(sa.text("SELECT sealed FROM shown_once")).scalar_one()
        trace.secrets = {
            "the name": account.name.encode(), "its key": account.name_key.encode(), "the words": WORDS.encode(),
            "the passphrase": person.passphrase.encode(), "its hash": account.passphrase_hash.encode(),
            "the id": account.id.hex.encode(), "the id with lines": str(account.id).encode(), "the id in bytes": account.id.bytes,
            "the token": next(iter(walker.cookies().values())).encode(), "its hash in the table": sign_in.token_hash.encode(),
            "the sign-in": sign_in.id.hex.encode(), "the sealed words": sealed.encode(), "a code": person.codes[0].encode(),
            "where they came from": source.encode(), "the key": keystore()._wrapped(person.id).encode(),  # type: ignore[union-attr]
        }  # fmt: skip
        assert subject.id
        db.session.remove()
        assert empty_log(db.engine), "the canaries lie in the file itself, not in its log alone"
    return trace


def a_member(app: Flask) -> Person:
    return member(app, NAME)


def a_moderator(app: Flask) -> Person:
    return staff(app, "lead", NAME)


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line that is logged meanwhile, as it is written."""
    lines, handler = list[str](), logging.Handler()
    handler.emit = lambda record: lines.append(Lines().format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


# the list of who was erased, in the key store, holds the id for some weeks: an old copy must forget again (S84)
LEDGER = ("the id", "the id with lines", "the id in bytes")


@pytest.mark.parametrize("kind", [a_member, a_moderator])
def test_nothing_of_a_person_is_left(own_place: Flask, kind: Callable[[Flask], Person], logged: list[str]) -> None:
    trace = somebody(own_place, kind)
    assert {one.split(" in ")[0] for one in trace.in_tables(own_place)} >= {"the name", "its key", "its hash"}, (
        "no canary"
    )
    walker = Walker(own_place, signed_in(trace.person)).open("/account/leave")
    walker.fill(passphrase=trace.person.passphrase, sure=["yes"])
    assert walker.path == "/done"
    assert trace.in_tables(own_place) == []
    assert trace.in_files(own_place, but=LEDGER) == []
    holders = {one.split(" in ")[1].split(".")[0] for one in trace.in_files(own_place)}
    assert holders <= {"keys"}, "the ledger alone holds the id, in the key store"
    assert not [what for what, secret in trace.secrets.items() for line in logged if secret in line.encode()]
    with own_place.app_context():
        assert verify(db.session(), keystore().root("audit")) == [], "the chain stays whole"


def test_the_canaries_would_be_found(own_place: Flask) -> None:
    """Without the fourth step SQLite's log still holds them (S83): the search is no search in vain."""
    if own_place.config["SQLALCHEMY_DATABASE_URI"].get_backend_name() != "sqlite":
        trace = somebody(own_place, a_member)
        assert "the name in account" in trace.in_tables(own_place)
        return
    trace = somebody(own_place, a_member)
    with own_place.app_context(), db.engine.connect():  # a second connection: closing the last one empties the log
        erasing.close(db.session(), trace.person.id, own_place.config["TIMES"], clock.now())
        erasing._delete(db.session(), keystore(), trace.person.id, clock.now().date())
        assert trace.in_files(own_place, but=LEDGER)
        assert erasing.clear(db.engine)
        assert trace.in_tables(own_place) == []


def test_what_was_sealed_opens_for_nobody(own_place: Flask) -> None:
    trace, row = somebody(own_place, a_member), uuid.uuid4()
    with own_place.app_context():
        sealed = vault().seal(trace.person.id, WORDS, place="note.sealed", row=row)
        erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
        with pytest.raises(KeyGone):
            vault().open(trace.person.id, sealed, place="note.sealed", row=row)


STEPS: dict[str, tuple[object, str]] = {
    "before the key is destroyed": (keystore_module.KeyStore, "destroy"),
    "before the rows go": (erasing, "_delete"),
    "in the middle of the rows": (chain, "forget"),
    "before the log is cleared": (erasing, "clear"),
}


@pytest.mark.parametrize("step", STEPS)
def test_whoever_is_killed_in_between_is_gone_after_the_housekeeper(
    own_place: Flask, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = somebody(own_place, a_moderator)
    times = own_place.config["TIMES"]
    with monkeypatch.context() as patch, own_place.app_context():
        patch.setattr(*STEPS[step], _killed)
        with pytest.raises(Killed):
            erasing.leave(db.session(), keystore(), trace.person.id, times, clock.now())
    answer = signed_in_before(trace, own_place)
    assert answer == 303, "nobody is signed in to an account that is closed"
    housekeeper.employ(own_place, *retention.keep(own_place))
    assert housekeeper.work(own_place)
    assert trace.in_tables(own_place) == []
    assert trace.in_files(own_place, but=LEDGER) == []
    with own_place.app_context():
        assert not keystore().has(trace.person.id)
        assert trace.person.id in keystore().erased()
        events = [one.event for one in chain.entries(db.session(), 10)]
        assert events.count("staff_left") == 1


def signed_in_before(trace: Trace, app: Flask) -> int:
    client = Walker(app).client
    client.set_cookie("__Host-d", trace.secrets["the token"].decode(), domain="localhost", secure=True)
    return client.get(f"{TAG}/account/leave", base_url=HOME, headers=OWN).status_code


def _killed(*_given: object, **_named: object) -> None:
    raise Killed


def test_a_process_that_is_killed_in_the_first_step_changes_nothing(
    own_place: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = somebody(own_place, a_member)
    with monkeypatch.context() as patch, own_place.app_context():
        patch.setattr(erasing, "_retire", _killed)
        with pytest.raises(Killed):
            erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
    with own_place.app_context():
        assert db.session.get_one(Account, trace.person.id).state != LEAVING
        assert keystore().has(trace.person.id)


def test_an_old_copy_of_the_database_forgets_again(own_place: Flask, tmp_path: Path) -> None:
    """The replay of deletions (S85); on SQLite with a real old file, on PostgreSQL by the row that came back."""
    trace = somebody(own_place, a_member)
    times, now = own_place.config["TIMES"], None
    url = own_place.config["SQLALCHEMY_DATABASE_URI"]
    old = tmp_path / "old-copy"
    with own_place.app_context():
        now = clock.now()
        if url.get_backend_name() == "sqlite":
            assert empty_log(db.engine)
            shutil.copyfile(url.database, old)
        erasing.leave(db.session(), keystore(), trace.person.id, times, now)
        db.session.remove()
        db.engine.dispose()
        if url.get_backend_name() == "sqlite":
            shutil.copyfile(old, url.database)
            old.unlink()
        else:
            values = {"kind": "member", "name": NAME, "name_key": trace.secrets["its key"].decode(), "state": "active"}
            back = Account(id=trace.person.id, passphrase_hash="x", used_month=now.date().replace(day=1), **values)
            db.session.add(back)
            db.session.commit()
        assert db.session.get(Account, trace.person.id) is not None
        db.session.remove()
        assert erasing.repeat(db.session(), keystore(), times, now) == 1
        assert erasing.repeat(db.session(), keystore(), times, now) == 0
    assert trace.in_tables(own_place) == []
    assert trace.in_files(own_place, but=LEDGER) == []


def test_others_keep_everything(own_place: Flask) -> None:
    trace, other = somebody(own_place, a_member), member(own_place)
    with own_place.app_context():
        before = counted()
        erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
        assert keystore().has(other.id)
        assert db.session.get_one(Account, other.id).name == other.name
        assert counted()["recovery_code"] == before["recovery_code"] - 2 == 2
    walker = Walker(own_place, signed_in(other)).open("/account/export")
    assert walker.status == 200


def counted() -> dict[str, int]:
    tables = {table.__tablename__: table for table in OWNED}
    return {
        name: db.session.scalars(sa.select(sa.func.count()).select_from(table)).one() for name, table in tables.items()
    }


def test_every_feature_is_asked_before_the_account_goes(own_place: Flask) -> None:
    trace, asked = somebody(own_place, a_member), list[tuple[uuid.UUID, bool, bool]]()

    def erase(session: object, account_id: uuid.UUID, _on: object) -> None:
        there = db.session.scalar(sa.select(Account.id).where(Account.id == account_id)) is not None
        asked.append((account_id, there, keystore().has(account_id)))

    hold(own_place, Holding("notes", lambda *_given: [], erase))
    with own_place.app_context():
        erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
    assert asked == [(trace.person.id, True, False)], "the key is gone by then, the account is not"


def test_of_the_name_only_a_code_is_kept(own_place: Flask) -> None:
    trace = somebody(own_place, a_member)
    with own_place.app_context():
        erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
        kept = db.session.scalars(sa.select(RetiredName.name_hash)).all()
        assert kept == [name_hash(trace.secrets["its key"].decode())]


def test_the_ledger_holds_the_id_and_the_day_alone(own_place: Flask) -> None:
    trace = somebody(own_place, a_member)
    with own_place.app_context():
        erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
        assert set(ERASURE.columns.keys()) == {"owner", "erased_on"}
        assert keystore().erased() == {trace.person.id: clock.now().date()}


def test_a_reader_who_keeps_the_log_busy_delays_it_only(own_place: Flask) -> None:
    """Step four cannot empty the log under an open read; the housekeeper does it later."""
    if own_place.config["SQLALCHEMY_DATABASE_URI"].get_backend_name() != "sqlite":
        with own_place.app_context():
            assert erasing.clear(db.engine), "nothing to clear there"
        return
    trace = somebody(own_place, a_member)
    with own_place.app_context():
        with closing(db.engine.raw_connection()) as raw:
            reading = raw.cursor()
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM account").fetchall()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(erasing, "clear", lambda _bind: False)  # waits five seconds otherwise
                erasing.leave(db.session(), keystore(), trace.person.id, own_place.config["TIMES"], clock.now())
            assert trace.in_files(own_place, but=LEDGER)
            reading.execute("ROLLBACK")
            reading.close()
        housekeeper.employ(own_place, *retention.keep(own_place))
    assert housekeeper.work(own_place)
    assert trace.in_files(own_place, but=LEDGER) == []


def test_after_the_first_step_no_sign_in_is_left(own_place: Flask) -> None:
    """Not even one that a later change of the account's state could bring to life."""
    trace, other = somebody(own_place, a_member), member(own_place)
    signed_in(other)
    with own_place.app_context():
        assert erasing.close(db.session(), trace.person.id, own_place.config["TIMES"], clock.now())
        assert db.session.scalars(sa.select(SignIn.account_id)).all() == [other.id]
        assert db.session.get_one(Account, trace.person.id).state == LEAVING
        assert keystore().has(trace.person.id), "the key goes in the second step"


@pytest.mark.parametrize("of_the_staff", [True, False])
def test_links_that_somebody_of_the_staff_may_have_seen_go_with_them(own_place: Flask, of_the_staff: bool) -> None:
    person = staff(own_place, "lead") if of_the_staff else member(own_place)
    with own_place.app_context():
        session, now, times = db.session(), clock.now(), own_place.config["TIMES"]
        ends = now + timedelta(hours=1)
        session.add(Invitation(id=uuid.uuid4(), role="moderator", token_hash=str(person.id), ends_at=ends))
        session.commit()
        erasing.close(session, person.id, times, now)
        erasing.finish(session, keystore(), person.id, now)
        left = sa.select(sa.func.count()).select_from(Invitation).where(Invitation.token_hash == str(person.id))
        assert session.scalar(left) == (0 if of_the_staff else 1)
