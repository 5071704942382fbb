"""On what terms our data may be used, and whom to name."""

from __future__ import annotations

LICENCE = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "CC0 1.0 for the compilation; what a record rests on keeps the terms of its source",
}
SOURCES = [
    {"title": "GeoNames (names of places), CC BY 4.0", "path": "https://www.geonames.org/"},
    {"title": "Open Eligibility 2.0 (numbers of terms), CC BY-SA 3.0", "path": "https://github.com/openreferral/openeligibility"},
    {"title": "Human Services Data Specification 3.1 (names of fields), CC BY-SA 4.0", "path": "https://docs.openreferral.org/"},
]  # fmt: skip
ATTRIBUTION = "The source of each record stands in its attributes record:source_kind and record:source_url."
