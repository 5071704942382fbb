"""The CSV data package (Frictionless Tabular Data Package, HSDS 3.1) as a folder or a zip.

Cells are guarded against formulas (``formulas.py``); a number in international form is left alone in ``phones.csv``:
it is a number and no formula, and every reader of HSDS expects it so.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from support.site.exchange.out.columns import TABLES, Column, Table
from support.site.exchange.out.formulas import guarded
from support.site.exchange.out.licence import LICENCE, SOURCES
from support.site.exchange.out.tables import Flattener

DESCRIPTOR = "datapackage.json"
FIXED = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
INTERNATIONAL = re.compile(r"\+[0-9]{3,15}", re.ASCII)


def write_folder(
    folder: Path, services: Iterable[dict[str, Any]], vocabulary: Iterable[tuple[str, dict[str, Any]]]
) -> int:
    """Write the package into ``folder``, which must be there. ``vocabulary`` are rows of taxonomies and terms.
    Returns how many services it holds."""
    count, flattener = 0, Flattener()
    with ExitStack() as opened:
        writers = {table.entity: _writer(opened, folder, table) for table in TABLES}
        for entity, row in vocabulary:
            writers[entity].writerow(cells(entity, row))
        for service in services:
            count += 1
            for entity, row in flattener.rows(service):
                writers[entity].writerow(cells(entity, row))
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return count


def write_zip(
    target: IO[bytes], services: Iterable[dict[str, Any]], vocabulary: Iterable[tuple[str, dict[str, Any]]]
) -> int:
    """Write the package as a zip into ``target``; the tables lie in a temporary folder meanwhile."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        count = write_folder(folder, services, vocabulary)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path in (DESCRIPTOR, *(table.path for table in TABLES)):
                entry = zipfile.ZipInfo(path, FIXED)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                with archive.open(entry, "w", force_zip64=True) as inside, (folder / path).open("rb") as file:
                    while block := file.read(1 << 20):
                        inside.write(block)
    return count


def _writer(opened: ExitStack, folder: Path, table: Table) -> Any:
    file = opened.enter_context((folder / table.path).open("w", encoding="utf-8", newline=""))
    writer = csv.DictWriter(file, [column.name for column in table.columns], lineterminator="\r\n")
    writer.writeheader()
    return writer


def cells(entity: str, row: dict[str, Any]) -> dict[str, str]:
    """The row as cells. A column that the table does not have is a mistake of ours, and raises ``ValueError``."""
    return {name: _cell(entity, name, str(value)) for name, value in row.items()}


def _cell(entity: str, name: str, text: str) -> str:
    text = text.replace("\x00", "")
    return text if (entity, name) == ("phone", "number") and INTERNATIONAL.fullmatch(text) else guarded(text)


def descriptor() -> dict[str, Any]:
    """``datapackage.json``: what the files hold, and on what terms they may be used."""
    return {
        "name": "services",
        "title": "A directory of help",
        "profile": "tabular-data-package",
        "version": "3.1.0",
        "homepage": "https://docs.openreferral.org",
        "licenses": [LICENCE],
        "sources": SOURCES,
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    links = [{"fields": name, "reference": {"resource": other, "fields": "id"}} for name, other in table.links.items()]
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "primaryKey": "id"}
    return {
        "name": table.entity, "path": table.path, "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": links} if links else {}),
    }  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    constraints = {"required": column.required, "unique": column.name == "id"}
    described = {"name": column.name, "type": column.type, "constraints": constraints}
    return described | ({"format": column.format} if column.format else {})
