"""Which column of a flat file is what: guessed, corrected by hand, kept as text under a name, used again.

``columns`` leads from a column to a path in the record: ``name``, ``organization.name``, ``phones[fax].number``,
``addresses[physical].city``, ``languages[*].name`` (a cell that lists), ``latitude``. What stands in the brackets keeps
the columns of one item together. A column that is not named, or leads nowhere, goes to ``extra``.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import msgspec

from support.common.kernel.i18n import gettext as _
from support.site.exchange.reading.limits import Unreadable

KINDS = ("services", "organizations", "locations", "service_at_location")
_SEGMENT = r"[a-z_][a-z0-9_]*(?:\[(?:\*|[a-z0-9_ -]+)\])?"
PATH = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT}){{0,5}}")
LONGEST_TEXT = 500_000


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``kind`` is what every row is (one of ``KINDS``), or ``kinds`` says it by the value in the column
    ``record_type``. ``constants`` are values by path. ``commas`` are columns whose cells list by commas."""

    name: str
    columns: dict[str, str]
    kind: str = "services"
    record_type: str = ""
    kinds: dict[str, str] = {}
    constants: dict[str, str] = {}
    commas: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The mapping as TOML, to be kept and to be corrected by hand."""
        lines = [f"name = {_quoted(self.name)}", f"kind = {_quoted(self.kind)}"]
        if self.record_type:
            lines.append(f"record_type = {_quoted(self.record_type)}")
        if self.commas:
            lines.append(f"commas = [{', '.join(map(_quoted, self.commas))}]")
        for title in ("columns", "kinds", "constants"):
            table: dict[str, str] = getattr(self, title)
            if table or title == "columns":
                lines += ["", f"[{title}]", *(f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items())]
        return "\n".join(lines) + "\n"


def from_text(text: str) -> Mapping:
    """The mapping that a text in TOML or JSON says. Raises Unreadable with what is wrong in it."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(_("This mapping is too long."))
    try:
        said: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        mapping = msgspec.convert(said, Mapping)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("The mapping cannot be read: %(why)s.", why=str(error)[:200])) from error
    check(mapping)
    return mapping


def check(mapping: Mapping) -> None:
    """Raises Unreadable for a path or a kind that does not exist."""
    for column, path in (*mapping.columns.items(), *((value, path) for path, value in mapping.constants.items())):
        if path and not PATH.fullmatch(path):
            raise Unreadable(_("%(column)s: %(path)s is no path that is known.", column=column, path=path))
    for value, kind in (*mapping.kinds.items(), (mapping.name, mapping.kind)):
        if kind and kind not in KINDS:
            raise Unreadable(_("%(value)s: %(kind)s is no kind of record.", value=value, kind=kind))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
