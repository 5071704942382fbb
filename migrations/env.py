"""How the steps run: one folder a schema, on SQLite and PostgreSQL, with rows in the tables."""

from alembic import context
from flask import current_app

from support.common.kernel.db import db, owned, schema_of

schema = schema_of(current_app.config["PART"])


def mine(thing, name, kind, reflected, compare_to):
    """Only the tables of this application."""
    return kind != "table" or reflected or owned(thing, schema)


with db.engine.connect() as connection:
    sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.dbapi_connection
    if sqlite:
        # a batch change drops the old table; with the keys on, that empties every table pointing at it
        raw.execute("PRAGMA foreign_keys=OFF")
    else:
        connection.exec_driver_sql("SET statement_timeout = 0")  # a step may take its time; a page may not
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_object=mine,
        transaction_per_migration=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        raw.execute("PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"a step left {len(broken)} rows that point at nothing")
    else:
        connection.exec_driver_sql("RESET statement_timeout")
        connection.commit()
