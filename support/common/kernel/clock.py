"""What time it is. Services take ``now=``; views ask here, so that a test can hold the clock."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app


def now() -> datetime:
    """This moment in UTC, or the moment at which ``CLOCK`` in the application's settings stands."""
    held: datetime | None = current_app.config.get("CLOCK")
    return held or datetime.now(UTC)
