"""The official JSON Schemas of HSDS 3.1, with unknown properties refused: nothing of ours is outside of the standard."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SCHEMAS = Path(__file__).parent / "schemas"
# What the API nests beyond the single schemas; the compiled ones of HSDS have both.
NESTED_BY_THE_API = {
    "organization": {"services": {"type": "array", "items": {"$ref": "service.json"}}},
    "service_at_location": {"service": {"$ref": "service.json"}},
}


@cache
def _registry() -> Registry[Any]:
    documents = {path.stem: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    for name, document in documents.items():
        if "properties" in document:
            document["properties"] |= NESTED_BY_THE_API.get(name, {})
            document["additionalProperties"] = False
    found: Registry[Any] = Registry()
    return found.with_resources((f"{name}.json", DRAFT202012.create_resource(one)) for name, one in documents.items())


@cache
def _validator(entity: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"{entity}.json"}, registry=_registry(), format_checker=FormatChecker())


def faults(entity: str, record: Any) -> list[str]:
    """Where the record breaks the schema of that entity, each as a sentence."""
    return [f"{entity}{error.json_path[1:]}: {error.message[:200]}" for error in _validator(entity).iter_errors(record)]


def descriptor() -> dict[str, Any]:
    """The official ``datapackage.json``."""
    found: dict[str, Any] = json.loads((SCHEMAS / "datapackage.json").read_text("utf-8"))
    return found
