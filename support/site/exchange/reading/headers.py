"""The names of the columns: trimmed, none empty, none twice, and what was done for that is said (DIRTY.md 15-18)."""

from __future__ import annotations

from collections.abc import Sequence

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading import limits
from support.site.exchange.reading.limits import Unreadable

_AROUND = " \t\r\n\xa0\ufeff\u200b"
_LOOKED_AT = 50


def names(cells: Sequence[str], file: str) -> tuple[tuple[str, ...], list[str]]:
    """The column names in order, and sentences on empty and doubled ones."""
    if len(cells) > limits.COLUMNS:
        raise Unreadable(_("%(file)s has more than %(number)s columns.", file=file, number=limits.COLUMNS))
    found: list[str] = []
    empty: list[str] = []
    doubled: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip(_AROUND).removeprefix("'").strip(_AROUND)
        if not name:
            name = f"column {number}"
            empty.append(str(number))
        if name in found:
            doubled.append(name)
            name = next(other for more in range(2, len(cells) + 2) if (other := f"{name} ({more})") not in found)
        found.append(name)
    return tuple(found), _said(file, empty, doubled)


def _said(file: str, empty: list[str], doubled: list[str]) -> list[str]:
    said = []
    if empty:
        said.append(_("%(file)s: columns without a name are kept: %(columns)s.", file=file, columns=", ".join(empty)))
    if doubled:
        said.append(
            _("%(file)s: columns of the same name are all kept: %(columns)s.", file=file, columns=", ".join(doubled))
        )
    return said


def check_width(header: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> None:
    """Raises Unreadable where the header has fewer cells than its rows: which value is whose cannot be known."""
    looked_at = [row for row in rows[:_LOOKED_AT] if any(cell.strip() for cell in row)]
    longer = [row for row in looked_at if any(cell.strip() for cell in row[len(header) :])]
    if not longer or len(looked_at) < 1:
        return
    widths = {len(row) for row in longer}
    if len(widths) == 1 and len(longer) * 2 > len(looked_at):
        raise Unreadable(
            _("%(file)s: the first line names %(names)s columns, but the rows have %(cells)s cells. A name is missing, "
              "so values would land in the wrong column. Add the missing name to the first line.",
              file=file, names=len(header), cells=widths.pop())
        )  # fmt: skip
