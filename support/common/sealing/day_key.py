"""The key of the day: what is hashed under it today can be matched by nobody tomorrow (safety.md S46, promise 6).

32 random bytes in one file of a folder that belongs to one application and should lie in memory. All processes of a
machine share it. With a new UTC day comes a new key, and the old one is overwritten. It is in no database or backup.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

KEY_BYTES, DATE_BYTES = 32, 10  # the file: a date such as 2026-11-24, then the key
AROUND_MIDNIGHT = timedelta(minutes=10)
IN_MEMORY = ("tmpfs", "ramfs")
Standing = tuple[date, bytes]


class DayOver(Exception):
    """The key of that day is gone: a later day has begun."""


class DayKey:
    """The key of the day in ``folder``, which is made with mode 0700 and belongs to one application alone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "day-key"

    def of(self, day: date) -> bytes:
        """The 32 bytes of ``day``, which is today in UTC. Raises :class:`DayOver` for a day before the one whose key
        stands, and :class:`OSError` where the folder cannot be used."""
        kept_day, key = self._standing(day, date.max)
        if kept_day > day:
            raise DayOver
        return key

    def at_hand(self, now: datetime) -> tuple[date, bytes]:
        """The day whose key counts at ``now``, and the key. Raises :class:`OSError`.

        A worker that looked at its clock just before midnight goes along with one that looked after it. A key from
        further ahead was made while the clock was wrong, and would outlive its day: it is replaced.
        """
        moment = now.astimezone(UTC)
        return self._standing(moment.date(), (moment + AROUND_MIDNIGHT).date())

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """No other process makes a file here meanwhile. The lock goes with the process, however that ends."""
        _private(self.folder)
        handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _standing(self, earliest: date, latest: date) -> Standing:
        kept = self._kept()
        if kept and earliest <= kept[0] <= latest:
            return kept
        with self.alone():
            kept = self._kept()  # another process may have been first
            return kept if kept and earliest <= kept[0] <= latest else self._renewed(earliest)

    def _kept(self) -> Standing | None:
        """What the file holds, or nothing where it is missing, cut short or overwritten."""
        try:
            content = self.file.read_bytes()
            day = date.fromisoformat(content[:DATE_BYTES].decode("ascii"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        key = content[DATE_BYTES:]
        return (day, key) if len(key) == KEY_BYTES else None

    def _renewed(self, day: date) -> Standing:
        """Put a new key in place of the old one, and overwrite that, even where there is no room for a new one."""
        key, new = secrets.token_bytes(KEY_BYTES), self.folder / "day-key.new"
        new.unlink(missing_ok=True)  # left by a process that was killed
        with _overwritten(self.file):
            try:
                with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(day.isoformat().encode("ascii") + key)
                new.replace(self.file)
            finally:
                new.unlink(missing_ok=True)
        return day, key


def on_memory(folder: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Whether ``folder`` lies on a file system that is gone with the power; for ``doctor``. What is unknown counts as
    no. Memory may still be written out to a swap area, which should be encrypted or off."""
    try:
        place, lines = folder.resolve(), mounts.read_text("utf-8", "surrogateescape").splitlines()
    except (OSError, RuntimeError, ValueError):
        return False
    nearest, kind = Path(), ""
    for _device, mounted, mounted_kind in (line.split(" ")[:3] for line in lines if line.count(" ") > 1):
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), mounted))
        if place.is_relative_to(point) and len(point.parts) >= len(nearest.parts):  # the last one lies on top
            nearest, kind = point, mounted_kind
    return kind in IN_MEMORY


def _private(folder: Path) -> None:
    """Make the folder, or close it to others. Raises :class:`PermissionError` if it is somebody else's: in a place
    where all may write, another user could have made it beforehand."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = folder.stat()
    if status.st_uid != os.geteuid():
        raise PermissionError("the runtime folder belongs to another user")
    if status.st_mode & 0o077:
        folder.chmod(0o700)


@contextlib.contextmanager
def _overwritten(file: Path) -> Iterator[None]:
    """Afterwards the bytes that ``file`` held before are zeros, whatever its name stands for by then."""
    try:
        old = file.open("r+b")
    except FileNotFoundError:
        yield
        return
    with old:
        try:
            yield
        finally:
            old.write(bytes(os.fstat(old.fileno()).st_size))
