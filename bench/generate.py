"""Fills an instance with invented listings: ``python -m bench.generate --size 100000 --instance DIR``.

The rows go in by sets, past the safeguards that a running site keeps on its database; nothing else reads it meanwhile.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.listings import Invented, Inventor
from bench.places import Towns
from support.common.kernel.db import db
from support.common.operations.migrating import migrate_safely
from support.config import Config
from support.factory import create_app
from support.site.directory.engine import engine, rebuild
from support.site.directory.index import design, document
from support.site.directory.listing import Listing, check, encode
from support.site.directory.models import (
    ChangeCounter,
    HoursPattern,
    ListingRow,
    Location,
    Organization,
    Phone,
    Service,
    ServiceArea,
    ServiceAtLocation,
)  # fmt: skip

SECRET = "measured with a secret of its own, long enough"
CHUNK = 20_000
MADE_AT = "2026-11-24 00:00:00.000000"
SAMPLE = 200
Rows = dict[Any, list[tuple[Any, ...]]]

COLUMNS: dict[Any, str] = {
    Organization: "id name",
    Service: "id organization_id name description kind country url email hours_known rank confidence source_kind "
    "last_modified",
    Phone: "id service_id number type",
    ServiceArea: "id service_id name extent_type extent",
    Location: "id visibility latitude longitude",
    ServiceAtLocation: "id service_id location_id",
    ListingRow: "number service_id sequence shown hours_signature body",
}


def application(instance: Path) -> Flask:
    """The site as it runs, with its files below ``instance``."""
    env = {"SUPPORT_INSTANCE": str(instance), "SUPPORT_SECRET_KEY": SECRET}
    return create_app("site", Config.from_env("site", env))


def generate(instance: Path, size: int, places: Path | None = None) -> None:
    """Make ``size`` listings below ``instance`` and build the index. One that is complete already is left alone.

    ``places`` is a folder in which the gazetteer's index is kept for several instances.
    """
    app = application(instance)
    if places is not None:
        _share_places(Path(app.config["INSTANCE"]), places)
    with app.app_context():
        if not engine().gazetteer.ready():
            engine().gazetteer.build()
        migrate_safely()
        made, mark = Path(app.config["INSTANCE"]) / "made.txt", _fingerprint()
        if _count() == size and made.is_file() and made.read_text("ascii") == mark:
            return
        file = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        _fill(file, size)
        rebuild(db.session())
        db.session.remove()
        made.write_text(mark, "ascii")


def _share_places(instance: Path, places: Path) -> None:
    places.mkdir(parents=True, exist_ok=True)
    link = instance / "index" / "places"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(places.resolve(), target_is_directory=True)


def _count() -> int:
    return db.session.scalar(sa.select(ChangeCounter.value).where(ChangeCounter.id == 1)) or 0


def _fingerprint() -> str:
    """Changes with what the listings are, with what the index holds of them, and with the columns that are filled."""
    found = sha256(f"{design().version} {[(model.__tablename__, names) for model, names in COLUMNS.items()]}".encode())
    for one in islice(Inventor(Towns()).listings(SAMPLE), SAMPLE):
        fields = document(one.number, one.listing)
        found.update(
            encode(one.listing)
            + repr([(name, sorted(map(str, _several(fields[name])))) for name in sorted(fields)]).encode()
        )
    return found.hexdigest()


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fill(file: Path, size: int) -> None:
    inventor = Inventor(Towns())
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for model in (*COLUMNS, HoursPattern, ChangeCounter):
            connection.execute(f"DELETE FROM {model.__tablename__}")
        made, known = inventor.listings(size), set()
        while batch := list(islice(made, CHUNK)):
            rows: Rows = {model: [] for model in COLUMNS}
            for one in batch:
                if one.organization not in known:
                    known.add(one.organization)
                    rows[Organization].append((one.organization.hex, one.listing.organization))
                _add(rows, one)
            for model, values in rows.items():
                connection.executemany(_insert(model), values)
        connection.executemany(
            "INSERT INTO hours_pattern (signature, hours) VALUES (?, ?)", list(inventor.patterns.items())
        )
        connection.execute("INSERT INTO change_counter (id, value) VALUES (1, ?)", (size,))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _add(rows: Rows, one: Invented) -> None:
    listing = one.listing
    check(listing)
    key = listing.id.replace("-", "")
    rows[Service].append((
        key, one.organization.hex, listing.name, listing.description, listing.kind, listing.country, listing.url, listing.email,
        _known(listing), listing.rank, listing.source.confidence, listing.source.kind, MADE_AT,
    ))  # fmt: skip
    rows[Phone] += [(_key(key, 1, n), key, contact.number, contact.type) for n, contact in enumerate(listing.contacts)]
    rows[ServiceArea] += [
        (_key(key, 2, n), key, area.name, area.type, area.code) for n, area in enumerate(listing.areas)
    ]
    for n, place in enumerate(listing.places):
        there = _key(key, 3, n)
        rows[Location].append((there, "withheld" if place.withheld else "public", place.latitude, place.longitude))
        rows[ServiceAtLocation].append((_key(key, 4, n), key, there))
    rows[ListingRow].append((one.number, key, one.number, True, listing.hours_signature, encode(listing).decode()))


def _known(listing: Listing) -> str:
    return listing.hours_signature if listing.hours_signature in ("always", "unknown") else "weekly"


def _key(key: str, kind: int, position: int) -> str:
    """A key of its own for a part, made from the service's."""
    return f"{key[:28]}{kind:02x}{position:02x}"


def _insert(model: Any) -> str:
    """An INSERT that also fills the columns which must hold something with the model's own plain defaults."""
    names = COLUMNS[model].split()
    fixed = {
        column.name: column.default.arg if column.default is not None else ""
        for column in model.__table__.columns
        if column.name not in names and not column.nullable
    }
    literals = [str(value) if isinstance(value, int) else f"'{value}'" for value in fixed.values()]
    values = ", ".join(["?"] * len(names) + literals)
    return f"INSERT INTO {model.__tablename__} ({', '.join([*names, *fixed])}) VALUES ({values})"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=generate.__doc__)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--instance", type=Path, required=True)
    asked = parser.parse_args()
    started = time.perf_counter()
    generate(asked.instance, asked.size)
    print(f"{asked.size:,} listings in {time.perf_counter() - started:.0f} s.")


if __name__ == "__main__":
    main()
