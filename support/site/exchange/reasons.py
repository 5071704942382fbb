"""Why something is told about a row or a cell: a sentence for each code of ``Finding.reason``."""

from __future__ import annotations

from support.common.kernel.i18n import gettext as _


def sentence(reason: str) -> str:
    """What the code means, for the report and the page; the code itself where nobody has a sentence for it."""
    return _reading().get(reason) or _linking().get(reason) or reason


def codes() -> frozenset[str]:
    """Every code that reading gives."""
    return frozenset(_reading()) | frozenset(_linking())


def _reading() -> dict[str, str]:
    return {
        "cells_beyond": _("The row has more cells than there are columns: a value may stand in the wrong column."),
        "cells_missing": _("The row ends early; the cells after it are taken as empty."),
        "letters_damaged": _("Letters in this cell are broken or do not fit the encoding; it is kept as it is."),
        "unknown_column": _("Nothing here is called so; the column is kept as it is and comes back on export."),
        "template_row": _("This row says what to write and is no data; it was left out."),
        "left_out": _("This row was left out because you said so."),
        "empty_row": _("There is nothing in this row."),
        "no_record": _("This is no record of a service, a place or an organisation."),
        "kind_unknown": _("The mapping does not say what kind of record this is."),
        "key_twice": _("A name stands twice in this record; the first value was kept."),
    }


def _linking() -> dict[str, str]:
    return {
        "only_link": _("The row says only to what it belongs, and nothing else."),
        "same_row": _("The same row stands further up; it was taken once."),
        "same_id": _("Another record further up has this id; this one was not taken."),
        "same_id_differs": _("Two rows of one id differ here; the first value was kept."),
        "no_such_parent": _("It belongs to a record that is not in these files."),
        "no_parent": _("It does not say to which record it belongs."),
    }
