"""How much is read at most, and what may be said about a file by whoever knows it (safety.md S75, budgets.md B9)."""

from __future__ import annotations

import msgspec

from support.common.kernel.errors import DomainError

CHUNK_BYTES = 262_144
FILE_BYTES = 2_000_000_000
CELL_CHARACTERS = 1_000_000
LINE_CHARACTERS = 4_000_000
LINES_OF_A_ROW = 2_000
COLUMNS = 2_000
RECORD_CHARACTERS = 16_000_000
NESTING = 60
FILES = 500
FOLDER_LEVELS = 4
ZIP_DIRECTORY_BYTES = 1_000_000  # the list of members at the end of a zip
ZIP_BYTES = 4_000_000_000  # all members of a zip together, unpacked
ZIP_RATIO = 200  # unpacked to packed; text seldom packs better than 40 to 1
ZIP_RATIO_FROM = 10_000_000  # small members may pack as well as they like
DESCRIPTOR_BYTES = 4_000_000


class Unreadable(DomainError):
    """The file, or the folder, cannot be read; the message says why, where, and what to do. Nothing of it counts."""


class Options(msgspec.Struct, frozen=True):
    """What whoever knows the file says about it; what is left empty is recognised.

    ``encoding``: one of ``letters.OFFERED``. ``separator``: one character. ``skip_blanks``: leave out the blank after
    each separator. ``leave_out``: physical lines on which rows begin that are no data. ``table_names``: file name →
    table name of HSDS, for files under names of their own."""

    encoding: str = ""
    separator: str = ""
    skip_blanks: bool = False
    leave_out: frozenset[int] = frozenset()
    table_names: dict[str, str] = {}
