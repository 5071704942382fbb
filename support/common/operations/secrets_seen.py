"""What the doctor looks at in secrets: the key store, who else can read them, what is left of a rotation."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from support.common.kernel.db import schema_of
from support.common.operations.findings import BAD, GOOD, WARNING, Finding, command, grave, setting
from support.common.operations.restoring import finished
from support.common.operations.starting import keys_fit
from support.common.sealing.day_key import on_memory

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keys() -> Iterator[Finding]:
    """Whether the key store fits, and whether a rotation was brought to its end (safety.md S88)."""
    config = current_app.config
    problems = [*keys_fit(current_app), *finished(current_app)]
    yield from (Finding(BAD, problem) for problem in problems)
    if not problems:
        yield Finding(GOOD, "The key store opens with the DATA_KEY.")
    if config["SECRET_KEY_FALLBACKS"]:
        name = setting("SECRET_KEY_FALLBACKS")
        yield Finding(WARNING, "An old SECRET_KEY still counts.", f"A day after the change, take it out of {name}.")
    if len(config["DATA_KEYS"]) > 1:
        advice = f"{command('keys rewrap')}, until it says 0; then empty {setting('DATA_KEY_FALLBACKS')} and restart."
        yield Finding(WARNING, "An old DATA_KEY is still given.", advice)


def private_files() -> Iterator[Finding]:
    """Whether only the owner can read what is written."""
    instance = Path(current_app.config["INSTANCE"])
    own = [instance, *(instance / name for name in ("secret_key", "data_key", "backups", "before-upgrade"))]
    urls = [make_url(current_app.config[name]) for name in ("DATABASE_URL", "KEYS_URL")]
    own += [Path(url.database) for url in urls if url.get_backend_name() == "sqlite" and url.database]
    for path in own:
        if path.exists() and path.stat().st_mode & OTHERS:
            yield Finding(WARNING, f"Others on this machine can read {path.name}.", f"chmod go= {path}")


def runtime() -> Iterator[Finding]:
    """Whether the key of the day is gone with the power, and nobody else's to read (safety.md S46)."""
    folder = Path(current_app.config["RUNTIME_DIR"])
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not on_memory(nearest):
        advice = "Set SUPPORT_RUNTIME_DIR to a folder on a tmpfs, such as one below /run."
        yield Finding(grave(), "The key of the day is not kept in memory only.", advice)
    else:
        yield Finding(GOOD, "The key of the day is kept in memory only.")
    if folder.exists() and folder.stat().st_mode & OTHERS:
        yield Finding(WARNING, "Others on this machine can read the key of the day.", f"chmod go= {folder}")


def jurisdiction() -> Iterator[Finding]:
    """Whether it is said whose law binds the operator of a space."""
    config = current_app.config
    if schema_of(config["PART"]) == "space" and not config["JURISDICTION"]:
        yield Finding(grave(), "It is not said whose law binds the operator.", "Set SUPPORT_JURISDICTION, such as GB.")
