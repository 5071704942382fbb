"""What the doctor looks at in the copies: is there a recent one, to a key of its own, and none too old (S84, S85)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from flask import current_app

from support.common.kernel import clock
from support.common.kernel.db import db
from support.common.operations.backup import CONTENT, KEYS, made_before
from support.common.operations.findings import BAD, GOOD, Finding, command, grave
from support.common.operations.forgetting import age, left_beside

RECENT = timedelta(hours=36)
NAMES = {CONTENT: "of the content", KEYS: "of the keys"}
NEW_KEY = "On another computer: flask --app app backup new-key FILE; then set {} here."


def backups() -> Iterator[Finding]:
    """Whether content and keys have recent backups, to keys of their own, and none that should be forgotten by now."""
    config = current_app.config
    for kind, name, days in (
        (CONTENT, "BACKUP_KEY", config["TIMES"].content_backup_days),
        (KEYS, "KEYS_BACKUP_KEY", config["TIMES"].key_backup_days),
    ):
        if config[name]:
            yield from _ages(kind, days)
        else:
            yield Finding(
                grave(), f"There is no backup key {NAMES[kind]}, so none are made.", NEW_KEY.format(f"SUPPORT_{name}")
            )
    if config["BACKUP_KEY"] and config["BACKUP_KEY"] == config["KEYS_BACKUP_KEY"]:
        advice = "Make a second pair and keep it in another place: whoever finds one private key must not open both."
        yield Finding(grave(), "Content and keys are backed up to one and the same key.", advice)


def plain_copies() -> Iterator[Finding]:
    """Whether an upgrade or a restore has left a copy beside the database for longer than a backup is kept."""
    days, now = current_app.config["TIMES"].content_backup_days, clock.now()
    url = db.engine.url.render_as_string(hide_password=False)
    for copy in left_beside(url, Path(current_app.config["INSTANCE"])):
        if age(copy, now) > timedelta(days=days):
            yield Finding(BAD, f"{copy.name} is a plain copy, older than {days} days.", f"rm {copy}")


def _ages(kind: str, days: int) -> Iterator[Finding]:
    folder, now = Path(current_app.config["INSTANCE"]) / "backups", clock.now()
    ages = sorted(age(path, now) for path in made_before(folder, current_app.config["PART"], kind))
    if not ages:
        yield Finding(BAD, f"There is no backup {NAMES[kind]} yet.", command("backup create"))
    elif ages[0] > RECENT:
        hours = ages[0] // timedelta(hours=1)
        yield Finding(BAD, f"The last backup {NAMES[kind]} is {hours} hours old.", "Look at the backup timer.")
    else:
        yield Finding(GOOD, f"There is a recent backup {NAMES[kind]}.")
    if ages and ages[-1] > timedelta(days=days):
        advice = "Delete it, copies elsewhere too."
        yield Finding(BAD, f"A backup {NAMES[kind]} is older than the promised {days} days.", advice)
