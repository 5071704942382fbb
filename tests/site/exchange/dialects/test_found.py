"""Every real file that is at hand: read, or refused with a sentence, and each row accounted for."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from support.site.exchange.dialects import Unreadable
from tests.site.exchange.dialects.reads import whole

ROOT = Path(__file__).parents[4]
FOUND = Path(os.environ.get("STILLWATER_FOUND", ROOT.parent / "shared" / "data" / "found"))
COUNTED = re.compile(r"^\| (\S[^|]*?\.(?:csv|json)) \| shared \| [^|]*\| ([\d,]+) (?:rows|items|lines of JSON|keys)")
# Read only when something says which column is what, or only together with the files beside them, or no list at all.
UNREAD = ("taxonomy_mapping.csv", "211/mapping.csv", "helplines.json")

pytestmark = pytest.mark.skipif(not FOUND.is_dir(), reason="the folder of found files is not here")


def places() -> list[Path]:
    """Every data file and every folder with one directly in it; schemas are no data."""
    if not FOUND.is_dir():
        return []
    files = [path for path in FOUND.rglob("*") if path.suffix in (".csv", ".json") and "schema" not in path.parts]
    return sorted({*files, *(path.parent for path in files)})


def counted() -> dict[str, int]:
    """The rows of each file as SOURCES.md counts them."""
    if not FOUND.is_dir():
        return {}
    lines = (FOUND / "SOURCES.md").read_text("utf-8").splitlines()
    rows = {found[1]: int(found[2].replace(",", "")) for line in lines if (found := COUNTED.match(line))}
    return {name: count for name, count in rows.items() if not name.endswith("datapackage.json")}


@cache
def rows_of(path: Path) -> dict[str, int] | str:
    """How many rows each file has that is read from a path; or why it is not read."""
    try:
        return {tally.file: tally.rows for tally in whole(path).reading.tallies}
    except Unreadable as error:
        return str(error)


def test_every_file_and_folder_is_read_or_refused_with_a_sentence() -> None:
    read, refused = 0, []
    for path in places():
        rows = rows_of(path)
        if isinstance(rows, str):
            assert len(rows) > 20
            refused.append(path)
        else:
            read += 1
    assert read > 150
    assert not [path for path in refused if path.stat().st_size > 20_000 and path.is_file() and len(_parts(path)) == 0]


def _parts(path: Path) -> list[str]:
    """Why a large file may be refused alone: it is a part of others, or it is known not to be a list of services."""
    known = (
        "phones",
        "addresses",
        "contacts",
        "schedules",
        "metadata",
        "taxonomy",
        "oe.json",
        "adapters/icarol",
        *UNREAD,
    )
    return [word for word in known if word in str(path)]


@pytest.mark.parametrize(("name", "rows"), counted().items())
def test_the_rows_are_as_many_as_were_counted(name: str, rows: int) -> None:
    path = FOUND / name
    found = rows_of(path)
    if name.endswith(UNREAD):
        assert isinstance(found, str)
        return
    if isinstance(found, str):  # a part, to be read with the files beside it
        found = rows_of(path.parent)
        assert isinstance(found, dict)
    assert next(count for file, count in found.items() if file.endswith(path.name)) == rows


def test_the_county_export_is_put_together() -> None:
    found = whole(FOUND / "bchd--bahc-ohana-api")
    services = [key for key in found.services if not key.startswith(("location:", "organization:"))]
    assert len(services) == 1876
    assert sum(one.reason == "no_such_parent" and one.severity == "refused" for one in found.findings) == 393
    assert sum("organization" not in found.services[key].service for key in services) == 1  # it names no place


def test_the_exact_duplicates_of_a_list_are_counted() -> None:
    found = whole(FOUND / "sfbrigade--sf-openreferral-data" / "linksf" / "locations.csv")
    assert found.reading.tallies[0].repeated == 13
