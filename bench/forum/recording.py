"""What a service says to the database, recorded, so that the bare driver can say the same about another case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

Said = tuple[str, Any]  # a statement as the driver gets it, and its parameters: a tuple or a mapping


@contextmanager
def recorded(engine: sa.Engine) -> Iterator[list[Said]]:
    """The statements that run in the block with what is put into them; BEGIN among them where SQLite gets one."""
    seen: list[Said] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        seen.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def swapped(parameters: Any, other: Mapping[Any, Any]) -> Any:
    """The parameters with other values in place of some."""
    if isinstance(parameters, Mapping):
        return {name: other.get(value, value) for name, value in parameters.items()}
    return tuple(other.get(value, value) for value in parameters)


def changed(parameters: Any, place: int, name: str, value: Any) -> Any:
    """The parameters with one of them changed: by its place, or by its name where they have names."""
    if isinstance(parameters, Mapping):
        return {**parameters, name: value}
    return (*parameters[:place], value, *parameters[place + 1 :])


class Bare:
    """The driver's own connection, opened and settled as the product opens it, and nothing above it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._kept = engine.raw_connection()
        driver: Any = self._kept.driver_connection
        self._driver = driver
        self._sqlite = engine.dialect.name == "sqlite"
        self._cursor = driver.cursor()

    def rows(self, statement: str, parameters: Any) -> Sequence[Any]:
        """Run a statement and take what it gives."""
        self._cursor.execute(statement, parameters)
        return self._cursor.fetchall() if self._cursor.description else ()

    def commit(self) -> None:
        """End the transaction for good."""
        if self._sqlite:
            self._cursor.execute("COMMIT")
        else:
            self._driver.commit()

    def run(self, said: Sequence[Said]) -> None:
        """All of them in turn as they were said, and the end of the transaction."""
        for statement, parameters in said:
            self.rows(statement, parameters)
        self.commit()

    def close(self) -> None:
        """Give the connection back."""
        self._cursor.close()
        self._kept.close()
