"""What columns are called in flat files of services (``data/synonyms.toml``), and what that is in HSDS 3.1."""

from __future__ import annotations

import tomllib
from pathlib import Path

_SAID = tomllib.loads((Path(__file__).parent / "data" / "synonyms.toml").read_text("utf-8"))
SAME: dict[str, str] = _SAID["same"]
SYNONYMS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (path, tuple(words)) for path, words in _SAID["synonyms"].items()
)
ENDINGS: tuple[tuple[str, str], ...] = tuple(_SAID["endings"].items())
# Kind of record → where its own fields stand in the paths of a service.
WHOSE = {"organizations": "organization.", "locations": "location."}
