"""B8: how many queries a page puts to the database, whatever the amount of data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.pages import paths
from bench.report import Figure, Row, Table
from support.common.kernel.db import db

BUDGET = 4
MOST_PAGES = 200


@contextmanager
def counted(engine: sa.Engine) -> Iterator[list[str]]:
    """The statements that run in the block, without the BEGIN of a transaction."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def measure(apps: dict[int, Flask]) -> Row:
    """The most queries of any of the pages of each kind, at each size."""
    rows, most = [], {"results": 0, "listing": 0}
    for size, app in apps.items():
        counts = {kind: _most(app, addresses[:MOST_PAGES]) for kind, addresses in paths(app).items() if kind in most}
        most = {kind: max(most[kind], counts[kind]) for kind in most}
        rows.append((f"{size:,}", counts["results"], counts["listing"]))
    return Row(
        "B8", "Queries of a page", f"Up to {MOST_PAGES} pages of each kind at each size, the most of any of them.",
        [Figure("results page", most["results"], BUDGET), Figure("one listing", most["listing"], BUDGET)],
        [Table(("listings", "results page", "one listing"), rows)],
    )  # fmt: skip


def _most(app: Flask, addresses: list[str]) -> int:
    client, most = app.test_client(), 0
    with app.app_context():
        engine = db.engine
    for address in addresses:
        with counted(engine) as seen:
            client.get(address)
        most = max(most, len(seen))
    return most
