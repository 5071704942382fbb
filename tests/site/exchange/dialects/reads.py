"""Reads a path to its end, and holds the promise that every row is accounted for."""

from __future__ import annotations

import json
from collections.abc import Mapping as Files
from pathlib import Path
from typing import Any, NamedTuple

from support.site.exchange import dialects
from support.site.exchange.dialects import Mapping, Options, Reading
from support.site.exchange.incoming import Finding, Incoming, Tally
from support.site.exchange.reasons import codes
from tests.site.exchange.reading.files import written


class Whole(NamedTuple):
    """Everything that came out of a path."""

    services: dict[str, Incoming]
    findings: list[Finding]
    reading: Reading

    def reasons(self) -> list[str]:
        """The reasons of what is told about rows that are in no service, unknown columns left out."""
        return [finding.reason for finding in self.findings if finding.reason != "unknown_column"]

    def tally(self, name: str) -> Tally:
        """The tally of the file of that name."""
        return next(tally for tally in self.reading.tallies if tally.file == name)


def whole(path: Path, mapping: Mapping | None = None, options: Options | None = None) -> Whole:
    """What is read from ``path``; tallies add up, ids are not twice, every reason has a sentence."""
    services: dict[str, Incoming] = {}
    findings: list[Finding] = []
    with dialects.read(path, mapping=mapping, options=options) as reading:
        for item in reading:
            if isinstance(item, Finding):
                findings.append(item)
            else:
                assert item.key and item.key not in services
                assert all_text(item.service), item.service
                services[item.key] = item
    for tally in reading.tallies:
        assert tally.rows == tally.used + tally.refused + tally.repeated, tally
    told = [*findings, *(finding for item in services.values() for finding in item.findings)]
    assert {finding.reason for finding in told} <= codes()
    assert all(len(finding.value) <= 200 and finding.line > 0 for finding in told)
    refused = sum(tally.refused for tally in reading.tallies)
    assert refused == sum(finding.severity == "refused" for finding in findings)
    assert reading.progress() == 1.0 or not services
    return Whole(services, findings, reading)


def all_text(value: Any) -> bool:
    """Whether every leaf is text."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and all_text(one) for key, one in value.items())
    return all(map(all_text, value)) if isinstance(value, list) else isinstance(value, str)


def folder(path: Path, files: Files[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        written(path, f"in/{name}", content)
    return path / "in"


def as_json(path: Path, value: Any, name: str = "a.json") -> Path:
    """The value as a JSON file."""
    return written(path, name, json.dumps(value))
