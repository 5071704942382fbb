"""Reads the bundled services and emergency numbers, and refuses a broken row with file, line and reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

from support.common.crisis.bundled_rows import (
    ROLES,
    BrokenRow,
    Emergency,
    Refusal,
    Service,
    read_emergency,
    read_service,
)

__all__ = ["DATA", "ROLES", "BrokenRow", "Emergency", "Service", "emergencies", "services"]

DATA = Path(__file__).parent / "data"


@cache
def services(path: Path = DATA / "services.csv") -> tuple[Service, ...]:
    """Every bundled service, low confidence included. Raises :class:`BrokenRow`."""
    found, taken = [], set[str]()
    for line, row in _rows(path, Service):
        service = read_service(row, Refusal(path.name, line))
        for kind, value in (("id", service.id), ("uuid", str(service.uuid))):
            if value in taken:
                raise BrokenRow(path.name, line, f"the {kind} {value} stands on another line already")
            taken.add(value)
        role = f"{service.country} {service.band}"
        if service.band and role in taken:
            raise BrokenRow(path.name, line, f"{service.country} has a line for {service.band} already")
        taken.add(role)
        found.append(service)
    return tuple(found)


@cache
def emergencies(path: Path = DATA / "emergency.csv") -> tuple[Emergency, ...]:
    """Every emergency number. Raises :class:`BrokenRow`."""
    return tuple(read_emergency(row, Refusal(path.name, line)) for line, row in _rows(path, Emergency))


def _rows(path: Path, shape: type[Service] | type[Emergency]) -> Iterator[tuple[int, Mapping[str, str]]]:
    names = [field.name for field in fields(shape)]
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if reader.fieldnames != names:
                raise BrokenRow(path.name, 1, f"the columns must be exactly: {', '.join(names)}")
            for row in reader:
                if None in row or None in row.values():
                    raise BrokenRow(
                        path.name, reader.line_num, "the row has more or fewer cells than there are columns"
                    )
                yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}
    except (csv.Error, UnicodeDecodeError) as error:
        raise BrokenRow(path.name, reader.line_num + 1, f"the line cannot be read: {error}") from error
