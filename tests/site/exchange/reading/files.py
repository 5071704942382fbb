"""Small files for tests, written byte for byte."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from support.site.exchange.reading.limits import Options
from support.site.exchange.reading.sources import look_at
from support.site.exchange.reading.tables import Table


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """The file, with exactly these bytes (text as UTF-8)."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def as_csv(rows: Iterable[Sequence[str]], separator: str = ",", ending: str = "\r\n") -> str:
    """Rows as RFC 4180 has them."""
    text = io.StringIO(newline="")
    quoted = csv.QUOTE_MINIMAL if ending == "\r\n" else csv.QUOTE_ALL  # the writer quotes only its own line end
    csv.writer(text, delimiter=separator, lineterminator=ending, quoting=quoted).writerows(rows)
    return text.getvalue()


def table(path: Path, options: Options | None = None) -> Table:
    """The one table at ``path``."""
    (member,) = look_at(path).members
    return Table(member, options or Options())
