"""Backups: a consistent copy while writing goes on, encrypted to a public key whose private half is elsewhere.

The file is an age file (age-encryption.org/v1) around a tar with a manifest, so that any ``age`` program can open it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

import pyrage

from support.common.operations import copying

MANIFEST = "manifest.json"
ENDING = ".age"
KEPT_DAYS = 30  # promise 10: backups forget within the days that the privacy page prints


class BackupError(Exception):
    """A backup cannot be made, read or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: whose, from when, at which schema, of which kind of database, and each file's SHA-256."""

    part: str
    made: str
    schema: str
    database: str
    files: dict[str, str]


def create(part: str, schema: str, url: str, folder: Path, recipient: str, now: datetime) -> Path:
    """Write a backup of the database at ``url`` into ``folder`` and forget those that are too old."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    to = _recipient(recipient)
    with _workplace(folder) as place:
        kind = copying.copy_out(url, place)
        files = {path.name: _sha256(path) for path in sorted(place.iterdir())}
        manifest = Manifest(part, now.isoformat(timespec="seconds"), schema, kind, files)
        (place / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
        bundle = place / "bundle.tar"
        with tarfile.open(bundle, "w") as tar:
            for name in (MANIFEST, *files):
                tar.add(place / name, arcname=name)
        draft = place / "draft"
        with bundle.open("rb") as plain, draft.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, [to])
        draft.chmod(0o600)
        target = folder / f"{part}-{now:%Y%m%dT%H%M%SZ}{ENDING}"
        draft.replace(target)
    forget(folder, part, now)
    return target


def forget(folder: Path, part: str, now: datetime) -> list[Path]:
    """Delete the backups that are older than the promised days. Returns those that went."""
    old = []
    for path in folder.glob(f"{part}-*{ENDING}"):
        if datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) < now - timedelta(days=KEPT_DAYS):
            path.unlink()
            old.append(path)
    return old


def verify(path: Path, identity: Path) -> Manifest:
    """Open a backup and check every file in it. Raises :class:`BackupError`."""
    with _opened(path, identity) as (_place, manifest):
        return manifest


def restore(path: Path, identity: Path, part: str, url: str) -> Manifest:
    """Put a backup in the place of the database at ``url``, once all of it has been checked.

    What a SQLite file held before is kept beside it. Raises :class:`BackupError`, and then nothing was changed.
    """
    with _opened(path, identity) as (place, manifest):
        if manifest.part != part:
            raise BackupError(f"This is a backup of {manifest.part}, not of {part}.")
        try:
            copying.copy_in(place, manifest.database, url)
        except copying.CopyError as error:
            raise BackupError(str(error)) from error
        return manifest


def new_key(path: Path) -> str:
    """Make a key pair: the private half goes to ``path``, the public half is returned. Not to be done on the server."""
    identity = pyrage.x25519.Identity.generate()
    with path.open("x", encoding="ascii") as file:
        file.write(f"{identity}\n")
    path.chmod(0o600)
    return str(identity.to_public())


@contextmanager
def _opened(path: Path, identity: Path) -> Iterator[tuple[Path, Manifest]]:
    with _workplace(path.parent) as place:
        bundle = place / "bundle.tar"
        try:
            with path.open("rb") as sealed, bundle.open("wb") as plain:
                pyrage.decrypt_io(sealed, plain, [_identity(identity)])
            with tarfile.open(bundle) as tar:
                tar.extractall(place, filter="data")
            manifest = Manifest(**json.loads((place / MANIFEST).read_text("utf-8")))
        except (pyrage.DecryptError, tarfile.TarError, OSError, ValueError, TypeError) as error:
            raise BackupError("The backup cannot be opened: it is damaged, or made for another key.") from error
        for name, digest in manifest.files.items():
            if _sha256(place / name) != digest:
                raise BackupError(f"{name} in the backup is not what was put in.")
        _sound(place, manifest)
        yield place, manifest


def _sound(place: Path, manifest: Manifest) -> None:
    if manifest.database == copying.SQLITE:
        with closing(sqlite3.connect(place / copying.SQLITE_NAME)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError("The database in the backup is damaged.")


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError("SUPPORT_BACKUP_KEY is not an age public key (age1…). Make one: backup new-key.") from error


def _identity(path: Path) -> pyrage.x25519.Identity:
    lines = [line for line in path.read_text("ascii").splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if not lines:
        raise BackupError(f"{path.name} holds no private key (AGE-SECRET-KEY-…).")
    return pyrage.x25519.Identity.from_str(lines[0])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _workplace(beside: Path) -> Iterator[Path]:
    """A private folder on the same disk, gone afterwards whatever happens."""
    place = Path(tempfile.mkdtemp(prefix=".backup-", dir=beside))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
