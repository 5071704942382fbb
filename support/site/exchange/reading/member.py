"""One file of a source, wherever it lies."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Unreadable


@dataclass(frozen=True)
class Member:
    """One file: its name as told (with folders, ``/`` between), its size in bytes, and how its bytes are had."""

    name: str
    size: int
    _opened: Callable[[], IO[bytes]] = field(repr=False)

    @property
    def stem(self) -> str:
        """The file's own name without folder and ending, in small letters."""
        return PurePosixPath(self.name).stem.lower()

    @property
    def folder(self) -> str:
        """The folders above it, empty for the top."""
        parent = str(PurePosixPath(self.name).parent)
        return "" if parent == "." else parent

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes. Raises Unreadable where it is gone, forbidden or damaged."""
        try:
            with self._opened() as stream:
                yield stream
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            if isinstance(error, RecursionError):
                raise
            raise Unreadable(_("%(file)s cannot be read to its end.", file=self.name)) from error

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces. Raises Unreadable where it is larger than ``FILE_BYTES`` or than it said."""
        read = 0
        with self.opened() as stream:
            while chunk := stream.read(limits.CHUNK_BYTES):
                read += len(chunk)
                if read > self.size or read > limits.FILE_BYTES:
                    raise Unreadable(_("%(file)s is larger than it says, or than can be taken in.", file=self.name))
                yield chunk
