"""Which character stands between the cells: the one with which the first rows come out alike."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from support.common.kernel.i18n import gettext as _

KNOWN = (",", ";", "\t", "|")
SAMPLED_ROWS = 30


def recognise(lines: Sequence[str]) -> str:
    """The separator of these first lines (their ends included); a comma where there is only one column."""
    best, found = (0.0, 0), ","
    for separator in KNOWN:
        score = _score(lines, separator)
        if score > best:
            best, found = score, separator
    return found


def _score(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """How many of the rows have as many cells as the header, and how many cells that are."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if row][:SAMPLED_ROWS]
    except csv.Error:
        return (0.0, 0)
    if not rows or len(rows[0]) < 2:
        return (0.0, 0)
    widths = Counter(len(row) for row in rows)
    alike = sum(count for width, count in widths.items() if abs(width - len(rows[0])) <= 1) / len(rows)
    return (round(alike, 1), len(rows[0]))


def said(name: str, separator: str) -> str:
    """The sentence about the separator."""
    shown = {
        ",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars"),
    }.get(separator, separator)  # fmt: skip
    return _("%(file)s: cells are separated by %(separator)s.", file=name, separator=shown)
