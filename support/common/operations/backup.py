"""Backups: consistent copies while writing goes on, encrypted to public keys whose private halves are elsewhere.

Content and keys go into files of their own, to keys of their own, and are kept for different times: whoever finds old
content cannot read what people deleted since, for their keys are in no backup any more (safety.md S84, S85). A file is
an age file (age-encryption.org/v1) around a tar with a manifest, so that any ``age`` program can open it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

import pyrage

from support.common.operations import copying
from support.common.operations.forgetting import forget

MANIFEST = "manifest.json"
ENDING = ".age"
CONTENT, KEYS = "content", "keys"
KINDS = (CONTENT, KEYS)


class BackupError(Exception):
    """A backup cannot be made, read or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: whose, from when, at which schema, of which kind of database, and each file's SHA-256.

    ``kind`` is content or keys; the first backups held content and did not say so.
    """

    part: str
    made: str
    schema: str
    database: str
    files: dict[str, str]
    kind: str = CONTENT


@dataclass(frozen=True)
class Order:
    """What a backup is made of: whose, which kind, at which schema; ``copy`` writes a copy into a folder and returns
    the kind of database; ``recipient`` is an age public key, ``setting`` its name; ``days`` is how long it is kept."""

    part: str
    kind: str
    schema: str
    copy: Callable[[Path], str]
    recipient: str
    setting: str
    days: int


def create(order: Order, folder: Path, now: datetime) -> Path:
    """Write a backup into ``folder``/content or ``folder``/keys and forget those that are too old there."""
    to = _recipient(order.recipient, order.setting)
    own = folder / order.kind
    for place in (folder, own):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _workplace(own) as place:
        database = order.copy(place)
        files = {path.name: _sha256(path) for path in sorted(place.iterdir())}
        made = now.isoformat(timespec="seconds")
        manifest = Manifest(order.part, made, order.schema, database, files, order.kind)
        (place / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
        bundle = place / "bundle.tar"
        with tarfile.open(bundle, "w") as tar:
            for name in (MANIFEST, *files):
                tar.add(place / name, arcname=name)
        draft = place / "draft"
        with bundle.open("rb") as plain, draft.open("wb") as sealed:
            pyrage.encrypt_io(plain, sealed, [to])
        draft.chmod(0o600)
        target = own / f"{order.part}-{order.kind}-{now:%Y%m%dT%H%M%SZ}{ENDING}"
        draft.replace(target)
    forget(made_before(folder, order.part, order.kind), order.days, now, but=target)
    return target


def made_before(folder: Path, part: str, kind: str) -> list[Path]:
    """The backups of a kind in ``folder``; the first ones of content lay in it without a folder of their own."""
    older = list(folder.glob(f"{part}-*{ENDING}")) if kind == CONTENT else []
    return [*older, *(folder / kind).glob(f"{part}-*{ENDING}")]


def verify(path: Path, identity: Path) -> Manifest:
    """Open a backup and check every file in it. Raises :class:`BackupError`."""
    with opened(path, identity) as (_place, manifest):
        return manifest


def new_key(path: Path) -> str:
    """Make a key pair: the private half goes to ``path``, with the public half in a remark as age's own program writes
    it; the public half is returned. Not to be done on the server."""
    identity = pyrage.x25519.Identity.generate()
    with path.open("x", encoding="ascii") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
    path.chmod(0o600)
    return str(identity.to_public())


@contextmanager
def opened(path: Path, identity: Path) -> Iterator[tuple[Path, Manifest]]:
    """A backup, checked, in a private folder that is gone afterwards. Raises :class:`BackupError`."""
    with _workplace(path.parent) as place:
        bundle = place / "bundle.tar"
        key = _identity(identity)
        try:
            with path.open("rb") as sealed, bundle.open("wb") as plain:
                pyrage.decrypt_io(sealed, plain, [key])
            with tarfile.open(bundle) as tar:
                tar.extractall(place, filter="data")
            bundle.unlink()
            manifest = Manifest(**json.loads((place / MANIFEST).read_text("utf-8")))
        except (pyrage.DecryptError, tarfile.TarError, OSError, ValueError, TypeError) as error:
            raise BackupError("The backup cannot be opened: it is damaged, or made for another key.") from error
        for name, digest in manifest.files.items():
            if _sha256(place / name) != digest:
                raise BackupError(f"{name} in the backup is not what was put in.")
        _sound(place, manifest)
        yield place, manifest


def _sound(place: Path, manifest: Manifest) -> None:
    if manifest.kind not in KINDS:
        raise BackupError("The backup is of a kind that this version does not know.")
    if manifest.database == copying.SQLITE:
        with closing(sqlite3.connect(place / copying.SQLITE_NAME)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError("The database in the backup is damaged.")


def _recipient(text: str, setting: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise BackupError(f"{setting} is not an age public key (age1…). Make one: backup new-key.") from error


def _identity(path: Path) -> pyrage.x25519.Identity:
    try:
        lines = [line for line in path.read_text("ascii").splitlines() if line.startswith("AGE-SECRET-KEY-")]
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, ValueError, pyrage.IdentityError) as error:
        raise BackupError(f"{path.name} holds no private key (AGE-SECRET-KEY-…).") from error


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
