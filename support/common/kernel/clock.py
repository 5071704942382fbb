"""What time it is. Services take ``now=``; views ask here, so that a test can hold the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import text
from sqlalchemy.orm import Session


def now() -> datetime:
    """This moment in UTC, or the moment at which ``CLOCK`` in the application's settings stands."""
    held: datetime | None = current_app.config.get("CLOCK")
    return held or datetime.now(UTC)


def database_now(session: Session) -> datetime:
    """This moment by the database's clock: leases and what waits for a time go by it, however many machines serve.

    On PostgreSQL the moment of the call, not of the transaction's beginning: whoever waited for a lock sees the time
    at which they got it. ``CLOCK`` holds it like :func:`now`.
    """
    held: datetime | None = current_app.config.get("CLOCK")
    if held:
        return held
    if session.connection().dialect.name == "sqlite":
        said = session.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"))
        return datetime.fromisoformat(str(said))
    return datetime.fromisoformat(str(session.scalar(text("SELECT clock_timestamp()")))).astimezone(UTC)
