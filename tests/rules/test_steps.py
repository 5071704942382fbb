"""The steps of the schema (promise 9): up, down, with rows in every table, and failing half-way."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from support.common.kernel.db import db, migrate, schema_of
from support.common.operations.migrating import migrate_safely
from tests.conftest import DATABASES, Make, database_url
from tests.rules.rows import counts, one_row_each, tables
from tests.rules.source import ROOT

PLACES = [(part, kind) for part in ("site", "survivors") for kind in DATABASES]  # both spaces have the same steps
FULL = {"site": "service", "space": "account"}  # a table that others point at


@pytest.fixture(params=PLACES, ids="-".join)
def empty(request: pytest.FixtureRequest, tmp_path: Path, make_app: Make) -> Flask:
    """An application on a database without tables: the site, and a space."""
    part, kind = request.param
    return make_app(tmp_path, database_url(kind, request, tmp_path), part=part)


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A copy of the folder of steps, to which a test may add one."""
    return Path(
        shutil.copytree(ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    )


def test_models_and_steps_agree(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        try:
            command.check(migrate.get_config())
        except Exception as error:
            pytest.fail(
                f"A model changed without a step: flask --app app:site db migrate, then read what it wrote. {error}"
            )


def test_one_line_of_steps(sqlite_site: Flask) -> None:
    with sqlite_site.app_context():
        script = ScriptDirectory.from_config(migrate.get_config())
        assert len(script.get_heads()) == 1, "two steps have the same parent: put one behind the other"
        for step in script.walk_revisions():
            assert step.doc.strip(), f"{step.path} does not say what it does"
            assert step.module.upgrade and step.module.downgrade


def test_every_step_up_down_and_up(empty: Flask) -> None:
    with empty.app_context():
        script = ScriptDirectory.from_config(migrate.get_config())
        for step in reversed(list(script.walk_revisions())):
            before = _seen(empty)
            upgrade(revision=step.revision)
            after = _seen(empty)
            downgrade(revision=str(step.down_revision or "base"))
            assert _seen(empty) == before, f"the way down from {step.path} does not undo the way up"
            upgrade(revision=step.revision)
            assert _seen(empty) == after, f"{step.path} makes something else the second time"


def _seen(app: Flask) -> dict[str, list[str]]:
    """Every table with its columns, as the database itself describes them."""
    db.engine.dispose()
    looked = sa.inspect(db.engine)
    names = sorted(set(looked.get_table_names()) - {"alembic_version"})
    return {
        name: sorted(f"{column['name']} {column['type']} {column['nullable']}" for column in looked.get_columns(name))
        for name in names
    }


def test_rows_survive_a_step(empty: Flask, steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """style.md, trap 1: a batch change drops the old table, and with the keys on takes the rows that point at it along."""
    with empty.app_context():
        upgrade()
        with db.engine.begin() as connection:
            rows = one_row_each(connection, _schema(empty))
            before = counts(connection, list(rows))
        assert set(before.values()) == {1}
        _add_step(steps, [table.name for table in tables(_schema(empty))], _schema(empty))
        monkeypatch.setattr(migrate, "directory", str(steps))
        upgrade()
        with db.engine.connect() as connection:
            assert counts(connection, list(rows)) == before, "a step lost rows: see migrations/env.py"
            assert connection.scalar(sa.text(f"SELECT extra FROM {FULL[_schema(empty)]}")) == "added"
            for table in tables(_schema(empty)):
                kept = connection.execute(sa.select(table)).mappings().one()
                assert dict(kept) == rows[table.name], table.name
        _nothing_points_at_nothing()
        downgrade()
        with db.engine.connect() as connection:
            assert counts(connection, list(rows)) == before, "the way down lost rows"
        _nothing_points_at_nothing()


def _schema(app: Flask) -> str:
    return schema_of(app.config["PART"])


def _add_step(folder: Path, names: list[str], schema: str) -> None:
    """A step that rebuilds every table, as a batch change on SQLite does."""
    head = ScriptDirectory(str(folder), version_locations=[str(folder / schema)]).get_current_head()
    (folder / schema / "9999_for_a_test.py").write_text(
        '"""rebuild every table"""\n'
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision, down_revision, branch_labels, depends_on = 'fortest', {head!r}, None, None\n"
        f"NAMES = {names!r}\n"
        "def upgrade():\n"
        "    for name in NAMES:\n"
        "        with op.batch_alter_table(name, recreate='auto' if op.get_bind().dialect.name != 'sqlite' else 'always') as change:\n"
        "            change.add_column(sa.Column('extra', sa.Text(), nullable=False, server_default='added'))\n"
        "def downgrade():\n"
        "    for name in NAMES:\n"
        "        with op.batch_alter_table(name) as change:\n"
        "            change.drop_column('extra')\n"
    )


def _nothing_points_at_nothing() -> None:
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1, (
                "the keys are still off after a step"
            )


def test_a_step_that_fails_leaves_the_old_version(empty: Flask, steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Promise 9: what was there before is there afterwards, and the copy from before lies beside it."""
    with empty.app_context():
        migrate_safely()
        with db.engine.begin() as connection:
            rows = one_row_each(connection, _schema(empty))
        before = _seen(empty)
        schema = _schema(empty)
        _add_step(steps, [FULL[schema]], schema)
        added = steps / schema / "9999_for_a_test.py"
        added.write_text(
            added.read_text("utf-8").replace(
                "def downgrade", "    op.execute('SELECT nothing FROM nowhere')\ndef downgrade"
            )
        )
        monkeypatch.setattr(migrate, "directory", str(steps))
        with pytest.raises(Exception, match="nowhere"):
            migrate_safely()
        assert _seen(empty) == before
        with db.engine.connect() as connection:
            assert counts(connection, list(rows)) == dict.fromkeys(rows, 1)
        copies = list((Path(empty.config["INSTANCE"]) / "before-upgrade").glob("*.sqlite"))
        assert len(copies) == (1 if db.engine.dialect.name == "sqlite" else 0)
        for copy in copies:
            assert copy.stat().st_mode & 0o777 == 0o600
            with closing(sqlite3.connect(copy)) as connection:
                assert connection.execute(f"SELECT count(*) FROM {FULL[schema]}").fetchone() == (1,)
