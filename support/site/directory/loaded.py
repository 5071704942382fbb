"""Whether the bundled files have changed since they were last loaded, so that a second start takes no time."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from support.site.directory.models import LoadedFile

HERE = Path(__file__).parent
READ_WITH = (
    "loading.py",
    "loading_rows.py",
    "composing.py",
    "listing.py",
    "vocabulary.py",
    "hours_reading.py",
    "hours_record.py",
)


def digest(path: Path) -> str:
    """A fingerprint of the file and of the code that reads it."""
    found = sha256(path.read_bytes())
    for name in READ_WITH:
        found.update((HERE / name).read_bytes())
    return found.hexdigest()


def already(session: Session, path: Path) -> bool:
    """Whether exactly this file was loaded before by exactly this code."""
    return session.scalar(select(LoadedFile.digest).where(LoadedFile.name == path.name)) == digest(path)


def remember(session: Session, path: Path) -> None:
    """Note that the file has been loaded; the caller commits."""
    row = session.get(LoadedFile, path.name)
    if row is None:
        row = LoadedFile(name=path.name)
        session.add(row)
    row.digest = digest(path)
