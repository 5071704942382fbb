"""A list that stands in one cell, in four ways: JSON, Python, Postgres, or parts behind marks (DIRTY.md 104)."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

LONGEST = 1_000_000
_POSTGRES = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}"]+)')
_PARTS = re.compile(r"\s*(?:[;|]|\r?\n)\s*")
_COMMAS = re.compile(r"\s*,\s*")


def structured(cell: str) -> Any | None:
    """What a JSON or Python list or object says, scalars as text; None where the cell is something else."""
    cell = cell.strip()
    if not cell or cell[0] not in "[{" or len(cell) > LONGEST:
        return None
    for read in (json.loads, ast.literal_eval):
        try:
            return plain(read(cell))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
    return None


def plain(value: Any) -> Any:
    """Dicts and lists with text only, and without what is empty."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items() if one is not None}
    if isinstance(value, (list, tuple, set)):
        return [plain(one) for one in value if one is not None]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def parts(cell: str, commas: bool = False) -> list[str]:
    """The texts that a cell lists. ``commas`` where its column is known to separate by commas."""
    cell = cell.strip()
    if cell[:1] == "{" and cell[-1:] == "}" and ":" not in cell:
        found = [quoted.replace('\\"', '"') or bare for quoted, bare in _POSTGRES.findall(cell[1:-1])]
    elif isinstance(listed := structured(cell), list):
        found = [one if isinstance(one, str) else " ".join(map(str, one.values())) for one in listed if one]
    else:
        found = _PARTS.split(cell)
        if commas and len(found) == 1:
            found = _COMMAS.split(cell)
    return [one.strip() for one in found if one.strip()]
