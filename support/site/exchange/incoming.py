"""What comes in, in one neutral shape: a service with all that hangs on it, as the source wrote it.

Readers and dialects make it, cleaning normalises it, a run applies it. The nested object has the names and the nesting
of an HSDS 3.1 service (Open Referral, CC BY-SA 4.0), whatever the file looked like. Every value in it is text as the
source wrote it, numbers and yes or no too; what is absent or null is left out. It may also have, on the service,
its organisation, a place, an address, a phone or a contact: ``is_private``, ``exclude_from_website``,
``exclude_from_directory`` and ``show_on_website``, as written (Yes, TRUE, 1). A weekday as written stands in ``byday``,
hours in words in ``schedules[].description``. Ids that begin with ``made:`` were made from what the record says.
"""

from __future__ import annotations

from typing import Any

import msgspec

NOTE, HELD, REFUSED = "note", "held", "refused"
LONGEST_VALUE = 200


class Finding(msgspec.Struct, frozen=True):
    """Something to be told about one cell or row: where it stands, what stood there, why it is told (a code of
    ``reasons.py``), and what follows: a note, a row held for an editor, or a row refused."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    severity: str = NOTE


class Incoming(msgspec.Struct, frozen=True):
    """One service. ``key`` is the source's own id of it, unique inside the source and the same each time;
    ``location:<id>`` and ``organization:<id>`` are places and organisations that no service names, as a service called
    like them. ``extra`` holds cells by column of which HSDS has no field: they may name people, and are not public."""

    key: str
    service: dict[str, Any]
    file: str = ""
    line: int = 0
    extra: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()


class Tally(msgspec.Struct):
    """Where the rows of one file went: ``rows`` = ``used`` + ``refused`` + ``repeated``. A row may also be a note."""

    file: str
    rows: int = 0
    used: int = 0
    refused: int = 0
    repeated: int = 0
