"""Any file of services, whatever it calls its columns, as ``Incoming``: ``read(path)``.

HSDS 1.0 to 3.2 and Open Referral UK 3.0 as JSON and as CSV packages, the Ohana dialect, exports of iCarol, WellSky and
VisionLink, our own template, and any flat list by a mapping (``guess``, ``Mapping.to_text``, ``mapping_from_text``).

    with dialects.read(path) as reading:
        for item in reading:          # Incoming, or a Finding about a row that is in none
            ...
    reading.tallies, reading.said     # complete when the loop has ended
"""

from __future__ import annotations

from support.site.exchange.dialects.mapping import Mapping
from support.site.exchange.dialects.mapping import from_text as mapping_from_text
from support.site.exchange.dialects.reading import Reading, guess, read
from support.site.exchange.reading.limits import Options, Unreadable

__all__ = ["Mapping", "Options", "Reading", "Unreadable", "guess", "mapping_from_text", "read"]
