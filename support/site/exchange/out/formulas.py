"""Cells that a spreadsheet would take for a formula get a quote mark in front (safety.md S79, OWASP ASVS 1.2.10).

Nothing is lost: a cell that already begins with quote marks before such a sign gets one more, and :func:`unguarded`
takes exactly one away.
"""

from __future__ import annotations

import re

MARK = "'"
SIGNS = "=+\\-@\\t\\r\\n\\x00\uff1d\uff0b\uff0d\uff20\u2212"  # the usual ones, their full-width forms, the minus sign
_DANGEROUS = re.compile(f"'*[ \u00a0\u3000]*[{SIGNS}]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?", re.ASCII)


def guarded(cell: str) -> str:
    """The cell as it may be opened in a spreadsheet. A plain number is no formula and stays one."""
    return MARK + cell if _DANGEROUS.match(cell) and not _NUMBER.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that :func:`guarded` was given."""
    return cell[1:] if cell.startswith(MARK) and _DANGEROUS.match(cell) else cell
