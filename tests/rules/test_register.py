"""Nothing is stored that the register does not explain (safety.md S27), and nothing that says who somebody is (S28)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import support.factory  # noqa: F401  # every model of every application is known from here on
from support.common.accounts.throttling.counting import Counters, Limit
from support.common.kernel.db import db
from support.common.privacy.register import FILE, Column, RegisterError, read, register, settings_in
from support.common.privacy.words import KEPT, held, left_out
from support.common.sealing.keystore_tables import TABLES
from support.times import Times
from tests.rules.source import listed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
# Words of a column's name that would hold what nobody is asked for (S28).
NOT_COLLECTED = {
    "email", "mail", "phone", "telephone", "mobile", "surname", "forename", "realname", "real", "birth", "birthday",
    "born", "age", "gender", "sex", "ip", "address", "agent", "browser", "latitude", "longitude", "location", "city",
    "postcode", "country", "seen",
}  # fmt: skip
NOT_THAT = {"notice.seen"}  # whether its owner has opened it, not when somebody was here


def stored(folder: Path) -> dict[str, str]:
    """Every column that any store has, as ``table.column``, with the store that it lies in."""
    found = {f"{table.name}.{one.name}": "database" for table in db.metadata.sorted_tables for one in table.columns}
    found |= {f"{table.name}.{one.name}": "key store" for table in TABLES.sorted_tables for one in table.columns}
    counters = Counters(folder, "site")
    assert counters.take("sign-in", "somewhere", Limit(2, 60), NOW)
    with closing(sqlite3.connect(counters.file)) as file:
        rows = file.execute("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c").fetchall()
    return found | {f"{table}.{column}": "memory" for table, column in rows if table == "bucket"}


def test_the_register_and_the_schema_say_the_same(tmp_path: Path) -> None:
    there, said = stored(tmp_path), {column.name: column.where for column in register()}
    missing = [f"{name}: in no row of {FILE.name}" for name in there.keys() - said.keys()]
    gone = [f"{name}: in {FILE.name}, but in no store" for name in said.keys() - there.keys()]
    elsewhere = [
        f"{name}: lies in the {there[name]}" for name in there.keys() & said.keys() if there[name] != said[name]
    ]
    faults = sorted(missing + gone + elsewhere)
    assert not faults, listed(faults, "Say what each stored column is for and how long it stays (S27).")


def test_no_column_holds_what_is_not_collected() -> None:
    faults = [
        column.name
        for column in register()
        if column.about != "service" and NOT_COLLECTED & set(column.column.split("_")) and column.name not in NOT_THAT
    ]
    assert not faults, listed(faults, "Nothing that says who a person is gets a column (S28).")


def test_services_are_the_only_ones_with_contacts() -> None:
    """A person's row can not be passed off as a service's: tables with an owner are about people."""
    owned = {table.name for table in db.metadata.sorted_tables if {"account_id", "account"} & set(table.columns.keys())}
    assert len(owned) > 5
    faults = [column.name for column in register() if column.table in owned | {"account"} and not column.of_people]
    assert not faults, listed(faults, "Rows that belong to an account are about a person.")


def test_every_length_of_time_can_be_said() -> None:
    of_people = {column.kept for column in register() if column.of_people}
    assert of_people == KEPT.keys(), "each length for people has its sentence in privacy/words.py, and no other"
    assert all(one.what and one.kept for one in held(Times()))
    assert {column.table for column in register() if column.of_people} == {one.table for one in held(Times())}


def test_every_setting_of_a_length_is_in_its_sentence() -> None:
    """The number of the setting that the register names is the number that people read."""
    for kept, sentence in KEPT.items():
        for name in settings_in(kept) - {"key_backup_days"}:
            unlike = Times(**{name: 4321})
            assert any(number in sentence(unlike) for number in ("4321", "4328")), kept
            assert sentence(unlike) != sentence(Times())


def test_what_a_copy_lacks_has_a_reason() -> None:
    lacking = {name for names, _reason in left_out() for name in names}
    assert lacking == {column.name for column in register() if column.of_people and column.export != "yes"}
    secrets = {column.name for column in register() if column.of_people and column.level == "secret"}
    assert secrets <= lacking, "no secret travels in a file"


GOOD = Column("nest", "eggs", "counts them", "member", "personal", "{log_days} days", "database", "yes")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("about", "birds"), ("level", "loud"), ("where", "nowhere"), ("export", "never"), ("export", ""), ("purpose", " "),
        ("kept", ""), ("kept", "{no_such_setting} days"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused(field: str, value: str, tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert read(tmp_path / "register.csv") == (GOOD,)
    changed = {name: getattr(GOOD, name) for name in Column.__dataclass_fields__} | {field: value}
    written(tmp_path, Column(**changed))
    with pytest.raises(RegisterError, match="nest"):
        read(tmp_path / "register.csv")


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, GOOD)
    with pytest.raises(RegisterError, match="twice"):
        read(tmp_path / "register.csv")


def written(folder: Path, *columns: Column) -> None:
    names = list(Column.__dataclass_fields__)
    lines = [",".join(names), *(",".join(getattr(one, name) for name in names) for one in columns)]
    (folder / "register.csv").write_text("\n".join(lines) + "\n", "utf-8")
