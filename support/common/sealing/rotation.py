"""A new DATA_KEY: what the old one wrapped is wrapped by the new one, while the site runs (safety.md S88)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, Row

from support.common.sealing.keystore_tables import ABOUT, ACCOUNT_KEY, CHECK, ROOT
from support.common.sealing.wrapping import Unreadable, Wrapping, WrongDataKey

BATCH_ROWS = 100


@dataclass(frozen=True)
class _Kept:
    """A table of wrapped keys: ``of`` names the row, ``text`` is the wrapped key."""

    table: sa.Table
    of: sa.ColumnElement[object]
    text: sa.ColumnElement[str]
    which: sa.ColumnElement[bool]

    def outside(self, *openings: str) -> sa.Select[object, str]:
        """The rows that were wrapped by none of these."""
        others = [~self.text.startswith(opening, autoescape=True) for opening in openings]
        return sa.select(self.of.label("of"), self.text.label("text")).where(self.which, *others)


# The check value comes last: an old data key that is taken out too early is then missed at the next start.
KEPT = (
    _Kept(ACCOUNT_KEY, ACCOUNT_KEY.c.owner, ACCOUNT_KEY.c.wrapped, sa.true()),
    _Kept(ROOT, ROOT.c.name, ROOT.c.wrapped, sa.true()),
    _Kept(ABOUT, ABOUT.c.name, ABOUT.c.value, ABOUT.c.name == CHECK),
)


def foreign(connection: Connection, wrapping: Wrapping) -> int:
    """How many keys none of the given data keys opens."""
    counts = (sa.select(sa.func.count()).select_from(kept.outside(*wrapping.openings).subquery()) for kept in KEPT)
    return sum(connection.scalar(count) or 0 for count in counts)


def rewrap_all(store: Engine, wrapping: Wrapping) -> int:
    """Wrap anew in small transactions, until nothing is found that another data key wrapped. Returns how many.

    Raises :class:`WrongDataKey` at the end where some could not be opened.
    """
    count = 0
    for kept in KEPT:
        while done := sum(_replaced(store, wrapping, kept, rows) for rows in _batches(store, wrapping, kept)):
            count += done
    with store.connect() as connection:
        left = sum(len(connection.execute(kept.outside(wrapping.opening)).all()) for kept in KEPT)
    if left:
        raise WrongDataKey(f"{count} keys were wrapped anew; {left} could not be opened with the DATA_KEYs given.")
    return count


def _batches(store: Engine, wrapping: Wrapping, kept: _Kept) -> Iterator[list[Row[object, str]]]:
    query = kept.outside(wrapping.opening).order_by(kept.of).limit(BATCH_ROWS)
    last: object = None
    while True:
        with store.connect() as connection:
            rows = list(connection.execute(query if last is None else query.where(kept.of > last)))
        if not rows:
            return
        yield rows
        last = rows[-1].of


def _replaced(store: Engine, wrapping: Wrapping, kept: _Kept, rows: list[Row[object, str]]) -> int:
    """Replace what is still as it was read: a key that was destroyed meanwhile must not come back."""
    fresh = [(row, again) for row in rows if (again := _again(wrapping, kept, row))]
    with store.begin() as connection:
        return sum(
            connection.execute(
                sa.update(kept.table).where(kept.of == row.of, kept.text == row.text).values({kept.text: again})
            ).rowcount
            for row, again in fresh
        )


def _again(wrapping: Wrapping, kept: _Kept, row: Row[object, str]) -> str:
    """The key in that row, wrapped by the first data key; nothing where it cannot be opened."""
    try:
        return wrapping.wrap(wrapping.unwrap(row.text, kept.table.name, row.of), kept.table.name, row.of)
    except (Unreadable, WrongDataKey):
        return ""
