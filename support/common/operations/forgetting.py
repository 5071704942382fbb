"""Copies are forgotten within the days that the privacy page prints (promise 10), wherever this machine keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from support.common.kernel.db import db

UNTIL_NEXT_TIME = timedelta(hours=25)  # a nightly run, and the half hour by which its timer strays
NAMED_TIME = re.compile(r"(\d{8})[T-](\d{6})Z?")


def forget(copies: Iterable[Path], days: int, now: datetime, *, but: Path | None = None) -> list[Path]:
    """Delete the copies that would be older than ``days`` before somebody looks again. Returns those that went.

    ``but`` is the one that was made just now: it stays, however few the days are.
    """
    limit = max(timedelta(days=days) - UNTIL_NEXT_TIME, timedelta(0))
    old = [path for path in copies if path != but and age(path, now) > limit]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def age(copy: Path, now: datetime) -> timedelta:
    """How old a copy is: by the time in its name or by the file's own, whichever is earlier."""
    times = [datetime.fromtimestamp(copy.stat().st_mtime, UTC)]
    if found := NAMED_TIME.search(copy.name):
        times.append(datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    return now - min(times)


def left_beside(url: str, instance: Path) -> list[Path]:
    """Plain copies that an upgrade or a restore has left of the SQLite file at ``url``: they hold what people deleted
    since. ``instance`` is where the copies from before upgrades lie."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return []
    file = Path(parsed.database)
    return [*instance.glob("before-upgrade/*.sqlite"), *file.parent.glob(f"{file.name}.before-*")]


def forget_plain_copies(now: datetime) -> list[Path]:
    """A housekeeper's job: the copies that an upgrade or a restore left go in time where nobody makes backups."""
    url = db.engine.url.render_as_string(hide_password=False)
    copies = left_beside(url, Path(current_app.config["INSTANCE"]))
    return forget(copies, current_app.config["TIMES"].content_backup_days, now)
