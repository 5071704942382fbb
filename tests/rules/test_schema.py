"""The tables and the steps that made them (promises 5 and 9): nothing is lost, nothing crosses, nothing tells an order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from support.common.kernel.db import UtcTime, WrongPart, db
from support.site.directory.engine import engine, rebuild
from support.site.directory.models import ListingRow
from tests.conftest import browser
from tests.rules.rows import tables
from tests.rules.source import listed
from tests.rules.tour import HOME, SEARCHES, real_id, token

SCHEMAS = {"site", "space"}
SHARED = {  # tables that both the site and a space have, each in its own database: accounts, and the log of the staff's deeds
    "account", "recovery_code", "sign_in", "second_factor", "acceptance", "role_grant", "joining", "shown_once",
    "invitation", "proposal", "act_count", "retired_name", "audit_entry", "audit_head", "audit_subject",
}  # fmt: skip
COUNTERS = {  # one row, or the order of a chain, a sequence, or the parts of one thing; never shown
    "change_counter", "audit_head", "audit_entry", "outbox_item", "publication_change", "fingerprint", "reading",
}  # fmt: skip


def test_every_table_says_whose_it_is() -> None:
    unmarked = {table.name for table in db.metadata.sorted_tables if table.info.get("schema") not in SCHEMAS}
    assert unmarked == SHARED, (
        f"{unmarked ^ SHARED}: say info={{'schema': 'site'}} or 'space' in __table_args__; a table of both stands in SHARED "
        "with the reason, for no row of one may ever be read in the other (promise 5)"
    )


def test_no_foreign_key_crosses() -> None:
    faults = [
        f"{key.parent} → {key.column}" for table in db.metadata.sorted_tables for key in table.foreign_keys
        if (key.column.table.name not in SHARED and key.column.table.info.get("schema") != table.info.get("schema"))
        or (table.name in SHARED and key.column.table.name not in SHARED)
    ]  # fmt: skip
    assert not faults, listed(faults, "No key points from one application's tables into another's (promise 5, S29).")


def test_a_session_refuses_the_tables_of_another_application(sqlite_site: Flask) -> None:
    foreign = sa.Table(
        "of_a_space", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), info={"schema": "space"}
    )
    own = ListingRow.__table__
    statements = (sa.select(foreign), sa.delete(foreign), sa.select(own.c.number).join(foreign, foreign.c.id == own.c.number),
                  sa.select(own.c.number).where(own.c.number.in_(sa.select(foreign.c.id))))  # fmt: skip
    with sqlite_site.app_context():
        for statement in statements:
            with pytest.raises(WrongPart):
                db.session.execute(statement)
        db.session.rollback()


def test_columns_are_text_and_aware() -> None:
    faults = []
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                faults.append(f"{column}: an enum; store its text, with a CheckConstraint")
            if isinstance(column.type, sa.DateTime):
                faults.append(f"{column}: write Mapped[datetime], which is always in UTC")
            if isinstance(column.type, sa.LargeBinary | sa.PickleType | sa.JSON):
                faults.append(f"{column}: {column.type}")
    assert not faults, listed(faults, "Types that both databases keep alike (DESIGN section 2).")
    assert any(isinstance(column.type, UtcTime) for table in tables() for column in table.columns)


def test_keys_are_random_or_never_shown() -> None:
    shown_by_number = {"listing"}  # its number is for the index; see the test of the pages below
    faults = [
        str(column) for table in db.metadata.sorted_tables for column in table.primary_key.columns
        if isinstance(column.type, sa.Integer) and table.name not in COUNTERS | shown_by_number
    ]  # fmt: skip
    assert not faults, listed(faults, "A key is Mapped[Key]: a random UUID that tells neither order nor time (S31).")


@pytest.mark.parametrize(
    "holder", ["email", "phone", "birth", "gender", "ip", "user_agent", "address", "last_seen", "real_name"]
)
def test_no_column_for_a_person(holder: str) -> None:
    """Promise 6, S28: the only such columns belong to services, never to people."""
    of_services = {"organization", "service", "phone", "address", "location"}
    faults = [
        str(column) for table in db.metadata.sorted_tables for column in table.columns
        if table.name not in of_services and holder in {*column.name.split("_"), column.name}
    ]  # fmt: skip
    assert not faults, listed(faults, "Nothing that says who a person is gets a column.")


def test_postgresql_holds_no_type_of_our_own(site: Flask) -> None:
    with site.app_context():
        if db.engine.dialect.name != "postgresql":
            moments = [column for table in tables() for column in table.columns if isinstance(column.type, UtcTime)]
            assert moments
            return
        with db.engine.connect() as connection:
            assert not connection.scalars(sa.text("SELECT typname FROM pg_type WHERE typtype = 'e'")).all(), (
                "enums are text"
            )
            naive = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'"
            assert not connection.scalars(sa.text(naive)).all(), "a moment without a zone"


def test_sqlite_is_set_as_promised(sqlite_site: Flask) -> None:
    """S82, S83: read back from the running connection."""
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
    }
    with sqlite_site.app_context(), db.engine.connect() as connection:
        for name, value in wanted.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value, name
        file = Path(str(db.engine.url.database))
    for beside in [file, *file.parent.glob(f"{file.name}-*")]:
        assert beside.stat().st_mode & 0o077 == 0, (
            f"{beside.name} can be read by others on the machine (S82: mode 0600)"
        )


def test_a_waiting_database_gives_up_in_time(site: Flask) -> None:
    """A page waits some seconds for a lock, never for good: the reader gets the 503 with the band instead (S24)."""
    with site.app_context(), db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            assert 0 < connection.exec_driver_sql("PRAGMA busy_timeout").scalar() <= 10_000
        else:
            for name in ("lock_timeout", "statement_timeout"):
                assert connection.scalar(sa.text(f"SHOW {name}")) != "0", (
                    f"PostgreSQL waits for good: set {name} in kernel/db.py"
                )


def test_no_number_of_a_row_leaves_the_server(own_site: Flask) -> None:
    """S31: rows get numbers that stand out, and none of them is on any page."""
    far, mark = 7_771_000_000, re.compile(r"7[\s.,]?771[\s.,]?000[\s.,]?\d{3}")
    with own_site.app_context():
        db.session.execute(sa.text(f"UPDATE listing SET number = number + {far}, sequence = sequence + {far}"))
        db.session.execute(sa.text("UPDATE change_counter SET value = (SELECT max(sequence) FROM listing)"))
        db.session.commit()
        assert rebuild(db.session()) > 100
        assert engine().index.position() > far
    client = browser(own_site)
    paths = [f"/en-GB/directory?s={token(own_site, **fields)}" for fields in SEARCHES.values()]
    paths += [f"/en-GB/directory/{real_id(own_site)}{ending}" for ending in ("", ".vcf")]
    for path in paths:
        answer = client.get(path, base_url=HOME)
        assert answer.status_code in (200, 422)
        told = mark.findall(answer.text + str(answer.headers))
        assert not told, f"{path[:40]} shows the number of a row: {told[:3]}"
