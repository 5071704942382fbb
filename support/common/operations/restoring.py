"""Puts a backup back, so that nobody who left comes back with it (promise 10, safety.md S84, S85).

While it goes on a mark lies in the instance folder, and an application does not start beside it: content in which the
deletions were not repeated is shown to nobody, also where the restore was killed half-way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from support.common.accounts.models import Account, Invitation, Joining, Proposal, ShownOnce, SignIn
from support.common.kernel.db import DRIVER_ERRORS, begin_writing
from support.common.operations import copying, key_copies
from support.common.operations.backup import CONTENT, KEYS, BackupError, Manifest, opened
from support.common.privacy import erasing
from support.common.sealing.keystore import KeyStore
from support.common.sealing.wrapping import KeyStoreError
from support.times import Times

MARK = "restore-unfinished"
NOT_ALIVE_AGAIN = (SignIn, Joining, ShownOnce, Invitation, Proposal)
ONE_MORE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Replayed:
    """What was done again after old content came back: who was erased again, which sign-ins and half-made things went,
    and how many accounts have no key, so that nothing of theirs that was sealed can be read."""

    erased: int
    ended: int
    without_key: int


def restore_content(
    path: Path, identity: Path, part: str, url: str, *, days: int, now: datetime, even_if_old: bool = False
) -> Manifest:
    """Put a backup in the place of the database at ``url``, once all of it has been checked; then :func:`replay`.

    What a SQLite file held before is kept beside it. A backup older than ``days`` is refused: nobody may know any more
    who left since then. Raises :class:`BackupError`, and then nothing was changed.
    """
    with opened(path, identity) as (place, manifest):
        _of(manifest, part, CONTENT)
        if not even_if_old and now - datetime.fromisoformat(manifest.made) > timedelta(days=days) + ONE_MORE_DAY:
            raise BackupError(
                f"It is older than {days} days and should have been deleted: who left since then may come back with it."
            )
        try:
            copying.copy_in(place, manifest.database, url)
        except copying.CopyError as error:
            raise BackupError(str(error)) from error
        return manifest


def restore_keys(path: Path, identity: Path, part: str, url: str, data_keys: Sequence[str]) -> Manifest:
    """Put a backup of the keys in the place of the store at ``url``; see :func:`key_copies.put_back`.

    Raises :class:`BackupError`, and then nothing was changed.
    """
    with opened(path, identity) as (place, manifest):
        _of(manifest, part, KEYS)
        try:
            key_copies.put_back(place, url, data_keys, part)
        except (copying.CopyError, KeyStoreError) as error:
            raise BackupError(str(error)) from error
        except (SQLAlchemyError, *DRIVER_ERRORS) as error:
            raise BackupError("The key store does not answer, or is in use. Stop the site first.") from error
        return manifest


def replay(session: Session, store: KeyStore, times: Times, now: datetime) -> Replayed:
    """After old content came back: erase again who was erased since, and let no sign-in, joining, shown secret,
    invitation or proposal come alive again. Commits. May be done again."""
    begin_writing(session)
    ended = 0
    for table in NOT_ALIVE_AGAIN:
        ended += len(session.scalars(sa.delete(table).returning(table.id)).all())
    session.commit()
    erased = erasing.repeat(session, store, times, now)
    accounts = set(session.scalars(sa.select(Account.id)))
    session.rollback()
    return Replayed(erased, ended, len(accounts - set(store.owners())))


@contextmanager
def marked(instance: Path) -> Iterator[None]:
    """A mark lies in ``instance`` from the first change on; it goes when all went well, or nothing was changed."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = instance / MARK
    before = mark.exists()
    mark.touch(mode=0o600)
    try:
        yield
    except BackupError:
        if not before:
            mark.unlink()
        raise
    mark.unlink()


def finished(app: Flask) -> Sequence[str]:
    """A condition of the start: no restore was broken off."""
    if (Path(app.config["INSTANCE"]) / MARK).exists():
        return ["A restore was broken off: what people deleted since may be there again. Do backup restore once more."]
    return []


def _of(manifest: Manifest, part: str, kind: str) -> None:
    if manifest.part != part:
        raise BackupError(f"This is a backup of {manifest.part}, not of {part}.")
    if manifest.kind != kind:
        raise BackupError(f"This is a backup of the {manifest.kind}, not of the {kind}.")
